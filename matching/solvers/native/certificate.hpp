// The proof of a choice of pairs: what it is worth, and what no choice can be worth more than.
#pragma once

#include <span>

#include "network.hpp"

namespace matching {

struct Certificate {
    Sum primal;  // total weight of the chosen pairs
    Sum dual;    // sum of capacity times price on both sides, and of what each pair is worth above those prices
};

// Recomputed from the arrays of the problem alone, in one pass over all pairs. Any prices of at least 0 prove their dual; a choice
// whose primal is equal to it is a best one. Throws std::invalid_argument when `chosen` is not within the capacities.
Certificate certify(const Network& problem, std::span<const std::int64_t> chosen,
                    std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price);

// The prices of a network in the form that is shown: 0 where there are more places than links, and where there is no place
// at all the price at which nobody would want one. In a finished network the pairs chosen tell the prices of jobseekers;
// else all pairs are looked at, for a bound that is as low as these prices of vacancies allow.
void shown_prices(const Network& network, bool finished, Array<Weight>& jobseeker_price, Array<Weight>& vacancy_price);

}  // namespace matching
