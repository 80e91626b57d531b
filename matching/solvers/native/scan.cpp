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

}  // namespace matching
