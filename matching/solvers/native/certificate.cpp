#include "certificate.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

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

// Sum of what the links of a jobseeker are worth above its price: the prices of its pairs.
Sum above_price(const Side& jobseekers, Index jobseeker, std::span<const Weight> vacancy_price, Weight price,
                std::vector<Weight>& value) {
    const auto first = jobseekers.first[jobseeker], degree = jobseekers.degree(jobseeker);
    value.resize(std::max<std::size_t>(value.size(), degree));
    link_values(jobseekers.weight.data() + first, jobseekers.other.data() + first, vacancy_price.data(), degree,
                value.data());
    if (largest(value.data(), degree, price) == price) return 0;  // as for nearly everyone
    Sum sum = 0;
    for (std::int64_t k = 0; k < degree; ++k)
        if (value[k] > price) sum += value[k] - price;
    return sum;
}

// What the chosen pairs and the prices add up to; throws when the pairs are not within the capacities.
Certificate sum_up(const Network& problem, std::span<const std::int64_t> chosen, std::span<const Weight> jobseeker_price,
                   std::span<const Weight> vacancy_price, Sum surplus) {
    const Side& jobseekers = problem.jobseekers;
    const Side& vacancies = problem.vacancies;
    Certificate sums{0, surplus};
    std::vector<Index> left(vacancies.given_capacity.begin(), vacancies.given_capacity.end());
    auto next = chosen.begin();
    for (Index i = 0; i < jobseekers.size(); ++i) {
        Index n_chosen = 0;
        for (; next != chosen.end() && *next < jobseekers.first[i + 1]; ++next, ++n_chosen) {
            sums.primal += jobseekers.weight[*next];
            if (--left[jobseekers.other[*next]] < 0) refuse("chosen: a vacancy is over its capacity.");
        }
        if (n_chosen > jobseekers.given_capacity[i]) refuse("chosen: a jobseeker is over its capacity.");
        sums.dual += Sum{jobseeker_price[i]} * jobseekers.given_capacity[i];
    }
    for (Index j = 0; j < vacancies.size(); ++j) sums.dual += Sum{vacancy_price[j]} * vacancies.given_capacity[j];
    return sums;
}

}  // namespace

Certificate certify(const Network& problem, std::span<const std::int64_t> chosen,
                    std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price) {
    check(problem, chosen, jobseeker_price, vacancy_price);
    std::vector<Weight> value;
    Sum surplus = 0;
    for (Index i = 0; i < problem.jobseekers.size(); ++i)
        surplus += above_price(problem.jobseekers, i, vacancy_price, jobseeker_price[i], value);
    return sum_up(problem, chosen, jobseeker_price, vacancy_price, surplus);
}

Certificate Ledger::certify(const Network& problem, std::span<const std::int64_t> chosen,
                            std::span<const Weight> jobseeker_price, std::span<const Weight> vacancy_price) {
    check(problem, chosen, jobseeker_price, vacancy_price);
    if (is_known_) {
        renew(problem, jobseeker_price, vacancy_price);
    } else {
        jobseeker_price_.assign(jobseeker_price.begin(), jobseeker_price.end());
        vacancy_price_.assign(vacancy_price.begin(), vacancy_price.end());
        renew_all(problem);
    }
    reweighed_.clear();
    return sum_up(problem, chosen, jobseeker_price, vacancy_price, total_);
}

void Ledger::renew_all(const Network& problem) {
    const Side& jobseekers = problem.jobseekers;
    std::vector<Weight> value;
    surplus_.resize(jobseeker_price_.size());
    total_ = 0;
    for (Index i = 0; i < jobseekers.size(); ++i)
        total_ += surplus_[i] = above_price(jobseekers, i, vacancy_price_, jobseeker_price_[i], value);
    is_known_ = true;
}

void Ledger::renew(const Network& problem, std::span<const Weight> jobseeker_price,
                   std::span<const Weight> vacancy_price) {
    const Side& jobseekers = problem.jobseekers;
    stale_.assign(jobseeker_price_.size(), 0);
    std::vector<Index> anew;
    const auto mark = [&](Index i) {
        if (stale_[i]) return;
        stale_[i] = 1;
        anew.push_back(i);
    };
    for (const Index i : reweighed_) mark(i);
    for (Index i = 0; i < jobseekers.size(); ++i)
        if (jobseeker_price_[i] != jobseeker_price[i]) mark(i);
    std::copy(jobseeker_price.begin(), jobseeker_price.end(), jobseeker_price_.begin());
    if (anew.size() > jobseeker_price.size() / 2 || !problem.is_linked()) {
        std::copy(vacancy_price.begin(), vacancy_price.end(), vacancy_price_.begin());
        return renew_all(problem);
    }
    for (Index j = 0; j < problem.vacancies.size(); ++j)
        if (vacancy_price_[j] != vacancy_price[j]) move(problem.vacancies, j, vacancy_price[j]);
    std::vector<Weight> value;
    for (const Index i : anew) {
        total_ -= surplus_[i];
        total_ += surplus_[i] = above_price(jobseekers, i, vacancy_price_, jobseeker_price_[i], value);
    }
}

// Bring the sums of those with a pair of this vacancy, stale ones apart, to its new price.
void Ledger::move(const Side& vacancies, Index vacancy, Weight price) {
    const Weight before = std::exchange(vacancy_price_[vacancy], price);
    for (auto link = vacancies.first[vacancy]; link < vacancies.first[vacancy + 1]; ++link) {
        const Index i = vacancies.other[link];
        if (stale_[i]) continue;
        const Weight gain = vacancies.weight[link] - jobseeker_price_[i];
        const Sum change = Sum{std::max<Weight>(0, gain - price)} - std::max<Weight>(0, gain - before);
        surplus_[i] += change;
        total_ += change;
    }
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
