// A coarse start for the exact search: an auction in which the nodes of one side overbid each other.
#pragma once

#include "network.hpp"
#include "watch.hpp"

namespace matching {

// Choose pairs from nothing. Afterwards the prices of `others` are near those of the best choice, and many of the chosen
// pairs are in it; `search.hpp` puts the rest right. The side with fewer places should bid: it has less to fight over.
void auction(Network& network, Side& bidders, Side& others, Watch& watch);

// Choose pairs anew, from the prices that `others` have. For sides with nearly as many places as each other, where prices
// of earlier pairs are worth more than the pairs themselves.
void auction_from_prices(Network& network, Side& bidders, Side& others, Watch& watch);

// Whether the two sides have nearly as many places as each other.
bool balanced(const Side& one, const Side& other);

}  // namespace matching
