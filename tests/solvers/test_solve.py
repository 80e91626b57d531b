"""`solve` gives the best choice, proves it, and gives the same one however the problem is put."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from solver_instances import assert_feasible, market_problem, permuted, random_problem

from matching.solvers import AssignmentProblem, engine, solve


@pytest.mark.parametrize("method", ["auto", "stable", "greedy"])
@pytest.mark.parametrize("inner", ["native", "reference"])
def test_a_choice_fits_whatever_the_method(method, inner):
    """Every method keeps places, groups and fixed pairs."""
    if engine() == "reference":
        inner = "reference"
    for seed in range(40):
        rng = np.random.default_rng(seed)
        problem = random_problem(rng, n_jobseekers=8, n_vacancies=6, parallel=True, fixed=seed % 2 == 0)
        solution = solve(problem, method=method, engine=inner)
        if solution.status != "infeasible":
            assert_feasible(problem, solution)
            assert solution.engine == inner


def test_a_dense_problem_equals_linear_sum_assignment():
    """On a dense matrix the keyed optimum is that of SciPy's assignment code."""
    rng = np.random.default_rng(3)
    n, m = 70, 60
    problem = AssignmentProblem(
        np.repeat(np.arange(n), m), np.tile(np.arange(m), n), rng.random(n * m), [1] * n, [1] * m
    )
    weight = problem.weight.reshape(n, m).astype(float)
    i, j = linear_sum_assignment(weight, maximize=True)
    for inner in {engine(), "reference"}:
        solution = solve(problem, engine=inner)
        assert solution.keyed_objective == int(problem.weight.reshape(n, m)[i, j].sum())


def test_both_engines_give_the_same_plan():
    """Without rows the engines agree on the pairs, not only on the total."""
    problem = market_problem(seed=5, n_jobseekers=300, n_vacancies=120, rows=0)
    plans = [solve(problem, engine=inner).chosen for inner in (engine(), "reference")]
    assert np.array_equal(*plans)


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_the_pairs_does_not_matter(seed, with_rows):
    """Shuffled pairs give the same plan."""
    rng = np.random.default_rng(seed)
    problem = random_problem(
        rng, n_jobseekers=9, n_vacancies=7, rows=3 * with_rows, parallel=seed % 2 == 0, fixed=seed % 3 == 0
    )
    order = rng.permutation(problem.n_pairs)
    one, other = solve(problem), solve(permuted(problem, order))
    assert one.status == other.status
    assert np.array_equal(one.chosen, np.sort(order[other.chosen]))
    assert one.keyed_objective == other.keyed_objective


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_one_more_opening_never_hurts(seed):
    """Without rows, one more place at a vacancy never lowers the optimum."""
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, n_jobseekers=8, n_vacancies=6)
    more = problem.vacancy_capacity.copy()
    more[rng.integers(6)] += 1
    wider = AssignmentProblem(
        problem.jobseeker, problem.vacancy, problem.micro_score, problem.jobseeker_capacity, more
    )
    assert solve(wider).keyed_objective >= solve(problem).keyed_objective


def test_the_prices_prove_the_optimum():
    """No pair is worth more than its two places cost, and the places cost what the plan is worth."""
    problem = market_problem(seed=6, n_jobseekers=200, n_vacancies=80, rows=0)
    solution = solve(problem)
    cost = solution.jobseeker_price[problem.jobseeker] + solution.vacancy_price[problem.vacancy]
    assert np.all(cost >= problem.micro_score / 1e6 - 1e-5)
    total = problem.jobseeker_capacity @ solution.jobseeker_price
    total += problem.vacancy_capacity @ solution.vacancy_price
    assert total == pytest.approx(solution.objective, abs=1e-3)
    assert solution.gap == 0


def test_equal_scores_are_broken_by_the_key():
    """Of two equal pairs the one with the higher key is chosen."""
    for keys, expected in (([3, 4], 1), ([4, 3], 0)):
        problem = AssignmentProblem([0, 1], [0, 0], [0.5, 0.5], [1, 1], [1], tie_key=keys)
        assert solve(problem).chosen.tolist() == [expected]


def test_parallel_pairs_without_a_group_are_different_pairs():
    """A person with two places may take two pairs of one vacancy, unless they share a group."""
    pairs = ([0, 0], [0, 0], [0.5, 0.4], [2], [2])
    assert solve(AssignmentProblem(*pairs)).chosen.tolist() == [0, 1]
    assert solve(AssignmentProblem(*pairs, pair_group=[7, 7])).chosen.tolist() == [0]


def test_fixed_pairs_that_cannot_be_together_are_infeasible():
    """Two fixed pairs on one place are a status, not an error."""
    problem = AssignmentProblem([0, 1], [0, 0], [0.5, 0.4], [1, 1], [1], fixed=[1, 1])
    solution = solve(problem)
    assert solution.status == "infeasible"
    assert solution.conflict == ()


def test_a_warm_start_changes_nothing():
    """From an earlier answer, also of another problem or after pickling, the plan is the same."""
    problem = market_problem(seed=7, n_jobseekers=150, n_vacancies=60, rows=0)
    other = market_problem(seed=8, n_jobseekers=150, n_vacancies=60, rows=0)
    smaller = market_problem(seed=8, n_jobseekers=20, n_vacancies=9, rows=0)
    for inner in (engine(), "reference"):
        cold = solve(problem, engine=inner)
        for earlier in (problem, other, smaller):
            start = pickle.loads(pickle.dumps(solve(earlier, engine=inner).warm_start))
            assert np.array_equal(solve(problem, engine=inner, warm_start=start).chosen, cold.chosen)


def test_no_place_at_all():
    """With rows that ask for what nobody can give, the shortfall is told."""
    problem = AssignmentProblem(
        [0], [0], [0.5], [0], [1], rows=csr_array([[3]]), lower=[2], shortfall_price=[0.5]
    )
    solution = solve(problem)
    assert solution.shortfall.tolist() == [2]
    assert solution.objective == pytest.approx(-1.0)


def test_a_solution_prints_its_figures():
    """Printing shows aligned figures, the status first, and no arrays."""
    problem = AssignmentProblem(
        [0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1],
        rows=[[0, 1, 0]], lower=[2], shortfall_price=[0.25],
    )  # fmt: skip
    answer = solve(problem, engine="reference")
    lines = str(answer).splitlines()
    assert lines[0] == "status      optimal, total score, reference engine"
    assert lines[1:5] == [
        "chosen                   2 pairs",
        "objective         1.150000 score units",
        "bound             1.150000 score units",
        "gap                0.0e+00 of the score",
    ]
    assert lines[5] == "rows short               1 of 1"
    assert repr(answer) == "Solution(optimal, 2 pairs, objective 1.150000, gap 0.0e+00)"
    broken = AssignmentProblem([0], [0], [0.5], [1], [1], rows=[[1]], lower=[2])
    assert "conflict    hard rows 0" in str(solve(broken)).splitlines()
