// What is made of all pairs of a problem when it is put together: tie keys, and where the pairs of each jobseeker begin.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "network.hpp"

namespace matching {

inline constexpr int kKeyBits = 20;
inline constexpr std::int64_t kLastKey = (std::int64_t{1} << kKeyBits) - 1;

// Scramble a number so that neighbours share no pattern: the finaliser of splitmix64; see keys.cpp.
inline std::uint64_t mix(std::uint64_t value) {
    std::uint64_t z = value + 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// The key of a pair, from the mixed position of its jobseeker; positions are widened as NumPy does, by sign.
inline std::int64_t tie_key(std::uint64_t mixed_jobseeker, Index vacancy) {
    const auto j = static_cast<std::uint64_t>(static_cast<std::int64_t>(vacancy));
    return static_cast<std::int64_t>(mix(mixed_jobseeker ^ j) >> (64 - kKeyBits));
}

// The key of each pair, 20 bits mixed from its two positions; the same numbers as `tie_keys` in `_keys.py` gives.
Array<std::int64_t> tie_keys(std::span<const Index> jobseeker, std::span<const Index> vacancy);

// first[i] .. first[i + 1] are the pairs of jobseeker i; nothing when the pairs are not in strict order of jobseeker and
// vacancy. Throws std::invalid_argument when a jobseeker is not one of n.
std::optional<Array<std::int64_t>> first_pairs(std::span<const Index> jobseeker, std::span<const Index> vacancy, Index n);

}  // namespace matching
