#include "patterns.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>

namespace matching {
namespace {

constexpr int kFirstShare = 64;  // part of the distance to the empty set by which the search begins

void check(const RowPairs& row) {
    const std::size_t n = row.gain.size();
    if (row.units.size() != n || row.jobseeker.size() != n || row.vacancy.size() != n)
        throw std::invalid_argument("patterns: gain, units, jobseeker and vacancy must be of one length.");
    if (row.lower < 0 || row.price < 0) throw std::invalid_argument("patterns: lower and price must be at least 0.");
    for (std::size_t e = 0; e < n; ++e) {
        if (row.units[e] < 0) throw std::invalid_argument("patterns: units must be at least 0.");
        if (row.jobseeker[e] < 0 || static_cast<std::size_t>(row.jobseeker[e]) >= row.jobseeker_room.size() ||
            row.vacancy[e] < 0 || static_cast<std::size_t>(row.vacancy[e]) >= row.vacancy_room.size())
            throw std::invalid_argument("patterns: a pair is of nobody.");
        if (e > 0 && row.vacancy[e] < row.vacancy[e - 1])
            throw std::invalid_argument("patterns: pairs must be in order of their vacancies.");
    }
}

class Search {
  public:
    Search(const RowPairs& row, std::size_t most, std::int64_t max_looks, Watch& watch)
        : row_(row), n_(row.gain.size()), most_(most), looks_left_(max_looks), watch_(watch),
          room_(row.jobseeker_room.begin(), row.jobseeker_room.end()) {
        group();
        unit_price_ = best_unit_price();
        lay_out(unit_price_);
    }

    Patterns run(Weight slack) {
        const Value nothing = -static_cast<Value>(row_.price) * row_.lower;
        Value share = std::max<Value>({(top_ - nothing) / kFirstShare, slack, 1});
        Value excluded = top_;  // no set is worth more
        while (true) {
            const Value least = std::max(top_ - share, nothing);
            const bool finished = pass(least);
            if (!finished) return answer(excluded, false);
            if (!found_.empty()) break;
            excluded = least;
            share *= 4;
        }
        const Value best = found_.front().value;
        const bool is_wide = best - slack >= floor_;
        if (!is_wide && !pass(best - slack)) return answer(best, false);
        return answer(best, floor_ <= best - slack);
    }

  private:
    void group() {
        for (std::size_t e = 0; e < n_; ++e)
            if (e == 0 || row_.vacancy[e] != row_.vacancy[e - 1]) begin_.push_back(e);
        begin_.push_back(n_);
    }

    std::size_t n_vacancies() const { return begin_.size() - 1; }
    Index room_of(std::size_t v) const { return std::max<Index>(row_.vacancy_room[row_.vacancy[begin_[v]]], 0); }

    // The price of a unit at which the bound is lowest: where the sets of the bound reach the lower limit.
    Weight best_unit_price() {
        Weight low = 0, high = row_.price;
        while (low < high) {
            const Weight middle = low + (high - low) / 2;
            lay_out(middle);
            if (reached_ >= row_.lower) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    // Pairs of each vacancy by what they are worth at a unit price, and what all later ones can add at most.
    void lay_out(Weight unit_price) {
        pair_.resize(n_);
        std::iota(pair_.begin(), pair_.end(), Index{0});
        worth_.resize(n_);
        place_.resize(n_);
        sum_.assign(n_ + 1, 0);
        std::vector<Value> by_pair(n_);
        for (std::size_t e = 0; e < n_; ++e)
            by_pair[e] = row_.gain[e] + static_cast<Value>(unit_price) * row_.units[e];
        after_.assign(begin_.size(), 0);
        units_after_.assign(begin_.size(), 0);
        reached_ = 0;
        for (std::size_t v = n_vacancies(); v-- > 0;) {
            const auto from = pair_.begin() + begin_[v], to = pair_.begin() + begin_[v + 1];
            std::sort(from, to, [&](Index a, Index b) {
                return by_pair[a] != by_pair[b] ? by_pair[a] > by_pair[b] : a < b;
            });
            std::vector<std::int64_t> units;
            Value top = 0;
            for (std::size_t k = begin_[v]; k < begin_[v + 1]; ++k) {
                place_[k] = v;
                worth_[k] = by_pair[pair_[k]];
                units.push_back(row_.units[pair_[k]]);
                if (static_cast<Index>(k - begin_[v]) < room_of(v) && worth_[k] > 0) {
                    top += worth_[k];
                    reached_ += units.back();
                }
            }
            const std::size_t room = std::min<std::size_t>(room_of(v), units.size());
            std::partial_sort(units.begin(), units.begin() + room, units.end(), std::greater<>());
            units_after_[v] = std::accumulate(units.begin(), units.begin() + room, units_after_[v + 1]);
            after_[v] = after_[v + 1] + top;
        }
        for (std::size_t k = 0; k < n_; ++k) sum_[k + 1] = sum_[k] + std::max<Value>(worth_[k], 0);
        top_ = after_[0] - static_cast<Value>(unit_price) * row_.lower;
    }

    // Find all sets worth `least` or more, or the best of them when they are too many; false when stopped.
    bool pass(Value least) {
        floor_ = least;
        found_.clear();
        chosen_.clear();
        explore(0, n_ > 0 ? room_of(0) : 0, 0, 0);
        std::sort(found_.begin(), found_.end(), better);
        return looks_left_ > 0 && !watch_.stopped();
    }

    // Sets that have the pairs chosen so far, and others from position `k` on.
    void explore(std::size_t k, Index room, Value worth, std::int64_t units) {
        offer(worth, units);
        for (std::size_t v = k < n_ ? place_[k] : 0; k < n_; ++k) {
            if (place_[k] != v) {
                v = place_[k];
                room = room_of(v);
            }
            if (--looks_left_ <= 0 || watch_.stop(1)) return;
            if (limit(worth + rest(k, room, v), units, units + units_after_[v]) < floor_) return;
            const Value with = worth + worth_[k];
            const Value most = room > 0 ? with + rest(k + 1, room - 1, v) : 0;
            if (room == 0 || most - paid() < floor_) {  // and the later ones of this vacancy are worth less
                k = begin_[v + 1] - 1;
                continue;
            }
            const Index pair = pair_[k];
            const std::int64_t more = units + row_.units[pair];
            if (room_[row_.jobseeker[pair]] <= 0 || limit(most, more, more + units_after_[v]) < floor_) continue;
            --room_[row_.jobseeker[pair]];
            chosen_.push_back(pair);
            const bool is_last = k + 1 == begin_[v + 1];
            explore(k + 1, is_last && k + 1 < n_ ? room_of(v + 1) : room - 1, with, more);
            chosen_.pop_back();
            ++room_[row_.jobseeker[pair]];
        }
    }

    // What positions from `k` on can add, `room` of them in its vacancy `v`.
    Value rest(std::size_t k, Index room, std::size_t v) const {
        const std::size_t end = std::min(k + static_cast<std::size_t>(room), begin_[v + 1]);
        return (end > k ? sum_[end] - sum_[k] : 0) + after_[v + 1];
    }

    Value paid() const { return static_cast<Value>(unit_price_) * row_.lower; }

    // Most that a set of this worth can be, with so many units at least and at most.
    Value limit(Value worth, std::int64_t least_units, std::int64_t most_units) const {
        Value value = worth - paid();
        if (least_units > row_.lower) value -= static_cast<Value>(unit_price_) * (least_units - row_.lower);
        if (most_units < row_.lower) value -= static_cast<Value>(row_.price - unit_price_) * (row_.lower - most_units);
        return value;
    }

    void offer(Value worth, std::int64_t units) {
        const Value value = limit(worth, units, units);
        if (value < floor_) return;
        found_.push_back({value, chosen_});
        std::sort(found_.back().pairs.begin(), found_.back().pairs.end());
        std::push_heap(found_.begin(), found_.end(), better);
        if (found_.size() <= most_) return;
        std::pop_heap(found_.begin(), found_.end(), better);
        found_.pop_back();
        floor_ = found_.front().value + 1;
    }

    static bool better(const Pattern& a, const Pattern& b) {
        return a.value != b.value ? a.value > b.value : a.pairs < b.pairs;
    }

    Patterns answer(Value bound, bool is_complete) { return {bound, is_complete, std::move(found_)}; }

    const RowPairs& row_;
    std::size_t n_;
    std::size_t most_;
    std::int64_t looks_left_;
    Watch& watch_;
    std::vector<Index> room_;           // left of each jobseeker
    std::vector<std::size_t> begin_;    // of the pairs of each vacancy
    std::vector<Index> pair_;           // at each position
    std::vector<std::size_t> place_;    // vacancy of each position
    std::vector<Value> worth_;          // of each position, its units paid
    std::vector<Value> sum_;            // of what is positive before each position
    std::vector<Value> after_;          // what each vacancy and those after it can add
    std::vector<std::int64_t> units_after_;
    std::vector<Index> chosen_;
    std::vector<Pattern> found_;
    std::int64_t reached_ = 0;          // units of the set of the bound
    Weight unit_price_ = 0;
    Value top_ = 0;                     // no set is worth more
    Value floor_ = 0;                   // sets worth less are left out
};

}  // namespace

Patterns best_patterns(const RowPairs& row, Weight slack, std::size_t most, std::int64_t max_looks, Watch& watch) {
    check(row);
    if (slack < 0 || most < 1) throw std::invalid_argument("patterns: slack must be at least 0, most at least 1.");
    return Search(row, most, max_looks, watch).run(slack);
}

}  // namespace matching
