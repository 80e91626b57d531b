// The exact finish: successive shortest paths on integer prices.
#pragma once

#include "network.hpp"
#include "watch.hpp"

namespace matching {

// What a search notes of the nodes of each side; kept from one search to the next, which finds it as it was made.
class Notes {
  public:
    explicit Notes(const Network& network);

    struct Side {
        Array<Weight> distance;      // from the root, on shortest paths so far
        Array<Place> step;           // the last on such a path: a link taken, or a pair given up
        std::vector<Index> touched;  // nodes with a distance
    };
    Side jobseekers;
    Side vacancies;
    std::vector<Weight> value;  // of the links of one node
};

// Give each node of `from` that has room at a price above 0 another pair, or bring its price to 0. Called for one side
// and then for the other, it makes any choice that its prices bear out the best one. Stops between two searches when the
// watch says so; what is chosen then is within all capacities.
void fill_places(Network& network, Side& from, Side& to, Notes& notes, Watch& watch);

}  // namespace matching
