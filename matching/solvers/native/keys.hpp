// What is made of all pairs of a problem when it is put together: tie keys, and where the pairs of each jobseeker begin.
#pragma once

#include <optional>
#include <span>

#include "network.hpp"

namespace matching {

// The key of each pair, 20 bits mixed from its two positions; the same numbers as `tie_keys` in `_keys.py` gives.
Array<std::int64_t> tie_keys(std::span<const Index> jobseeker, std::span<const Index> vacancy);

// first[i] .. first[i + 1] are the pairs of jobseeker i; nothing when the pairs are not in strict order of jobseeker and
// vacancy. Throws std::invalid_argument when a jobseeker is not one of n.
std::optional<Array<std::int64_t>> first_pairs(std::span<const Index> jobseeker, std::span<const Index> vacancy, Index n);

}  // namespace matching
