#include "scan.hpp"

namespace matching {

MATCHING_VECTOR_CODE
void link_values(const Weight* weight, const Index* other, const Weight* price, std::int64_t n, Weight* value) {
    for (std::int64_t k = 0; k < n; ++k) value[k] = weight[k] - price[other[k]];
}

MATCHING_VECTOR_CODE
Weight largest(const Weight* value, std::int64_t n, Weight least) {
    for (std::int64_t k = 0; k < n; ++k) least = value[k] > least ? value[k] : least;
    return least;
}

MATCHING_VECTOR_CODE
Weight smallest(const Weight* value, std::int64_t n, Weight most) {
    for (std::int64_t k = 0; k < n; ++k) most = value[k] < most ? value[k] : most;
    return most;
}

MATCHING_VECTOR_CODE
Index stretches_above(const Weight* value, const Weight* price, Index n, Weight limit, Index* found) {
    Index n_found = 0;
    for (Index begin = 0; begin < n; begin += kStretch) {
        Weight lowest = 0;  // of the sign bits; no early end: that would keep the loop from becoming vector code
        const Index length = n - begin < kStretch ? n - begin : kStretch;
        for (Index k = begin; k < begin + length; ++k) lowest |= limit - (value[k] - price[k]);
        found[n_found] = begin;
        n_found += lowest < 0;
    }
    return n_found;
}

}  // namespace matching
