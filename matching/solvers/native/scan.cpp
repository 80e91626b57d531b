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
bool any_above(const Weight* value, const Weight* limit, std::int64_t n) {
    Weight found = 0;  // no early end: that would keep the loop from becoming vector code
    for (std::int64_t k = 0; k < n; ++k) found |= value[k] > limit[k];
    return found != 0;
}

MATCHING_VECTOR_CODE
bool any_difference_above(const Weight* value, const Weight* price, std::int64_t n, Weight limit) {
    Weight found = 0;
    for (std::int64_t k = 0; k < n; ++k) found |= value[k] - price[k] > limit;
    return found != 0;
}

}  // namespace matching
