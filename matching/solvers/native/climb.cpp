// Glover, F. (1996). Ejection chains, reference structures and alternating path methods for traveling salesman problems.
// Discrete Applied Mathematics 65(1-3), 223-253. https://doi.org/10.1016/0166-218X(94)00037-E

#include "climb.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

namespace matching {
namespace {

constexpr int kDeepest = 3;           // jobseekers that one chain may move
constexpr int kEvictions = 6;         // holders of a full vacancy that are tried
constexpr std::size_t kRuined = 10;   // jobseekers sent home in one shake, about
constexpr double kTolerance = 0.1;     // what a shake may lose at first, as a share of the reach
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

void check(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
           std::span<const Index> vacancy_capacity, const SideRows& rows) {
    constexpr std::size_t most = std::numeric_limits<Index>::max() - 1;
    require(vacancy.size() <= most && first.size() <= most && vacancy_capacity.size() <= most, "there are too many pairs.");
    require(runs_to(first, vacancy.size()), "indptr: must run from 0 to the number of pairs.");
    require(weight.size() == vacancy.size(), "weight: must have one entry a pair.");
    require(within(weight, -kLargestWeight, kLargestWeight), "weight: must be in [-2**58, 2**58].");
    require(within(vacancy, Index{0}, static_cast<Index>(vacancy_capacity.size()) - 1), "vacancy: must be positions.");
    require(within(vacancy_capacity, Index{0}, std::numeric_limits<Index>::max()), "capacities: must be at least 0.");
    const std::size_t n_rows = rows.lower.size();
    require(rows.first.size() == vacancy.size() + 1 && runs_to(rows.first, rows.row.size()),
            "rows: must have one start a pair and run to the number of entries.");
    require(rows.row.size() == rows.coefficient.size(), "rows: must have as many coefficients as entries.");
    require(n_rows <= most && within(rows.row, Index{0}, static_cast<Index>(n_rows) - 1), "rows: must be positions.");
    require(within(rows.coefficient, std::int64_t{0}, kWhole), "rows: coefficients must be in [0, 2**53].");
    require(rows.upper.size() == n_rows && rows.shortfall_price.size() == n_rows && rows.excess_price.size() == n_rows,
            "limits and prices: must have one entry a row.");
    require(within(rows.lower, -kWhole, kWhole) && within(rows.upper, -kWhole, kWhole),
            "limits: must be in [-2**53, 2**53].");
    require(within(rows.shortfall_price, Weight{0}, kDearest) && within(rows.excess_price, Weight{0}, kDearest),
            "prices: must be in [0, 2**62].");
}

}  // namespace

Climb::Climb(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
             std::span<const Index> vacancy_capacity, const SideRows& rows)
    : weight_(weight), capacity_(vacancy_capacity), rows_(rows) {
    check(first, vacancy, weight, vacancy_capacity, rows);
    first_.assign(first.begin(), first.end());
    vacancy_.assign(vacancy.begin(), vacancy.end());
    first_entry_.assign(rows.first.begin(), rows.first.end());
    row_.assign(rows.row.begin(), rows.row.end());
    Array<Index> degree(vacancy_capacity.size(), 0);
    for (const Index j : vacancy) ++degree[j];
    first_place_.assign(vacancy_capacity.size() + 1, 0);
    for (std::size_t j = 0; j < vacancy_capacity.size(); ++j)
        first_place_[j + 1] = first_place_[j] + std::min(degree[j], vacancy_capacity[j]);
    holder_.resize(first_place_.back());
}

Value Climb::run(std::span<const std::int64_t> chosen, std::span<const Weight> loss, Weight reach,
                 std::int64_t max_looks, Watch& watch) {
    require(loss.size() == vacancy_.size(), "loss: must have one entry a pair.");
    require(std::adjacent_find(chosen.begin(), chosen.end(), std::greater_equal<>()) == chosen.end() &&
                within(chosen, std::int64_t{0}, static_cast<std::int64_t>(vacancy_.size()) - 1),
            "chosen: must be positions of pairs, in order.");
    start(chosen);
    keep_near_pairs(loss, reach);
    n_looks_ = 0;
    random_ = 0;
    climb(max_looks, watch);
    const Value climbed = value();
    const Array<Index> before_shaking = pair_of_;
    for (std::int64_t before = n_looks_; n_looks_ <= max_looks && !near_.empty(); before = n_looks_) {
        const double left = 1.0 - static_cast<double>(n_looks_) / static_cast<double>(max_looks);
        tolerance_ = static_cast<Weight>(kTolerance * left * static_cast<double>(reach));
        shake();
        if (watch.stop(n_looks_ - before + 1)) break;
    }
    const Value shaken = value();
    if (shaken >= climbed) return shaken;
    pair_of_ = before_shaking;  // a stop may come before losses are made good
    return climbed;
}

Value Climb::value() const {
    Value value = 0;
    for (const Index pair : pair_of_)
        if (pair >= 0) value += weight_[pair];
    for (std::size_t row = 0; row < activity_.size(); ++row) value -= penalty(static_cast<Index>(row));
    return value;
}

void Climb::start(std::span<const std::int64_t> chosen) {
    pair_of_.assign(first_.size() - 1, -1);
    n_held_.assign(capacity_.size(), 0);
    activity_.assign(rows_.lower.size(), 0);
    Index i = 0;
    for (const std::int64_t pair : chosen) {
        while (first_[i + 1] <= pair) ++i;
        const Index j = vacancy_[pair];
        require(pair_of_[i] < 0, "chosen: a jobseeker is in two pairs.");
        require(first_place_[j] + n_held_[j] < first_place_[j + 1], "chosen: a vacancy is over its capacity.");
        give(i, static_cast<Index>(pair));
    }
}

void Climb::keep_near_pairs(std::span<const Weight> loss, Weight reach) {
    near_.clear();
    first_near_.assign(1, 0);
    for (std::size_t i = 0; i < pair_of_.size(); ++i) {
        for (auto pair = first_[i]; pair < first_[i + 1]; ++pair)
            if (loss[pair] <= reach && first_place_[vacancy_[pair]] < first_place_[vacancy_[pair] + 1])
                near_.push_back(static_cast<Index>(pair));
        first_near_.push_back(static_cast<std::int64_t>(near_.size()));
    }
    first_member_.assign(rows_.lower.size() + 1, 0);
    for (const Index pair : near_)
        for (auto entry = first_entry_[pair]; entry < first_entry_[pair + 1]; ++entry) ++first_member_[row_[entry] + 1];
    for (std::size_t r = 0; r < rows_.lower.size(); ++r) first_member_[r + 1] += first_member_[r];
    member_.resize(first_member_.back());
    Array<std::int64_t> next_member(first_member_.begin(), first_member_.end() - 1);
    for (std::size_t i = 0; i < pair_of_.size(); ++i)
        for (auto at = first_near_[i]; at < first_near_[i + 1]; ++at)
            for (auto entry = first_entry_[near_[at]]; entry < first_entry_[near_[at] + 1]; ++entry)
                member_[next_member[row_[entry]]++] = static_cast<Index>(i);
    first_admirer_.assign(capacity_.size() + 1, 0);
    for (const Index pair : near_) ++first_admirer_[vacancy_[pair] + 1];
    for (std::size_t j = 0; j < capacity_.size(); ++j) first_admirer_[j + 1] += first_admirer_[j];
    admirer_.resize(near_.size());
    Array<std::int64_t> next(first_admirer_.begin(), first_admirer_.end() - 1);
    for (std::size_t i = 0; i < pair_of_.size(); ++i)
        for (auto at = first_near_[i]; at < first_near_[i + 1]; ++at)
            admirer_[next[vacancy_[near_[at]]]++] = static_cast<Index>(i);
}

void Climb::climb(std::int64_t max_looks, Watch& watch) {
    const auto n_jobseekers = static_cast<Index>(pair_of_.size());
    for (bool improved = true; improved;) {
        improved = false;
        for (Index i = 0; i < n_jobseekers; ++i) {
            const std::int64_t before = n_looks_;
            trail_.clear();
            improved = improve(i) > 0 || improved;
            if (watch.stop(n_looks_ - before + 1) || n_looks_ > max_looks) return;
        }
    }
}

// Schrimpf, G., J. Schneider, H. Stamm-Wilbrandt and G. Dueck (2000). Record breaking optimization results using the ruin
// and recreate principle. Journal of Computational Physics 159(2), 139-171. https://doi.org/10.1006/jcph.1999.6413
void Climb::shake() {
    trail_.clear();
    Value gained = ruin();
    const auto n_home = static_cast<Index>(trail_.size());
    for (Index k = n_home; k > 1; --k) std::swap(trail_[k - 1], trail_[draw(k)]);
    for (Index k = 0; k < n_home; ++k) gained += improve(trail_[k].jobseeker);
    // Places that nobody of them took are for whoever else wants one.
    for (Index k = 0; k < n_home; ++k) {
        if (trail_[k].pair < 0) continue;
        const Index j = vacancy_[trail_[k].pair];
        for (auto at = first_admirer_[j]; at < first_admirer_[j + 1] && has_room(j); ++at) gained += improve(admirer_[at]);
    }
    if (gained < -tolerance_) undo();
}

// Send a jobseeker home, and some who hold or want a place where it wants one.
Value Climb::ruin() {
    const auto pair = draw(static_cast<std::int64_t>(near_.size()));
    const auto after = std::upper_bound(first_near_.begin(), first_near_.end(), pair);
    const auto centre = static_cast<Index>(after - first_near_.begin() - 1);
    Value gained = send_home(centre);
    if (draw(2) == 0) return gained + ruin_row(centre);
    for (auto at = first_near_[centre]; at < first_near_[centre + 1] && trail_.size() < kRuined; ++at) {
        const Index j = vacancy_[near_[at]];
        if (n_held_[j] > 0) gained += send_home(holder_[first_place_[j] + draw(n_held_[j])]);
        gained += send_home(admirer_[first_admirer_[j] + draw(first_admirer_[j + 1] - first_admirer_[j])]);
    }
    return gained;
}

// Of one of the rows that its pairs are in, send some home who count there or could.
Value Climb::ruin_row(Index centre) {
    const Index pair = near_[first_near_[centre] + draw(first_near_[centre + 1] - first_near_[centre])];
    const auto n_rows = first_entry_[pair + 1] - first_entry_[pair];
    Value gained = 0;
    if (n_rows == 0) return gained;
    const Index row = row_[first_entry_[pair] + draw(n_rows)];
    const auto n_members = first_member_[row + 1] - first_member_[row];
    for (std::size_t k = 0; k < kRuined; ++k) gained += send_home(member_[first_member_[row] + draw(n_members)]);
    return gained;
}

Value Climb::send_home(Index jobseeker) {
    const auto is_same = [jobseeker](const Move& move) { return move.jobseeker == jobseeker; };
    if (std::any_of(trail_.begin(), trail_.end(), is_same)) return 0;
    trail_.push_back({jobseeker, pair_of_[jobseeker]});
    return give(jobseeker, -1);
}

// Everybody back to where they were first.
void Climb::undo() {
    for (const Move& move : trail_) give(move.jobseeker, -1);
    for (auto move = trail_.begin(); move != trail_.end(); ++move) {
        const auto is_same = [move](const Move& earlier) { return earlier.jobseeker == move->jobseeker; };
        if (std::none_of(trail_.begin(), move, is_same)) give(move->jobseeker, move->pair);
    }
}

// A number in [0, n), the next of a fixed sequence (splitmix64).
std::int64_t Climb::draw(std::int64_t n) {
    std::uint64_t z = random_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
}

Value Climb::improve(Index jobseeker) {
    best_gain_ = 0;
    chain_.clear();
    const Index before = pair_of_[jobseeker];
    const Value gained = give(jobseeker, -1);
    explore(jobseeker, gained, 1);
    give(jobseeker, before);
    if (best_gain_ == 0) return 0;
    // All leave before any takes: a chain may hand places round.
    for (const Move& move : best_chain_) {
        trail_.push_back({move.jobseeker, pair_of_[move.jobseeker]});
        give(move.jobseeker, -1);
    }
    for (const Move& move : best_chain_) give(move.jobseeker, move.pair);
    return best_gain_;
}

// `jobseeker` has no pair now, and all moves so far have gained `gained`.
void Climb::explore(Index jobseeker, Value gained, int depth) {
    chain_.push_back({jobseeker, -1});
    end_chain(gained);
    for (auto at = first_near_[jobseeker]; at < first_near_[jobseeker + 1]; ++at) {
        const Index pair = near_[at], j = vacancy_[pair];
        ++n_looks_;
        chain_.back().pair = pair;
        if (has_room(j)) {
            const Value change = give(jobseeker, pair);
            end_chain(gained + change);
            give(jobseeker, -1);
            continue;
        }
        if (depth == kDeepest) continue;
        const Index n = std::min<Index>(n_held_[j], kEvictions);
        for (Index k = 0; k < n; ++k) {
            const Index other = holder_[first_place_[j] + k], theirs = pair_of_[other];
            // Nobody moves twice in a chain.
            const auto is_other = [other](const Move& move) { return move.jobseeker == other; };
            if (std::any_of(chain_.begin(), chain_.end(), is_other)) continue;
            Value change = give(other, -1);
            change += give(jobseeker, pair);
            explore(other, gained + change, depth + 1);
            give(jobseeker, -1);
            give(other, theirs);
            // Taking and leaving moves the last holder; put this one back where it was, to see each once.
            std::swap(holder_[first_place_[j] + k], holder_[first_place_[j] + n_held_[j] - 1]);
        }
    }
    chain_.pop_back();
}

void Climb::end_chain(Value gained) {
    if (gained <= best_gain_) return;
    best_gain_ = gained;
    best_chain_ = chain_;
}

// Set the pair of a jobseeker, -1 for none; returns the change of value.
Value Climb::give(Index jobseeker, Index pair) {
    Value change = 0;
    const Index before = pair_of_[jobseeker];
    if (before >= 0) {
        const Index j = vacancy_[before];
        Index* const begin = holder_.data() + first_place_[j];
        Index* const last = begin + --n_held_[j];
        *std::find(begin, last, jobseeker) = *last;
        change -= weight_[before];
        change += change_rows(before, -1);
    }
    pair_of_[jobseeker] = pair;
    if (pair >= 0) {
        const Index j = vacancy_[pair];
        holder_[first_place_[j] + n_held_[j]++] = jobseeker;
        change += weight_[pair];
        change += change_rows(pair, 1);
    }
    return change;
}

Value Climb::change_rows(Index pair, int sign) {
    Value change = 0;
    for (auto entry = first_entry_[pair]; entry < first_entry_[pair + 1]; ++entry) {
        const Index row = row_[entry];
        change += penalty(row);
        activity_[row] += sign * rows_.coefficient[entry];
        change -= penalty(row);
    }
    return change;
}

Value Climb::penalty(Index row) const {
    const std::int64_t activity = activity_[row];
    if (activity < rows_.lower[row]) return Value{rows_.lower[row] - activity} * rows_.shortfall_price[row];
    if (activity > rows_.upper[row]) return Value{activity - rows_.upper[row]} * rows_.excess_price[row];
    return 0;
}

Array<std::int64_t> Climb::chosen_pairs() const {
    Array<std::int64_t> pairs;
    for (const Index pair : pair_of_)
        if (pair >= 0) pairs.push_back(pair);
    return pairs;
}

}  // namespace matching
