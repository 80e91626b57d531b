// Side rows: a choice of pairs, what it costs against a bound, and the cheapest change that a wish brings about.
#pragma once

#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "network.hpp"

namespace matching {

// Rows over pairs: lower - short <= sum of coefficients of the chosen pairs <= upper + over. Each unit short or over
// costs its price. `price` is that of the bound: positive rewards activity, negative charges it.
struct SideRows {
    std::span<const std::int64_t> first;        // the entries of pair e are first[e] .. first[e + 1]
    std::span<const Index> row;                 // of each entry
    std::span<const std::int64_t> coefficient;  // of each entry, at least 0
    std::span<const std::int64_t> lower;
    std::span<const std::int64_t> upper;
    std::span<const Weight> shortfall_price;
    std::span<const Weight> excess_price;
    std::span<const Weight> price;
};

// The pairs of an assignment problem with side rows, each jobseeker with one place at most, and the prices of a bound.
struct PricedPairs {
    std::span<const std::int64_t> first;  // the pairs of jobseeker i are first[i] .. first[i + 1]
    std::span<const Index> vacancy;
    std::span<const Weight> loss;  // of each pair: price of its two places less its weight as adjusted by the rows
    std::span<const Index> jobseeker_capacity;
    std::span<const Index> vacancy_capacity;
    std::span<const Weight> jobseeker_price;
    std::span<const Weight> vacancy_price;
    SideRows rows;
};

// Throws std::invalid_argument when arrays disagree or are out of range.
void check(const PricedPairs& pairs);

// The distance of a choice to the bound is a sum of costs, none of them negative where the prices are good: the losses of
// its pairs, the prices of places left open on either side, and of each row its price times what is beyond the limit, or
// what missing the limit costs above that price. Costs are floating-point numbers: they steer a search, and what it finds
// is valued anew in integers.
class Exchange {
  public:
    // Only pairs that lose at most `reach`, or are in `chosen`, can be chosen; `chosen` is where it starts.
    Exchange(const PricedPairs& pairs, double reach, std::span<const std::int64_t> chosen);

    static constexpr double kNever = std::numeric_limits<double>::infinity();
    static constexpr Index kNone = -1;  // no option: at home

    Index n_jobseekers() const { return static_cast<Index>(option_of_.size()); }
    Index n_rows() const { return static_cast<Index>(lower_.size()); }
    Index first_option(Index jobseeker) const { return first_option_[jobseeker]; }
    Index option_of(Index jobseeker) const { return option_of_[jobseeker]; }
    Index jobseeker_of(Index option) const { return option_[option].jobseeker; }
    Index vacancy_of(Index option) const { return option == kNone ? kNone : option_[option].vacancy; }
    double loss_of(Index jobseeker, Index option) const {
        return option == kNone ? jobseeker_price_[jobseeker] : option_[option].loss;
    }
    std::span<const Index> rows_of(Index option) const;
    std::span<const Index> options_at(Index vacancy) const;
    std::span<const Index> options_in(Index row) const;
    double row_cost(Index row) const { return row_cost(row, activity_[row]); }
    double row_price(Index row) const { return price_[row]; }

    // Let missing a limit cost at most `factor` times what passing it does; all of it when the factor is kNever.
    void soften(Index row, double factor);

    double cost() const;
    Array<std::int64_t> chosen_pairs() const;

    // The change of cost when a jobseeker moves to an option, or home, and others make room and fill what it leaves in
    // the cheapest way found. kNever when none is below `limit`, about.
    double best_change(Index jobseeker, Index option, double limit);

    // Carry the last change out. The trail has who moved and from where, since it was cleared.
    void carry_out();
    void put(Index jobseeker, Index option);

    struct Move {
        Index jobseeker;
        Index before;
    };
    std::vector<Move> trail;
    std::int64_t n_looks = 0;

  private:
    struct Option {
        double loss;
        Index jobseeker;
        Index vacancy;
        Index pair;
        Index first_entry;
        Index end_entry;
    };
    struct Step {
        Index cause;  // the step that made this one necessary, -1 for the first
        Index jobseeker;
        Index from;
        Index to;
        Index vacancy;  // with one too many, or with the place left open
        double cost;    // of all steps so far, what is left open included
    };
    using Entry = std::pair<double, Index>;

    void keep_options(const PricedPairs& pairs, double reach, std::span<const std::int64_t> chosen);
    void keep_rows(const SideRows& rows);
    void push_out(Index first, Index left, double open_cost, double limit);
    void push_holder(Index step, Index holder, Index left, double open_cost, double limit);
    void pull_in(Index left, double limit);
    void pull_to(Index step, Index vacancy, Index option, double limit);
    bool moves_in(Index step, Index jobseeker) const;
    Index add_step(Index cause, Index jobseeker, Index to, Index vacancy, double cost);
    void reach_vacancy(Index step);
    Index next_step();
    void forget();
    double row_change(Index cause, Index from, Index to);
    void add_entries(Index option, double sign);
    void add_known(Index option, double sign);
    double row_cost(Index row, double activity) const;
    bool has_room(Index vacancy) const { return n_held_[vacancy] < first_place_[vacancy + 1] - first_place_[vacancy]; }

    Array<Index> first_option_;  // of each jobseeker
    Array<Option> option_;
    Array<Index> first_at_;      // of each vacancy in `at_`
    Array<Index> at_;            // options by vacancy
    Array<Index> first_in_;      // of each row in `in_`
    Array<Index> in_;            // options by row
    Array<Index> entry_row_;
    Array<double> entry_size_;
    Array<double> jobseeker_price_, vacancy_price_;
    Array<Index> option_of_;     // of each jobseeker
    Array<Index> first_place_;   // of each vacancy in `holder_`
    Array<Index> n_held_;
    Array<Index> holder_;
    Array<double> lower_, upper_, price_, dearest_short_, dearest_over_;
    Array<double> short_, over_;  // what a unit costs now
    Array<double> passing_;       // what passing a limit by a unit costs, at least
    Array<double> activity_;

    double allowance_;  // what a partial change may cost above the best complete one: rows may yet pay it back
    std::vector<Step> step_;
    std::vector<Entry> heap_;
    std::vector<double> distance_;  // to each vacancy
    std::vector<Index> reached_;
    std::vector<Index> changed_;    // rows of the step in hand
    std::vector<double> change_, known_;
    Index best_step_ = -1;
    double best_cost_ = kNever;
    bool best_fills_ = false;  // whether what the first jobseeker left is taken again
};

}  // namespace matching
