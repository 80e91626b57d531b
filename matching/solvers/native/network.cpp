#include "network.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "scan.hpp"

namespace matching {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument(message); }

void check_sizes(std::span<const std::int64_t> first, std::size_t n_pairs, std::size_t n_weights,
                 std::size_t n_jobseekers, std::size_t n_vacancies) {
    constexpr std::size_t most = std::numeric_limits<Index>::max() - 1;
    if (n_pairs > most || n_jobseekers > most || n_vacancies > most)
        refuse("there may be at most 2**31 - 2 pairs, jobseekers and vacancies.");
    if (first.size() != n_jobseekers + 1) refuse("indptr: must have one entry more than jobseeker_capacity.");
    if (n_weights != n_pairs) refuse("weight: must have as many entries as vacancy.");
    if (first.front() != 0 || first.back() != static_cast<std::int64_t>(n_pairs))
        refuse("indptr: must run from 0 to the number of pairs.");
    if (!std::is_sorted(first.begin(), first.end())) refuse("indptr: must not decrease.");
}

template <class T>
void check_range(std::span<const T> values, const char* name, T low, T high) {
    const auto outside = [low, high](T value) { return value < low || value > high; };
    const auto bad = std::find_if(values.begin(), values.end(), outside);
    if (bad == values.end()) return;
    refuse(std::string(name) + "[" + std::to_string(bad - values.begin()) + "]: must be in [" + std::to_string(low) +
           ", " + std::to_string(high) + "], got " + std::to_string(*bad) + ".");
}

void check_weights(std::span<const Weight> weight) { check_range(weight, "weight", -kLargestWeight, kLargestWeight); }

// Places beyond the number of links cannot be used, so that there are never more places than pairs.
void lay_out_places(Side& side, std::span<const Index> capacity) {
    const auto n = static_cast<Index>(capacity.size());
    side.given_capacity.assign(capacity.begin(), capacity.end());
    side.price.resize(n);
    side.n_taken.resize(n);
    side.first_place.assign(n + 1, 0);
    for (Index node = 0; node < n; ++node)
        side.first_place[node + 1] =
            side.first_place[node] + static_cast<Index>(std::min<std::int64_t>(capacity[node], side.degree(node)));
    side.place.resize(side.first_place[n]);
}

bool are_within(std::span<const Index> values, std::uint32_t n) {
    std::uint32_t outside = 0;  // no early end: that would keep the loop from becoming vector code
    for (const Index value : values) outside |= static_cast<std::uint32_t>(value) >= n;
    return outside == 0;
}

// Copy the pairs, and count the links of each vacancy as where those of the next begin; all in blocks that stay in the
// nearest cache.
void copy_pairs(std::span<const Index> vacancy, std::span<const Weight> weight, std::size_t n_vacancies,
                Side& jobseekers, Side& vacancies, Watch& watch) {
    constexpr std::size_t kBlock = 2048;
    jobseekers.other.resize(vacancy.size());
    jobseekers.weight.resize(vacancy.size());
    vacancies.first.assign(n_vacancies + 1, 0);
    for (std::size_t begin = 0; begin < vacancy.size(); begin += kBlock) {
        const std::size_t n = std::min(kBlock, vacancy.size() - begin);
        if (watch.stop(static_cast<std::int64_t>(n))) return;
        const auto ends = vacancy.subspan(begin, n);
        const auto weights = weight.subspan(begin, n);
        if (!are_within(ends, static_cast<std::uint32_t>(n_vacancies)))
            check_range(vacancy, "vacancy", Index{0}, static_cast<Index>(n_vacancies) - 1);
        if (largest(weights.data(), n, 0) > kLargestWeight || smallest(weights.data(), n, 0) < -kLargestWeight)
            check_weights(weight);
        std::copy(ends.begin(), ends.end(), jobseekers.other.begin() + begin);
        std::copy(weights.begin(), weights.end(), jobseekers.weight.begin() + begin);
        for (const Index j : ends) ++vacancies.first[j + 1];
    }
    for (std::size_t j = 0; j < n_vacancies; ++j) vacancies.first[j + 1] += vacancies.first[j];
}

Place& place_of(Side& side, Index node, Index pair) {
    const auto taken = side.taken(node);
    return *std::find_if(taken.begin(), taken.end(), [pair](const Place& place) { return place.pair == pair; });
}

void add_place(Side& side, Index node, const Place& place) {
    side.place[side.first_place[node] + side.n_taken[node]++] = place;
}

void remove_place(Side& side, Index node, Index pair) {
    place_of(side, node, pair) = side.taken(node).back();
    --side.n_taken[node];
}

}  // namespace

Network::Network(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
                 std::span<const Index> jobseeker_capacity, std::span<const Index> vacancy_capacity, Watch& watch) {
    check_sizes(first, vacancy.size(), weight.size(), jobseeker_capacity.size(), vacancy_capacity.size());
    constexpr Index most = std::numeric_limits<Index>::max();
    check_range(jobseeker_capacity, "jobseeker_capacity", Index{0}, most);
    check_range(vacancy_capacity, "vacancy_capacity", Index{0}, most);
    jobseekers.first.assign(first.begin(), first.end());
    copy_pairs(vacancy, weight, vacancy_capacity.size(), jobseekers, vacancies, watch);
    if (watch.stopped()) return;
    lay_out_places(jobseekers, jobseeker_capacity);
    lay_out_places(vacancies, vacancy_capacity);
    chosen.resize(vacancy.size());
    clear();
}

void Side::values(Index node, const Array<Weight>& at, Weight* value) const {
    const auto begin = first[node];
    if (link.empty()) {
        link_values(weight.data() + begin, other.data() + begin, at.data(), degree(node), value);
    } else {
        link_values(link.data() + begin, at.data(), degree(node), value);
    }
}

bool Network::link(Watch& watch) {
    if (is_linked_) return true;
    vacancies.link.resize(chosen.size());
    Array<Index> next(vacancies.first.begin(), vacancies.first.end() - 1);
    for (Index i = 0; i < jobseekers.size(); ++i) {
        if (watch.stop(jobseekers.degree(i))) return false;
        const auto begin = jobseekers.first[i], end = jobseekers.first[i + 1];
        // The memory of all links of one jobseeker is asked for before it is needed: it lies all over.
        for (auto pair = begin; pair < end; ++pair) __builtin_prefetch(&vacancies.link[next[jobseekers.other[pair]]], 1);
        for (auto pair = begin; pair < end; ++pair)
            vacancies.link[next[jobseekers.other[pair]]++] = {jobseekers.weight[pair], i, static_cast<Index>(pair)};
    }
    return is_linked_ = true;
}

void Network::clear() {
    for (Side* side : {&jobseekers, &vacancies}) {
        // Where there is no place at all a price beyond every weight keeps the searches away.
        for (Index node = 0; node < side->size(); ++node)
            side->price[node] = side->capacity(node) > 0 ? 0 : kLargestWeight;
        std::fill(side->n_taken.begin(), side->n_taken.end(), 0);
    }
    std::fill(chosen.begin(), chosen.end(), 0);
}

void Network::start(std::span<const Weight> vacancy_price, std::span<const std::int64_t> pairs) {
    if (vacancy_price.size() != vacancies.price.size()) refuse("vacancy_price: must have one entry a vacancy.");
    check_range(vacancy_price, "vacancy_price", Weight{0}, kLargestWeight);
    check_range<std::int64_t>(pairs, "chosen", 0, n_pairs() - 1);
    if (std::adjacent_find(pairs.begin(), pairs.end(), std::greater_equal<>()) != pairs.end())
        refuse("chosen: must increase.");
    clear();
    for (Index j = 0; j < vacancies.size(); ++j)
        if (vacancies.capacity(j) > 0) vacancies.price[j] = vacancy_price[j];
    Index i = 0;
    for (const std::int64_t pair : pairs) {
        while (jobseekers.first[i + 1] <= pair) ++i;
        const Place place{jobseekers.weight[pair], jobseekers.other[pair], static_cast<Index>(pair)};
        // Capacities may have shrunk since the pairs were chosen.
        if (jobseekers.has_room(i) && vacancies.has_room(place.other)) take(jobseekers, i, vacancies, place);
    }
    for (Index node = 0; node < jobseekers.size(); ++node) settle(jobseekers, node, vacancies);
}

bool Network::take_up(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                      std::span<const Weight> weight, std::span<const Index> jobseeker_capacity,
                      std::span<const Index> vacancy_capacity) {
    if (!std::ranges::equal(jobseeker_capacity, jobseekers.given_capacity) ||
        !std::ranges::equal(vacancy_capacity, vacancies.given_capacity) ||
        !std::ranges::equal(first, jobseekers.first) || vacancy.size() != chosen.size())
        return false;
    if (weight.size() != chosen.size()) refuse("weight: must have as many entries as vacancy.");
    const auto same = [](const auto& given, const auto& own, std::int64_t begin, std::int64_t end) {
        return std::equal(given.begin() + begin, given.begin() + end, own.begin() + begin);
    };
    // Where most weights are new, those of the links of vacancies are laid out anew: to look each up takes longer.
    const bool anew = is_linked_ && share_changed(weight) > 0.1;
    constexpr Index kTogether = 16;  // compared first: most are as they were
    for (Index i = 0; i < jobseekers.size(); i += kTogether) {
        const Index last = std::min(jobseekers.size(), i + kTogether);
        if (!same(vacancy, jobseekers.other, first[i], first[last])) return false;
        if (same(weight, jobseekers.weight, first[i], first[last])) continue;
        for (Index k = i; k < last; ++k) {
            if (same(weight, jobseekers.weight, first[k], first[k + 1])) continue;
            check_weights(weight.subspan(first[k], jobseekers.degree(k)));  // what is unchanged was checked before
            reweigh(k, weight, anew);
            settle(jobseekers, k, vacancies);
        }
    }
    if (anew)
        for (Place& link : vacancies.link) link.weight = jobseekers.weight[link.pair];
    return true;
}

double Network::share_changed(std::span<const Weight> weight) const {
    constexpr std::size_t kApart = 61;
    std::size_t n_seen = 0, n_changed = 0;
    for (std::size_t pair = 0; pair < weight.size(); pair += kApart, ++n_seen)
        n_changed += weight[pair] != jobseekers.weight[pair];
    return n_seen > 0 ? static_cast<double>(n_changed) / static_cast<double>(n_seen) : 0.0;
}

void Network::reweigh(Index jobseeker, std::span<const Weight> weight, bool but_links) {
    const auto begin = jobseekers.first[jobseeker], end = jobseekers.first[jobseeker + 1];
    const bool has_links = is_linked_ && !but_links;
    if (has_links)
        for (auto pair = begin; pair < end; ++pair)
            __builtin_prefetch(&vacancies.link[near_link(jobseekers.other[pair], pair)], 1);
    for (auto pair = begin; pair < end; ++pair) {
        if (jobseekers.weight[pair] == weight[pair]) continue;
        const Index position = static_cast<Index>(pair), vacancy = jobseekers.other[pair];
        jobseekers.weight[pair] = weight[pair];
        if (has_links) link_of(vacancy, position).weight = weight[pair];
        if (chosen[pair]) {
            place_of(jobseekers, jobseeker, position).weight = weight[pair];
            place_of(vacancies, vacancy, position).weight = weight[pair];
        }
    }
}

// About where the link of a pair is among those of its vacancy, were they spread evenly over all pairs.
std::int64_t Network::near_link(Index vacancy, std::int64_t pair) const {
    return vacancies.first[vacancy] + vacancies.degree(vacancy) * pair / n_pairs();
}

Place& Network::link_of(Index vacancy, Index pair) {
    constexpr std::int64_t kNear = 16;
    const auto first = vacancies.first[vacancy], last = vacancies.first[vacancy + 1];
    const auto near = near_link(vacancy, pair);
    auto begin = std::max(first, near - kNear), end = std::min(last, near + kNear);
    if (vacancies.link[begin].pair > pair) begin = first;
    if (vacancies.link[end - 1].pair < pair) end = last;
    return *std::lower_bound(vacancies.link.begin() + begin, vacancies.link.begin() + end, pair,
                             [](const Place& link, Index position) { return link.pair < position; });
}

void Network::use_free_places() {
    std::vector<std::uint8_t> is_free(vacancies.size());  // small enough to stay in the cache
    for (Index j = 0; j < vacancies.size(); ++j) is_free[j] = vacancies.has_room(j);
    for (Index i = 0; i < jobseekers.size(); ++i)
        while (jobseekers.has_room(i)) {
            Place best{0, 0, -1};
            for (auto pair = jobseekers.first[i]; pair < jobseekers.first[i + 1]; ++pair)
                if (is_free[jobseekers.other[pair]] && jobseekers.weight[pair] > best.weight && !chosen[pair])
                    best = {jobseekers.weight[pair], jobseekers.other[pair], static_cast<Index>(pair)};
            if (best.pair < 0) break;
            take(jobseekers, i, vacancies, best);
            is_free[best.other] = vacancies.has_room(best.other);
        }
}

Array<std::int64_t> Network::chosen_pairs() const {
    Array<std::int64_t> pairs;
    for (Index i = 0; i < jobseekers.size(); ++i) {
        const auto taken = jobseekers.taken(i);
        for (const Place& place : taken) pairs.push_back(place.pair);
        std::sort(pairs.end() - static_cast<std::ptrdiff_t>(taken.size()), pairs.end());
    }
    return pairs;
}

void Network::settle(Side& from, Index node, Side& to) {
    if (from.capacity(node) == 0) return;
    Weight best = 0;
    for (auto link = from.first[node]; link < from.first[node + 1]; ++link) {
        const auto [weight, other, pair] = from.link_at(link);
        const Weight value = weight - to.price[other];
        if (value > best && !chosen[pair]) best = value;
    }
    // Backwards, since giving up a place moves the last one to where it was.
    for (Index at = from.n_taken[node]; at-- > 0;) {
        const Place place = from.taken(node)[at];
        if (place.weight - to.price[place.other] < best) leave(from, node, to, place.pair);
    }
    from.price[node] = best;
}

void Network::take(Side& from, Index node, Side& to, const Place& place) {
    add_place(from, node, place);
    add_place(to, place.other, {place.weight, node, place.pair});
    chosen[place.pair] = 1;
}

void Network::leave(Side& from, Index node, Side& to, Index pair) {
    remove_place(to, place_of(from, node, pair).other, pair);
    remove_place(from, node, pair);
    chosen[pair] = 0;
}

}  // namespace matching
