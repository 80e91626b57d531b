"""Choosing placements and claims together is never worse than claiming afterwards, and often better."""

from __future__ import annotations

import logging
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest
from promise_markets import all_candidates, of_one_contractor, random_market

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


@pytest.mark.parametrize("n_markets", [25, pytest.param(200, marks=pytest.mark.slow)])
def test_the_joint_plan_is_never_worse_than_claiming_afterwards(n_markets: int) -> None:
    """Placements first, then the best claims on them, against both at once; each proven optimal.

    Of every two markets one has contracts of one contractor, on which claims may go in turn. With
    ``--log-cli-level=INFO`` it says how often the joint plan is better, and by how much.
    """
    gains: list[float] = []
    in_turn = 0
    for seed in count():
        if len(gains) == n_markets:
            break
        market = random_market(seed) if seed % 2 else of_one_contractor(random_market(seed))
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
        in_turn += any(claim.switch for claim in compiled.candidates.claims)
    better = [gain for gain in gains if gain > 1e-6]
    logging.getLogger(__name__).info(
        "%d markets, %d with claims in turn: better on %d, by %.2f score units in the middle, %.2f at most",
        *(n_markets, in_turn, len(better), np.median(better), max(better)),
    )
    assert len(better) >= n_markets // 5
    assert np.median(better) > 0.5
    assert in_turn >= n_markets // 10
