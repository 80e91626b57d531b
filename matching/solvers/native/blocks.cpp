#include "blocks.hpp"

#include <algorithm>
#include <stdexcept>

#include "scan.hpp"

namespace matching {
namespace {

constexpr Index kStretch = 16;  // entries looked at together, since hardly any stretch holds anything of interest

// Put a candidate in its place among the best so far, of which there are `n` when full.
template <class Best>
void insert(Best* best, Index n, const Best& candidate) {
    Index at = n - 1;
    for (; at > 0 && best[at - 1].weight < candidate.weight; --at) best[at] = best[at - 1];
    best[at] = candidate;
}

}  // namespace

Shortlist::Shortlist(std::span<const Weight> guessed_price, const Counts& counts)
    : guess_(guessed_price.begin(), guessed_price.end()), nothing_(guess_.size(), 0), per_vacancy_(counts.per_vacancy) {
    for (const Index count : {counts.per_jobseeker, counts.by_weight, counts.per_vacancy})
        if (count < 1 || count > 4096) throw std::invalid_argument("the numbers of pairs must be in [1, 4096].");
    above_guess_.resize(counts.per_jobseeker);
    by_weight_.resize(counts.by_weight);
    of_vacancy_.resize(guess_.size() * counts.per_vacancy, Best{0, -1});
    least_.assign(guess_.size(), 0);
}

void Shortlist::add(const Block& block) {
    for (Index at = 0; at < block.n_rows; ++at) {
        look_at_row(block.row(at), block.first + at, guess_, above_guess_);
        look_at_row(block.row(at), block.first + at, nothing_, by_weight_);
        look_at_columns(block.row(at), block.first + at);
    }
}

void Shortlist::look_at_row(const Weight* row, Index jobseeker, const Array<Weight>& price, std::vector<Best>& best) {
    std::fill(best.begin(), best.end(), Best{-2 * kLargestWeight, -1});
    for (Index j = 0; j < n_vacancies(); j += kStretch) {
        const Index end = std::min(n_vacancies(), j + kStretch);
        if (!any_difference_above(row + j, price.data() + j, end - j, best.back().weight)) continue;
        for (Index k = j; k < end; ++k)
            if (row[k] > 0 && row[k] - price[k] > best.back().weight)
                insert(best.data(), static_cast<Index>(best.size()), Best{row[k] - price[k], k});
    }
    for (const Best& pair : best)
        if (pair.index >= 0) of_jobseekers_.add(jobseeker, pair.index, row[pair.index]);
}

void Shortlist::look_at_columns(const Weight* row, Index jobseeker) {
    for (Index j = 0; j < n_vacancies(); j += kStretch) {
        const Index end = std::min(n_vacancies(), j + kStretch);
        if (!any_above(row + j, least_.data() + j, end - j)) continue;
        for (Index k = j; k < end; ++k) {
            if (row[k] <= least_[k]) continue;
            Best* const best = of_vacancy_.data() + static_cast<std::size_t>(k) * per_vacancy_;
            insert(best, per_vacancy_, Best{row[k], jobseeker});
            least_[k] = best[per_vacancy_ - 1].weight;
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
        Weight weight;  // above the two prices
        Index index;
    };
    std::vector<Best> worst(most);
    for (Index at = 0; at < block.n_rows; ++at) {
        const Weight* const row = block.row(at);
        const Weight price = jobseeker_price[block.first + at];
        std::fill(worst.begin(), worst.end(), Best{price, -1});
        for (Index j = 0; j < block.n_columns; j += kStretch) {
            const Index end = std::min(block.n_columns, j + kStretch);
            if (!any_difference_above(row + j, vacancy_price.data() + j, end - j, worst.back().weight)) continue;
            for (Index k = j; k < end; ++k) {
                const Weight value = row[k] - vacancy_price[k];
                if (value > worst.back().weight) insert(worst.data(), most, Best{value, k});
            }
        }
        for (const Best& best : worst)
            if (best.index >= 0) missed.add(block.first + at, best.index, row[best.index]);
    }
}

}  // namespace matching
