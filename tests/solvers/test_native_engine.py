"""The native engine: exact, proven, unharmed by any array."""

from __future__ import annotations

import pickle
import signal
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.exceptions import ProblemError
from matching.solvers import _native_engine, _reference


def test_the_kernel_is_there():
    """These tests are about the compiled kernel; without a compiler they have nothing to say."""
    assert _native_engine.available()


def random_problem(rng, n_jobseekers, n_vacancies, density=0.6, most=1000, capacity=3, low=-50):
    """Arrays of a random problem: any pairs, parallel ones too, any capacities, some weights not positive."""
    n_pairs = int(density * n_jobseekers * n_vacancies)
    jobseeker = np.sort(rng.integers(0, n_jobseekers, n_pairs))
    indptr = np.searchsorted(jobseeker, np.arange(n_jobseekers + 1)).astype(np.int64)
    vacancy = rng.integers(0, n_vacancies, n_pairs).astype(np.int32)
    weight = rng.integers(low, most, n_pairs).astype(np.int64)
    return (
        indptr,
        vacancy,
        weight,
        rng.integers(0, capacity + 1, n_jobseekers).astype(np.int32),
        rng.integers(0, capacity + 1, n_vacancies).astype(np.int32),
    )


def total(arrays, answer):
    return int(arrays[2][answer.chosen].sum())


@pytest.mark.parametrize("shape", [(120, 120), (60, 150), (150, 60)])
def test_dense_squares_and_rectangles_agree_with_scipy(shape):
    """A full matrix has the total of linear_sum_assignment, whichever side is longer."""
    matrix = np.random.default_rng(3).integers(1, 2**41, shape)
    arrays = (
        np.arange(shape[0] + 1, dtype=np.int64) * shape[1],
        np.tile(np.arange(shape[1], dtype=np.int32), shape[0]),
        matrix.ravel(),
        np.ones(shape[0], np.int32),
        np.ones(shape[1], np.int32),
    )
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    assert total(arrays, _native_engine.assign(*arrays)) == int(matrix[rows, columns].sum())


@pytest.mark.parametrize("seed", range(8))
def test_both_engines_choose_the_same_pairs(seed):
    """With distinct weights the best plan is unique, and both engines find it."""
    rng = np.random.default_rng(seed)
    arrays = random_problem(rng, 80, 50, density=0.2, most=2**41, capacity=1 + seed % 3)
    native, reference = _native_engine.assign(*arrays), _reference.assign(*arrays)
    assert native.chosen.tolist() == reference.chosen.tolist()


@pytest.mark.parametrize("seed", range(8))
def test_prices_prove_the_choice(seed):
    """Totals of the choice and of the prices are equal when recomputed in plain numpy."""
    arrays = random_problem(np.random.default_rng(seed), 60, 40, density=0.3, capacity=1 + seed % 4)
    answer = _native_engine.assign(*arrays)
    _reference.prove(answer, *arrays)
    assert answer.jobseeker_price.min() >= 0
    assert answer.vacancy_price.min() >= 0


@pytest.mark.parametrize("seed", range(12))
def test_a_warm_start_gives_the_answer_of_a_cold_one(seed):
    """After changed weights, capacities or pairs the warm plan is the cold plan, from a used state too."""
    rng = np.random.default_rng(seed)
    arrays = random_problem(rng, 80, 50, density=0.2, most=2**41, capacity=1 + seed % 3)
    state = _native_engine.assign(*arrays).state
    for _ in range(3):
        changed = list(arrays)
        some = rng.random(len(arrays[2])) < 0.05
        changed[2] = np.where(some, rng.integers(-(2**30), 2**41, len(arrays[2])), arrays[2])
        if seed % 4 == 1:
            changed[4] = rng.integers(0, 3, len(arrays[4])).astype(np.int32)
        if seed % 4 == 2:
            changed = list(random_problem(rng, 80, 50, density=0.15, most=2**41))
        if seed % 4 == 3:
            state = pickle.loads(pickle.dumps(state))
        warm = _native_engine.assign(*changed, start=state)
        assert warm.chosen.tolist() == _native_engine.assign(*changed).chosen.tolist()


def test_prices_of_the_other_engine_start_it_too():
    """A plain array of vacancy prices is a start."""
    arrays = random_problem(np.random.default_rng(5), 80, 50, density=0.2, most=2**41)
    cold = _reference.assign(*arrays)
    assert _native_engine.assign(*arrays, start=cold.state).chosen.tolist() == cold.chosen.tolist()


def test_nothing_is_chosen_where_nothing_can_be():
    """Empty problems, no places and weights that are not positive all give an empty choice."""
    none = np.zeros(0, np.int64)
    empty = _native_engine.assign(
        np.zeros(1, np.int64), none.astype(np.int32), none, none.astype(np.int32), none.astype(np.int32)
    )
    assert empty.chosen.size == 0
    one = np.ones(1, np.int32)
    for weight, left, right in ((0, 1, 1), (-5, 1, 1), (5, 0, 1), (5, 1, 0), (5, 0, 0)):
        arrays = (np.array([0, 1]), np.zeros(1, np.int32), np.array([weight]), one * left, one * right)
        assert _native_engine.assign(*arrays).chosen.size == 0


def test_the_largest_weights_do_not_overflow():
    """Weights at the limit, which a sum of three would carry past 64 bits, are still exact."""
    rng = np.random.default_rng(8)
    arrays = list(random_problem(rng, 30, 20, density=0.5, capacity=2))
    arrays[2] = rng.integers(2**57, 2**58, len(arrays[2]))
    answer = _native_engine.assign(*arrays)
    _reference.prove(answer, *arrays)
    arrays[2][3] = 2**58 + 1
    with pytest.raises(ProblemError, match=r"weight\[3\]"):
        _native_engine.assign(*arrays)


garbage = st.one_of(
    st.none(),
    st.just("text"),
    st.lists(st.integers(-5, 9), max_size=6),
    st.builds(
        lambda values, kind: np.array(values).astype(kind),
        st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-3, 4)), max_size=6),
        st.sampled_from([np.int64, np.int64, np.int32, np.int32, np.float64, np.uint8]),
    ),
    st.just(np.zeros((2, 2), np.int64)),
)


@settings(max_examples=1000, deadline=None)
@given(arrays=st.tuples(*[garbage] * 5), start=st.one_of(st.none(), garbage))
def test_garbage_arrays_only_ever_raise_a_typed_error(arrays, start):
    """Whatever is given, the kernel answers or raises ProblemError."""
    try:
        answer = _native_engine.assign(*arrays, start=start)
    except ProblemError:
        return
    assert answer.chosen.size <= len(arrays[2])


@settings(max_examples=300, deadline=None)
@given(
    indptr=st.lists(st.integers(-1, 5), min_size=1, max_size=4),
    vacancy=st.lists(st.integers(-1, 3), max_size=5),
    capacity=st.lists(st.integers(-1, 3), max_size=4),
    prices=st.lists(st.integers(-(2**60), 2**60), max_size=4),
    chosen=st.lists(st.integers(-2, 6), max_size=4),
)
def test_arrays_of_the_right_type_cannot_read_outside(indptr, vacancy, capacity, prices, chosen):
    """The compiled solver itself refuses what it cannot use, in every call that takes arrays."""
    solver_type = _native_engine._native.Solver
    places = np.ones(max(0, len(indptr) - 1), np.int32)
    weight = np.arange(1, len(vacancy) + 1)
    arrays = (np.array(indptr), np.array(vacancy, np.int32), weight, places, np.array(capacity, np.int32))
    prices, chosen = np.array(prices, np.int64), np.array(chosen, np.int64)
    try:
        solver = solver_type(*arrays)
    except ValueError:
        return
    for call, given_arrays in (
        (solver.start, (prices, chosen)),
        (solver.take_up, (*arrays[:2], prices, *arrays[3:])),
        (solver.take_up, (prices, *arrays[1:])),
        (solver.certify, (chosen, prices, prices)),
    ):
        try:
            call(*given_arrays)
        except ValueError:
            continue
    assert solver.solve(10.0)
    answer = solver.chosen()
    primal, dual = solver.certify(answer, *solver.prices())
    assert primal == dual


def large_problem():
    rng = np.random.default_rng(1)
    return random_problem(rng, 60_000, 24_000, density=0.001, most=2**41, capacity=1)


def test_a_time_limit_leaves_a_choice_that_fits_and_a_valid_bound():
    """Stopped at once, the solver still holds pairs within all capacities, under their bound."""
    arrays = large_problem()
    solver = _native_engine._native.Solver(*arrays)
    assert not solver.solve(0.0)
    primal, dual = solver.certify(solver.chosen(), *solver.prices())
    assert primal <= dual
    assert solver.solve(60.0)
    primal, dual = solver.certify(solver.chosen(), *solver.prices())
    assert primal == dual


def test_ctrl_c_ends_a_solve():
    """A signal during a solve raises KeyboardInterrupt, and the solver can be used again."""
    arrays = large_problem()
    solver = _native_engine._native.Solver(*arrays)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        with pytest.raises(KeyboardInterrupt):
            for _ in range(1000):
                solver.take_up(*arrays[:2], solver_weights(solver), *arrays[3:])
                solver.solve(60.0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    assert solver.solve(60.0)


def solver_weights(solver):
    return np.random.default_rng(2).integers(1, 2**41, int(0.001 * 60_000 * 24_000))


def test_a_second_thread_is_refused():
    """While one thread solves, another is told so; nothing breaks."""
    arrays = large_problem()
    solver = _native_engine._native.Solver(*arrays)
    thread = threading.Thread(target=solver.solve, args=(60.0,))
    thread.start()
    refused = 0
    while thread.is_alive():
        try:
            solver.chosen()
        except RuntimeError as error:
            assert "another thread" in str(error)
            refused += 1
    thread.join()
    assert refused
    primal, dual = solver.certify(solver.chosen(), *solver.prices())
    assert primal == dual


def test_input_is_not_modified():
    """Read-only arrays are fine, since nothing is written to them."""
    arrays = random_problem(np.random.default_rng(9), 30, 20)
    for array in arrays:
        array.setflags(write=False)
    _native_engine.assign(*arrays)
