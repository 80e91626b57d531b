// Side rows: a local search that takes a choice of pairs to a better one, with the price of broken limits counted in.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exchange.hpp"
#include "watch.hpp"

namespace matching {

struct ClimbEffort {
    double reach;             // pairs that lose more are left out
    double enough;            // cost at which it may stop
    int n_stages;             // in which missing a limit gets dearer, before it costs its price; 0 when the start is good
    std::int64_t n_shakes;    // small rebuilds at most
    std::int64_t max_looks;   // pairs looked at, at most; the first descent is always finished
    std::uint64_t seed;       // of the fixed sequence of shakes
};

// Begins where missing a limit costs little, so that rows share the room before each insists on its own, and lets it
// cost ever more; in each stage everybody moves as long as that gains something. Then, as long as the work allowed lasts,
// the limits of a few rows are softened, some of their people moved, and all who are touched settle anew; what gained
// nothing is undone.
class Climb {
  public:
    // Throws std::invalid_argument when arrays disagree. The arrays are copied as far as they are needed.
    Climb(const PricedPairs& pairs, std::span<const std::int64_t> chosen, const ClimbEffort& effort);

    // Returns the pairs of the best choice; stops when the watch says so.
    Array<std::int64_t> run(Watch& watch);

  private:
    bool is_over();
    void soften_all(double factor);
    void descend();
    void improve_touched();
    void improve(Index jobseeker);
    void list_places();
    void shake(double tolerance);
    void soften(double factor);
    void wish(Index jobseeker, Index option);
    Index draw_option(Index jobseeker);
    Index draw_row();
    void disturb();
    void settle();
    void touch_moved();
    void touch_row(Index row);
    void touch(Index jobseeker);
    void undo();
    void keep_best();
    std::int64_t draw(std::int64_t n);

    Exchange exchange_;
    ClimbEffort effort_;
    Watch* watch_ = nullptr;
    std::int64_t n_reported_ = 0;
    std::uint64_t random_;
    double cost_ = 0.0;         // of the present choice, as rows are priced now
    double best_cost_ = 0.0;
    double latest_ = 0.0;       // where the present walk stands against the best
    Array<std::int64_t> best_;
    std::vector<Index> active_rows_;    // rows with options whose limit binds
    std::vector<Index> costly_rows_;    // of them those that cost something, when the lists were made
    std::vector<Index> costly_people_;  // those who lose something
    std::vector<Index> softened_;       // rows in hand
    std::vector<Index> touched_;        // jobseekers to look at again
    std::vector<std::uint8_t> is_touched_;
    std::vector<std::int64_t> pass_of_row_;  // in which the people of a row were last looked at
    std::int64_t pass_ = 0;
    std::size_t n_seen_ = 0;            // moves of the trail whose neighbours were touched
};

}  // namespace matching
