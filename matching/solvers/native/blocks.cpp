#include "blocks.hpp"

#include <algorithm>
#include <stdexcept>

#include "scan.hpp"

namespace matching {
namespace {

constexpr Weight kNone = -2 * kLargestWeight;  // the gain of nothing at all

// Put a candidate in its place among the best so far, of which there are `n` when full.
template <class Best>
void insert(Best* best, Index n, const Best& candidate) {
    Index at = n - 1;
    for (; at > 0 && best[at - 1].gain < candidate.gain; --at) best[at] = best[at - 1];
    best[at] = candidate;
}

}  // namespace

Shortlist::Shortlist(std::span<const Weight> guessed_price, const Counts& counts)
    : guess_(guessed_price.begin(), guessed_price.end()), stretches_(guess_.size() / kStretch + 1),
      per_vacancy_(counts.per_vacancy) {
    for (const Index count : {counts.per_jobseeker, counts.per_vacancy})
        if (count < 1 || count > 4096) throw std::invalid_argument("the numbers of pairs must be in [1, 4096].");
    best_.resize(counts.per_jobseeker);
    of_vacancy_.resize(guess_.size() * counts.per_vacancy, Best{kNone, 0, -1});
    least_.assign(guess_.size(), kNone);
}

void Shortlist::add(const Block& block) {
    for (Index at = 0; at < block.n_rows; ++at) {
        const Weight best_gain = look_at_row(block.row(at), block.first + at);
        look_at_columns(block.row(at), block.first + at, best_gain);
    }
}

Weight Shortlist::look_at_row(const Weight* row, Index jobseeker) {
    std::fill(best_.begin(), best_.end(), Best{kNone, 0, -1});
    // The further on, the higher the limit and the fewer stretches hold anything.
    for (Index begin = 0, end = 2 * kStretch; begin < n_vacancies(); begin = end, end *= 2) {
        end = std::min(end, n_vacancies());
        const Index n = stretches_above(row + begin, guess_.data() + begin, end - begin, best_.back().gain,
                                        stretches_.data());
        for (Index at = 0; at < n; ++at) {
            const Index from = begin + stretches_[at], to = std::min(end, from + kStretch);
            for (Index k = from; k < to; ++k)
                if (row[k] > 0 && row[k] - guess_[k] > best_.back().gain)
                    insert(best_.data(), static_cast<Index>(best_.size()), Best{row[k] - guess_[k], row[k], k});
        }
    }
    for (const Best& pair : best_)
        if (pair.index >= 0) of_jobseekers_.add(jobseeker, pair.index, pair.weight);
    return std::max<Weight>(0, best_.front().gain);
}

void Shortlist::look_at_columns(const Weight* row, Index jobseeker, Weight best_gain) {
    const Index n = stretches_above(row, least_.data(), n_vacancies(), best_gain, stretches_.data());
    for (Index at = 0; at < n; ++at) {
        const Index to = std::min(n_vacancies(), stretches_[at] + kStretch);
        for (Index k = stretches_[at]; k < to; ++k) {
            if (row[k] <= 0 || row[k] - best_gain <= least_[k]) continue;
            Best* const best = of_vacancy_.data() + static_cast<std::size_t>(k) * per_vacancy_;
            insert(best, per_vacancy_, Best{row[k] - best_gain, row[k], jobseeker});
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
    std::vector<Index> stretches(block.n_columns / kStretch + 1);
    for (Index at = 0; at < block.n_rows; ++at) {
        const Weight* const row = block.row(at);
        const Weight price = jobseeker_price[block.first + at];
        const Index n = stretches_above(row, vacancy_price.data(), block.n_columns, price, stretches.data());
        if (n == 0) continue;
        std::fill(worst.begin(), worst.end(), Best{price, -1});
        for (Index which = 0; which < n; ++which) {
            const Index end = std::min(block.n_columns, stretches[which] + kStretch);
            for (Index k = stretches[which]; k < end; ++k) {
                const Weight value = row[k] - vacancy_price[k];
                if (value > worst.back().gain) insert(worst.data(), most, Best{value, k});
            }
        }
        for (const Best& best : worst)
            if (best.index >= 0) missed.add(block.first + at, best.index, row[best.index]);
    }
}

}  // namespace matching
