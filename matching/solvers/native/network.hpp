// The two sides of an assignment problem, and the pairs chosen so far.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "memory.hpp"
#include "watch.hpp"

namespace matching {

using Weight = std::int64_t;  // keyed weights, prices, distances
using Index = std::int32_t;   // jobseekers, vacancies, pairs
using Sum = __int128;         // of many weights times capacities

// Largest weight and price. Searches add up a handful of them, so that nothing overflows 64 bits.
inline constexpr Weight kLargestWeight = Weight{1} << 58;

// A pair seen from one of its two ends.
struct Place {
    Weight weight;
    Index other;  // the node at the other end
    Index pair;   // the position of the pair in the caller's arrays
};

// All jobseekers, or all vacancies, as the nodes of one side: their links, prices and places.
struct Side {
    Array<std::int64_t> first;  // the links of node n are first[n] .. first[n + 1]
    Array<Weight> weight;       // of each link of a jobseeker: of each pair
    Array<Index> other;         // the vacancy of each
    Array<Place> link;          // of a vacancy: all of it in one place, since they are written all over
    Array<Weight> price;        // of one more place at each node, at least 0
    Array<Index> first_place;   // the places of node n are first_place[n] .. first_place[n + 1]
    Array<Index> n_taken;       // those taken come first
    Array<Place> place;
    Array<Index> given_capacity;  // may be more than there are links, and so than there are places

    Index size() const { return static_cast<Index>(price.size()); }
    std::int64_t degree(Index node) const { return first[node + 1] - first[node]; }
    Index capacity(Index node) const { return first_place[node + 1] - first_place[node]; }
    bool has_room(Index node) const { return n_taken[node] < capacity(node); }
    Place link_at(std::int64_t at) const {
        return link.empty() ? Place{weight[at], other[at], static_cast<Index>(at)} : link[at];
    }
    // What each link of a node is worth at the prices of the other side.
    void values(Index node, const Array<Weight>& price, Weight* value) const;
    std::span<Place> taken(Index node) {
        return {place.data() + first_place[node], static_cast<std::size_t>(n_taken[node])};
    }
    std::span<const Place> taken(Index node) const {
        return {place.data() + first_place[node], static_cast<std::size_t>(n_taken[node])};
    }
};

// An assignment problem and a choice of pairs that is within all capacities at any time.
//
// The choice is the best one when there are prices such that a pair left out is worth at most the prices of its two
// ends, a chosen pair at least those, and a node with room has price 0. What a chosen pair is worth above the prices of
// its ends is the price of the pair itself.
class Network {
  public:
    // The pairs of jobseeker i are first[i] .. first[i + 1]. Throws std::invalid_argument when the arrays disagree or are
    // out of range: whatever is given here, no later call reads outside its arrays. Of no use when the watch stopped it.
    Network(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
            std::span<const Index> jobseeker_capacity, std::span<const Index> vacancy_capacity, Watch& watch);

    // Lay the pairs out by vacancy too, in order of pair, which takes long in a large problem; false when the watch
    // stopped it. Without it nothing may be asked of the links of vacancies but how many each has.
    bool link(Watch& watch);
    bool is_linked() const { return is_linked_; }

    Index n_pairs() const { return static_cast<Index>(chosen.size()); }

    // Back to no pair chosen and all prices 0.
    void clear();

    // Start from the prices of an earlier answer and those of its pairs that these prices still bear out.
    void start(std::span<const Weight> vacancy_price, std::span<const std::int64_t> pairs);

    // Take up other weights, and settle the jobseekers with a change. False when these are not the pairs and places of this
    // problem; some weights may have been taken up then.
    bool take_up(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
                 std::span<const Index> jobseeker_capacity, std::span<const Index> vacancy_capacity);

    // Give each jobseeker in turn the best that is free, whatever the prices say: for a search that was broken off.
    void use_free_places();

    // The positions of the chosen pairs, in order.
    Array<std::int64_t> chosen_pairs() const;

    // Set the price of a node to the best it could still get, and give up what is worth less.
    void settle(Side& from, Index node, Side& to);

    // Choose a pair of `node`, or give it up. Both ends must have room, or hold it.
    void take(Side& from, Index node, Side& to, const Place& place);
    void leave(Side& from, Index node, Side& to, Index pair);

    Side jobseekers;
    Side vacancies;
    Array<std::uint8_t> chosen;  // of each pair

  private:
    bool is_linked_ = false;

    std::int64_t near_link(Index vacancy, std::int64_t pair) const;
    Place& link_of(Index vacancy, Index pair);
    double share_changed(std::span<const Weight> weight) const;  // as far as every so many pairs tell
    void reweigh(Index jobseeker, std::span<const Weight> weight, bool but_links);
};

}  // namespace matching
