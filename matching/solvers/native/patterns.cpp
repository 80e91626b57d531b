#include "patterns.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace matching {
namespace {

constexpr int kFirstShare = 1 << 24;  // part of the distance to the empty set by which the search begins
constexpr Weight kLargest = Weight{1} << 59;
constexpr Weight kForbidden = Weight{1} << 61;
constexpr std::size_t kMaxWork = 2'000'000;  // of one assignment: places, squared, by columns
constexpr int kExact = 14;  // binary digits of a unit price; any price gives a bound
constexpr Weight kRough = 128;       // parts of a unit price, once jobseekers have prices
constexpr std::int64_t kCheapLooks = 50'000;  // before jobseekers are given prices of their own

// Prices at which each jobseeker is wanted once (Hungarian method): what a place of a vacancy is worth at most is left.
class Assignment {
  public:
    // Places are rows; jobseekers are columns, followed by as many empty ones. `worth` is place by column.
    explicit Assignment(std::size_t n_places, std::size_t n_jobseekers)
        : n_places_(n_places), n_columns_(n_jobseekers + n_places), cost_(n_places * n_columns_) {}

    Weight& cost(std::size_t place, std::size_t column) { return cost_[place * n_columns_ + column]; }

    void solve() {
        row_price_.assign(n_places_ + 1, 0);
        column_price_.assign(n_columns_ + 1, 0);
        holder_.assign(n_columns_ + 1, 0);
        for (std::size_t place = 1; place <= n_places_; ++place) insert(place);
    }

    // Place that has a column, one-based; 0 for none.
    std::size_t holder(std::size_t column) const { return holder_[column + 1]; }
    Weight column_price(std::size_t column) const { return -column_price_[column + 1]; }

  private:
    void insert(std::size_t place) {
        holder_[0] = place;
        least_.assign(n_columns_ + 1, std::numeric_limits<Weight>::max());
        way_.assign(n_columns_ + 1, 0);
        done_.assign(n_columns_ + 1, 0);
        std::size_t column = 0;
        do {
            done_[column] = 1;
            const std::size_t row = holder_[column];
            Weight step = std::numeric_limits<Weight>::max();
            std::size_t next = 0;
            for (std::size_t j = 1; j <= n_columns_; ++j) {
                if (done_[j]) continue;
                const Weight reduced = cost_[(row - 1) * n_columns_ + j - 1] - row_price_[row] - column_price_[j];
                if (reduced < least_[j]) {
                    least_[j] = reduced;
                    way_[j] = column;
                }
                if (least_[j] < step) {
                    step = least_[j];
                    next = j;
                }
            }
            for (std::size_t j = 0; j <= n_columns_; ++j) {
                if (done_[j]) {
                    row_price_[holder_[j]] += step;
                    column_price_[j] -= step;
                } else {
                    least_[j] -= step;
                }
            }
            column = next;
        } while (holder_[column] != 0);
        while (column != 0) {
            holder_[column] = holder_[way_[column]];
            column = way_[column];
        }
    }

    std::size_t n_places_;
    std::size_t n_columns_;
    std::vector<Weight> cost_;
    std::vector<Weight> row_price_, column_price_, least_;
    std::vector<std::size_t> holder_, way_;
    std::vector<char> done_;
};

void check(const RowPairs& row) {
    const std::size_t n = row.gain.size();
    if (row.units.size() != n || row.jobseeker.size() != n || row.vacancy.size() != n)
        throw std::invalid_argument("patterns: gain, units, jobseeker and vacancy must be of one length.");
    if (row.memory.size() != row.jobseeker_room.size() ||
        std::any_of(row.memory.begin(), row.memory.end(), [](Weight p) { return p < 0 || p > kForbidden; }))
        throw std::invalid_argument("patterns: memory must have a price of each jobseeker, in [0, 2**61].");
    if (row.lower < 0 || row.price < 0) throw std::invalid_argument("patterns: lower and price must be at least 0.");
    for (std::size_t e = 0; e < n; ++e) {
        if (row.units[e] < 0) throw std::invalid_argument("patterns: units must be at least 0.");
        if (row.gain[e] > kLargest || row.gain[e] < -kLargest ||
            static_cast<Value>(row.price) * row.units[e] > kLargest)
            throw std::invalid_argument("patterns: a gain, or the price of the units of a pair, is beyond 2**59.");
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
          room_(row.jobseeker_room.begin(), row.jobseeker_room.end()),
          jobseeker_price_(row.memory.begin(), row.memory.end()) {
        group();
    }

    Patterns run(Weight slack) {
        const std::int64_t looks = looks_left_;
        unit_price_ = best_unit_price(row_.price);
        lay_out(unit_price_);
        looks_left_ = std::min(looks, kCheapLooks);
        Patterns answer = search(slack);
        const std::size_t places = n_places();
        const bool is_large = places * places * (places + room_.size()) > kMaxWork;
        if (looks_left_ > 0 || looks <= kCheapLooks || is_large || watch_.stopped()) return answer;
        // Somebody is wanted in several places at once.
        looks_left_ = looks - kCheapLooks;
        std::fill(jobseeker_price_.begin(), jobseeker_price_.end(), 0);
        unit_price_ = best_unit_price(row_.price);
        price_jobseekers();
        std::copy(jobseeker_price_.begin(), jobseeker_price_.end(), row_.memory.begin());
        lay_out(unit_price_);
        return search(slack);
    }

  private:
    Patterns search(Weight slack) {
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

    void group() {
        for (std::size_t e = 0; e < n_; ++e)
            if (e == 0 || row_.vacancy[e] != row_.vacancy[e - 1]) begin_.push_back(e);
        begin_.push_back(n_);
    }

    std::size_t n_vacancies() const { return begin_.size() - 1; }
    Index room_of(std::size_t v) const { return std::max<Index>(row_.vacancy_room[row_.vacancy[begin_[v]]], 0); }

    std::size_t n_places() const {
        std::size_t places = 0;
        for (std::size_t v = 0; v < n_vacancies(); ++v)
            places += std::min<std::size_t>(room_of(v), begin_[v + 1] - begin_[v]);
        return places;
    }

    // The price of a unit at which the bound is lowest: where the sets of the bound reach the lower limit.
    Weight best_unit_price(Weight high) {
        Weight low = 0;
        while (high - low > high >> kExact) {
            const Weight middle = low + (high - low) / 2;
            lay_out(middle);
            if (reached_ >= row_.lower) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    // The same, with everybody wanted once only.
    void price_jobseekers() {
        // Somebody who is wanted twice counts once: fewer units, so that the price is no lower than without.
        Weight low = unit_price_, high = row_.price, step = std::max(unit_price_ / 8, row_.price >> 16);
        const Weight least = std::max(unit_price_ / kRough, row_.price >> 20);  // any prices give a bound
        while (low < high && step > least) {
            const Weight middle = low + std::min(step, high - 1 - low);
            if (watch_.stop(static_cast<std::int64_t>(kMaxWork) / 8)) return;
            if (assign(middle) >= row_.lower) {
                high = middle;
            } else {
                low = middle + 1;
            }
            step = high == row_.price ? 2 * step : step / 2;
        }
        unit_price_ = high;
        assign(high);
    }

    // Units of the best assignment at a unit price; keeps the prices of jobseekers.
    std::int64_t assign(Weight unit_price) {
        std::vector<std::size_t> place_begin{0};
        for (std::size_t v = 0; v < n_vacancies(); ++v)
            place_begin.push_back(place_begin.back() +
                                  std::min<std::size_t>(room_of(v), begin_[v + 1] - begin_[v]));
        Assignment best(place_begin.back(), room_.size());
        std::vector<std::int64_t> units(place_begin.back() * room_.size(), 0);
        for (std::size_t place = 0; place < place_begin.back(); ++place)
            for (std::size_t i = 0; i < room_.size(); ++i) best.cost(place, i) = kForbidden;
        for (std::size_t v = 0; v < n_vacancies(); ++v) {
            for (std::size_t e = begin_[v]; e < begin_[v + 1]; ++e) {
                const auto i = static_cast<std::size_t>(row_.jobseeker[e]);
                const Weight cost = -(row_.gain[e] + unit_price * row_.units[e]);
                for (std::size_t place = place_begin[v]; room_[i] > 0 && place < place_begin[v + 1]; ++place) {
                    if (cost >= best.cost(place, i)) continue;
                    best.cost(place, i) = cost;
                    units[place * room_.size() + i] = row_.units[e];
                }
            }
        }
        best.solve();
        std::int64_t reached = 0;
        for (std::size_t i = 0; i < room_.size(); ++i) {
            jobseeker_price_[i] = room_[i] > 0 ? std::max<Weight>(best.column_price(i), 0) : 0;
            if (best.holder(i) > 0 && best.cost(best.holder(i) - 1, i) < kForbidden)
                reached += units[(best.holder(i) - 1) * room_.size() + i];
        }
        return reached;
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
            by_pair[e] = row_.gain[e] + static_cast<Value>(unit_price) * row_.units[e] -
                         jobseeker_price_[row_.jobseeker[e]];
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
        everybody_ = 0;
        for (std::size_t i = 0; i < room_.size(); ++i)
            everybody_ += static_cast<Value>(jobseeker_price_[i]) * std::max<Index>(room_[i], 0);
        forgone_.assign(n_, 0);
        std::vector<char> seen(room_.size(), 0);
        for (std::size_t k = n_; k-- > 0;) {
            const auto i = static_cast<std::size_t>(row_.jobseeker[pair_[k]]);
            if (!seen[i]) forgone_[k] = jobseeker_price_[i];
            seen[i] = 1;
        }
        top_ = everybody_ + after_[0] - static_cast<Value>(unit_price) * row_.lower;
    }

    // Find all sets worth `least` or more, or the best of them when they are too many; false when stopped.
    bool pass(Value least) {
        floor_ = least;
        found_.clear();
        chosen_.clear();
        explore(0, n_ > 0 ? room_of(0) : 0, everybody_, 0, 0);
        std::sort(found_.begin(), found_.end(), better);
        return looks_left_ > 0 && !watch_.stopped();
    }

    // Sets that have the pairs chosen so far, and others from position `k` on. `worth` is what they are worth with all
    // prices paid, and what jobseekers who still may be chosen would pay for.
    void explore(std::size_t k, Index room, Value worth, Value gain, std::int64_t units) {
        offer(gain, units);
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
                for (; k + 1 < begin_[v + 1]; ++k) worth -= forgone(k);
                worth -= forgone(k);
                continue;
            }
            const Index pair = pair_[k];
            const std::int64_t more = units + row_.units[pair];
            Index& left = room_[row_.jobseeker[pair]];
            if (left > 0 && limit(most, more, more + units_after_[v]) >= floor_) {
                --left;
                chosen_.push_back(pair);
                const bool is_last = k + 1 == begin_[v + 1];
                explore(k + 1, is_last && k + 1 < n_ ? room_of(v + 1) : room - 1, with - forgone(k),
                        gain + row_.gain[pair], more);
                chosen_.pop_back();
                ++left;
            }
            worth -= forgone(k);
        }
    }

    // What a jobseeker would have paid for whom this was the last chance.
    Value forgone(std::size_t k) const {
        return static_cast<Value>(forgone_[k]) * std::max<Index>(room_[row_.jobseeker[pair_[k]]], 0);
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

    void offer(Value gain, std::int64_t units) {
        const Value value = gain - static_cast<Value>(row_.price) * std::max<std::int64_t>(row_.lower - units, 0);
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
    std::vector<Weight> jobseeker_price_;
    std::vector<Weight> forgone_;       // price of the jobseeker of each position, if it has none after it
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
    Value everybody_ = 0;               // what all jobseekers pay
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
