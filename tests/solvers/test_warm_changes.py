"""A start from before people, vacancies, pairs or rows came and went is never wrong."""

from __future__ import annotations

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
    """From the whole to each variant and back: the cold choice without rows, with rows within both bounds."""
    every = variants(market_problem(seed=9, n_jobseekers=90, n_vacancies=40, rows=rows, degree=8))
    cold = {key: solve(problem, engine=name) for key, problem in every.items()}
    for key, problem in every.items():
        for before in cold if key == "whole" else ("whole",):
            warm = solve(problem, engine=name, warm_start=cold[before].warm_start)
            assert_feasible(problem, warm)
            assert warm.gap <= 1e-3
            assert warm.keyed_objective <= cold[key].keyed_bound
            assert cold[key].keyed_objective <= warm.keyed_bound
            if problem.n_rows == 0:
                assert np.array_equal(warm.chosen, cold[key].chosen)
