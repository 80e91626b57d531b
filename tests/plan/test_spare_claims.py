"""No claim is spare: what a contract does not need is left to another, or left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching
from matching.market import Market
from matching.plan import without_spare_claims
from matching.records import Contract, Employer, Jobseeker, ProtectedFacts, Vacancy
from matching.solvers import KEY_SCALE, MICRO, AssignmentProblem, Solution, solve

ON = date(2026, 1, 1)


def problem_of(worth: list[tuple[int, ...]], owed: tuple[int, ...], price: float) -> AssignmentProblem:
    """One pair for each person, with no claim or a claim on one of the contracts; all are placed."""
    n, kinds = len(worth), len(owed) + 1
    rows = np.zeros((len(owed), n * kinds), np.int64)
    for person, values in enumerate(worth):
        for contract, cents in enumerate(values):
            rows[contract, person * kinds + contract + 1] = cents
    who = np.repeat(np.arange(n), kinds)
    return AssignmentProblem(
        who, who, np.full(n * kinds, 0.5), np.ones(n, int), np.ones(n, int), rows=rows, lower=owed,
        shortfall_price=[price / max(cents, 1) for cents in owed], pair_group=who,
    )  # fmt: skip


def short(worth: list[tuple[int, ...]], owed: tuple[int, ...], claims: tuple[int, ...]) -> list[int]:
    """Cents short of each contract, by a plain loop; claim 0 is none."""
    left = list(owed)
    for values, claim in zip(worth, claims, strict=True):
        if claim:
            left[claim - 1] -= values[claim - 1]
    return [max(0, cents) for cents in left]


def priced(
    worth: list[tuple[int, ...]], owed: tuple[int, ...], claims: tuple[int, ...], price: float
) -> float:
    return sum(price / max(o, 1) * s for o, s in zip(owed, short(worth, owed, claims), strict=True))


def instead(start: Solution, chosen: np.ndarray, objective: float) -> Solution:
    """Another choice of the same problem, as a solver would give it."""
    lost = round((start.objective - objective) * MICRO * KEY_SCALE)
    return replace(start, chosen=chosen, objective=objective, keyed_objective=start.keyed_objective - lost)


CASES = st.integers(1, 3).flatmap(
    lambda contracts: st.tuples(
        st.lists(st.tuples(*[st.integers(1, 6)] * contracts), min_size=1, max_size=5),
        st.tuples(*[st.integers(0, 12)] * contracts),
    )
)


@settings(max_examples=60, deadline=None)
@given(case=CASES, price=st.sampled_from([3.0, 0.3]))
def test_the_optimum_is_kept_and_no_claim_is_spare(case: tuple, price: float):
    """Against every way to claim: as good as the best, and each claim is one that a contract needs."""
    worth, owed = case
    problem = problem_of(worth, owed, price)
    found = without_spare_claims(problem, solve(problem, gap=0.0))
    kinds = len(owed) + 1
    claims = tuple(int(at) % kinds for at in found.chosen)
    ways = product(range(kinds), repeat=len(worth))
    best = min(priced(worth, owed, way, price) for way in ways)
    assert priced(worth, owed, claims, price) == pytest.approx(best, abs=1e-9)
    assert found.objective == pytest.approx(0.5 * len(worth) - best, abs=1e-5)
    for person, claim in enumerate(claims):
        without = (*claims[:person], 0, *claims[person + 1 :])
        assert not claim or short(worth, owed, without) != short(worth, owed, claims)
    assert found.shortfall.tolist() == short(worth, owed, claims)


@settings(max_examples=60, deadline=None)
@given(case=CASES, seed=st.integers(0, 99))
def test_any_claims_become_no_worse(case: tuple, seed: int):
    """From whatever options, the objective does not fall, the people stay, and again changes nothing."""
    worth, owed = case
    problem = problem_of(worth, owed, 3.0)
    kinds = len(owed) + 1
    claims = np.random.default_rng(seed).integers(0, kinds, len(worth))
    start = solve(problem, gap=0.0)
    value = 0.5 * len(worth) - priced(worth, owed, tuple(claims), 3.0)
    found = without_spare_claims(problem, instead(start, np.arange(len(worth)) * kinds + claims, value))
    after = tuple(int(at) % kinds for at in found.chosen)
    assert found.objective == pytest.approx(0.5 * len(worth) - priced(worth, owed, after, 3.0), abs=1e-5)
    assert value - 1e-9 <= found.objective <= found.bound + 1e-5
    assert (found.chosen // kinds).tolist() == list(range(len(worth)))
    assert without_spare_claims(problem, found) is found


def test_a_met_contract_leaves_a_placement_to_another():
    """Two placements of 20,000: claimed on the contract that owes 10,000, one is moved to the other."""
    problem = problem_of([(20, 20), (20, 20)], (10, 20), 3.0)
    start = solve(problem, gap=0.0)
    found = without_spare_claims(problem, instead(start, np.array([1, 4]), 1.0 - 3.0))
    assert sorted(found.chosen % 3) == [1, 2]
    assert found.shortfall.tolist() == [0, 0]
    assert (found.objective, found.gap) == (pytest.approx(1.0), pytest.approx(0.0, abs=1e-5))


def test_what_is_fixed_stays():
    """An option that was decided on is not changed, nor is a forbidden one taken."""
    problem = problem_of([(20, 20), (20, 20)], (10, 20), 3.0)
    fixed = np.array([0, 1, 0, 0, 0, -1], np.int8)
    pinned = AssignmentProblem(
        problem.jobseeker, problem.vacancy, problem.micro_score, [1, 1], [1, 1], rows=problem.rows,
        lower=problem.lower, shortfall_price=problem.shortfall_price, pair_group=problem.pair_group,
        fixed=fixed,
    )  # fmt: skip
    start = solve(problem, gap=0.0)
    found = without_spare_claims(pinned, replace(start, chosen=np.array([1, 4])))
    assert found.chosen.tolist() == [1, 3]


def test_a_plan_claims_no_more_than_its_contracts_need():
    """Four jobs of 40,000 with one contractor that owes 30,000 and 90,000: one claim, and three."""
    people = [
        Jobseeker(
            id=f"W-{n}", hours_max=36, consent_to_share=True, protected=ProtectedFacts(benefit="bijstand")
        )
        for n in range(6)
    ]
    jobs = [Vacancy(id=f"V-{n}", hours_max=36, employer="E-1") for n in range(6)]
    contracts = [
        Contract(
            id=f"K-{n}",
            contractor="E-1",
            obligation_eur=owed,
            start=ON,
            end=date(2026, 12, 31),
            value_table="utrecht",
        )
        for n, owed in ((1, 30_000), (2, 90_000))
    ]
    market = Market.from_records(people, jobs, [Employer(id="E-1")], contracts, on=ON)
    promises = [matching.SocialReturn("K-1"), matching.SocialReturn("K-2")]
    plan = matching.match(market, constraints=promises, min_score=0)
    claims = [p.contract for p in plan.placements]
    assert len(claims) == 6
    assert (claims.count("K-1"), claims.count("K-2"), claims.count(None)) == (1, 3, 2)
    assert [row.activity for row in plan.rows] == [40_000, 120_000]
