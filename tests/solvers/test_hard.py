"""Hard rows that cannot be kept: named, no more of them than it takes, and the same ones every time."""

from __future__ import annotations

import numpy as np
from solver_instances import market_problem, random_problem
from test_rows import mip_oracle

from matching.solvers import AssignmentProblem, solve
from matching.solvers._hard import row_out_of_reach
from matching.solvers._presolve import make_instance
from matching.solvers._row_order import in_own_order


def crowded_problem(seed):
    """Up to 12 x 8 with five hard rows in heads and in cents, most of them in each other's way."""
    rng = np.random.default_rng(seed)
    return random_problem(
        rng, n_jobseekers=int(rng.integers(4, 13)), n_vacancies=int(rng.integers(3, 9)), rows=5, hard=True
    )


def rival_problem(seed):
    """Ten jobseekers, four openings, and quotas that each can be met but hardly all."""
    rng = np.random.default_rng(seed)
    i, j = np.nonzero(rng.random((10, 4)) < 0.7)
    group = rng.random((5, 10)) < 0.3
    quota = np.minimum(rng.integers(1, 4, 5), group.sum(axis=1))
    return AssignmentProblem(
        i, j, rng.random(len(i)), np.ones(10, int), np.ones(4, int), rows=group[:, i].astype(int), lower=quota
    )


def with_rows(problem, kept):
    """The same problem with only some of its rows."""
    return AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=problem.rows[list(kept)],
        lower=problem.lower[list(kept)],
        upper=problem.upper[list(kept)],
        shortfall_price=problem.shortfall_price[list(kept)],
        excess_price=problem.excess_price[list(kept)],
    )


def test_a_conflict_is_one_and_needs_each_of_its_rows():
    """The rows named exclude each other; without any of them the others can be kept."""
    found = 0
    for seed in range(36):
        problem = rival_problem(seed) if seed % 3 else crowded_problem(seed)
        solution = solve(problem)
        if solution.status != "infeasible":
            continue
        found += len(solution.conflict) > 1
        assert mip_oracle(with_rows(problem, solution.conflict)) is None
        for row in solution.conflict:
            rest = [other for other in solution.conflict if other != row]
            assert not rest or mip_oracle(with_rows(problem, rest)) is not None
        assert solve(problem).conflict == solution.conflict
    assert found >= 5


def test_a_row_out_of_reach_is_impossible():
    """What a look at one row rules out, the whole integer program rules out too."""
    found = 0
    for seed in range(200):
        problem = crowded_problem(seed)
        own, given = in_own_order(problem)
        row = row_out_of_reach(make_instance(own))
        if row is not None:
            found += 1
            row = int(given[row])
            assert mip_oracle(with_rows(problem, [row])) is None
            assert solve(problem).conflict == (row,)
    assert found >= 20


def test_a_row_just_within_reach_is_not_refused():
    """The very most that one side can bring is no conflict by itself; one unit more is."""
    problem = market_problem(seed=4, n_jobseekers=60, n_vacancies=25, rows=0)
    heads = np.ones(problem.n_pairs, dtype=np.int64)
    most = min(
        len(np.unique(problem.jobseeker)), int(problem.vacancy_capacity[np.unique(problem.vacancy)].sum())
    )
    for asked, row in ((most, None), (most + 1, 0)):
        limited = AssignmentProblem(
            problem.jobseeker,
            problem.vacancy,
            problem.micro_score,
            problem.jobseeker_capacity,
            problem.vacancy_capacity,
            rows=heads[None],
            lower=[asked],
        )
        assert row_out_of_reach(make_instance(limited)) == row
        assert solve(limited).nearest == (None if row is None else most)


def test_a_row_out_of_reach_tells_how_far_it_is():
    """The number is what the pairs can bring with the fixed ones counted, or what the fixed ones take."""
    options = {"rows": [[5, 7, 4]], "fixed": [1, 0, 0]}
    pairs = ([0, 1, 1], [0, 1, 0], [0.9, 0.5, 0.4], [1, 1], [1, 1])
    asked = solve(AssignmentProblem(*pairs, lower=[20], **options))
    assert (asked.status, asked.conflict, asked.nearest) == ("infeasible", (0,), 12)
    for method in ("auto", "greedy"):
        limited = solve(AssignmentProblem(*pairs, upper=[3], **options), method=method)
        assert (limited.status, limited.conflict, limited.nearest) == ("infeasible", (0,), 5)
    clash = solve(AssignmentProblem(*pairs, rows=[[0, 9, 0], [0, 1, 0]], lower=[9, 0], upper=[9, 0]))
    assert (clash.status, clash.conflict, clash.nearest) == ("infeasible", (0, 1), None)
