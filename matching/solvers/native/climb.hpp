// Side rows: a local search that takes a choice of pairs to a better one, with the price of broken limits counted in.
#pragma once

#include <span>
#include <vector>

#include "network.hpp"
#include "watch.hpp"

namespace matching {

using Value = __int128;  // keyed weight less the price of what is short or over; prices can be very large

// Rows over pairs: lower - short <= sum of coefficients of the chosen pairs <= upper + over. Each unit short or over
// costs its price.
struct SideRows {
    std::span<const std::int64_t> first;        // the entries of pair e are first[e] .. first[e + 1]
    std::span<const Index> row;                 // of each entry
    std::span<const std::int64_t> coefficient;  // of each entry, at least 0
    std::span<const std::int64_t> lower;
    std::span<const std::int64_t> upper;
    std::span<const Weight> shortfall_price;
    std::span<const Weight> excess_price;
};

// Each jobseeker is in one pair at most. A move gives a jobseeker another pair, or none; where the vacancy has no room
// somebody is driven out and moves in turn, up to three deep. The best such chain of each jobseeker is carried out when
// it pays, until none does. Then, as long as the work allowed lasts, a few neighbours are sent home and placed anew, and
// stay so unless that lost something.
class Climb {
  public:
    // Throws std::invalid_argument when arrays disagree. Weights, coefficients, limits and prices have to outlive it.
    Climb(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::span<const Weight> weight,
          std::span<const Index> vacancy_capacity, const SideRows& rows);

    // Start from `chosen`, in order. Pairs that lose more than `reach` are not looked at. Stops when `max_looks` pairs
    // were looked at, or the watch says so. Returns the value reached; `chosen_pairs` has the choice.
    Value run(std::span<const std::int64_t> chosen, std::span<const Weight> loss, Weight reach, std::int64_t max_looks,
              Watch& watch);

    Array<std::int64_t> chosen_pairs() const;

  private:
    struct Move {
        Index jobseeker;
        Index pair;  // -1 for none
    };

    void start(std::span<const std::int64_t> chosen);
    void keep_near_pairs(std::span<const Weight> loss, Weight reach);
    void climb(std::int64_t max_looks, Watch& watch);
    void shake();
    Value ruin();
    Value ruin_row(Index centre);
    Value send_home(Index jobseeker);
    void undo();
    std::int64_t draw(std::int64_t n);
    bool has_room(Index vacancy) const {
        return n_held_[vacancy] < first_place_[vacancy + 1] - first_place_[vacancy];
    }
    Value improve(Index jobseeker);
    void explore(Index jobseeker, Value gained, int depth);
    void end_chain(Value gained);
    Value give(Index jobseeker, Index pair);
    Value change_rows(Index pair, int sign);
    Value penalty(Index row) const;
    Value value() const;

    std::span<const Weight> weight_;
    std::span<const Index> capacity_;
    SideRows rows_;                           // `first` and `row` are read from the copies below
    Array<std::int64_t> first_;               // what says where to read is copied: the caller's may change
    Array<Index> vacancy_;
    Array<std::int64_t> first_entry_;
    Array<Index> row_;
    Array<Index> pair_of_;                    // of each jobseeker, -1 for none
    Array<Index> first_place_;                // of each vacancy in `holder_`
    Array<Index> n_held_;                     // of each vacancy
    Array<Index> holder_;                     // the jobseekers of each vacancy
    Array<std::int64_t> first_near_;          // the pairs worth a look, by jobseeker
    Array<Index> near_;
    Array<std::int64_t> first_admirer_;       // the jobseekers with such a pair, by vacancy
    Array<Index> admirer_;
    Array<std::int64_t> first_member_;        // the jobseekers with such a pair, by row
    Array<Index> member_;
    std::vector<std::int64_t> activity_;      // of each row
    std::vector<Move> chain_;                 // the moves tried now
    std::vector<Move> best_chain_;
    std::vector<Move> trail_;                 // where everybody was who has moved since it was cleared
    std::uint64_t random_ = 0;
    Weight tolerance_ = 0;  // what a shake may lose
    Value best_gain_ = 0;
    std::int64_t n_looks_ = 0;
};

}  // namespace matching
