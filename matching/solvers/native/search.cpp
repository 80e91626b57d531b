// Edmonds, J. and R.M. Karp (1972). Theoretical improvements in algorithmic efficiency for network flow problems.
// Journal of the ACM 19(2), 248-264. https://doi.org/10.1145/321694.321699

#include "search.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "scan.hpp"

namespace matching {
namespace {

constexpr Weight kFar = std::numeric_limits<Weight>::max();

// Shortest paths from one node of `from` over reduced costs: along a link that is not chosen to a node of `to`, along a
// chosen pair back. Such a path ends at a node of `to` with room, or at a node of `from` that gives a pair up.
class Search {
  public:
    Search(Network& network, Side& from, Side& to, Notes& notes, Watch& watch)
        : network_(network), from_(from), to_(to), watch_(watch),
          from_notes_(&from == &network.jobseekers ? notes.jobseekers : notes.vacancies),
          to_notes_(&from == &network.jobseekers ? notes.vacancies : notes.jobseekers), value_(notes.value) {}

    // Returns whether the root has one pair more; if not, its price is 0 or the watch has stopped.
    bool run(Index root) {
        network_.settle(from_, root, to_);  // prices have risen since; a lower limit means a shorter search
        if (from_.price[root] == 0) return false;
        explore(root);
        if (!watch_.stopped()) {
            move_prices();
            shift(root);
        }
        forget();
        return !watch_.stopped() && (end_to_ >= 0 || end_from_ != root);
    }

  private:
    struct Entry {
        Weight distance;
        Index node;  // of `from` as it is, of `to` as its complement
    };
    static bool later(const Entry& a, const Entry& b) { return a.distance > b.distance; }

    void explore(Index root) {
        limit_ = from_.price[root];  // the root may also stay as it is, at price 0
        end_from_ = root;
        end_to_ = -1;
        from_distance_[root] = 0;
        from_touched_.push_back(root);
        follow_links(root);
        while (!heap_.empty() && heap_.front().distance < limit_ && !watch_.stopped()) {
            const auto [distance, node] = heap_.front();
            std::pop_heap(heap_.begin(), heap_.end(), later);
            heap_.pop_back();
            if (node >= 0) {
                if (distance == from_distance_[node]) follow_links(node);
            } else {
                if (distance == to_distance_[~node]) follow_pairs(~node);
            }
        }
    }

    void follow_links(Index node) {
        const auto first = from_.first[node];
        const auto degree = from_.degree(node);
        watch_.stop(degree);
        from_.values(node, to_.price, value_.data());
        const Weight base = from_distance_[node] + from_.price[node];
        for (std::int64_t k = 0; k < degree; ++k) {
            const Weight distance = base - value_[k];
            if (distance >= limit_) continue;
            const auto [weight, other, pair] = from_.link_at(first + k);
            if (distance >= to_distance_[other] || network_.chosen[pair]) continue;
            if (to_distance_[other] == kFar) to_touched_.push_back(other);
            to_distance_[other] = distance;
            reached_[other] = {weight, node, pair};
            if (to_.has_room(other)) {
                end_at(distance, -1, other);
            } else {
                push(distance, ~other);
            }
        }
    }

    void follow_pairs(Index other) {
        const Weight base = to_distance_[other] - to_.price[other];
        watch_.stop(to_.n_taken[other]);
        for (const Place& place : to_.taken(other)) {
            const Index node = place.other;
            const Weight distance = base + place.weight - from_.price[node];
            if (distance >= limit_ || distance >= from_distance_[node]) continue;
            if (from_distance_[node] == kFar) from_touched_.push_back(node);
            from_distance_[node] = distance;
            freed_[node] = {place.weight, other, place.pair};
            if (distance + from_.price[node] < limit_) end_at(distance + from_.price[node], node, -1);
            push(distance, node);
        }
    }

    void end_at(Weight distance, Index from, Index to) {
        limit_ = distance;
        end_from_ = from;
        end_to_ = to;
    }

    void push(Weight distance, Index node) {
        heap_.push_back({distance, node});
        std::push_heap(heap_.begin(), heap_.end(), later);
    }

    // All that lies nearer than the end comes as far as the end: no reduced cost turns negative, and the path is free.
    void move_prices() {
        for (const Index node : from_touched_)
            if (from_distance_[node] < limit_) from_.price[node] -= limit_ - from_distance_[node];
        for (const Index node : to_touched_)
            if (to_distance_[node] < limit_) to_.price[node] += limit_ - to_distance_[node];
    }

    // Exchange pairs along the path, from its end back to the root. A node gives up before it takes, to have room.
    void shift(Index root) {
        Index other = end_to_;
        if (other < 0) other = end_from_ == root ? -1 : give_up(end_from_);
        while (other >= 0) {
            const Place step = reached_[other];
            const Index next = step.other == root ? -1 : give_up(step.other);
            network_.take(from_, step.other, to_, {step.weight, other, step.pair});
            other = next;
        }
    }

    Index give_up(Index node) {
        network_.leave(from_, node, to_, freed_[node].pair);
        return freed_[node].other;
    }

    void forget() {
        for (const Index node : from_touched_) from_distance_[node] = kFar;
        for (const Index node : to_touched_) to_distance_[node] = kFar;
        from_touched_.clear();
        to_touched_.clear();
        heap_.clear();
    }

    Network& network_;
    Side& from_;
    Side& to_;
    Watch& watch_;
    Notes::Side& from_notes_;
    Notes::Side& to_notes_;
    Array<Weight>& from_distance_ = from_notes_.distance;
    Array<Weight>& to_distance_ = to_notes_.distance;
    Array<Place>& freed_ = from_notes_.step;  // the pair that a node of `from` would give up
    Array<Place>& reached_ = to_notes_.step;  // the link over which a node of `to` was reached
    std::vector<Index>& from_touched_ = from_notes_.touched;
    std::vector<Index>& to_touched_ = to_notes_.touched;
    std::vector<Weight>& value_;
    std::vector<Entry> heap_;
    Weight limit_ = 0;  // length of the shortest complete path so far
    Index end_from_ = -1;
    Index end_to_ = -1;
};

// Between two searches the prices are those of a bound, and no pair that is left out is worth more than they are.
void report(const Network& network, Watch& watch) {
    Sum value = 0, bound = 0;
    for (const Side* side : {&network.jobseekers, &network.vacancies})
        for (Index node = 0; node < side->size(); ++node) bound += Sum{side->price[node]} * side->capacity(node);
    for (Index i = 0; i < network.jobseekers.size(); ++i)
        for (const Place& place : network.jobseekers.taken(i)) {
            const Weight price = network.jobseekers.price[i] + network.vacancies.price[place.other];
            value += place.weight;
            bound += std::max<Weight>(0, place.weight - price);
        }
    watch.report(value, bound);
}

}  // namespace

Notes::Notes(const Network& network) {
    std::int64_t most_links = 0;
    for (auto [side, notes] : {std::pair{&network.jobseekers, &jobseekers}, std::pair{&network.vacancies, &vacancies}}) {
        notes->distance.assign(side->size(), kFar);
        notes->step.resize(side->size());
        for (Index node = 0; node < side->size(); ++node) most_links = std::max(most_links, side->degree(node));
    }
    value.resize(most_links);
}

void fill_places(Network& network, Side& from, Side& to, Notes& notes, Watch& watch) {
    Search search(network, from, to, notes, watch);
    for (Index node = 0; node < from.size() && !watch.stopped(); ++node) {
        while (from.has_room(node) && from.price[node] > 0 && search.run(node)) {
        }
        if (watch.wants_report()) report(network, watch);
    }
}

}  // namespace matching
