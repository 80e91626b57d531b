"""Stable and greedy choices: what they promise, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_instances import assert_feasible, dense_crowd, market_problem, random_problem

from matching.exceptions import ProblemError
from matching.solvers import AssignmentProblem, _stable, solve


def two_sided_problem(seed):
    """Random places on both sides, and wishes of both sides with ties."""
    rng = np.random.default_rng(seed)
    n_i, n_j = rng.integers(1, 7, 2)
    i, j = np.nonzero(rng.random((n_i, n_j)) < 0.7)
    wishes, standing = rng.integers(0, 4, (2, len(i))) / 3
    return AssignmentProblem(
        i,
        j,
        (wishes + standing) / 2,
        rng.integers(0, 3, n_i),
        rng.integers(0, 3, n_j),
        jobseeker_score=wishes,
        vacancy_score=standing,
    )


def blocking_pairs(problem, chosen):
    """Pairs whose two sides would both rather have each other, by a plain loop."""
    wish = list(zip(problem.jobseeker_score, problem.weight, strict=True))
    standing = list(zip(problem.vacancy_score, problem.weight, strict=True))
    found = []
    for pair in np.setdiff1d(np.arange(problem.n_pairs), chosen):
        sides = []
        for member, places, liking in (
            (problem.jobseeker, problem.jobseeker_capacity, wish),
            (problem.vacancy, problem.vacancy_capacity, standing),
        ):
            held = [other for other in chosen if member[other] == member[pair]]
            room = len(held) < places[member[pair]]
            sides.append(room or any(liking[pair] > liking[other] for other in held))
        if all(sides):
            found.append(int(pair))
    return found


@given(st.integers(0, 100_000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_pair_blocks(seed):
    """In a stable choice no two that are not together would both rather be, places on both sides counted."""
    problem = two_sided_problem(seed)
    solution = solve(problem, method="stable")
    assert solution.goal == "stability"
    assert_feasible(problem, solution)
    for pair in blocking_pairs(problem, solution.chosen):
        # A side without any place cannot block.
        assert problem.jobseeker_capacity[problem.jobseeker[pair]] == 0 or (
            problem.vacancy_capacity[problem.vacancy[pair]] == 0
        )


def test_jobseekers_get_their_best_stable_choice():
    """Of the two stable choices of this textbook market, jobseekers get the one they like."""
    problem = AssignmentProblem(
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        [0.5] * 4,
        [1, 1],
        [1, 1],
        jobseeker_score=[1.0, 0.5, 0.5, 1.0],
        vacancy_score=[0.5, 1.0, 1.0, 0.5],
    )
    assert solve(problem, method="stable").chosen.tolist() == [0, 3]


def test_greedy_takes_the_best_pair_first():
    """The best pair is taken though two others together are worth more; the gap tells by how much."""
    problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1])
    solution = solve(problem, method="greedy")
    assert solution.chosen.tolist() == [0]
    assert solution.goal == "greedy"
    assert solution.bound == pytest.approx(1.4, abs=1e-5)


def test_greedy_keeps_upper_limits():
    """A pair that would pass a cap is left out, soft or hard."""
    problem = AssignmentProblem(
        [0, 1, 2],
        [0, 1, 2],
        [0.9, 0.8, 0.7],
        [1] * 3,
        [1] * 3,
        rows=[[2, 2, 1]],
        upper=[3],
        excess_price=[0.1],
    )
    assert solve(problem, method="greedy").chosen.tolist() == [0, 2]


def test_greedy_is_at_least_half_as_good():
    """Without rows greedy reaches half of the optimum, always."""
    for seed in range(30):
        rng = np.random.default_rng(seed)
        problem = random_problem(rng, n_jobseekers=8, n_vacancies=6)
        assert 2 * solve(problem, method="greedy").keyed_objective >= solve(problem).keyed_objective


def test_hard_rows_are_refused_where_they_cannot_be_kept():
    """Rather an error than a plan that breaks a promise in silence."""
    problem = AssignmentProblem([0], [0], [0.5], [1], [1], rows=[[1]], lower=[1])
    for method in ("stable", "greedy"):
        with pytest.raises(ProblemError, match="cannot keep hard row 0"):
            solve(problem, method=method)


@pytest.mark.parametrize("method", ["auto", "stable", "greedy"])
def test_fixed_pairs_that_pass_a_hard_limit_are_infeasible(method):
    """Every method says so, names the row, and keeps to its own goal."""
    problem = AssignmentProblem(
        [0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1], rows=[[5, 1, 1]], upper=[3], fixed=[1, 0, 0]
    )
    solution = solve(problem, method=method)
    assert (solution.status, solution.conflict) == ("infeasible", (0,))
    assert solution.goal == {"auto": "total score", "stable": "stability", "greedy": "greedy"}[method]


def test_greedy_keeps_a_hard_upper_limit_beside_a_soft_lower_one():
    """Only a hard lower limit is out of its reach."""
    problem = AssignmentProblem(
        [0, 1], [0, 1], [0.9, 0.6], [1, 1], [1, 1], rows=[[1, 1]], lower=[1], upper=[1], shortfall_price=[1.0]
    )
    solution = solve(problem, method="greedy")
    assert solution.chosen.tolist() == [0]
    assert solution.status == "optimal"


def test_a_pair_group_that_stable_cannot_keep_is_named():
    """Where there are no rows, no row is blamed."""
    problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1], pair_group=[4, 9, 9])
    with pytest.raises(ProblemError, match="cannot keep pair group 9 of 2 pairs"):
        solve(problem, method="stable")
    chosen = solve(problem, method="greedy").chosen
    assert chosen.tolist() == [0]


@pytest.mark.parametrize("method", ["stable", "greedy"])
def test_only_the_bound_depends_on_the_clock(method):
    """With no time at all the pairs are the same, and the answer says that its bound was broken off."""
    problem = dense_crowd(300)
    told = []
    at_once = solve(problem, method=method, time_limit=0, progress=lambda *figures: told.append(figures))
    calm = solve(problem, method=method)
    assert np.array_equal(at_once.chosen, calm.chosen)
    assert (at_once.status, at_once.reproducible) == ("time_limit", False)
    assert (calm.status, calm.reproducible) == ("optimal", True)
    assert at_once.bound > calm.bound
    assert told[-1][:2] == pytest.approx((at_once.bound, at_once.objective), abs=1e-3)


def test_the_methods_can_be_compared():
    """On one market the total of the best choice is the highest."""
    problem = market_problem(seed=1, n_jobseekers=200, n_vacancies=90, rows=0)
    totals = {method: solve(problem, method=method).objective for method in ("auto", "greedy", "stable")}
    assert totals["auto"] == max(totals.values())


@given(st.integers(0, 100_000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_kernel_and_plain_python_choose_the_same(seed):
    """Wishes are strict once ties are broken, so that there is one answer."""
    problem = two_sided_problem(seed)
    answers = []
    for kernel in (_stable._native, None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_stable, "_native", kernel)
            answers.append(solve(problem, method="stable").chosen.tolist())
    assert _stable._native is not None
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("argument", "value"),
    [(0, [0, 2]), (0, [0, 2, 1]), (1, [0, 5]), (1, [0, -1]), (2, [1]), (3, [1]), (4, [1]), (5, [1])],
)
def test_the_kernel_refuses_arrays_that_disagree(argument, value):
    """Whatever is given, it raises and reads nothing outside."""
    arrays = [
        np.array([0, 1, 2]),
        np.array([0, 0], np.int32),
        *(np.array([1, 2]) for _ in range(3)),
        np.array([1, 1], np.int32),
        np.array([1], np.int32),
    ]
    assert _stable._native.defer_acceptance(*arrays).tolist() == [1]
    arrays[argument] = np.array(value, arrays[argument].dtype)
    with pytest.raises(ValueError, match=r"indptr|vacancy|wishes"):
        _stable._native.defer_acceptance(*arrays)
