"""Choosing placements and claims together is never worse than claiming afterwards, and often better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from promise_markets import all_candidates, random_market

from matching.constraints import Compiled, SocialReturn, compile_constraints
from matching.solvers import AssignmentProblem, Solution, solve

if TYPE_CHECKING:
    from matching.market import Market


def problem_of(
    market: Market, compiled: Compiled, scores: np.ndarray, fixed: np.ndarray | None = None
) -> AssignmentProblem:
    candidates = compiled.candidates
    return AssignmentProblem(
        candidates.jobseeker,
        candidates.vacancy,
        scores[candidates.base],
        np.ones(market.n_jobseekers, np.int32),
        market.vacancies.openings,
        rows=compiled.rows_array,
        lower=compiled.lower,
        upper=compiled.upper,
        shortfall_price=compiled.shortfall_price,
        excess_price=compiled.excess_price,
        pair_group=compiled.pair_group,
        fixed=fixed,
    )


def optimal(problem: AssignmentProblem) -> Solution:
    solution = solve(problem, gap=0.0)
    assert solution.status == "optimal"
    return solution


@pytest.mark.parametrize("seeds", [range(30), pytest.param(range(200), marks=pytest.mark.slow)])
def test_the_joint_plan_is_never_worse_than_claiming_afterwards(seeds: range) -> None:
    """Placements first, then the best claims on them, against both at once; each proven optimal."""
    gains = []
    for seed in seeds:
        market = random_market(seed)
        candidates = all_candidates(market)
        if not len(candidates):
            continue
        promises = [SocialReturn(contract.id, priority=3) for contract in market.contracts]
        compiled = compile_constraints(candidates, promises)
        scores = np.random.default_rng(seed).uniform(0.2, 1.0, len(candidates))
        free = AssignmentProblem(
            candidates.jobseeker,
            candidates.vacancy,
            scores,
            np.ones(market.n_jobseekers, np.int32),
            market.vacancies.openings,
        )
        placed = np.zeros(len(candidates), bool)
        placed[optimal(free).chosen] = True
        fixed = np.where(placed[compiled.candidates.base], 0, -1).astype(np.int8)
        after = optimal(problem_of(market, compiled, scores, fixed)).objective
        joint = optimal(problem_of(market, compiled, scores)).objective
        assert joint >= after - 1e-6
        gains.append(joint - after)
    better = sum(gain > 1e-6 for gain in gains)
    assert better >= len(seeds) // 10
