// What Python sees of the kernel; `matching/solvers/_native_engine.py` is its only user.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "auction.hpp"
#include "blocks.hpp"
#include "certificate.hpp"
#include "climb.hpp"
#include "keys.hpp"
#include "network.hpp"
#include "patterns.hpp"
#include "prices.hpp"
#include "scan.hpp"
#include "search.hpp"
#include "stable.hpp"
#include "watch.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace matching {
namespace {

template <class T>
using Input = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Output = nb::ndarray<nb::numpy, T, nb::ndim<1>>;

template <class T>
std::span<const T> view(const Input<T>& array) {
    return {array.data(), array.size()};
}

template <class T>
Output<T> give(Array<T>&& values) {
    auto owned = std::make_unique<Array<T>>(std::move(values));
    T* const data = owned->data();
    const std::size_t size = owned->size();
    nb::capsule owner(owned.release(), [](void* p) noexcept { delete static_cast<Array<T>*>(p); });
    return Output<T>(data, {size}, owner);
}

template <class T>
using Matrix = nb::ndarray<const T, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

// The rows of a matrix as those of jobseekers `first` and on.
template <class T>
Block block_of(const Matrix<T>& rows, bool are_scores, Index first, std::size_t n_jobseekers, std::size_t n_vacancies) {
    if (rows.shape(1) != n_vacancies) throw std::invalid_argument("block: must have one column a vacancy.");
    if (first < 0 || first + rows.shape(0) > n_jobseekers)
        throw std::invalid_argument("block: its rows must be those of jobseekers.");
    auto entry = Block::Entry::weight;
    if (are_scores) entry = std::is_same_v<T, double> ? Block::Entry::score : Block::Entry::micro_score;
    else if (std::is_same_v<T, double>) throw std::invalid_argument("block: weights must be whole numbers.");
    return {rows.data(), entry, first, static_cast<Index>(rows.shape(0)), static_cast<Index>(n_vacancies)};
}

using Triple = std::tuple<Output<Index>, Output<Index>, Output<Weight>>;

Triple give(Picked&& picked) {
    return {give(std::move(picked.jobseeker)), give(std::move(picked.vacancy)), give(std::move(picked.weight))};
}

class BlockReader {
  public:
    BlockReader(Index n_jobseekers, Input<Weight> guessed_price, Index per_jobseeker, Index per_vacancy, bool are_scores)
        : n_jobseekers_(n_jobseekers), n_vacancies_(guessed_price.size()), are_scores_(are_scores),
          shortlist_(prices(guessed_price, guessed_price.size()), {per_jobseeker, per_vacancy}) {}

    template <class T>
    void add(Matrix<T> rows, Index first) {
        shortlist_.add(block_of(rows, are_scores_, first, n_jobseekers_, n_vacancies_));
    }

    Triple shortlist() const { return give(shortlist_.pairs()); }

    template <class T>
    Triple missed(Matrix<T> rows, Index first, Input<Weight> jobseeker_price, Input<Weight> vacancy_price,
                  Index most) const {
        const Block block = block_of(rows, are_scores_, first, n_jobseekers_, n_vacancies_);
        if (most < 1 || most > 4096) throw std::invalid_argument("most: must be in [1, 4096].");
        Picked missed;
        pick_missed(block, prices(jobseeker_price, n_jobseekers_), prices(vacancy_price, n_vacancies_), most, missed);
        return give(std::move(missed));
    }

  private:
    static std::span<const Weight> prices(const Input<Weight>& given, std::size_t size) {
        const std::span<const Weight> price = view(given);
        if (price.size() != size) throw std::invalid_argument("prices: must have one entry a jobseeker or a vacancy.");
        if (std::any_of(price.begin(), price.end(), [](Weight p) { return p < 0 || p > kLargestWeight; }))
            throw std::invalid_argument("prices: must be in [0, 2**58].");
        return price;
    }

    std::size_t n_jobseekers_;
    std::size_t n_vacancies_;
    bool are_scores_;
    Shortlist shortlist_;
};

// A whole Python number.
nb::object whole(Sum sum) {
    const auto low = static_cast<std::uint64_t>(sum);
    const auto high = static_cast<std::int64_t>(sum >> 64);
    return (nb::int_(high) << nb::int_(64)) + nb::int_(low);
}

Output<std::int64_t> keys_of(Input<Index> jobseeker, Input<Index> vacancy) {
    return give(matching::tie_keys(view(jobseeker), view(vacancy)));
}

std::optional<Output<std::int64_t>> firsts_of(Input<Index> jobseeker, Input<Index> vacancy, Index n) {
    auto first = matching::first_pairs(view(jobseeker), view(vacancy), n);
    if (!first) return std::nullopt;
    return give(std::move(*first));
}

// Tells a Python callable what was reached and the bound; its error stops the search and stays set.
Watch::Report reporter(const nb::object& progress) {
    if (progress.is_none()) return {};
    return [&progress](Sum value, Sum bound) {
        const nb::gil_scoped_acquire python;
        PyObject* const answer = PyObject_CallFunctionObjArgs(progress.ptr(), whole(value).ptr(), whole(bound).ptr(), nullptr);
        Py_XDECREF(answer);
        return answer != nullptr;
    };
}

bool ctrl_c() {
    const nb::gil_scoped_acquire python;
    return PyErr_CheckSignals() != 0;
}

// Returns the choice that a climb reached; see climb.hpp.
Output<std::int64_t> climb(Input<std::int64_t> first, Input<Index> vacancy, Input<Weight> loss,
                           Input<Index> jobseeker_capacity, Input<Index> vacancy_capacity,
                           Input<Weight> jobseeker_price, Input<Weight> vacancy_price, Input<std::int64_t> first_entry,
                           Input<Index> row, Input<std::int64_t> coefficient, Input<std::int64_t> lower,
                           Input<std::int64_t> upper, Input<Weight> shortfall_price, Input<Weight> excess_price,
                           Input<Weight> row_price, Input<std::int64_t> chosen, double reach, double enough,
                           int n_stages, std::int64_t n_shakes, std::int64_t max_looks, std::uint64_t seed, double time_limit) {
    Array<std::int64_t> pairs;
    {
        const nb::gil_scoped_release free;
        Watch watch(time_limit, ctrl_c);
        const SideRows rows{view(first_entry),     view(row),          view(coefficient), view(lower), view(upper),
                            view(shortfall_price), view(excess_price), view(row_price)};
        const PricedPairs priced{view(first),           view(vacancy),       view(loss), view(jobseeker_capacity), view(vacancy_capacity),
                                 view(jobseeker_price), view(vacancy_price), rows};
        pairs = Climb(priced, view(chosen), {reach, enough, n_stages, n_shakes, max_looks, seed}).run(watch);
    }
    if (PyErr_Occurred() != nullptr) throw nb::python_error();
    return give(std::move(pairs));
}

// Returns a bound, whether all sets are there, where each set begins, the pairs of all, and the worth of each; see
// patterns.hpp. The memory is written to.
using Memory = nb::ndarray<Weight, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

nb::tuple list_patterns(Input<Weight> gain, Input<std::int64_t> units, Input<Index> jobseeker, Input<Index> vacancy,
                        Input<Index> jobseeker_room, Input<Index> vacancy_room, std::int64_t lower, Weight price,
                        Memory memory, Weight slack, std::int64_t most, std::int64_t max_looks, double time_limit) {
    Patterns patterns;
    {
        const nb::gil_scoped_release free;
        Watch watch(time_limit, ctrl_c);
        const RowPairs row{view(gain), view(units), view(jobseeker), view(vacancy), view(jobseeker_room),
                           view(vacancy_room), lower, price, {memory.data(), memory.size()}};
        patterns = best_patterns(row, slack, static_cast<std::size_t>(std::max<std::int64_t>(most, 0)), max_looks, watch);
    }
    if (PyErr_Occurred() != nullptr) throw nb::python_error();
    Array<std::int64_t> first{0};
    Array<Index> pairs;
    nb::list values;
    for (const Pattern& pattern : patterns.found) {
        pairs.insert(pairs.end(), pattern.pairs.begin(), pattern.pairs.end());
        first.push_back(static_cast<std::int64_t>(pairs.size()));
        values.append(whole(pattern.value));
    }
    return nb::make_tuple(whole(patterns.bound), patterns.is_complete, give(std::move(first)), give(std::move(pairs)),
                          values);
}

template <class T>
using InOut = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

template <class Number>
void adjusted_weights(Input<Index> first_entry, Input<Index> row, Input<Number> coefficient, Input<Weight> weight,
                    Input<Weight> row_price, InOut<Weight> adjusted) {
    const nb::gil_scoped_release free;
    const Entries<Number> entries{view(first_entry), view(row), view(coefficient)};
    matching::adjust_weights(entries, view(weight), view(row_price), {adjusted.data(), adjusted.size()});
}

template <class Number>
Output<std::int64_t> activity_of(Input<Index> first_entry, Input<Index> row, Input<Number> coefficient,
                              Input<std::int64_t> pairs, Index n_rows) {
    const Entries<Number> entries{view(first_entry), view(row), view(coefficient)};
    return give(matching::activity(entries, view(pairs), n_rows));
}

template <class Number>
std::pair<Output<std::int64_t>, Output<std::int64_t>> row_sums_of(Input<Index> first_entry, Input<Index> row,
                                                                  Input<Number> coefficient, Index n_rows) {
    const Entries<Number> entries{view(first_entry), view(row), view(coefficient)};
    auto [sum, most] = matching::row_sums(entries, n_rows);
    return {give(std::move(sum)), give(std::move(most))};
}

std::pair<Output<Weight>, nb::object> priced_jobseekers(Input<std::int64_t> first, Input<Index> vacancy,
                                                       Input<Index> capacity, Input<Weight> vacancy_price,
                                                       InOut<Weight> weight) {
    Array<Weight> price;
    Sum total = 0;
    {
        const nb::gil_scoped_release free;
        total = matching::price_jobseekers(view(first), view(vacancy), view(capacity), view(vacancy_price),
                                           {weight.data(), weight.size()}, price);
    }
    return {give(std::move(price)), whole(total)};
}

std::tuple<Output<std::int64_t>, Output<Weight>, nb::object, nb::object> chosen_in_turn(
    Input<std::int64_t> first, Input<Index> vacancy, Input<Weight> weight, Input<Index> jobseeker_capacity,
    Input<Index> vacancy_capacity) {
    InTurn turns;
    {
        const nb::gil_scoped_release free;
        turns = matching::choose_in_turn(view(first), view(vacancy), view(weight), view(jobseeker_capacity),
                                         view(vacancy_capacity));
    }
    return {give(std::move(turns.chosen)), give(std::move(turns.jobseeker_price)), whole(turns.total),
            whole(turns.bound)};
}

Output<std::int64_t> stable_pairs(Input<std::int64_t> first, Input<Index> vacancy, Input<std::int64_t> jobseeker_score,
                                  Input<std::int64_t> vacancy_score, Input<Weight> weight,
                                  Input<Index> jobseeker_capacity, Input<Index> vacancy_capacity) {
    Array<std::int64_t> pairs;
    {
        const nb::gil_scoped_release free;
        Watch watch(std::numeric_limits<double>::infinity(), ctrl_c);
        pairs = defer_acceptance(view(first), view(vacancy),
                                 {view(jobseeker_score), view(vacancy_score), view(weight)}, view(jobseeker_capacity),
                                 view(vacancy_capacity), watch);
    }
    if (PyErr_Occurred() != nullptr) throw nb::python_error();
    return give(std::move(pairs));
}

template <class Number>
void define_entries(nb::module_& module) {
    module.def("adjust_weights", &adjusted_weights<Number>, "first_entry"_a, "row"_a,
               "coefficient"_a.noconvert(), "weight"_a, "row_price"_a, "adjusted"_a.noconvert());
    module.def("activity", &activity_of<Number>, "first_entry"_a, "row"_a, "coefficient"_a.noconvert(), "pairs"_a,
               "n_rows"_a);
    module.def("row_sums", &row_sums_of<Number>, "first_entry"_a, "row"_a, "coefficient"_a.noconvert(), "n_rows"_a);
}

// A solver belongs to one thread at a time; a second one is refused, not let in to do harm.
class Turn {
  public:
    explicit Turn(std::atomic_flag& busy) : busy_(busy) {
        if (busy_.test_and_set()) throw std::runtime_error("the solver is in use by another thread.");
    }
    ~Turn() { busy_.clear(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    std::atomic_flag& busy_;
};

class Solver {
  public:
    Solver(Input<std::int64_t> first, Input<Index> vacancy, Input<Weight> weight, Input<Index> jobseeker_capacity,
           Input<Index> vacancy_capacity)
        : network_(build(view(first), view(vacancy), view(weight), view(jobseeker_capacity), view(vacancy_capacity))) {}

    void start(Input<Weight> vacancy_price, Input<std::int64_t> chosen) {
        const Turn turn(busy_);
        finished_ = false;
        network_.start(view(vacancy_price), view(chosen));
        state_ = chosen.size() == 0 ? State::priced : State::settled;
    }

    bool take_up(Input<std::int64_t> first, Input<Index> vacancy, Input<Weight> weight,
                 Input<Index> jobseeker_capacity, Input<Index> vacancy_capacity) {
        const Turn turn(busy_);
        const nb::gil_scoped_release free;
        finished_ = false;
        return network_.take_up(view(first), view(vacancy), view(weight), view(jobseeker_capacity), view(vacancy_capacity));
    }

    // Returns whether the choice is the best; false when the time limit came first.
    bool solve(double time_limit, const nb::object& progress) {
        const Turn turn(busy_);
        {
            const nb::gil_scoped_release free;
            Watch watch(time_limit, ctrl_c, reporter(progress));
            search(watch);
            finished_ = !watch.stopped();
            if (!finished_) {
                if (!watch.interrupted()) network_.use_free_places();
                if (state_ == State::settled) state_ = State::unsettled;
            }
        }
        if (PyErr_Occurred() != nullptr) throw nb::python_error();
        return finished_;
    }

    Output<std::int64_t> chosen() {
        const Turn turn(busy_);
        return give(network_.chosen_pairs());
    }

    std::pair<Output<Weight>, Output<Weight>> prices() {
        const Turn turn(busy_);
        Array<Weight> jobseeker_price, vacancy_price;
        shown_prices(network_, finished_, jobseeker_price, vacancy_price);
        return {give(std::move(jobseeker_price)), give(std::move(vacancy_price))};
    }

    std::pair<nb::object, nb::object> certify(Input<std::int64_t> chosen, Input<Weight> jobseeker_price,
                                              Input<Weight> vacancy_price) {
        const Turn turn(busy_);
        const Certificate sums = matching::certify(network_, view(chosen), view(jobseeker_price), view(vacancy_price));
        return {whole(sums.primal), whole(sums.dual)};
    }

    // The chosen pairs, the prices of both sides, and the two sums that are their proof.
    std::tuple<Output<std::int64_t>, Output<Weight>, Output<Weight>, nb::object, nb::object> answer() {
        const Turn turn(busy_);
        Array<std::int64_t> chosen;
        Array<Weight> jobseeker_price, vacancy_price;
        Certificate sums{0, 0};
        {
            const nb::gil_scoped_release free;
            chosen = network_.chosen_pairs();
            shown_prices(network_, finished_, jobseeker_price, vacancy_price);
            sums = matching::certify(network_, chosen, jobseeker_price, vacancy_price);
        }
        return {give(std::move(chosen)), give(std::move(jobseeker_price)), give(std::move(vacancy_price)),
                whole(sums.primal), whole(sums.dual)};
    }

  private:
    // What there is to start from: nothing, prices of vacancies, or also pairs, which their prices may not bear out yet.
    enum class State { empty, priced, unsettled, settled };

    template <class... Arrays>
    static Network build(Arrays... arrays) {
        std::optional<Network> network;
        {
            const nb::gil_scoped_release free;
            Watch watch(std::numeric_limits<double>::infinity(), ctrl_c);
            network.emplace(arrays..., watch);
        }
        if (PyErr_Occurred() != nullptr) throw nb::python_error();
        return std::move(*network);
    }

    void search(Watch& watch) {
        if (!network_.link(watch)) return;
        Side* from = &network_.jobseekers;
        Side* to = &network_.vacancies;
        const bool priced = state_ == State::priced && balanced(*from, *to);
        if (state_ == State::empty || priced) {
            if (!priced && to->place.size() < from->place.size()) std::swap(from, to);
            if (priced) {
                auction_from_prices(network_, *from, *to, watch);
            } else {
                auction(network_, *from, *to, watch);
            }
            state_ = State::unsettled;
        }
        if (state_ == State::unsettled)
            for (Index node = 0; node < from->size(); ++node) {
                if (watch.stop(from->degree(node))) return;
                network_.settle(*from, node, *to);
            }
        state_ = State::settled;
        if (!notes_) notes_.emplace(network_);
        fill_places(network_, *from, *to, *notes_, watch);
        fill_places(network_, *to, *from, *notes_, watch);
    }

    Network network_;
    std::optional<Notes> notes_;
    State state_ = State::empty;
    bool finished_ = false;
    std::atomic_flag busy_;
};

}  // namespace
}  // namespace matching

NB_MODULE(_native, module) {
    using matching::Solver;
    module.doc() = "The compiled kernel of the solvers.";
    nb::class_<Solver>(module, "Solver")
        .def(nb::init<matching::Input<std::int64_t>, matching::Input<matching::Index>, matching::Input<matching::Weight>,
                      matching::Input<matching::Index>, matching::Input<matching::Index>>(),
             "indptr"_a, "vacancy"_a, "weight"_a, "jobseeker_capacity"_a, "vacancy_capacity"_a)
        .def("start", &Solver::start, "vacancy_price"_a, "chosen"_a)
        .def("take_up", &Solver::take_up, "indptr"_a, "vacancy"_a, "weight"_a, "jobseeker_capacity"_a,
             "vacancy_capacity"_a)
        .def("solve", &Solver::solve, "time_limit"_a, "progress"_a = nb::none())
        .def("answer", &Solver::answer)
        .def("chosen", &Solver::chosen)
        .def("prices", &Solver::prices)
        .def("certify", &Solver::certify, "chosen"_a, "jobseeker_price"_a, "vacancy_price"_a);
    nb::class_<matching::BlockReader>(module, "BlockReader")
        .def(nb::init<matching::Index, matching::Input<matching::Weight>, matching::Index, matching::Index, bool>(),
             "n_jobseekers"_a, "guessed_price"_a, "per_jobseeker"_a, "per_vacancy"_a, "are_scores"_a = false)
        .def("add", &matching::BlockReader::add<matching::Weight>, "rows"_a.noconvert(), "first"_a)
        .def("add", &matching::BlockReader::add<double>, "rows"_a.noconvert(), "first"_a)
        .def("shortlist", &matching::BlockReader::shortlist)
        .def("missed", &matching::BlockReader::missed<matching::Weight>, "rows"_a.noconvert(), "first"_a,
             "jobseeker_price"_a, "vacancy_price"_a, "most"_a)
        .def("missed", &matching::BlockReader::missed<double>, "rows"_a.noconvert(), "first"_a, "jobseeker_price"_a,
             "vacancy_price"_a, "most"_a);
    module.def("tie_keys", &matching::keys_of, "jobseeker"_a, "vacancy"_a);
    module.def("first_pairs", &matching::firsts_of, "jobseeker"_a, "vacancy"_a, "n_jobseekers"_a);
    matching::define_entries<std::int32_t>(module);
    matching::define_entries<std::int64_t>(module);
    module.def("price_jobseekers", &matching::priced_jobseekers, "indptr"_a, "vacancy"_a, "jobseeker_capacity"_a,
               "vacancy_price"_a, "weight"_a.noconvert());
    module.def("choose_in_turn", &matching::chosen_in_turn, "indptr"_a, "vacancy"_a, "weight"_a,
               "jobseeker_capacity"_a, "vacancy_capacity"_a);
    module.def("defer_acceptance", &matching::stable_pairs, "indptr"_a, "vacancy"_a, "jobseeker_score"_a,
               "vacancy_score"_a, "weight"_a, "jobseeker_capacity"_a, "vacancy_capacity"_a);
    module.def("climb", &matching::climb, "indptr"_a, "vacancy"_a, "loss"_a, "jobseeker_capacity"_a,
               "vacancy_capacity"_a, "jobseeker_price"_a, "vacancy_price"_a, "first_entry"_a, "row"_a, "coefficient"_a,
               "lower"_a, "upper"_a, "shortfall_price"_a, "excess_price"_a, "row_price"_a, "chosen"_a, "reach"_a,
               "enough"_a, "n_stages"_a, "n_shakes"_a, "max_looks"_a, "seed"_a, "time_limit"_a);
    module.def("best_patterns", &matching::list_patterns, "gain"_a, "units"_a, "jobseeker"_a, "vacancy"_a,
               "jobseeker_room"_a, "vacancy_room"_a, "lower"_a, "price"_a, "memory"_a, "slack"_a, "most"_a,
               "max_looks"_a, "time_limit"_a);
}
