#include "stable.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "prices.hpp"

namespace matching {
namespace {

class Acceptance {
  public:
    Acceptance(std::span<const std::int64_t> first, std::span<const Index> vacancy, const Wishes& wishes,
               std::span<const Index> vacancy_capacity)
        : first_(first), vacancy_(vacancy), wishes_(wishes), list_(vacancy.size()),
          next_(first.begin(), first.end() - 1), first_kept_(vacancy_capacity.size() + 1, 0),
          n_kept_(vacancy_capacity.size(), 0) {
        std::iota(list_.begin(), list_.end(), std::int64_t{0});
        std::vector<Index> n_links(vacancy_capacity.size(), 0);
        for (const Index j : vacancy) ++n_links[j];
        for (std::size_t j = 0; j < vacancy_capacity.size(); ++j)
            first_kept_[j + 1] = first_kept_[j] + std::clamp(vacancy_capacity[j], 0, n_links[j]);
        kept_.resize(first_kept_.back());
    }

    bool run(std::span<const Index> jobseeker_capacity, Watch& watch) {
        for (Index i = 0; i < std::ssize(jobseeker_capacity); ++i) {
            const auto links = first_[i + 1] - first_[i];
            if (watch.stop(links)) return false;
            std::sort(list_.begin() + first_[i], list_.begin() + first_[i + 1], [this](auto a, auto b) {
                return std::tuple(wishes_.jobseeker[b], wishes_.weight[b], a) <
                       std::tuple(wishes_.jobseeker[a], wishes_.weight[a], b);
            });
        }
        for (Index i = 0; i < std::ssize(jobseeker_capacity); ++i)
            for (auto place = std::min<std::int64_t>(jobseeker_capacity[i], first_[i + 1] - first_[i]); place > 0;
                 --place)
                // Whoever is refused proposes next.
                for (Index proposer = i; proposer >= 0;) {
                    if (watch.stop(1)) return false;
                    proposer = propose(proposer);
                }
        return true;
    }

    Array<std::int64_t> pairs() const {
        Array<std::int64_t> found;
        for (std::size_t j = 0; j < n_kept_.size(); ++j)
            found.insert(found.end(), kept_.begin() + first_kept_[j], kept_.begin() + first_kept_[j] + n_kept_[j]);
        std::sort(found.begin(), found.end());
        return found;
    }

  private:
    // Propose the next wish of a jobseeker; returns who has a place left over after it, or -1.
    Index propose(Index jobseeker) {
        if (next_[jobseeker] == first_[jobseeker + 1]) return -1;
        const std::int64_t pair = list_[next_[jobseeker]++];
        const Index other = vacancy_[pair];
        const auto heap = kept_.begin() + first_kept_[other];
        const auto room = first_kept_[other + 1] - first_kept_[other];
        const auto better = [this](auto a, auto b) { return is_better(a, b); };
        if (n_kept_[other] < room) {
            heap[n_kept_[other]++] = pair;
            std::push_heap(heap, heap + n_kept_[other], better);
            return -1;
        }
        if (room == 0 || !is_better(pair, *heap)) return jobseeker;
        std::pop_heap(heap, heap + room, better);
        const std::int64_t refused = heap[room - 1];
        heap[room - 1] = pair;
        std::push_heap(heap, heap + room, better);
        return owner(refused);
    }

    bool is_better(std::int64_t a, std::int64_t b) const {
        return std::tuple(wishes_.vacancy[a], wishes_.weight[a], a) >
               std::tuple(wishes_.vacancy[b], wishes_.weight[b], b);
    }

    Index owner(std::int64_t pair) const {
        return static_cast<Index>(std::upper_bound(first_.begin(), first_.end(), pair) - first_.begin() - 1);
    }

    std::span<const std::int64_t> first_;
    std::span<const Index> vacancy_;
    const Wishes& wishes_;
    Array<std::int64_t> list_;              // the pairs of each jobseeker, best first
    std::vector<std::int64_t> next_;        // the next wish of each jobseeker in it
    std::vector<std::int64_t> first_kept_;  // the places of vacancy j are first_kept_[j] .. first_kept_[j + 1]
    std::vector<Index> n_kept_;             // those that are taken come first
    std::vector<std::int64_t> kept_;        // the pair in each place: a heap in each vacancy, the worst on top
};

}  // namespace

Array<std::int64_t> defer_acceptance(std::span<const std::int64_t> first, std::span<const Index> vacancy,
                                     const Wishes& wishes, std::span<const Index> jobseeker_capacity,
                                     std::span<const Index> vacancy_capacity, Watch& watch) {
    check_pairs(first, vacancy, wishes.weight.size(), jobseeker_capacity.size(), vacancy_capacity.size());
    if (wishes.jobseeker.size() != vacancy.size() || wishes.vacancy.size() != vacancy.size())
        throw std::invalid_argument("wishes: must have one number a pair.");
    Acceptance acceptance(first, vacancy, wishes, vacancy_capacity);
    return acceptance.run(jobseeker_capacity, watch) ? acceptance.pairs() : Array<std::int64_t>{};
}

}  // namespace matching
