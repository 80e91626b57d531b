#include "certificate.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "scan.hpp"

namespace matching {
namespace {

[[noreturn]] void refuse(const char* message) { throw std::invalid_argument(message); }

void check(const Network& problem, std::span<const std::int64_t> chosen, std::span<const Weight> jobseeker_price,
           std::span<const Weight> vacancy_price) {
    if (jobseeker_price.size() != problem.jobseekers.price.size() ||
        vacancy_price.size() != problem.vacancies.price.size())
        refuse("prices: must have one entry a jobseeker and one a vacancy.");
    const auto outside = [](Weight price) { return price < 0 || price > kLargestWeight; };
    if (std::any_of(jobseeker_price.begin(), jobseeker_price.end(), outside) ||
        std::any_of(vacancy_price.begin(), vacancy_price.end(), outside))
        refuse("prices: must be in [0, 2**58].");
    if (std::adjacent_find(chosen.begin(), chosen.end(), std::greater_equal<>()) != chosen.end())
        refuse("chosen: must increase.");
    if (!chosen.empty() && (chosen.front() < 0 || chosen.back() >= problem.n_pairs()))
        refuse("chosen: must be positions of pairs.");
}

// The k-th largest of n values, 0 when it is negative or there are fewer.
Weight kth_largest(Weight* value, std::int64_t n, std::int64_t k) {
    if (k == 1) return largest(value, n, 0);
    if (k > n) return 0;
    std::nth_element(value, value + k - 1, value + n, std::greater<>());
    return std::max<Weight>(0, value[k - 1]);
}

// What the least valuable of a jobseeker's pairs is worth to it, 0 with places to spare.
Weight last_held(const Side& jobseekers, Index jobseeker, std::span<const Weight> vacancy_price) {
    if (jobseekers.n_taken[jobseeker] < jobseekers.given_capacity[jobseeker]) return 0;
    Weight least = kLargestWeight;
    for (const Place& place : jobseekers.taken(jobseeker))
        least = std::min(least, place.weight - vacancy_price[place.other]);
    return least;
}

// What the last place of a jobseeker would be worth if it had all it wants; the first, when it has none.
Weight last_wanted(const Side& jobseekers, Index jobseeker, std::span<const Weight> vacancy_price,
                   std::vector<Weight>& value) {
    const auto first = jobseekers.first[jobseeker], degree = jobseekers.degree(jobseeker);
    value.resize(std::max<std::size_t>(value.size(), degree));
    link_values(jobseekers.weight.data() + first, jobseekers.other.data() + first, vacancy_price.data(), degree,
                value.data());
    return kth_largest(value.data(), degree, std::max<Index>(1, jobseekers.given_capacity[jobseeker]));
}

// Places left at each vacancy; the primal and the jobseekers' part of the dual grow as jobseekers come by in turn.
class Count {
  public:
    Count(const Network& problem, std::span<const std::int64_t> chosen, std::span<const Weight> jobseeker_price)
        : jobseekers_(problem.jobseekers), next_(chosen.begin()), end_(chosen.end()), price_(jobseeker_price),
          left_(problem.vacancies.given_capacity) {}

    void add(Index i) {
        Index n_chosen = 0;
        for (; next_ != end_ && *next_ < jobseekers_.first[i + 1]; ++next_, ++n_chosen) {
            primal += jobseekers_.weight[*next_];
            if (--left_[jobseekers_.other[*next_]] < 0) refuse("chosen: a vacancy is over its capacity.");
        }
        if (n_chosen > jobseekers_.given_capacity[i]) refuse("chosen: a jobseeker is over its capacity.");
        dual += Sum{price_[i]} * jobseekers_.given_capacity[i];
    }

    Sum primal = 0;
    Sum dual = 0;

  private:
    const Side& jobseekers_;
    std::span<const std::int64_t>::iterator next_;
    std::span<const std::int64_t>::iterator end_;
    std::span<const Weight> price_;
    Array<Index> left_;
};

}  // namespace

Certificate certify(const Network& problem, std::span<const std::int64_t> chosen,
                    std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price) {
    check(problem, chosen, jobseeker_price, vacancy_price);
    constexpr std::int64_t kBlock = 2048;  // pairs at once: the limits of so many stay in the nearest cache
    const Side& jobseekers = problem.jobseekers;
    Count count(problem, chosen, jobseeker_price);
    Sum surplus = 0;
    std::vector<Weight> limit(kBlock);
    Index i = 0;
    for (std::int64_t begin = 0, end = 0; begin < problem.n_pairs(); begin = end) {
        end = std::min<std::int64_t>(begin + kBlock, problem.n_pairs());
        const Index last = spread(jobseeker_price.data(), jobseekers.first.data(), i, begin, end, limit.data());
        const auto [low, high] = worth_above(jobseekers.weight.data() + begin, jobseekers.other.data() + begin,
                                             vacancy_price.data(), limit.data(), end - begin);
        surplus += (Sum{high} << 32) + low;
        while (i < last) count.add(i++);  // now that their pairs are in the cache
    }
    while (i < jobseekers.size()) count.add(i++);
    Certificate sums{count.primal, count.dual + surplus};
    for (Index j = 0; j < problem.vacancies.size(); ++j)
        sums.dual += Sum{vacancy_price[j]} * problem.vacancies.given_capacity[j];
    return sums;
}

void shown_prices(const Network& network, bool finished, Array<Weight>& jobseeker_price, Array<Weight>& vacancy_price) {
    const Side& jobseekers = network.jobseekers;
    const Side& vacancies = network.vacancies;
    vacancy_price.assign(vacancies.price.begin(), vacancies.price.end());
    for (Index j = 0; j < vacancies.size(); ++j)
        if (vacancies.given_capacity[j] > vacancies.degree(j)) vacancy_price[j] = 0;
    jobseeker_price.resize(jobseekers.price.size());
    std::vector<Weight> value;
    for (Index i = 0; i < jobseekers.size(); ++i)
        jobseeker_price[i] = finished && jobseekers.given_capacity[i] > 0
                                 ? last_held(jobseekers, i, vacancy_price)
                                 : last_wanted(jobseekers, i, vacancy_price, value);
    // Where there is no place, the price at which nobody would want one.
    for (Index j = 0; j < vacancies.size(); ++j)
        if (vacancies.capacity(j) == 0) vacancy_price[j] = 0;
    if (std::ranges::count(vacancies.given_capacity, 0) == 0) return;
    for (Index i = 0; i < jobseekers.size(); ++i)
        for (auto pair = jobseekers.first[i]; pair < jobseekers.first[i + 1]; ++pair) {
            const Index j = jobseekers.other[pair];
            if (vacancies.capacity(j) == 0)
                vacancy_price[j] = std::max(vacancy_price[j], jobseekers.weight[pair] - jobseeker_price[i]);
        }
}

}  // namespace matching
