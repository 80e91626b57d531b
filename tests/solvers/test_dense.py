"""Dense regions read in blocks: exact among all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from matching.exceptions import ProblemError
from matching.solvers import (
    AssignmentProblem,
    _native,
    _native_engine,
    _reference,
    dense_bytes,
    solve,
    solve_dense,
)
from matching.solvers._dense_blocks import Blocks
from matching.solvers._dense_blocks import assign_blocks as assign_with

ENGINES = (_native_engine, _reference)


def assign_blocks(matrix, left, right, inner=_native_engine):
    return assign_with(
        Blocks(lambda start, stop: matrix[start:stop], len(left), len(right)), left, right, inner
    )


def popular(n_jobseekers, n_vacancies, seed=0):
    """Weights where a few vacancies are best for everyone, which a cut by weight alone would flood."""
    rng = np.random.default_rng(seed)
    common = rng.random(n_vacancies) ** 3
    return (2**41 * (0.6 * common + 0.4 * rng.random((n_jobseekers, n_vacancies)))).astype(np.int64)


@pytest.mark.parametrize("shape", [(300, 300), (120, 400), (400, 120), (1, 7), (7, 1)])
@pytest.mark.parametrize("kind", ["popular", "uniform"])
@pytest.mark.parametrize("inner", ENGINES)
def test_the_total_is_that_of_scipy_on_the_whole_matrix(shape, kind, inner):
    """All pairs are considered, though few are ever in a sparse problem."""
    matrix = popular(*shape) if kind == "popular" else np.random.default_rng(1).integers(1, 2**41, shape)
    ones = np.ones(shape[0], np.int32), np.ones(shape[1], np.int32)
    answer = assign_blocks(matrix, *ones, inner)
    assert answer.total == answer.bound
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    assert answer.total == int(matrix[rows, columns].sum())
    assert answer.total == int(matrix[answer.jobseeker, answer.vacancy].sum())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("inner", ENGINES)
def test_capacities_on_both_sides_agree_with_the_sparse_engine(seed, inner):
    """Shortlists among all pairs are those of the engine that holds all pairs at once."""
    rng = np.random.default_rng(seed)
    shape = (80, 60)
    matrix = rng.integers(-(2**30), 2**41, shape)
    left, right = rng.integers(0, 4, 80).astype(np.int32), rng.integers(0, 5, 60).astype(np.int32)
    answer = assign_blocks(matrix, left, right, inner)
    indptr = np.arange(81, dtype=np.int64) * 60
    vacancy = np.tile(np.arange(60, dtype=np.int32), 80)
    whole = _native_engine.assign(indptr, vacancy, matrix.ravel(), left, right)
    assert (answer.jobseeker.astype(np.int64) * 60 + answer.vacancy).tolist() == whole.chosen.tolist()


def test_prices_prove_the_choice_among_all_pairs():
    """No pair of the matrix is worth more than its two prices, and the prices add up to the total."""
    matrix = popular(250, 200, seed=3)
    answer = assign_blocks(matrix, np.ones(250, np.int32), np.ones(200, np.int32))
    assert (matrix <= answer.jobseeker_price[:, None] + answer.vacancy_price[None, :]).all()
    assert answer.total == int(answer.jobseeker_price.sum() + answer.vacancy_price.sum())


def test_few_pairs_are_needed():
    """A dense square is solved with a small share of its pairs."""
    matrix = popular(600, 600, seed=4)
    answer = assign_blocks(matrix, np.ones(600, np.int32), np.ones(600, np.int32))
    assert answer.n_pairs < 0.15 * matrix.size
    assert answer.rounds <= 8


def test_empty_sides_choose_nothing():
    """No jobseekers or no vacancies is an empty choice."""
    for shape in ((0, 3), (3, 0), (0, 0)):
        matrix = np.zeros(shape, np.int64)
        answer = assign_blocks(matrix, np.ones(shape[0], np.int32), np.ones(shape[1], np.int32))
        assert (answer.total, answer.jobseeker.size) == (0, 0)


def test_a_block_of_the_wrong_form_is_refused():
    """The message says what was expected."""
    ones = np.ones(4, np.int32)
    with pytest.raises(ProblemError, match="block: must give int64"):
        assign_blocks(np.zeros((4, 3), np.int64), ones, ones)
    with pytest.raises(ProblemError, match="block: must give int64"):
        assign_blocks(np.zeros((4, 4)), ones, ones)
    with pytest.raises(ProblemError, match="block: weights"):
        assign_blocks(np.full((4, 4), 2**60), ones, ones)


def test_the_compiled_reader_refuses_what_it_cannot_use():
    """Rows beyond the last jobseeker, prices out of range and senseless counts raise ValueError."""
    prices = np.zeros(3, np.int64)
    for counts in ((0, 1), (1, 0), (1, -1), (5000, 1)):
        with pytest.raises(ValueError, match="numbers of pairs"):
            _native.BlockReader(4, prices, *counts)
    with pytest.raises(ValueError, match="prices"):
        _native.BlockReader(4, prices - 1, 1, 1)
    reader = _native.BlockReader(4, prices, 2, 2)
    rows = np.ones((2, 3), np.int64)
    for first in (-1, 3):
        with pytest.raises(ValueError, match="block"):
            reader.add(rows, first)
        with pytest.raises(ValueError, match="block"):
            reader.missed(rows, first, np.zeros(4, np.int64), prices, 3)
    with pytest.raises(ValueError, match="prices"):
        reader.missed(rows, 0, prices, prices, 3)
    with pytest.raises(ValueError, match="most"):
        reader.missed(rows, 0, np.zeros(4, np.int64), prices, 0)
    with pytest.raises(ValueError, match="whole numbers"):
        reader.add(rows.astype(float), 0)
    reader = _native.BlockReader(4, prices, 2, 2, True)
    for bad in (
        np.full((1, 3), 1.0001),
        np.full((1, 3), np.nan),
        np.full((1, 3), -1),
        np.full((1, 3), 10**6 + 1),
    ):
        with pytest.raises(ValueError, match=r"score: must be in \[0, 1"):
            reader.add(bad, 3)
        with pytest.raises(ValueError, match="of jobseeker 3"):
            reader.missed(bad, 3, np.zeros(4, np.int64), prices, 3)


def test_the_door_gives_the_plan_of_all_pairs():
    """From a matrix, a function or micro-units, by either engine: what `solve` gives for all pairs."""
    rng = np.random.default_rng(5)
    score = np.round(rng.random((90, 70)), 2)  # with many ties, which only the keys can break
    places = rng.integers(0, 3, 90), rng.integers(0, 3, 70)
    i, j = np.divmod(np.arange(score.size), 70)
    best = solve(AssignmentProblem(i, j, score.ravel(), *places))
    micro = np.rint(score * 1e6).astype(np.int64)
    for given in (score, micro, lambda start, stop: score[start:stop]):
        for engine in ("native", "reference"):
            answer = solve_dense(given, *places, engine=engine)
            assert (answer.jobseeker * 70 + answer.vacancy).tolist() == best.chosen.tolist()
            assert answer.keyed_objective == answer.keyed_bound == best.keyed_objective
            assert answer.objective == pytest.approx(best.objective)
            assert answer.engine == engine


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.int32])
def test_scores_of_any_type_are_rounded_as_numpy_rounds_them(kind):
    """Halves of a micro-unit, and what single precision makes of them, are keyed alike by both engines."""
    rng = np.random.default_rng(6)
    halves = rng.integers(0, 4_000, (61, 47)) + 0.5
    score = (halves / 1e6).astype(kind) if kind in (np.float64, np.float32) else halves.astype(kind)
    ones = np.ones(61, np.int32), np.ones(47, np.int32)
    native, reference = (solve_dense(score, *ones, engine=name) for name in ("native", "reference"))
    assert native.keyed_objective == reference.keyed_objective == native.keyed_bound
    assert native.vacancy.tolist() == reference.vacancy.tolist()
    problem = AssignmentProblem(*np.divmod(np.arange(score.size), 47), score.ravel(), *ones)
    assert native.keyed_objective == solve(problem).keyed_objective


def test_rows_with_hardly_any_difference_are_solved_too():
    """Where all scores are equal only keys tell pairs apart, and all have to be made."""
    ones = np.ones(50, np.int32)
    native, reference = (
        solve_dense(np.full((50, 50), 0.5), ones, ones, engine=e) for e in ("native", "reference")
    )
    assert native.keyed_objective == native.keyed_bound == reference.keyed_objective


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (np.full((3, 2), 1.5), r"score: must be in \[0, 1\]"),
        (np.full((3, 2), np.nan), r"score: must be in \[0, 1\]"),
        (np.full((3, 2), -1), r"score: must be in \[0, 1000000\]"),
        (np.zeros((2, 2)), "score: must have shape"),
        (lambda start, stop: np.zeros((9, 9)), "score: must give numbers of shape"),
        (lambda start, stop: np.full((stop - start, 2), "a"), "score: must give numbers"),
        (lambda start, stop: [[1], [1, 2], [1]], "score: must give numbers of shape"),
        ([[0.5, 0.5], [0.5], [0.5, 0.5]], "score: must have shape"),
        (csr_array(np.full((3, 2), 0.5)), "score: must have shape .* got csr_array"),
        (np.ma.array(np.full((3, 2), 0.5), mask=np.eye(3, 2)), "score: must not have masked"),
        (lambda start, stop: np.ma.array(np.zeros((stop - start, 2)), mask=True), "must not have masked"),
    ],
)
def test_scores_that_are_none_are_refused(score, message):
    """The message says what was asked and what came."""
    with pytest.raises(ProblemError, match=message):
        solve_dense(score, [1, 1, 1], [1, 1])


@pytest.mark.parametrize("most", [4096, 2**31 - 2])
@pytest.mark.parametrize("inner", ["native", "reference"])
def test_more_places_than_pairs_are_all_pairs(most, inner):
    """Places beyond the other side's size are never used, and cost nothing."""
    score = np.random.default_rng(1).random((30, 20))
    places = np.where(np.arange(20) % 2, most, 1)
    plain = solve_dense(score, [1] * 30, np.minimum(places, 30), engine=inner)
    answer = solve_dense(score, [1] * 30, places, engine=inner)
    assert np.array_equal(answer.vacancy, plain.vacancy)
    everybody = solve_dense(score, [most] * 30, [most] * 20, engine=inner)
    assert len(everybody.jobseeker) == 600


@pytest.mark.parametrize("most", [None, "x", 1.5, True])
def test_a_memory_limit_is_a_whole_number(most):
    """Whatever else is given is refused by name."""
    with pytest.raises(ProblemError, match="max_bytes: must be a whole number"):
        solve_dense(np.zeros((1, 1)), [1], [1], max_bytes=most)


def test_memory_is_asked_for_first():
    """Too large a region is refused before any score is asked for, with the estimate."""

    def never(start, stop):
        raise AssertionError

    with pytest.raises(ProblemError, match="max_bytes"):
        solve_dense(never, [1] * 1000, [1] * 1000, max_bytes=1000)
    assert dense_bytes(20_000, 20_000) < 2e9 / 4
