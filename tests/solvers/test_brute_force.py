"""Every method and engine against trying all choices, with claims, fixed pairs, hard and priced rows."""

from __future__ import annotations

import numpy as np
import pytest
from solver_instances import assert_feasible, brute_force, random_problem

from matching.exceptions import ProblemError
from matching.solvers import KEY_SCALE, MICRO, engine, solve

ENGINES = (engine(), "reference")
MOST_PAIRS = 14


def tiny_problem(seed):
    """Random problem of at most 14 pairs: ties, no places, empty sides, claims, quotas that cannot be met."""
    rng = np.random.default_rng(seed)
    while True:
        problem = random_problem(
            rng,
            n_jobseekers=rng.integers(0, 7),
            n_vacancies=rng.integers(0, 7),
            density=rng.uniform(0.2, 1.0),
            rows=int(rng.integers(0, 4)),
            hard=rng.random() < 0.3,
            parallel=rng.random() < 0.4,
            fixed=rng.random() < 0.2,
        )
        if problem.n_pairs <= MOST_PAIRS:
            return problem


def assert_proven(problem, best, solution):
    """The answer fits, and its bound and status say no more than is true of the best choice there is."""
    if best is None:
        assert solution.status == "infeasible"
        return
    assert solution.status != "infeasible"
    assert_feasible(problem, solution)
    assert solution.keyed_objective <= best <= solution.keyed_bound


def check_tiny(seed):
    """The optimum by one engine, an answer near it by the other, and a choice for each other goal."""
    problem = tiny_problem(seed)
    best = brute_force(problem)
    first, second = ENGINES if seed % 2 else ENGINES[::-1]
    exact = solve(problem, gap=0, engine=first)
    assert_proven(problem, best, exact)
    if best is not None:
        assert (exact.status, exact.keyed_objective) == ("optimal", best)
    near = solve(problem, gap=1e-2, engine=second)
    assert_proven(problem, best, near)
    if best is not None:
        score = int(problem.micro_score[near.chosen].sum()) * KEY_SCALE
        assert best - near.keyed_objective <= 1e-2 * max(MICRO * KEY_SCALE, score)
    for method, inner in (("greedy", first), ("stable", second)):
        check_other_goal(problem, best, method, inner)


def check_other_goal(problem, best, method, inner):
    """A greedy or stable choice fits and lies under its bound; hard limits are kept, or refused."""
    try:
        solution = solve(problem, method=method, engine=inner)
    except ProblemError:
        hard = np.isinf(problem.shortfall_price) | np.isinf(problem.excess_price)
        assert hard.any() or problem.pair_group is not None
        return
    if solution.status == "infeasible":
        assert best is None
        return
    assert_proven(problem, best, solution)
    assert solution.goal == {"greedy": "greedy", "stable": "stability"}[method]


@pytest.mark.parametrize("block", range(10))
def test_tiny_problems_equal_trying_every_choice(block):
    """1,000 random problems up to 6 by 6 are solved as well as they can be, to the last key."""
    for seed in range(100 * block, 100 * block + 100):
        check_tiny(seed)


@pytest.mark.parametrize("seed", [4275, 8885])
def test_what_was_called_proven_and_was_not(seed):
    """A bound within a micro-unit of a hurried choice; claims of which only the lesser keeps a hard row."""
    check_tiny(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_more_equal_trying_every_choice(block):
    """And 10,000 more."""
    for seed in range(1000 * block + 1000, 1000 * block + 2000):
        check_tiny(seed)


def test_the_problems_are_of_every_kind():
    """Among the first thousand are rows, hard rows, claims, fixed pairs, infeasible ones, and large ones."""
    problems = [tiny_problem(seed) for seed in range(300)]
    assert max(problem.n_pairs for problem in problems) == MOST_PAIRS
    for share, found in (
        (0.6, [problem.n_rows > 0 for problem in problems]),
        (0.1, [bool(np.isinf(problem.shortfall_price).any()) for problem in problems]),
        (0.2, [problem.pair_group is not None for problem in problems]),
        (0.1, [problem.fixed is not None for problem in problems]),
        (0.01, [solve(problem).status == "infeasible" for problem in problems]),
    ):
        assert np.mean(found) >= share
