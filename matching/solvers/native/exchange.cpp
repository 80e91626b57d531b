// Glover, F. (1996). Ejection chains, reference structures and alternating path methods for traveling salesman problems.
// Discrete Applied Mathematics 65(1-3), 223-253. https://doi.org/10.1016/0166-218X(94)00037-E
// Here the chains are shortest paths over the losses of pairs, as in an assignment, with the exact cost of the rows.

#include "exchange.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace matching {
namespace {

constexpr double kAllowance = 0.3;  // of the reach
constexpr double kLeastPassing = 0.6;  // of the reach: what missing a whole coefficient costs in a soft row, at least
constexpr int kMostVacancies = 20;  // that a change looks at
constexpr std::int64_t kWhole = std::int64_t{1} << 53;
constexpr Weight kDearest = Weight{1} << 62;

void require(bool holds, const char* message) {
    if (!holds) throw std::invalid_argument(message);
}

template <class T>
bool within(std::span<const T> values, T low, T high) {
    return std::all_of(values.begin(), values.end(), [low, high](T v) { return v >= low && v <= high; });
}

template <class T>
bool runs_to(std::span<const T> first, std::size_t end) {
    return !first.empty() && first.front() == 0 && first.back() == static_cast<T>(end) &&
           std::is_sorted(first.begin(), first.end());
}

void check_rows(const SideRows& rows, std::size_t n_pairs) {
    const std::size_t n_rows = rows.lower.size();
    require(rows.first.size() == n_pairs + 1 && runs_to(rows.first, rows.row.size()),
            "rows: must have one start a pair and run to the number of entries.");
    require(rows.row.size() < std::numeric_limits<Index>::max(), "rows: there are too many entries.");
    require(rows.row.size() == rows.coefficient.size(), "rows: must have as many coefficients as entries.");
    require(n_rows < std::numeric_limits<Index>::max() && within(rows.row, Index{0}, static_cast<Index>(n_rows) - 1),
            "rows: must be positions.");
    require(within(rows.coefficient, std::int64_t{0}, kWhole), "rows: coefficients must be in [0, 2**53].");
    require(rows.upper.size() == n_rows && rows.shortfall_price.size() == n_rows &&
                rows.excess_price.size() == n_rows && rows.price.size() == n_rows,
            "limits and prices: must have one entry a row.");
    require(within(rows.lower, -kWhole, kWhole) && within(rows.upper, -kWhole, kWhole),
            "limits: must be in [-2**53, 2**53].");
    require(within(rows.shortfall_price, Weight{0}, kDearest) && within(rows.excess_price, Weight{0}, kDearest) &&
                within(rows.price, -kDearest, kDearest),
            "prices of rows: must be in [-2**62, 2**62], of what is short or over at least 0.");
}

// Lists of items by key: those of key k are item[first[k]] .. item[first[k + 1]], in order.
template <class Keys>
void group(std::size_t n_keys, Index n_items, const Keys& keys_of, Array<Index>& first, Array<Index>& item) {
    first.assign(n_keys + 1, 0);
    for (Index i = 0; i < n_items; ++i)
        for (const Index key : keys_of(i)) ++first[key + 1];
    for (std::size_t k = 0; k < n_keys; ++k) first[k + 1] += first[k];
    item.resize(first[n_keys]);
    Array<Index> next(first.begin(), first.end() - 1);
    for (Index i = 0; i < n_items; ++i)
        for (const Index key : keys_of(i)) item[next[key]++] = i;
}

Array<double> numbers(std::span<const std::int64_t> values) { return Array<double>(values.begin(), values.end()); }

}  // namespace

void check(const PricedPairs& pairs) {
    constexpr std::size_t most = std::numeric_limits<Index>::max() - 1;
    const std::size_t n_pairs = pairs.vacancy.size(), n_vacancies = pairs.vacancy_capacity.size();
    require(n_pairs <= most && pairs.first.size() <= most && n_vacancies <= most, "there are too many pairs.");
    require(runs_to(pairs.first, n_pairs), "indptr: must run from 0 to the number of pairs.");
    require(within(pairs.vacancy, Index{0}, static_cast<Index>(n_vacancies) - 1), "vacancy: must be positions.");
    require(pairs.loss.size() == n_pairs, "loss: must have one entry a pair.");
    require(pairs.jobseeker_capacity.size() + 1 == pairs.first.size() &&
                within(pairs.jobseeker_capacity, Index{0}, Index{1}),
            "jobseeker_capacity: must be 0 or 1, of each jobseeker.");
    require(within(pairs.vacancy_capacity, Index{0}, std::numeric_limits<Index>::max()),
            "vacancy_capacity: must be at least 0.");
    require(pairs.jobseeker_price.size() + 1 == pairs.first.size() && pairs.vacancy_price.size() == n_vacancies,
            "prices: must have one entry a jobseeker or a vacancy.");
    check_rows(pairs.rows, n_pairs);
}

Exchange::Exchange(const PricedPairs& pairs, double reach, std::span<const std::int64_t> chosen)
    : jobseeker_price_(numbers(pairs.jobseeker_price)), vacancy_price_(numbers(pairs.vacancy_price)),
      allowance_(kAllowance * reach) {
    require(std::adjacent_find(chosen.begin(), chosen.end(), std::greater_equal<>()) == chosen.end() &&
                within(chosen, std::int64_t{0}, static_cast<std::int64_t>(pairs.vacancy.size()) - 1),
            "chosen: must be positions of pairs, in order.");
    keep_options(pairs, reach, chosen);
    keep_rows(pairs.rows);
    for (Index row = 0; row < n_rows(); ++row) {
        double largest = 1.0;
        for (const Index option : options_in(row))
            for (Index entry = option_[option].first_entry; entry < option_[option].end_entry; ++entry)
                if (entry_row_[entry] == row) largest = std::max(largest, entry_size_[entry]);
        passing_[row] = std::max(std::abs(price_[row]), kLeastPassing * reach / largest);
        soften(row, kNever);
    }
    option_of_.assign(pairs.jobseeker_capacity.size(), kNone);
    for (Index option = 0, next = 0; option < static_cast<Index>(option_.size()); ++option) {
        if (next == static_cast<Index>(chosen.size()) || chosen[next] != option_[option].pair) continue;
        require(option_of_[option_[option].jobseeker] == kNone, "chosen: a jobseeker is in two pairs.");
        require(has_room(option_[option].vacancy), "chosen: a vacancy is over its capacity.");
        put(option_[option].jobseeker, option);
        ++next;
    }
    trail.clear();
}

void Exchange::keep_options(const PricedPairs& pairs, double reach, std::span<const std::int64_t> chosen) {
    auto next = chosen.begin();
    first_option_.assign(1, 0);
    for (std::size_t i = 0; i < pairs.jobseeker_capacity.size(); ++i) {
        for (auto pair = pairs.first[i]; pair < pairs.first[i + 1]; ++pair) {
            const bool is_chosen = next != chosen.end() && *next == pair;
            if (is_chosen) ++next;
            const Index vacancy = pairs.vacancy[pair];
            const bool has_places = pairs.jobseeker_capacity[i] > 0 && pairs.vacancy_capacity[vacancy] > 0;
            require(has_places || !is_chosen, "chosen: a vacancy or a jobseeker is over its capacity.");
            const auto loss = static_cast<double>(pairs.loss[pair]);
            if (!has_places || (loss > reach && !is_chosen)) continue;
            const auto first_entry = static_cast<Index>(entry_row_.size());
            for (auto entry = pairs.rows.first[pair]; entry < pairs.rows.first[pair + 1]; ++entry) {
                entry_row_.push_back(pairs.rows.row[entry]);
                entry_size_.push_back(static_cast<double>(pairs.rows.coefficient[entry]));
            }
            option_.push_back({loss, static_cast<Index>(i), vacancy, static_cast<Index>(pair), first_entry,
                               static_cast<Index>(entry_row_.size())});
        }
        first_option_.push_back(static_cast<Index>(option_.size()));
    }
    const auto n_options = static_cast<Index>(option_.size());
    const auto vacancy = [this](Index option) { return std::span<const Index>(&option_[option].vacancy, 1); };
    group(pairs.vacancy_capacity.size(), n_options, vacancy, first_at_, at_);
    group(pairs.rows.lower.size(), n_options, [this](Index option) { return rows_of(option); }, first_in_, in_);
    first_place_.assign(1, 0);
    for (std::size_t j = 0; j < pairs.vacancy_capacity.size(); ++j)
        first_place_.push_back(first_place_[j] + std::min(pairs.vacancy_capacity[j], first_at_[j + 1] - first_at_[j]));
    n_held_.assign(pairs.vacancy_capacity.size(), 0);
    holder_.resize(first_place_.back());
    distance_.assign(pairs.vacancy_capacity.size(), kNever);
}

void Exchange::keep_rows(const SideRows& rows) {
    lower_ = numbers(rows.lower);
    upper_ = numbers(rows.upper);
    price_ = numbers(rows.price);
    dearest_short_ = numbers(rows.shortfall_price);
    dearest_over_ = numbers(rows.excess_price);
    for (Array<double>* values : {&short_, &over_, &passing_, &activity_}) values->assign(rows.lower.size(), 0.0);
    change_.assign(rows.lower.size(), 0.0);
    known_.assign(rows.lower.size(), 0.0);
}

std::span<const Index> Exchange::rows_of(Index option) const {
    const Option& of = option_[option];
    return {entry_row_.data() + of.first_entry, static_cast<std::size_t>(of.end_entry - of.first_entry)};
}

std::span<const Index> Exchange::options_at(Index vacancy) const {
    return {at_.data() + first_at_[vacancy], static_cast<std::size_t>(first_at_[vacancy + 1] - first_at_[vacancy])};
}

std::span<const Index> Exchange::options_in(Index row) const {
    return {in_.data() + first_in_[row], static_cast<std::size_t>(first_in_[row + 1] - first_in_[row])};
}

void Exchange::soften(Index row, double factor) {
    const double most = factor == kNever ? kNever : factor * passing_[row];
    short_[row] = std::min(dearest_short_[row], std::max(price_[row], 0.0) + most);
    over_[row] = std::min(dearest_over_[row], std::max(-price_[row], 0.0) + most);
}

double Exchange::row_cost(Index row, double activity) const {
    const double beyond = activity - (price_[row] > 0 ? lower_[row] : upper_[row]);
    double cost = price_[row] == 0 ? 0.0 : price_[row] * beyond;
    if (activity < lower_[row]) cost += short_[row] * (lower_[row] - activity);
    if (activity > upper_[row]) cost += over_[row] * (activity - upper_[row]);
    return cost;
}

double Exchange::cost() const {
    double cost = 0;
    for (Index i = 0; i < n_jobseekers(); ++i) cost += loss_of(i, option_of_[i]);
    for (std::size_t j = 0; j < n_held_.size(); ++j)
        cost += vacancy_price_[j] * (first_place_[j + 1] - first_place_[j] - n_held_[j]);
    for (Index row = 0; row < n_rows(); ++row) cost += row_cost(row);
    return cost;
}

Array<std::int64_t> Exchange::chosen_pairs() const {
    Array<std::int64_t> pairs;
    for (const Index option : option_of_)
        if (option != kNone) pairs.push_back(option_[option].pair);
    return pairs;
}

double Exchange::best_change(Index jobseeker, Index option, double limit) {
    step_.clear();
    best_step_ = -1;
    best_cost_ = kNever;
    best_fills_ = false;
    const Index from = option_of_[jobseeker], left = vacancy_of(from), vacancy = vacancy_of(option);
    const double open_cost = left == kNone ? 0.0 : vacancy_price_[left];
    const double cost = loss_of(jobseeker, option) - loss_of(jobseeker, from) + row_change(-1, from, option);
    if (cost > limit + allowance_) return kNever;
    const Index first = add_step(-1, jobseeker, option, vacancy, cost);
    best_step_ = first;
    if (vacancy == kNone) {
        best_cost_ = cost + open_cost;
    } else if (vacancy == left) {
        best_cost_ = cost;
        best_fills_ = true;
    } else if (has_room(vacancy)) {
        best_cost_ = cost + open_cost - vacancy_price_[vacancy];
    } else {
        best_step_ = -1;
        push_out(first, left, open_cost, limit);
        if (best_step_ < 0) return kNever;
    }
    if (left != kNone && !best_fills_ && open_cost > 0) pull_in(left, limit);
    return best_cost_;
}

// Somebody has to leave the vacancy of the first step: Dijkstra's algorithm over full vacancies. The cost of rows may be
// negative, so that a path found first need not be the cheapest; what it costs is right all the same.
void Exchange::push_out(Index first, Index left, double open_cost, double limit) {
    reach_vacancy(first);
    for (int n = 0; n < kMostVacancies; ++n) {
        const Index step = next_step();
        if (step < 0 || step_[step].cost > std::min(limit, best_cost_) + allowance_) break;
        const Index vacancy = step_[step].vacancy;
        for (Index at = first_place_[vacancy]; at < first_place_[vacancy] + n_held_[vacancy]; ++at)
            if (!moves_in(step, holder_[at])) push_holder(step, holder_[at], left, open_cost, limit);
    }
    forget();
}

void Exchange::push_holder(Index step, Index holder, Index left, double open_cost, double limit) {
    const Index from = option_of_[holder];
    const double base = step_[step].cost - option_[from].loss;
    const auto finish = [&](Index to, double cost, bool fills) {
        if (cost >= best_cost_) return;
        best_cost_ = cost;
        best_fills_ = fills;
        best_step_ = add_step(step, holder, to, kNone, cost);
    };
    for (Index option = first_option_[holder] - 1; option < first_option_[holder + 1]; ++option) {
        const Index to = option < first_option_[holder] ? kNone : option, vacancy = vacancy_of(to);
        if (to == from || (to != kNone && vacancy == step_[step].vacancy)) continue;
        ++n_looks;
        double cost = base + loss_of(holder, to);
        if (cost > std::min(limit, best_cost_) + allowance_) continue;
        cost += row_change(step, from, to);
        if (to == kNone) {
            finish(to, cost + open_cost, false);
        } else if (vacancy == left) {
            finish(to, cost, true);
        } else if (has_room(vacancy)) {
            finish(to, cost + open_cost - vacancy_price_[vacancy], false);
        } else if (cost < distance_[vacancy] && cost < std::min(limit, best_cost_) + allowance_) {
            reach_vacancy(add_step(step, holder, to, vacancy, cost));
        }
    }
}

// The place that the first jobseeker left is open, at a price: somebody may take it, and leave another one open.
void Exchange::pull_in(Index left, double limit) {
    step_[best_step_].vacancy = left;
    step_[best_step_].cost = best_cost_;
    reach_vacancy(best_step_);
    for (int n = 0; n < kMostVacancies; ++n) {
        const Index step = next_step();
        if (step < 0) break;
        const Index vacancy = step_[step].vacancy;
        if (step_[step].cost - vacancy_price_[vacancy] > std::min(limit, best_cost_) + allowance_) break;
        for (const Index option : options_at(vacancy)) pull_to(step, vacancy, option, limit);
    }
    forget();
}

void Exchange::pull_to(Index step, Index vacancy, Index option, double limit) {
    const Index jobseeker = option_[option].jobseeker, from = option_of_[jobseeker], left = vacancy_of(from);
    if (left == vacancy) return;
    ++n_looks;
    double cost = step_[step].cost - vacancy_price_[vacancy] + option_[option].loss - loss_of(jobseeker, from);
    if (cost > std::min(limit, best_cost_) + allowance_ || moves_in(step, jobseeker)) return;
    cost += row_change(step, from, option);
    if (left != kNone) cost += vacancy_price_[left];
    const bool is_best = cost < best_cost_, is_near = left != kNone && cost < distance_[left];
    if (!is_best && !is_near) return;
    const Index next = add_step(step, jobseeker, option, left, cost);
    if (is_best) {
        best_cost_ = cost;
        best_step_ = next;
    }
    if (is_near) reach_vacancy(next);
}

bool Exchange::moves_in(Index step, Index jobseeker) const {
    for (; step >= 0; step = step_[step].cause)
        if (step_[step].jobseeker == jobseeker) return true;
    return false;
}

Index Exchange::add_step(Index cause, Index jobseeker, Index to, Index vacancy, double cost) {
    step_.push_back({cause, jobseeker, option_of_[jobseeker], to, vacancy, cost});
    return static_cast<Index>(step_.size()) - 1;
}

void Exchange::reach_vacancy(Index step) {
    const Index vacancy = step_[step].vacancy;
    if (distance_[vacancy] == kNever) reached_.push_back(vacancy);
    distance_[vacancy] = step_[step].cost;
    heap_.push_back({step_[step].cost, step});
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

// The cheapest step that leads to an unfinished vacancy, -1 for none.
Index Exchange::next_step() {
    while (!heap_.empty()) {
        const auto [cost, step] = heap_.front();
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
        heap_.pop_back();
        if (cost == distance_[step_[step].vacancy]) return step;
    }
    return -1;
}

void Exchange::forget() {
    for (const Index vacancy : reached_) distance_[vacancy] = kNever;
    reached_.clear();
    heap_.clear();
}

// What the rows cost more when a jobseeker moves, after all the steps that led there.
double Exchange::row_change(Index cause, Index from, Index to) {
    changed_.clear();
    add_entries(from, -1.0);
    add_entries(to, 1.0);
    const auto unchanged = [this](Index row) { return change_[row] == 0.0; };
    changed_.erase(std::remove_if(changed_.begin(), changed_.end(), unchanged), changed_.end());
    if (changed_.empty()) return 0.0;
    for (const Index row : changed_) known_[row] = activity_[row];
    for (Index step = cause; step >= 0; step = step_[step].cause) {
        add_known(step_[step].from, -1.0);
        add_known(step_[step].to, 1.0);
    }
    double cost = 0.0;
    for (const Index row : changed_) {
        // A row may be listed twice; its change is used up the first time.
        cost += row_cost(row, known_[row] + change_[row]) - row_cost(row, known_[row]);
        known_[row] += change_[row];
        change_[row] = 0.0;
    }
    return cost;
}

void Exchange::add_entries(Index option, double sign) {
    if (option == kNone) return;
    for (Index entry = option_[option].first_entry; entry < option_[option].end_entry; ++entry) {
        if (change_[entry_row_[entry]] == 0.0) changed_.push_back(entry_row_[entry]);
        change_[entry_row_[entry]] += sign * entry_size_[entry];
    }
}

void Exchange::add_known(Index option, double sign) {
    if (option == kNone) return;
    for (Index entry = option_[option].first_entry; entry < option_[option].end_entry; ++entry)
        known_[entry_row_[entry]] += sign * entry_size_[entry];  // rows that are not in hand are set when they are
}

void Exchange::carry_out() {
    // All leave before any takes: a chain may hand places round.
    for (Index step = best_step_; step >= 0; step = step_[step].cause) put(step_[step].jobseeker, kNone);
    for (Index step = best_step_; step >= 0; step = step_[step].cause) {
        put(step_[step].jobseeker, step_[step].to);
        trail.push_back({step_[step].jobseeker, step_[step].from});
    }
}

void Exchange::put(Index jobseeker, Index option) {
    const Index before = option_of_[jobseeker];
    if (before != kNone) {
        const Index vacancy = option_[before].vacancy;
        Index* const begin = holder_.data() + first_place_[vacancy];
        Index* const last = begin + --n_held_[vacancy];
        *std::find(begin, last, jobseeker) = *last;
        for (Index entry = option_[before].first_entry; entry < option_[before].end_entry; ++entry)
            activity_[entry_row_[entry]] -= entry_size_[entry];
    }
    option_of_[jobseeker] = option;
    if (option != kNone) {
        const Index vacancy = option_[option].vacancy;
        holder_[first_place_[vacancy] + n_held_[vacancy]++] = jobseeker;
        for (Index entry = option_[option].first_entry; entry < option_[option].end_entry; ++entry)
            activity_[entry_row_[entry]] += entry_size_[entry];
    }
}

}  // namespace matching
