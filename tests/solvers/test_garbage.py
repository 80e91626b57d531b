"""Whatever is given to the doors of the solvers, they answer or refuse it with a typed error."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array

from matching.exceptions import MatchingError
from matching.solvers import AssignmentProblem, solve, solve_dense

PLAIN = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1])
WITH_ROWS = AssignmentProblem(
    [0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1], rows=[[0, 1, 0]], lower=[2], shortfall_price=[0.25]
)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([10**30, -(2**63), np.int64(1), np.float32(0.5), np.inf, -0.0, 1j, np.datetime64("NaT")]),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=2),
    st.lists(st.integers(-2, 3), max_size=4),
    st.lists(st.floats(), max_size=4),
    st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=3), max_size=3),
    st.sampled_from([[0.5, {}], [[1], [1, 2]], [["a"]], {"a": 1}, {1, 2}, object(), ...]),
    st.sampled_from([np.zeros((2, 2, 2)), coo_array(np.eye(2)), np.array([1 + 2j, 0]), np.array("auto")]),
    st.sampled_from([np.full((2, 2), np.nan), np.array([["a", "b"]] * 2), np.ones((2, 2), bool)]),
    st.sampled_from([np.ma.array([[0.5, 0.5]] * 2, mask=[[1, 0]] * 2), np.array([[0.1, None]] * 2)]),
)
OPTIONS = {
    "method": st.sampled_from(["auto", "stable", "greedy"]),
    "gap": st.sampled_from([0, 1e-3, 0.5]),
    "time_limit": st.sampled_from([None, 0, 1e-9, 5.0]),
    "warm_start": st.builds(
        solve, st.sampled_from([PLAIN, WITH_ROWS]), engine=st.just("reference") | st.none()
    ).map(lambda answer: answer.warm_start),
    "progress": st.just(lambda bound, best, gap: None),
    "engine": st.sampled_from([None, "native", "reference"]),
}


@given(
    st.sampled_from([PLAIN, WITH_ROWS]),
    st.fixed_dictionaries({}, optional={name: st.one_of(good, ANYTHING) for name, good in OPTIONS.items()}),
)
@settings(max_examples=1000, deadline=None, derandomize=True)
def test_options_that_are_garbage(problem, options):
    """Of 1,000 random sets of options each is understood, or refused; an answer is as good as it says."""
    try:
        answer = solve(problem, **options)
    except MatchingError:
        return
    best = solve(problem, gap=0).keyed_objective
    assert answer.keyed_objective <= best <= answer.keyed_bound


def rows_of(values):
    """Function that gives, whatever is asked, the same."""
    return lambda start, stop: values


SCORES = st.one_of(
    ANYTHING,
    st.just([[0.9, 0.6], [0.8, 0.1]]),
    st.just(lambda start, stop: np.full((stop - start, 2), 0.5)),
    ANYTHING.map(rows_of),
)
PLACES = st.one_of(ANYTHING, st.sampled_from([[1, 1], [2, 0], [0, 0]]))


@given(
    SCORES,
    PLACES,
    PLACES,
    st.fixed_dictionaries({}, optional={"engine": ANYTHING, "max_bytes": ANYTHING | st.just(10**9)}),
)
@settings(max_examples=1000, deadline=None, derandomize=True)
def test_dense_scores_that_are_garbage(score, left, right, options):
    """Of 1,000 random tables, or functions that give them, each is solved and proven, or refused."""
    try:
        answer = solve_dense(score, left, right, **options)
    except MatchingError:
        return
    assert answer.keyed_objective == answer.keyed_bound
    assert np.all(np.bincount(answer.jobseeker, minlength=len(left)) <= left)
    assert np.all(np.bincount(answer.vacancy, minlength=len(right)) <= right)
