// Side rows as prices: what they pay for each pair, what a choice brings to them, and the bound that prices prove.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "network.hpp"

namespace matching {

// Throws std::invalid_argument unless each jobseeker has a stretch of the pairs, and these have vacancies and weights.
void check_pairs(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::size_t n_weights,
                 std::size_t n_jobseekers, std::size_t n_vacancies);

// Coefficients of the side rows, pair by pair: the entries of pair e are first[e] .. first[e + 1].
template <class Number>
struct Entries {
    std::span<const Index> first;
    std::span<const Index> row;
    std::span<const Number> coefficient;
};

// adjusted = weight plus coefficient times price of the row, summed over the entries of each pair. All of these throw
// std::invalid_argument when arrays disagree, and never read or write outside them; sums wrap.
template <class Number>
void adjust_weights(const Entries<Number>& entries, std::span<const Weight> weight, std::span<const Weight> row_price,
                    std::span<Weight> adjusted);

// Sum of the coefficients of some pairs in each row.
template <class Number>
Array<std::int64_t> activity(const Entries<Number>& entries, std::span<const std::int64_t> pairs, Index n_rows);

// Sum and largest of the coefficients of each row, 0 for a row without any.
template <class Number>
std::pair<Array<std::int64_t>, Array<std::int64_t>> row_sums(const Entries<Number>& entries, Index n_rows);

// What the last place of each jobseeker is worth at most, and the sum over all places. `weight` becomes what each pair
// loses: the prices of its two places minus its weight.
Sum price_jobseekers(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                     std::span<const Index> capacity, std::span<const Weight> vacancy_price, std::span<Weight> weight,
                     Array<Weight>& jobseeker_price);

// What there is time for when there is none: each jobseeker in turn takes the best that is free.
struct InTurn {
    Array<std::int64_t> chosen;     // positions of pairs, in order
    Array<Weight> jobseeker_price;  // what the last place is worth at most
    Sum total;                      // of the weights chosen
    Sum bound;                      // of what all places are worth at most, vacancies for nothing
};
InTurn choose_in_turn(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                      std::span<const Weight> weight, std::span<const Index> jobseeker_capacity,
                      std::span<const Index> vacancy_capacity);

}  // namespace matching
