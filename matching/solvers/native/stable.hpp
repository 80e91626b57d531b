// Gale, D. and L.S. Shapley (1962). College admissions and the stability of marriage. American Mathematical Monthly
// 69(1), 9-15. https://doi.org/10.2307/2312726
#pragma once

#include <cstdint>
#include <span>

#include "network.hpp"

namespace matching {

// What each side thinks of each pair: more is better. Equal scores are told apart by weight, then by position.
struct Wishes {
    std::span<const std::int64_t> jobseeker;
    std::span<const std::int64_t> vacancy;
    std::span<const Weight> weight;
};

// Let jobseekers propose in the order of their wishes; vacancies keep the best. Returns positions of pairs, in order;
// none when the watch stopped it. Throws std::invalid_argument when the arrays disagree, and never reads outside them.
Array<std::int64_t> defer_acceptance(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                                     const Wishes& wishes, std::span<const Index> jobseeker_capacity,
                                     std::span<const Index> vacancy_capacity, Watch& watch);

}  // namespace matching
