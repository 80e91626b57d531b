// Lourenco, H.R., O.C. Martin and T. Stützle (2003). Iterated local search. In: Handbook of Metaheuristics, 320-353.
// https://doi.org/10.1007/0-306-48056-5_11

#include "climb.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace matching {
namespace {

constexpr double kSoftest = 0.1;     // what missing a limit costs at first, times what passing it does
constexpr double kHardest = 1e4;     // and at last, before it costs its price
constexpr int kMostStages = 1000;
constexpr double kSoft = 0.5;        // in a shake
constexpr double kHalfSoft = 2.0;
constexpr double kWish = 6.0;        // of the reach: what a wish may cost
constexpr double kTolerance = 1.5;   // of the reach: what a shake may lose at first
constexpr double kNoted = 0.03;      // of the reach: cost of a row above which its people are looked at again
constexpr int kWishes = 3;
constexpr int kSoftened = 4;
constexpr int kRounds = 6;           // of settling after a shake
constexpr std::int64_t kBetweenLists = 256;  // shakes between two looks at what costs something
constexpr std::int64_t kWork = 16;   // a look takes as long as so many plain ones: the watch is asked more often
constexpr double kLeastGain = 1e-7;  // of the reach; less is rounding

}  // namespace

Climb::Climb(const PricedPairs& pairs, std::span<const std::int64_t> chosen, const ClimbEffort& effort)
    : exchange_((check(pairs), pairs), effort.reach, chosen), effort_(effort), random_(effort.seed),
      is_touched_(pairs.jobseeker_capacity.size(), 0), pass_of_row_(exchange_.n_rows(), 0) {
    for (Index row = 0; row < exchange_.n_rows(); ++row)
        if (exchange_.row_price(row) != 0 && !exchange_.options_in(row).empty()) active_rows_.push_back(row);
}

Array<std::int64_t> Climb::run(Watch& watch) {
    watch_ = &watch;
    for (Index i = 0; i < exchange_.n_jobseekers(); ++i) touch(i);
    const int n_stages = std::clamp(effort_.n_stages, 0, kMostStages);
    double factor = kSoftest;
    for (int stage = 0; stage < n_stages && !watch.stopped(); ++stage) {
        soften_all(factor);
        descend();
        factor *= std::pow(kHardest / kSoftest, 1.0 / n_stages);
    }
    soften_all(Exchange::kNever);
    descend();
    best_ = exchange_.chosen_pairs();
    best_cost_ = cost_;
    latest_ = cost_;
    for (std::int64_t n = 0; n < effort_.n_shakes && !active_rows_.empty() && !is_over(); ++n) {
        if (n % kBetweenLists == 0) list_places();
        const double left = 1.0 - static_cast<double>(n) / static_cast<double>(effort_.n_shakes);
        shake(kTolerance * left * effort_.reach);
    }
    return std::move(best_);
}

bool Climb::is_over() {
    const std::int64_t work = exchange_.n_looks - n_reported_ + 1;
    n_reported_ = exchange_.n_looks;
    return watch_->stop(kWork * work) || exchange_.n_looks > effort_.max_looks || best_cost_ <= effort_.enough;
}

// Look again at whoever is in a row that costs more, or less, since.
void Climb::soften_all(double factor) {
    for (Index row = 0; row < exchange_.n_rows(); ++row) {
        const double before = exchange_.row_cost(row);
        exchange_.soften(row, factor);
        if (exchange_.row_cost(row) != before) touch_row(row);
    }
    cost_ = exchange_.cost();
}

// Improve those who were touched, then those near whom somebody moved, until nobody gains.
void Climb::descend() {
    n_seen_ = 0;
    do {
        std::sort(touched_.begin(), touched_.end());
        exchange_.trail.clear();
        improve_touched();
        n_seen_ = 0;
        touch_moved();
    } while (!touched_.empty() && !watch_->stopped());
    exchange_.trail.clear();
}

void Climb::improve_touched() {
    for (const Index jobseeker : touched_) is_touched_[jobseeker] = 0;
    for (const Index jobseeker : touched_) {
        const std::int64_t before = exchange_.n_looks;
        improve(jobseeker);
        if (watch_->stop(kWork * (exchange_.n_looks - before + 1))) break;
    }
    touched_.clear();
}

// Try all that a jobseeker could have instead.
void Climb::improve(Index jobseeker) {
    const Index first = exchange_.first_option(jobseeker), end = exchange_.first_option(jobseeker + 1);
    const double limit = -kLeastGain * std::max(effort_.reach, 1.0);
    if (first == end) return;
    for (Index at = first - 1; at < end; ++at) {
        const Index option = at < first ? Exchange::kNone : at;
        if (option == exchange_.option_of(jobseeker)) continue;
        const double change = exchange_.best_change(jobseeker, option, limit);
        if (change > limit) continue;
        exchange_.carry_out();
        cost_ += change;
    }
}

void Climb::list_places() {
    const double least = 1e-3 * effort_.reach;
    costly_rows_.clear();
    costly_people_.clear();
    for (const Index row : active_rows_)
        if (exchange_.row_cost(row) > least) costly_rows_.push_back(row);
    for (Index i = 0; i < exchange_.n_jobseekers(); ++i)
        if (exchange_.first_option(i) < exchange_.first_option(i + 1) &&
            exchange_.loss_of(i, exchange_.option_of(i)) > least)
            costly_people_.push_back(i);
}

void Climb::shake(double tolerance) {
    const double before = cost_;
    exchange_.trail.clear();
    n_seen_ = 0;
    softened_.assign(1, draw_row());
    disturb();
    const bool moved = !exchange_.trail.empty();
    for (const double factor : {kSoft, kHalfSoft, Exchange::kNever}) {
        soften(factor);
        if (moved) settle();
    }
    if (!moved) return;
    if (cost_ - before > std::min(tolerance, latest_ + tolerance - before)) {
        undo();
        cost_ = before;
        return;
    }
    latest_ = std::min(latest_, cost_);
    if (cost_ < best_cost_ - kLeastGain * effort_.reach) keep_best();
}

void Climb::keep_best() {
    // Sums of many changes drift; what is compared with `enough` is summed anew.
    cost_ = exchange_.cost();
    best_cost_ = cost_;
    best_ = exchange_.chosen_pairs();
}

// Soften the rows in hand, and see what the choice costs then.
void Climb::soften(double factor) {
    for (const Index row : softened_) {
        cost_ -= exchange_.row_cost(row);
        exchange_.soften(row, factor);
        cost_ += exchange_.row_cost(row);
    }
}

// Let somebody have an option, or none, at the least cost to the others.
void Climb::wish(Index jobseeker, Index option) {
    if (option == exchange_.option_of(jobseeker)) return;
    const double limit = kWish * effort_.reach;
    const double change = exchange_.best_change(jobseeker, option, limit);
    if (change > limit) return;
    exchange_.carry_out();
    cost_ += change;
}

Index Climb::draw_option(Index jobseeker) {
    const Index first = exchange_.first_option(jobseeker);
    const auto at = static_cast<Index>(draw(exchange_.first_option(jobseeker + 1) - first + 1));
    return at == 0 ? Exchange::kNone : first + at - 1;
}

// A row that costs something, or that somebody who loses something could count for, or any.
Index Climb::draw_row() {
    const auto kind = draw(10);
    if (kind < 5 && !costly_rows_.empty()) return costly_rows_[draw(static_cast<std::int64_t>(costly_rows_.size()))];
    if (kind < 9 && !costly_people_.empty()) {
        const Index who = costly_people_[draw(static_cast<std::int64_t>(costly_people_.size()))];
        wish(who, draw_option(who));
        const Index option = draw_option(who);
        if (option != Exchange::kNone && !exchange_.rows_of(option).empty()) {
            const auto rows = exchange_.rows_of(option);
            return rows[draw(static_cast<std::int64_t>(rows.size()))];
        }
    }
    return active_rows_[draw(static_cast<std::int64_t>(active_rows_.size()))];
}

// Soften some rows that share people with the first, and move some of these people.
void Climb::disturb() {
    const auto draw_in = [this](Index row) {
        const auto options = exchange_.options_in(row);
        return options[draw(static_cast<std::int64_t>(options.size()))];
    };
    const auto n_softened = 1 + draw(kSoftened);
    for (std::int64_t n = 1; n < n_softened; ++n) {
        if (exchange_.options_in(softened_.front()).empty()) break;
        const Index option = draw_option(exchange_.jobseeker_of(draw_in(softened_.front())));
        if (option == Exchange::kNone || exchange_.rows_of(option).empty()) continue;
        const auto rows = exchange_.rows_of(option);
        softened_.push_back(rows[draw(static_cast<std::int64_t>(rows.size()))]);
    }
    soften(kSoft);
    for (std::int64_t n = 1 + draw(kWishes); n > 0; --n) {
        const Index row = softened_[draw(static_cast<std::int64_t>(softened_.size()))];
        if (exchange_.options_in(row).empty()) continue;
        const Index option = draw_in(row), who = exchange_.jobseeker_of(option);
        wish(who, exchange_.option_of(who) == option ? draw_option(who) : option);
    }
}

// Improve whoever is near a move of the trail, or in a row that costs something since.
void Climb::settle() {
    for (int round = 0; round < kRounds && !watch_->stopped(); ++round) {
        touch_moved();
        for (const Index row : softened_)
            if (exchange_.row_cost(row) > kNoted * effort_.reach) touch_row(row);
        const std::size_t n_moves = exchange_.trail.size();
        improve_touched();
        if (exchange_.trail.size() == n_moves) return;
    }
}

void Climb::touch_moved() {
    ++pass_;
    for (; n_seen_ < exchange_.trail.size(); ++n_seen_) {
        const auto [jobseeker, before] = exchange_.trail[n_seen_];
        touch(jobseeker);
        for (const Index option : {before, exchange_.option_of(jobseeker)}) {
            if (option == Exchange::kNone) continue;
            for (const Index other : exchange_.options_at(exchange_.vacancy_of(option)))
                touch(exchange_.jobseeker_of(other));
            for (const Index row : exchange_.rows_of(option)) {
                if (std::exchange(pass_of_row_[row], pass_) == pass_) continue;  // nothing changes in one pass
                if (std::find(softened_.begin(), softened_.end(), row) == softened_.end() &&
                    exchange_.row_cost(row) > kNoted * effort_.reach)
                    touch_row(row);
            }
        }
    }
}

void Climb::touch_row(Index row) {
    for (const Index option : exchange_.options_in(row)) touch(exchange_.jobseeker_of(option));
}

void Climb::touch(Index jobseeker) {
    if (is_touched_[jobseeker]) return;
    is_touched_[jobseeker] = 1;
    touched_.push_back(jobseeker);
}

// Everybody back to where they were before the trail.
void Climb::undo() {
    const auto& trail = exchange_.trail;
    for (const auto& move : trail) exchange_.put(move.jobseeker, Exchange::kNone);
    for (auto move = trail.begin(); move != trail.end(); ++move) {
        const auto is_same = [move](const auto& earlier) { return earlier.jobseeker == move->jobseeker; };
        if (std::none_of(trail.begin(), move, is_same)) exchange_.put(move->jobseeker, move->before);
    }
}

// A number in [0, n), the next of a fixed sequence (splitmix64).
std::int64_t Climb::draw(std::int64_t n) {
    std::uint64_t z = random_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
}

}  // namespace matching
