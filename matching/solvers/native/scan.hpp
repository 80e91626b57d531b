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
void link_values(const Place* link, const Weight* price, std::int64_t n, Weight* value);

// Sum of what links are worth above the limit of each, in two parts: the second counts units of 2**32.
struct Parts {
    std::uint64_t low;
    std::uint64_t high;
};
Parts worth_above(const Weight* weight, const Index* other, const Weight* price, const Weight* limit, std::int64_t n);

// Give the links begin .. end the value of their node, of which the first is `node`; returns the first node whose links do
// not end by then.
Index spread(const Weight* value, const std::int64_t* first, Index node, std::int64_t begin, std::int64_t end,
             Weight* of_link);

// The largest of n values, or `least` when all are below it.
Weight largest(const Weight* value, std::int64_t n, Weight least);

// The smallest of n values, or `most` when all are above it.
Weight smallest(const Weight* value, std::int64_t n, Weight most);

// The largest value of each group when the price at its own position is taken off. Of n_groups groups the g-th is
// g, g + n_groups, g + 2 n_groups and so on: neighbours are in different groups, as vector code likes it.
void group_maxima(const Weight* value, const Weight* price, Index n, Index n_groups, Weight* most);

}  // namespace matching
