#include "prices.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <vector>

#include "scan.hpp"

namespace matching {
namespace {

[[noreturn]] void refuse(const char* message) { throw std::invalid_argument(message); }

template <class Number>
void check(const Entries<Number>& entries) {
    if (entries.first.empty() || entries.first.front() != 0 ||
        static_cast<std::size_t>(entries.first.back()) != entries.row.size() ||
        entries.coefficient.size() != entries.row.size())
        refuse("rows: must have as many coefficients as the pairs say.");
}

// One past the last entry of a pair.
template <class Number>
Index end_of(const Entries<Number>& entries, std::size_t pair) {
    const Index begin = entries.first[pair], end = entries.first[pair + 1];
    if (begin < 0 || begin > end || static_cast<std::size_t>(end) > entries.row.size())
        refuse("rows: pairs must begin where the last one ends.");
    return end;
}

void check_row(Index row, std::size_t n_rows) {
    if (static_cast<std::size_t>(row) >= n_rows) refuse("rows: must be positions of rows.");  // negative ones too
}

// Sum of the k largest of some values, as far as they are positive; the k-th largest, at least 0, is put in `last`.
Sum best(std::span<const Weight> values, Index k, std::vector<Weight>& sorted, Weight& last) {
    if (k <= 1) {
        last = largest(values.data(), std::ssize(values), 0);
        return k == 1 ? last : 0;
    }
    sorted.assign(values.begin(), values.end());
    const auto end = sorted.begin() + std::min<std::ptrdiff_t>(k, std::ssize(sorted));
    std::partial_sort(sorted.begin(), end, sorted.end(), std::greater<>());
    last = k <= std::ssize(sorted) ? std::max<Weight>(0, sorted[k - 1]) : 0;
    Sum sum = 0;
    for (auto at = sorted.begin(); at != end; ++at) sum += std::max<Weight>(0, *at);
    return sum;
}

}  // namespace

void check_pairs(std::span<const std::int64_t> first, std::span<const Index> vacancy, std::size_t n_weights,
                 std::size_t n_jobseekers, std::size_t n_vacancies) {
    if (first.size() != n_jobseekers + 1 || first.front() != 0 || !std::is_sorted(first.begin(), first.end()) ||
        static_cast<std::size_t>(first.back()) != vacancy.size() || n_weights != vacancy.size())
        refuse("indptr: must run from 0 to the number of pairs, one step a jobseeker.");
    if (std::ranges::any_of(vacancy, [=](Index j) { return static_cast<std::size_t>(j) >= n_vacancies; }))
        refuse("vacancy: must be positions of vacancies.");
}

template <class Number>
void adjust_weights(const Entries<Number>& entries, std::span<const Weight> weight, std::span<const Weight> row_price,
                    std::span<Weight> adjusted) {
    check(entries);
    if (entries.first.size() != weight.size() + 1 || adjusted.size() != weight.size())
        refuse("weight: must have one entry a pair.");
    for (std::size_t pair = 0; pair < weight.size(); ++pair) {
        auto sum = static_cast<std::uint64_t>(weight[pair]);
        const Index end = end_of(entries, pair);
        for (Index at = entries.first[pair]; at < end; ++at) {
            check_row(entries.row[at], row_price.size());
            sum += static_cast<std::uint64_t>(entries.coefficient[at]) *
                   static_cast<std::uint64_t>(row_price[entries.row[at]]);
        }
        adjusted[pair] = static_cast<Weight>(sum);
    }
}

template <class Number>
Array<std::int64_t> activity(const Entries<Number>& entries, std::span<const std::int64_t> pairs, Index n_rows) {
    check(entries);
    if (n_rows < 0) refuse("n_rows: must be at least 0.");
    std::vector<std::uint64_t> sums(n_rows, 0);
    for (const std::int64_t pair : pairs) {
        if (pair < 0 || static_cast<std::size_t>(pair) + 1 >= entries.first.size())
            refuse("pairs: must be positions of pairs.");
        const Index end = end_of(entries, pair);
        for (Index at = entries.first[pair]; at < end; ++at) {
            check_row(entries.row[at], sums.size());
            sums[entries.row[at]] += static_cast<std::uint64_t>(entries.coefficient[at]);
        }
    }
    return Array<std::int64_t>(sums.begin(), sums.end());
}

template <class Number>
std::pair<Array<std::int64_t>, Array<std::int64_t>> row_sums(const Entries<Number>& entries, Index n_rows) {
    check(entries);
    if (n_rows < 0) refuse("n_rows: must be at least 0.");
    std::vector<std::uint64_t> sums(n_rows, 0);
    Array<std::int64_t> most(n_rows, 0);
    for (std::size_t at = 0; at < entries.row.size(); ++at) {
        const Index row = entries.row[at];
        check_row(row, sums.size());
        sums[row] += static_cast<std::uint64_t>(entries.coefficient[at]);
        most[row] = std::max<std::int64_t>(most[row], entries.coefficient[at]);
    }
    return {Array<std::int64_t>(sums.begin(), sums.end()), std::move(most)};
}

Sum price_jobseekers(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                     std::span<const Index> capacity, std::span<const Weight> vacancy_price, std::span<Weight> weight,
                     Array<Weight>& jobseeker_price) {
    check_pairs(first, vacancy, weight.size(), capacity.size(), vacancy_price.size());
    jobseeker_price.resize(capacity.size());
    std::vector<Weight> value;
    Sum total = 0;
    for (std::size_t i = 0; i < capacity.size(); ++i) {
        const auto gain = weight.subspan(first[i], first[i + 1] - first[i]);
        link_values(gain.data(), vacancy.data() + first[i], vacancy_price.data(), std::ssize(gain), gain.data());
        total += best(gain, capacity[i], value, jobseeker_price[i]);
        for (Weight& entry : gain) entry = jobseeker_price[i] - entry;
    }
    return total;
}

InTurn choose_in_turn(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                      std::span<const Weight> weight, std::span<const Index> jobseeker_capacity,
                      std::span<const Index> vacancy_capacity) {
    check_pairs(first, vacancy, weight.size(), jobseeker_capacity.size(), vacancy_capacity.size());
    InTurn turns{{}, Array<Weight>(jobseeker_capacity.size()), 0, 0};
    std::vector<Index> room(vacancy_capacity.begin(), vacancy_capacity.end());
    std::vector<Weight> value;
    for (std::size_t i = 0; i < jobseeker_capacity.size(); ++i) {
        const auto links = weight.subspan(first[i], first[i + 1] - first[i]);
        turns.bound += best(links, jobseeker_capacity[i], value, turns.jobseeker_price[i]);
        const auto begin = std::ssize(turns.chosen);
        for (Index place = 0; place < jobseeker_capacity[i]; ++place) {
            std::int64_t pair = -1;
            for (auto at = first[i]; at < first[i + 1]; ++at)
                if (weight[at] > (pair < 0 ? 0 : weight[pair]) && room[vacancy[at]] > 0 &&
                    std::find(turns.chosen.begin() + begin, turns.chosen.end(), at) == turns.chosen.end())
                    pair = at;
            if (pair < 0) break;
            turns.chosen.push_back(pair);
            turns.total += weight[pair];
            --room[vacancy[pair]];
        }
        std::sort(turns.chosen.begin() + begin, turns.chosen.end());
    }
    return turns;
}

template void adjust_weights(const Entries<std::int32_t>&, std::span<const Weight>, std::span<const Weight>,
                             std::span<Weight>);
template void adjust_weights(const Entries<std::int64_t>&, std::span<const Weight>, std::span<const Weight>,
                             std::span<Weight>);
template Array<std::int64_t> activity(const Entries<std::int32_t>&, std::span<const std::int64_t>, Index);
template Array<std::int64_t> activity(const Entries<std::int64_t>&, std::span<const std::int64_t>, Index);
template std::pair<Array<std::int64_t>, Array<std::int64_t>> row_sums(const Entries<std::int32_t>&, Index);
template std::pair<Array<std::int64_t>, Array<std::int64_t>> row_sums(const Entries<std::int64_t>&, Index);

}  // namespace matching
