// A coarse start for the exact search: an auction in which the nodes of one side overbid each other.
#pragma once

#include "network.hpp"
#include "watch.hpp"

namespace matching {

// Choose pairs from nothing. Afterwards the prices of `others` are near those of the best choice, and most chosen pairs
// are in it; `search.hpp` puts the rest right. The side with fewer places should bid: it has less to fight over.
void auction(Network& network, Side& bidders, Side& others, Watch& watch);

}  // namespace matching
