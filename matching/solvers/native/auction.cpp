// Bertsekas, D.P. (1988). The auction algorithm: a distributed relaxation method for the assignment problem.
// Annals of Operations Research 14, 105-123. https://doi.org/10.1007/BF02186476

#include "auction.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "scan.hpp"

namespace matching {
namespace {

constexpr Weight kHeld = std::numeric_limits<Weight>::min();  // the value of a link that is held already
constexpr Index kSample = 1024;          // bidders asked how far apart their choices are
constexpr Weight kMedium = 8;            // first bid increment: this fraction of how far apart they are
constexpr Weight kCoarse = 2;
constexpr Weight kFine = 128;
constexpr std::int64_t kPatience = 16;   // links looked at, as a multiple of all, before the increment doubles

class Auction {
  public:
    Auction(Network& network, Side& bidders, Side& others, Weight fraction)
        : network_(network), bidders_(bidders), others_(others), held_(bidders.place.size()),
          n_held_(bidders.size(), 0), ask_(others.place.size()), holder_(others.place.size(), Place{0, -1, -1}) {
        std::int64_t most_links = 0;
        for (Index bidder = 0; bidder < bidders.size(); ++bidder)
            most_links = std::max(most_links, bidders.degree(bidder));
        value_.resize(most_links);
        for (Index other = 0; other < others.size(); ++other)
            std::fill(ask_.begin() + others.first_place[other], ask_.begin() + others.first_place[other + 1],
                      others.price[other]);
        increment_ = std::max<Weight>(1, mean_spread() / fraction);
    }

    void run(Watch& watch) {
        for (Index node = 0; node < bidders_.size(); ++node)
            for (Index place = bidders_.capacity(node); place > 0; --place)
                // Whoever is driven out bids next.
                for (Index bidder = node; bidder >= 0;) {
                    if (watch.stop(bidders_.degree(bidder))) return;
                    if (watch.wants_report()) report(watch);
                    bidder = bid(bidder);
                }
    }

    // The bound of the prices so far, if every place of a bidder were as good as its best.
    void report(Watch& watch) {
        Sum value = 0, bound = 0;
        for (const Place& held : holder_)
            if (held.other >= 0) value += held.weight;
        for (Index other = 0; other < others_.size(); ++other)
            if (others_.capacity(other) > 0) bound += Sum{others_.price[other]} * others_.capacity(other);
        for (Index bidder = 0; bidder < bidders_.size(); ++bidder) {
            const auto degree = bidders_.degree(bidder);
            bidders_.values(bidder, others_.price, value_.data());
            bound += Sum{largest(value_.data(), degree, 0)} * bidders_.capacity(bidder);
        }
        watch.report(value, bound);
    }

    // Hand what the bidders hold over to the network.
    void close() {
        for (Index other = 0; other < others_.size(); ++other)
            for (Index at = others_.first_place[other]; at < others_.first_place[other + 1]; ++at)
                if (holder_[at].other >= 0) {
                    Place place = holder_[at];
                    place.pair = bidders_.link_at(bidders_.first[place.other] + place.pair).pair;
                    network_.take(others_, other, bidders_, place);
                }
    }

  private:
    // How far a bidder's best link is above the first that it has no place for, on average. Bids much smaller than that
    // are many, bids much larger overshoot.
    Weight mean_spread() {
        const Index step = std::max<Index>(1, bidders_.size() / kSample);
        Weight total = 0, n = 0;
        for (Index bidder = 0; bidder < bidders_.size(); bidder += step) {
            const auto degree = bidders_.degree(bidder);
            if (degree < 2 || bidders_.capacity(bidder) == 0) continue;
            for (std::int64_t k = 0; k < degree; ++k) value_[k] = bidders_.link_at(bidders_.first[bidder] + k).weight;
            const auto next = std::min<std::int64_t>(degree - 1, bidders_.capacity(bidder));
            std::nth_element(value_.begin(), value_.begin() + next, value_.begin() + degree, std::greater<>());
            const Weight best = *std::max_element(value_.begin(), value_.begin() + next);
            total += (best - value_[next]) / kSample;
            ++n;
        }
        return n == 0 ? 0 : total / n * kSample;
    }

    // Bid for the best place that the bidder does not hold; returns who is driven out, or -1.
    Index bid(Index bidder) {
        const auto first = bidders_.first[bidder];
        const auto degree = bidders_.degree(bidder);
        grow_increment(degree);
        bidders_.values(bidder, others_.price, value_.data());
        Index* const held = held_.data() + bidders_.first_place[bidder];
        for (Index k = 0; k < n_held_[bidder]; ++k) value_[held[k]] = kHeld;
        const Weight best = largest(value_.data(), degree, 0);
        if (best == 0) return -1;
        const auto link = static_cast<Index>(std::find(value_.begin(), value_.begin() + degree, best) - value_.begin());
        value_[link] = kHeld;
        const Weight second = largest(value_.data(), degree, 0);

        const auto [weight, other, pair] = bidders_.link_at(first + link);
        const Index cheapest = others_.first_place[other];  // the top of the heap
        const Place evicted = holder_[cheapest];
        if (evicted.other >= 0) release(evicted.other, evicted.pair);
        held[n_held_[bidder]++] = link;
        holder_[cheapest] = {weight, bidder, link};
        ask_[cheapest] = std::min(kLargestWeight, ask_[cheapest] + best - second + increment_);
        sink(other);
        others_.price[other] = ask_[cheapest];
        return evicted.other;
    }

    // Where many want the same few places, small increments would take for ever.
    void grow_increment(std::int64_t degree) {
        n_looks_ += degree;
        if (n_looks_ < kPatience * network_.n_pairs()) return;
        n_looks_ = 0;
        increment_ = std::min(kLargestWeight, 2 * increment_);
    }

    void release(Index bidder, Index link) {
        Index* const held = held_.data() + bidders_.first_place[bidder];
        Index* const last = held + --n_held_[bidder];
        *std::find(held, last, link) = *last;
    }

    void sink(Index other) {
        const Index top = others_.first_place[other], n = others_.capacity(other);
        for (Index at = 0, child = 1; child < n; at = child, child = 2 * at + 1) {
            if (child + 1 < n && ask_[top + child + 1] < ask_[top + child]) ++child;
            if (ask_[top + child] >= ask_[top + at]) break;
            std::swap(ask_[top + child], ask_[top + at]);
            std::swap(holder_[top + child], holder_[top + at]);
        }
    }

    Network& network_;
    Side& bidders_;
    Side& others_;
    Array<Index> held_;    // the links held by each bidder, counted from its first, laid out as its places
    Array<Index> n_held_;  // how many
    Array<Weight> ask_;    // the price asked for each place of the others: a min-heap in each node
    Array<Place> holder_;  // who holds it; `pair` is the link, counted as in `held_`
    std::vector<Weight> value_;
    Weight increment_ = 1;
    std::int64_t n_looks_ = 0;
};

void hold(Network& network, Side& bidders, Side& others, Watch& watch, Weight fraction) {
    Auction auction(network, bidders, others, fraction);
    auction.run(watch);
    auction.close();
}

}  // namespace

bool balanced(const Side& one, const Side& other) {
    const std::size_t fewer = std::min(one.place.size(), other.place.size());
    const std::size_t more = std::max(one.place.size(), other.place.size());
    return fewer >= more - more / 16;
}

void auction(Network& network, Side& bidders, Side& others, Watch& watch) {
    network.clear();
    if (balanced(bidders, others)) {
        // With hardly a place to spare, prices have to be good before the pairs can be.
        hold(network, bidders, others, watch, kCoarse);
        auction_from_prices(network, bidders, others, watch);
    } else {
        hold(network, bidders, others, watch, kMedium);
    }
}

void auction_from_prices(Network& network, Side& bidders, Side& others, Watch& watch) {
    const Array<Weight> price = others.price;
    network.clear();
    others.price = price;
    hold(network, bidders, others, watch, kFine);
}

}  // namespace matching
