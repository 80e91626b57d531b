// Dense regions, read a block of rows at a time: which pairs are worth a place in the sparse problem.
#pragma once

#include <span>
#include <vector>

#include "keys.hpp"
#include "network.hpp"

namespace matching {

// Pairs picked from blocks, in the order in which they were found.
struct Picked {
    Array<Index> jobseeker;
    Array<Index> vacancy;
    Array<Weight> weight;

    void add(Index i, Index j, Weight w) {
        jobseeker.push_back(i);
        vacancy.push_back(j);
        weight.push_back(w);
    }
};

// Some rows of a matrix: those of jobseekers first .. first + n_rows, all vacancies in each. Its entries are weights; or
// scores, in [0, 1] or in whole micro-units, that get their tie keys as they are read.
struct Block {
    enum class Entry { weight, score, micro_score };

    const void* entries;
    Entry entry;
    Index first;
    Index n_rows;
    Index n_columns;
};

// The row of a block that is being looked at.
class Row {
  public:
    explicit Row(Index n_columns) : n_columns_(n_columns) {}

    // Throws std::invalid_argument when an entry is not in its range.
    void read(const Block& block, Index at);

    // What the weights are at most: those of scores before their keys are made, which few are ever needed of.
    const Weight* limits() const { return limits_; }

    Weight weight(Index k) const { return is_keyed_ ? limits_[k] - kLastKey + tie_key(mixed_, k) : limits_[k]; }

  private:
    Index n_columns_;
    const Weight* limits_ = nullptr;
    bool is_keyed_ = false;
    std::uint64_t mixed_ = 0;  // of the jobseeker
    std::vector<Weight> made_;
};

// The best pairs of each jobseeker and each vacancy. Blocks may come in any order, each once.
//
// By weight alone everybody's best pairs would be with the same few popular ones; so those of a jobseeker are picked by
// what they are worth above a guess at the price of each vacancy, and those of a vacancy by how little the jobseeker would
// lose against its own best.
class Shortlist {
  public:
    struct Counts {
        Index per_jobseeker;  // above the guessed prices
        Index per_vacancy;    // below the best of the jobseeker
    };

    Shortlist(std::span<const Weight> guessed_price, const Counts& counts);

    Index n_vacancies() const { return static_cast<Index>(guess_.size()); }

    void add(const Block& block);

    // All pairs picked; those picked in several ways come several times.
    Picked pairs() const;

  private:
    struct Best {
        Weight gain;
        Weight weight;
        Index index;
    };

    Weight look_at_row(Index jobseeker);  // returns the gain of its best
    void look_at_columns(Index jobseeker, Weight best_gain);

    Array<Weight> guess_;
    Row row_;                       // at hand
    std::vector<Best> best_;        // of this row, best first
    std::vector<Weight> groups_;    // best gain of each group of entries of this row
    std::vector<Weight> sorted_;
    Index per_vacancy_;
    std::vector<Best> of_vacancy_;  // per_vacancy_ for each, best first
    Array<Weight> least_;           // the last of those of each vacancy, to compare with
    Picked of_jobseekers_;
};

// Pairs of a block that are worth more than the prices of their two ends, the worst `most` of each jobseeker.
void pick_missed(const Block& block, std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price,
                 Index most, Picked& missed);

}  // namespace matching
