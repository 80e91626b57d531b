// Steele, G.L., D. Lea and C.H. Flood (2014). Fast splittable pseudorandom number generators. OOPSLA '14, 453-472.
// https://doi.org/10.1145/2660193.2660195

#include "keys.hpp"

#include <algorithm>
#include <stdexcept>

#include "scan.hpp"

namespace matching {
namespace {

MATCHING_VECTOR_CODE
void mix_keys(const Index* jobseeker, const Index* vacancy, std::int64_t n, std::int64_t* key) {
    for (std::int64_t k = 0; k < n; ++k)
        key[k] = tie_key(mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(jobseeker[k]))), vacancy[k]);
}

// Whether no pair comes before the one before it, nor equals it.
MATCHING_VECTOR_CODE
bool increases(const Index* jobseeker, const Index* vacancy, std::int64_t n) {
    Index broken = 0;  // no early end: that would keep the loop from becoming vector code
    for (std::int64_t k = 1; k < n; ++k)
        broken |= (jobseeker[k] < jobseeker[k - 1]) | ((jobseeker[k] == jobseeker[k - 1]) & (vacancy[k] <= vacancy[k - 1]));
    return broken == 0;
}

}  // namespace

Array<std::int64_t> tie_keys(std::span<const Index> jobseeker, std::span<const Index> vacancy) {
    if (jobseeker.size() != vacancy.size()) throw std::invalid_argument("vacancy: must have one entry a pair.");
    Array<std::int64_t> key(jobseeker.size());
    mix_keys(jobseeker.data(), vacancy.data(), static_cast<std::int64_t>(key.size()), key.data());
    return key;
}

std::optional<Array<std::int64_t>> first_pairs(std::span<const Index> jobseeker, std::span<const Index> vacancy, Index n) {
    if (jobseeker.size() != vacancy.size()) throw std::invalid_argument("vacancy: must have one entry a pair.");
    const auto n_pairs = static_cast<std::int64_t>(jobseeker.size());
    if (!increases(jobseeker.data(), vacancy.data(), n_pairs)) return std::nullopt;
    if (n < 0 || (n_pairs > 0 && (jobseeker.front() < 0 || jobseeker.back() >= n)))
        throw std::invalid_argument("jobseeker: must be in [0, n).");
    Array<std::int64_t> first(static_cast<std::size_t>(n) + 1);
    std::int64_t at = 0;
    for (Index i = 0; i < n; ++i) {
        first[i] = at;
        while (at < n_pairs && jobseeker[at] == i) ++at;
    }
    first[n] = n_pairs;
    return first;
}

}  // namespace matching
