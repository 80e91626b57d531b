// One side row by itself: the sets of its pairs that are worth most, given what each pair gains.
#pragma once

#include <span>
#include <vector>

#include "network.hpp"
#include "watch.hpp"

namespace matching {

using Value = __int128;

// The pairs of one row. A set of them is worth the sum of its gains, less `price` for each unit that it is short of
// `lower`. No jobseeker and no vacancy is in more pairs of a set than its room allows.
struct RowPairs {
    std::span<const Weight> gain;
    std::span<const std::int64_t> units;        // of each pair, at least 0
    std::span<const Index> jobseeker;           // of each pair, position in `jobseeker_room`
    std::span<const Index> vacancy;             // likewise, in ascending order
    std::span<const Index> jobseeker_room;
    std::span<const Index> vacancy_room;
    std::int64_t lower;
    Weight price;
    std::span<Weight> memory;  // prices of jobseekers to begin with, at least 0, and then those at the end; speed only
};

struct Pattern {
    Value value;
    std::vector<Index> pairs;  // ascending
};

struct Patterns {
    Value bound;                 // no set is worth more
    bool is_complete;            // all sets within `slack` of the best are here, and the best reaches the bound
    std::vector<Pattern> found;  // best first
};

// Depth first over the pairs, vacancy by vacancy. Units are paid at one price each, which leaves sets that are free to
// choose and a bound; sets far under it are left out, ever less so until there is one that is not.
// The same input gives the same sets unless the watch stops it. Throws std::invalid_argument when arrays disagree.
Patterns best_patterns(const RowPairs& row, Weight slack, std::size_t most, std::int64_t max_looks, Watch& watch);

}  // namespace matching
