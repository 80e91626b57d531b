"""What must hold for every kind of constraint, on random markets and random plans."""

from __future__ import annotations

import json
import pickle
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promise_markets import (
    all_candidates,
    matches_of,
    of_one_contractor,
    random_market,
    random_plan,
    random_promises,
)

from matching import policy
from matching.constraints import (
    KINDS,
    Budget,
    Cap,
    Constraint,
    Exclude,
    GroupFloor,
    NoWorseOff,
    Pin,
    ProgrammeTarget,
    Quota,
    Share,
    SocialReturn,
    compile_constraints,
    from_dict,
)
from matching.market import Market
from matching.solvers import AssignmentProblem

seeds = st.integers(0, 10**6)
EXAMPLES: list[Constraint] = [
    Quota(
        "banenafspraak", at_least=2.5, at_most=40, unit="jobs", where={"organisation": "Emmen"}, priority=2
    ),
    Quota(at_most=3, hard=True, name="no more than three"),
    Pin(jobseeker="W-1", vacancy="V-1", by="C-2", reason="afgesproken"),
    Exclude(jobseeker="W-1", employer="E-1"),
    Cap(per="consultant", at_most=3, where={"organisation": "Emmen"}),
    Share(at_least=0.2, where={"organisation": "Emmen"}, reached=100, hard=True),
    GroupFloor(group="ww", also="50plus", at_least=0.9, reached=10, legal_ground="Wgbl"),
    NoWorseOff(organisation="Emmen", at_least=0.95, reached=3),
    Budget(amount=10_000.5, per_placement=2_500, group="bijstand", first=date(2026, 1, 1)),
    Budget(amount=8_000, instrument="lks", where={"organisation": "Emmen"}),
    Budget(amount=8_000, instrument="job_coach", per_placement=1_250.5, name="coaches"),
    ProgrammeTarget(
        programme="Perspectief op Werk",
        at_least=25,
        where={"region": "Drenthe"},
        last="2026-12-31",
        budget=90_000,
        per_placement=3_000,
    ),
    SocialReturn("K-1", owed=12_500.5, value_table="utrecht", price=10.0),
    SocialReturn("K-1", other=3_000, pso_discount=0.25),
    SocialReturn("K-1", new_placement_max=0.5, retention_max=0.25),
]


@settings(max_examples=80, deadline=None)
@given(seed=seeds)
def test_rows_count_what_the_plain_loop_counts(seed: int) -> None:
    """For any plan the coefficients of a row add up to the activity that is counted without them."""
    market = random_market(seed) if seed % 2 else of_one_contractor(random_market(seed))
    compiled = compile_constraints(all_candidates(market), random_promises(market, seed))
    assert not compiled.not_computable
    for nth in range(3):
        chosen = random_plan(compiled.candidates, seed + nth)
        matches = matches_of(compiled.candidates, chosen)
        constraints = {id(row.constraint): row.constraint for row in compiled.rows}
        activity = {key: constraint.activity(market, matches) for key, constraint in constraints.items()}
        counted = compiled.rows_array.toarray()[:, chosen].sum(axis=1)
        for row, count in zip(compiled.rows, counted.tolist(), strict=True):
            assert activity[id(row.constraint)][row.index] == count, row.name


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_a_placement_more_never_lowers_a_row(seed: int) -> None:
    market = random_market(seed)
    compiled = compile_constraints(all_candidates(market), random_promises(market, seed))
    assert np.all(compiled.rows_array.data > 0)
    matches = matches_of(compiled.candidates, random_plan(compiled.candidates, seed))
    for constraint in {id(row.constraint): row.constraint for row in compiled.rows}.values():
        fewer = constraint.activity(market, matches[:-1])
        more = constraint.activity(market, matches)
        assert all(one <= other for one, other in zip(fewer, more, strict=True))


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_the_solver_takes_the_arrays(seed: int) -> None:
    """What is compiled is a well-formed problem, whose options of one pair share a group."""
    market = random_market(seed)
    candidates = all_candidates(market)
    compiled = compile_constraints(candidates, random_promises(market, seed))
    expanded = compiled.candidates
    n = len(candidates)
    assert np.array_equal(expanded.base[:n], np.arange(n))
    assert np.all(expanded.claim[:n] == -1)
    assert np.all(expanded.claim[n:] >= 0)
    assert np.array_equal(expanded.jobseeker, candidates.jobseeker[expanded.base])
    assert np.bincount(expanded.base, minlength=n).max(initial=0) <= 4
    problem = AssignmentProblem(
        expanded.jobseeker,
        expanded.vacancy,
        np.full(len(expanded), 0.5),
        np.ones(market.n_jobseekers, np.int32),
        market.vacancies.openings,
        rows=compiled.rows_array if compiled.rows else None,
        lower=compiled.lower,
        upper=compiled.upper,
        shortfall_price=compiled.shortfall_price,
        excess_price=compiled.excess_price,
        pair_group=compiled.pair_group,
    )
    assert problem.n_rows == len(compiled.rows) == len({row.name for row in compiled.rows})
    if compiled.pair_group is not None:
        is_option = np.bincount(expanded.base)[expanded.base] > 1
        assert np.array_equal(compiled.pair_group >= 0, is_option)
        assert np.array_equal(compiled.pair_group[is_option], expanded.base[is_option])


@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_the_same_market_gives_the_same_rows(seed: int) -> None:
    market = random_market(seed)
    one, other = (
        compile_constraints(all_candidates(market), random_promises(market, seed)) for _ in range(2)
    )
    assert (one.rows_array != other.rows_array).nnz == 0
    assert np.array_equal(one.candidates.claim, other.candidates.claim)


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_candidates_are_planned_as_the_rule_says(seed: int) -> None:
    market = random_market(seed)
    candidates = all_candidates(market)
    for at in range(len(candidates)):
        plan = policy.planned_placement(
            market.records.jobseekers[candidates.jobseeker[at]],
            market.records.vacancies[candidates.vacancy[at]],
            market.on,
        )
        end = candidates.end[at].item()
        assert (plan.hours_min, plan.hours_max) == (candidates.hours_min[at], candidates.hours_max[at])
        assert (plan.start, plan.end) == (candidates.start[at].item(), end)


@pytest.mark.parametrize("constraint", EXAMPLES)
def test_a_constraint_survives_json_and_pickling(constraint: Constraint) -> None:
    assert from_dict(json.loads(json.dumps(constraint.to_dict()))) == constraint
    assert pickle.loads(pickle.dumps(constraint)) == constraint


@pytest.mark.parametrize("constraint", EXAMPLES)
def test_a_constraint_says_what_it_asks_in_two_languages(constraint: Constraint) -> None:
    dutch, english = constraint.describe("nl"), constraint.describe("en")
    assert dutch
    assert english
    assert dutch != english


def test_every_kind_has_an_example_here() -> None:
    assert {type(example) for example in EXAMPLES} == set(KINDS.values())


@pytest.mark.parametrize("constraint", [Quota(at_least=1)])
def test_an_empty_market_has_empty_rows(constraint: Constraint) -> None:
    market = Market.from_records([], [], on=date(2026, 1, 12))
    compiled = compile_constraints(all_candidates(market), [constraint])
    assert compiled.rows_array.shape == (1, 0)
    assert constraint.activity(market, []) == (0,)


def test_without_constraints_there_are_no_rows() -> None:
    market = random_market(3)
    compiled = compile_constraints(all_candidates(market), [])
    assert compiled.rows == ()
    assert compiled.pair_group is None
    assert compiled.rows_array.shape == (0, len(compiled.candidates))
