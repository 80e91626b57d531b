"""A start from before people, vacancies or rows came and went is never wrong, and a signal ends a solve."""

from __future__ import annotations

import signal

import numpy as np
import pytest
from solver_instances import assert_feasible, market_problem

from matching.solvers import AssignmentProblem, engine, solve

ENGINES = sorted({engine(), "reference"})


def part(problem, *, pairs=slice(None), rows=slice(None), shape=None):
    """The problem with some of its pairs and rows, and other numbers of people and vacancies."""
    n, m = shape or (problem.n_jobseekers, problem.n_vacancies)
    table = problem.rows.toarray()[rows][:, pairs]
    limits = {"lower": problem.lower[rows], "shortfall_price": problem.shortfall_price[rows]}
    return AssignmentProblem(
        problem.jobseeker[pairs],
        problem.vacancy[pairs],
        problem.micro_score[pairs],
        problem.jobseeker_capacity[:n],
        problem.vacancy_capacity[:m],
        tie_key=problem.tie_key[pairs],
        **({"rows": table, **limits} if len(table) else {}),
    )


def variants(problem):
    """The same with a row less, no rows, the last vacancy or the last people gone, and some pairs."""
    n, m = problem.n_jobseekers, problem.n_vacancies
    rng = np.random.default_rng(0)
    return {
        "whole": problem,
        "row less": part(problem, rows=slice(1, None)),
        "rows in another order": part(problem, rows=slice(None, None, -1)),
        "no rows": part(problem, rows=slice(0, 0)),
        "vacancy gone": part(problem, pairs=problem.vacancy < m - 1, shape=(n, m - 1)),
        "people gone": part(problem, pairs=problem.jobseeker < n - 9, shape=(n - 9, m)),
        "pairs gone": part(problem, pairs=rng.random(problem.n_pairs) < 0.9),
        "nothing left": part(problem, pairs=slice(0, 0)),
    }


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("rows", [0, 4])
def test_a_start_of_any_other_shape_is_never_wrong(name, rows):
    """From each variant to each other: the cold choice without rows, and with rows within both bounds."""
    every = variants(market_problem(seed=9, n_jobseekers=90, n_vacancies=40, rows=rows, degree=8))
    cold = {key: solve(problem, engine=name) for key, problem in every.items()}
    for key, problem in every.items():
        for before in cold.values():
            warm = solve(problem, engine=name, warm_start=before.warm_start)
            assert_feasible(problem, warm)
            assert warm.gap <= 1e-3
            assert warm.keyed_objective <= cold[key].keyed_bound
            assert cold[key].keyed_objective <= warm.keyed_bound
            if problem.n_rows == 0:
                assert np.array_equal(warm.chosen, cold[key].chosen)


@pytest.mark.parametrize("name", ENGINES)
def test_ctrl_c_ends_a_solve_with_rows(name):
    """A signal in the middle raises KeyboardInterrupt, and the next solve is whole."""
    problem = market_problem(seed=7, n_jobseekers=900, n_vacancies=350, rows=14, degree=14)
    before = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    try:
        # Counted in time of this process, so that it strikes in the middle on a busy machine too.
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
        with pytest.raises(KeyboardInterrupt):
            solve(problem, gap=0, engine=name)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
    assert solve(market_problem(seed=7, n_jobseekers=60, n_vacancies=25, rows=3), engine=name).gap <= 1e-3
