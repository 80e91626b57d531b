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
void group_maxima(const Weight* value, const Weight* price, Index n, Index n_groups, Weight* most) {
    if (n_groups == 0) return;
    for (Index g = 0; g < n_groups; ++g) most[g] = value[g] - price[g];
    Index begin = n_groups;
    for (; begin + 3 * n_groups <= n; begin += 3 * n_groups) {  // three at a time: fewer reads of the maxima
        const Weight *const v = value + begin, *const p = price + begin;
        for (Index g = 0; g < n_groups; ++g) {
            const Weight one = v[g] - p[g], two = v[g + n_groups] - p[g + n_groups];
            const Weight three = v[g + 2 * n_groups] - p[g + 2 * n_groups];
            const Weight larger = one > two ? one : two, rest = three > most[g] ? three : most[g];
            most[g] = larger > rest ? larger : rest;
        }
    }
    for (; begin < n; begin += n_groups)
        for (Index g = 0; g < n_groups && begin + g < n; ++g) {
            const Weight one = value[begin + g] - price[begin + g];
            most[g] = one > most[g] ? one : most[g];
        }
}

}  // namespace matching
