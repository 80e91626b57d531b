// The inner loops over the links of one node, plain enough for the compiler to turn into vector code.
#pragma once

#include "network.hpp"

// Compiled for several instruction sets, of which the machine's best is taken when the module is loaded. All give the
// same integers.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define MATCHING_VECTOR_CODE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MATCHING_VECTOR_CODE
#endif

namespace matching {

// value[k] = weight[k] - price[other[k]]: what each link is worth at the prices of the other side.
void link_values(const Weight* weight, const Index* other, const Weight* price, std::int64_t n, Weight* value);

// The largest of n values, or `least` when all are below it.
Weight largest(const Weight* value, std::int64_t n, Weight least);

// The smallest of n values, or `most` when all are above it.
Weight smallest(const Weight* value, std::int64_t n, Weight most);

// Values are looked at in stretches of this many, since hardly any stretch holds anything of interest.
inline constexpr Index kStretch = 16;

// Where the stretches begin that hold a value above the limit when the price at its own position is taken off; returns
// how many were written.
Index stretches_above(const Weight* value, const Weight* price, Index n, Weight limit, Index* found);

}  // namespace matching
