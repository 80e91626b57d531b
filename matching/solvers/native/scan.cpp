#include "scan.hpp"

namespace matching {

MATCHING_VECTOR_CODE
void link_values(const Weight* weight, const Index* other, const Weight* price, std::int64_t n, Weight* value) {
    for (std::int64_t k = 0; k < n; ++k) value[k] = weight[k] - price[other[k]];
}

MATCHING_VECTOR_CODE
void link_values(const Place* link, const Weight* price, std::int64_t n, Weight* value) {
    for (std::int64_t k = 0; k < n; ++k) value[k] = link[k].weight - price[link[k].other];
}

MATCHING_VECTOR_CODE
Parts worth_above(const Weight* weight, const Index* other, const Weight* price, const Weight* limit, std::int64_t n) {
    std::uint64_t low = 0, high = 0;
    for (std::int64_t k = 0; k < n; ++k) {
        const Weight above = weight[k] - price[other[k]] - limit[k];
        const auto counted = static_cast<std::uint64_t>(above > 0 ? above : 0);
        low += counted & 0xFFFFFFFFu;
        high += counted >> 32;
    }
    return {low, high};
}

MATCHING_VECTOR_CODE
Index spread(const Weight* value, const std::int64_t* first, Index node, std::int64_t begin, std::int64_t end,
             Weight* of_link) {
    for (std::int64_t link = begin; link < end;) {
        const std::int64_t last = first[node + 1] < end ? first[node + 1] : end;
        const Weight price = value[node];
        for (; link < last; ++link) of_link[link - begin] = price;
        if (last == first[node + 1]) ++node;
    }
    return node;
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
