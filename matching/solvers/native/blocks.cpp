#include "blocks.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <stdexcept>
#include <string>

#include "scan.hpp"

namespace matching {
namespace {

constexpr Weight kNone = -2 * kLargestWeight;  // the gain of nothing at all
constexpr Index kGroup = 16;                   // entries are looked at in groups of so many, since few hold anything of use

Index n_groups(Index n) { return (n + kGroup - 1) / kGroup; }

// Put a candidate in its place among the best so far, of which there are `n` when full.
template <class Best>
void insert(Best* best, Index n, const Best& candidate) {
    Index at = n - 1;
    for (; at > 0 && best[at - 1].gain < candidate.gain; --at) best[at] = best[at - 1];
    best[at] = candidate;
}

constexpr double kMicro = 1e6;

// Scores of whole micro-units as weights with the largest key; false when one is out of range.
MATCHING_VECTOR_CODE
bool limits_of_micro(const std::int64_t* score, Index n, Weight* limit) {
    std::uint64_t outside = 0;  // no early end: that would keep the loop from becoming vector code
    for (Index k = 0; k < n; ++k) {
        outside |= static_cast<std::uint64_t>(score[k]) > static_cast<std::uint64_t>(kMicro);
        limit[k] = static_cast<Weight>((static_cast<std::uint64_t>(score[k]) << kKeyBits) | kLastKey);
    }
    return outside == 0;
}

// The same of scores in [0, 1], which are rounded to micro-units.
MATCHING_VECTOR_CODE
bool limits_of_scores(const double* score, Index n, Weight* limit) {
    // A number added to this loses all behind its point, rounded half to even, and is left in the last bits.
    constexpr double whole = 6755399441055744.0;  // 1.5 * 2**52
    std::uint64_t outside = 0;
    for (Index k = 0; k < n; ++k) {
        outside |= !((score[k] >= 0) & (score[k] <= 1));
        const std::uint64_t micro = std::bit_cast<std::uint64_t>(score[k] * kMicro + whole) - std::bit_cast<std::uint64_t>(whole);
        limit[k] = static_cast<Weight>((micro << kKeyBits) | kLastKey);
    }
    return outside == 0;
}

}  // namespace

void Row::read(const Block& block, Index at) {
    const auto begin = static_cast<std::ptrdiff_t>(at) * n_columns_;
    is_keyed_ = block.entry != Block::Entry::weight;
    if (!is_keyed_) {
        limits_ = static_cast<const Weight*>(block.entries) + begin;
        if (largest(limits_, n_columns_, 0) > kLargestWeight || smallest(limits_, n_columns_, 0) < -kLargestWeight)
            throw std::invalid_argument("block: weights must be in [-2**58, 2**58].");
        return;
    }
    made_.resize(n_columns_);
    limits_ = made_.data();
    mixed_ = mix(static_cast<std::uint64_t>(block.first + at));
    const bool is_micro = block.entry == Block::Entry::micro_score;
    if (!(is_micro ? limits_of_micro(static_cast<const std::int64_t*>(block.entries) + begin, n_columns_, made_.data())
                   : limits_of_scores(static_cast<const double*>(block.entries) + begin, n_columns_, made_.data())))
        throw std::invalid_argument(std::string("score: must be in [0, ") + (is_micro ? "1000000" : "1") +
                                    "], also of jobseeker " + std::to_string(block.first + at) + "; NaN is no score.");
}

Shortlist::Shortlist(std::span<const Weight> guessed_price, const Counts& counts)
    : guess_(guessed_price.begin(), guessed_price.end()), row_(n_vacancies()), groups_(n_groups(n_vacancies())),
      per_vacancy_(counts.per_vacancy) {
    for (const Index count : {counts.per_jobseeker, counts.per_vacancy})
        if (count < 1 || count > 4096) throw std::invalid_argument("the numbers of pairs must be in [1, 4096].");
    best_.resize(counts.per_jobseeker);
    of_vacancy_.resize(guess_.size() * counts.per_vacancy, Best{kNone, 0, -1});
    least_.assign(guess_.size(), kNone);
}

void Shortlist::add(const Block& block) {
    for (Index at = 0; at < block.n_rows; ++at) {
        row_.read(block, at);
        const Weight best_gain = look_at_row(block.first + at);
        look_at_columns(block.first + at, best_gain);
    }
}

Weight Shortlist::look_at_row(Index jobseeker) {
    const Index n = n_groups(n_vacancies()), n_best = static_cast<Index>(best_.size());
    std::fill(best_.begin(), best_.end(), Best{kNone, 0, -1});
    group_maxima(row_.limits(), guess_.data(), n_vacancies(), n, groups_.data());
    // Of so many groups each holds one that is better, whatever the keys are.
    Weight enough = kNone;
    if (n > n_best) {
        sorted_ = groups_;
        std::nth_element(sorted_.begin(), sorted_.begin() + n_best, sorted_.end(), std::greater<>());
        enough = sorted_[n_best] - kLastKey;
    }
    for (Index group = 0; group < n; ++group) {
        if (groups_[group] < enough) continue;
        for (Index k = group; k < n_vacancies(); k += n) {
            if (row_.limits()[k] - guess_[k] <= best_.back().gain) continue;
            const Weight weight = row_.weight(k);
            if (weight > 0 && weight - guess_[k] > best_.back().gain)
                insert(best_.data(), n_best, Best{weight - guess_[k], weight, k});
        }
    }
    for (const Best& pair : best_)
        if (pair.index >= 0) of_jobseekers_.add(jobseeker, pair.index, pair.weight);
    return std::max<Weight>(0, best_.front().gain);
}

void Shortlist::look_at_columns(Index jobseeker, Weight best_gain) {
    const Index n = n_groups(n_vacancies());
    group_maxima(row_.limits(), least_.data(), n_vacancies(), n, groups_.data());
    for (Index group = 0; group < n; ++group) {
        if (groups_[group] <= best_gain) continue;
        for (Index k = group; k < n_vacancies(); k += n) {
            if (row_.limits()[k] - best_gain <= least_[k]) continue;
            const Weight weight = row_.weight(k);
            if (weight <= 0 || weight - best_gain <= least_[k]) continue;
            Best* const best = of_vacancy_.data() + static_cast<std::size_t>(k) * per_vacancy_;
            insert(best, per_vacancy_, Best{weight - best_gain, weight, jobseeker});
            least_[k] = best[per_vacancy_ - 1].gain;
        }
    }
}

Picked Shortlist::pairs() const {
    Picked all = of_jobseekers_;
    for (Index j = 0; j < n_vacancies(); ++j)
        for (Index k = 0; k < per_vacancy_; ++k) {
            const Best& best = of_vacancy_[static_cast<std::size_t>(j) * per_vacancy_ + k];
            if (best.index >= 0) all.add(best.index, j, best.weight);
        }
    return all;
}

void pick_missed(const Block& block, std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price,
                 Index most, Picked& missed) {
    struct Best {
        Weight gain;  // above the price of the vacancy
        Index index;
    };
    std::vector<Best> worst(most);
    std::vector<Weight> groups(n_groups(block.n_columns));
    const auto n = static_cast<Index>(groups.size());
    Row row(block.n_columns);
    for (Index at = 0; at < block.n_rows; ++at) {
        row.read(block, at);
        const Weight price = jobseeker_price[block.first + at];
        group_maxima(row.limits(), vacancy_price.data(), block.n_columns, n, groups.data());
        if (largest(groups.data(), n, price) == price) continue;
        std::fill(worst.begin(), worst.end(), Best{price, -1});
        for (Index group = 0; group < n; ++group) {
            if (groups[group] <= worst.back().gain) continue;
            for (Index k = group; k < block.n_columns; k += n) {
                if (row.limits()[k] - vacancy_price[k] <= worst.back().gain) continue;
                const Weight value = row.weight(k) - vacancy_price[k];
                if (value > worst.back().gain) insert(worst.data(), most, Best{value, k});
            }
        }
        for (const Best& best : worst)
            if (best.index >= 0) missed.add(block.first + at, best.index, row.weight(best.index));
    }
}

}  // namespace matching
