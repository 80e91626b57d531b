// The exact finish: successive shortest paths on integer prices.
#pragma once

#include "network.hpp"
#include "watch.hpp"

namespace matching {

// Give each node of `from` that has room at a price above 0 another pair, or bring its price to 0. Called for one side
// and then for the other, it makes any choice that its prices bear out the best one. Stops between two searches when the
// watch says so; what is chosen then is within all capacities.
void fill_places(Network& network, Side& from, Side& to, Watch& watch);

}  // namespace matching
