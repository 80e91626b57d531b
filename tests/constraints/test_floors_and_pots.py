"""Floors, shares, pots, pins and caps in whole plans: what they reach, and what they cost the others."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promise_markets import (
    ON,
    all_candidates,
    random_market,
    random_plan,
    random_promises,
    sharing_pots,
)
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

import matching
from matching.constraints import (
    Budget,
    Cap,
    Constraint,
    Exclude,
    GroupFloor,
    Match,
    NeedsReference,
    NoWorseOff,
    Pin,
    ProgrammeTarget,
    Quota,
    Share,
    SocialReturn,
    compile_constraints,
    from_dict,
    read_constraints,
    without_reference,
)
from matching.exceptions import ConstraintError
from matching.market import Market
from matching.records import Contract, Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def region() -> Market:
    """A small generated region."""
    return matching.load_region("drenthe", jobseekers=150, vacancies=60)


@pytest.fixture(scope="module")
def free(region: Market) -> matching.Plan:
    """Its best plan without any promise."""
    return matching.match(region, min_score=0.2)


def planned(region: Market, *promises: Constraint) -> matching.Plan:
    return matching.match(region, constraints=promises, min_score=0.2)


def test_floors_and_shares_hardly_lower_how_many_are_placed(region: Market, free: matching.Plan) -> None:
    """Each stands on the number of the free plan, so that the loss stays within half a percent."""
    reached = len(free.placements)
    floors = [
        GroupFloor(group=group, at_least=0.9, reached=reached, legal_ground="Wgbl")
        for group in ("jongere", "50plus", "bijstand")
    ]
    shares = [Share(at_least=0.1, where={"organisation": name}, reached=reached) for name in ("UWV",)]
    plan = planned(region, *floors, *shares)
    assert len(plan.placements) >= 0.995 * reached
    assert {row.state for row in plan.rows} <= {"met", "tight", "short"}


def test_an_organisation_gets_what_it_reaches_alone(region: Market) -> None:
    own = {
        "jobseekers": [one for one in region.records.jobseekers if one.organisation == "UWV"],
        "vacancies": [one for one in region.records.vacancies if one.organisation == "UWV"],
    }
    alone = len(planned(region.with_records(**own)).placements)
    plan = planned(region, NoWorseOff(organisation="UWV", reached=alone))
    assert plan.rows[0].activity >= alone


def test_a_pin_an_exclusion_a_cap_and_a_pot_are_kept(region: Market, free: matching.Plan) -> None:
    kept, dropped = free.placements[0], free.placements[1]
    plan = planned(
        region,
        Pin(jobseeker=kept.jobseeker, vacancy=kept.vacancy),
        Exclude(jobseeker=dropped.jobseeker),
        Cap(per="organisation", at_most=9),
        Budget(amount=20_000, per_placement=2_500, group="bijstand"),
    )
    pairs = {(one.jobseeker, one.vacancy) for one in plan.placements}
    assert (kept.jobseeker, kept.vacancy) in pairs
    assert dropped.jobseeker not in {jobseeker for jobseeker, _ in pairs}
    served = [region.records.jobseekers[region.jobseeker_position(one)].organisation for one, _ in pairs]
    assert max(served.count(name) for name in set(served) - {None}) <= 9
    pot = next(row for row in plan.rows if row.kind == "budget")
    assert pot.activity <= 20_000
    assert plan.status != "infeasible"


def test_what_stands_on_another_plan_needs_its_number() -> None:
    """Without it the promise is left out with a finding, and the rest goes on."""
    market = Market.from_records(
        [Jobseeker(id="W-1", organisation="Emmen")], [Vacancy(id="V-1", organisation="Emmen")], on=ON
    )
    candidates = all_candidates(market)
    promises: list[Constraint] = [
        Share(at_least=0.5, where={"organisation": "Emmen"}),
        GroupFloor(group="ww", at_least=0.5, legal_ground="Wgbl"),
        NoWorseOff(organisation="Emmen"),
        Cap(per="organisation", at_most=1),
    ]
    compiled = compile_constraints(candidates, promises)
    assert [one.kind for one in compiled.not_computable] == ["share", "group_floor", "no_worse_off"]
    assert compiled.issues.by_rule()["constraints.reference"] == 3
    assert without_reference(promises) == tuple(promises[3:])
    for promise in promises[:3]:
        assert isinstance(promise, NeedsReference)
        assert promise.reference_pairs(candidates).tolist() == [True]
        given = promise.with_reference(promise.measure(market, [matching.constraints.Match(0, 0)]))
        assert given.reached == 1
        assert not given.check(market)


def test_a_share_and_a_floor_are_whole_people() -> None:
    """30 % of 7 is 3 people; two in three of a group of 3, at a rate of 7 in 8, is 2."""
    register = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),))
    people = [
        Jobseeker(id=f"W-{at}", organisation="Emmen", protected=register if at < 3 else ProtectedFacts())
        for at in range(8)
    ]
    market = Market.from_records(people, [Vacancy(id="V-1", openings=8)], on=ON)
    compiled = compile_constraints(
        all_candidates(market),
        [
            Share(at_least=0.3, where={"organisation": "Emmen"}, reached=7),
            GroupFloor(group="banenafspraak", at_least=0.66, reached=7, legal_ground="Wfsv"),
        ],
    )
    assert compiled.lower.tolist() == [3, 2]
    assert [len(row.positions) for row in compiled.rows] == [8, 3]


def test_a_programme_counts_starts_in_its_period() -> None:
    people = [Jobseeker(id=f"W-{day}", available_from=date(2026, 3, day)) for day in (1, 15, 31)]
    market = Market.from_records(people, [Vacancy(id="V-1", openings=3)], on=ON)
    target = ProgrammeTarget(
        programme="PoW", at_least=2, first="2026-03-01", last="2026-03-15", budget=5_000, per_placement=2_500
    )
    compiled = compile_constraints(all_candidates(market), [target])
    assert compiled.rows_array.toarray().tolist() == [[1, 1, 0], [250_000, 250_000, 0]]
    assert (compiled.lower.tolist()[0], compiled.upper.tolist()[1]) == (2, 500_000)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"kind": "share", "at_least": 1.5, "where": {"organisation": "Emmen"}}, "a part in"),
        ({"kind": "share", "at_least": 0.5, "where": {}}, "at least one key"),
        ({"kind": "share", "at_least": 0.5}, "where is missing"),
        ({"kind": "group_floor", "group": "jongeren", "at_least": 0.5}, "the nearest is 'jongere'"),
        ({"kind": "no_worse_off", "organisation": "Emmen", "reached": -1}, "reached must be a whole"),
        ({"kind": "budget", "amount": -1, "per_placement": 1}, "amount must be euros"),
        ({"kind": "budget", "amount": 1}, "per_placement must be given"),
        ({"kind": "budget", "amount": 1, "instrument": "jobcoach"}, "instrument must be one of"),
        ({"kind": "budget", "amount": 1, "per_placement": 1, "first": "1-1-2026"}, "must be a date"),
        ({"kind": "programme_target", "programme": "P", "at_least": 1, "budget": 3}, "go together"),
        ({"kind": "cap", "per": "consultent", "at_most": 3}, "the nearest is 'consultant'"),
        ({"kind": "cap", "per": "sector", "at_most": 3, "where": {"sector": "market"}}, "not be about"),
        ({"kind": "exclude"}, "must be given"),
        ({"kind": "pin", "jobseeker": "W-1", "vacancy": ""}, "vacancy must be a text"),
        (
            {"kind": "budget", "amount": 1, "per_placement": 1, "first": "2026-05-01", "last": "2026-01-01"},
            "first must not be after last",
        ),
    ],
)
def test_what_is_not_well_formed_says_what(values: dict[str, object], says: str) -> None:
    with pytest.raises(ConstraintError, match=says):
        from_dict(values)


def test_a_cost_is_paid_by_one_pot() -> None:
    """The first pot, for bijstand, pays W-1 and W-2, the second W-3 only; the subsidy is another cost."""
    bijstand = {"benefit": "bijstand", "birth_date": date(1990, 1, 1)}
    people = [
        Jobseeker(id="W-1", hours_max=32, protected=ProtectedFacts(**bijstand, wage_value=0.6)),
        Jobseeker(id="W-2", hours_max=32, protected=ProtectedFacts(**bijstand)),
        Jobseeker(id="W-3", hours_max=32, protected=ProtectedFacts(wage_value=0.6)),
    ]
    market = Market.from_records(people, [Vacancy(id="V-1", hours_max=32, openings=3)], on=ON)
    pots: list[Constraint] = [
        Budget(amount=5_000, per_placement=2_500, group="bijstand"),
        Budget(amount=9_000, per_placement=1_000),
        ProgrammeTarget(programme="PoW", at_least=3, budget=700, per_placement=700),
        Budget(amount=20_000, instrument="lks"),
    ]
    compiled = compile_constraints(all_candidates(market), pots)
    assert compiled.rows_array.toarray().tolist() == [
        [250_000, 250_000, 0],
        [0, 0, 100_000],
        [1, 1, 1],
        [0, 0, 0],
        [1_305_920, 0, 0],
    ]
    said = [issue for issue in compiled.issues if issue.rule == "constraints.pot_order"]
    assert [(issue.record, issue.count) for issue in said] == [("budget all", 2), ("PoW", 2), ("PoW", 3)]
    assert compiled.rows[-1].left_out == 1  # the age of W-3 is not known, so neither is the subsidy
    turned = compile_constraints(all_candidates(market), [pots[1], pots[0]])
    assert turned.rows_array.toarray().tolist() == [[100_000] * 3, [0, 0, 0]]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_cost_is_charged_twice(seed: int) -> None:
    """Whatever the pots, of one cost each candidate is in one row of money at most."""
    market = random_market(seed)
    compiled = compile_constraints(all_candidates(market), random_promises(market, seed))
    by_cost: dict[str, np.ndarray] = {}
    for row in compiled.rows:
        is_own = row.index == 0 if isinstance(row.constraint, Budget) else row.unit == "eur"
        if isinstance(row.constraint, Budget | ProgrammeTarget) and is_own:
            charged = np.bincount(row.positions, minlength=len(compiled.candidates))
            cost = str(row.constraint.pays_for)
            by_cost[cost] = by_cost.get(cost, 0) + charged
    assert set(by_cost) == {"placement", "lks", "adaptation", "job_coach"}
    assert all(np.all(times <= 1) for times in by_cost.values())


def test_pots_that_pay_the_same_share() -> None:
    """Bijstand may be paid by either pot: of five placements all are paid, three of them from the second."""
    people = [
        Jobseeker(id=f"W-{at}", protected=ProtectedFacts(benefit="bijstand" if at < 4 else "ww"))
        for at in range(6)
    ]
    market = Market.from_records(people, [Vacancy(id="V-1", openings=6)], on=ON)
    pots = [
        Budget(name="first", amount=5_500, per_placement=2_500, group="bijstand"),
        Budget(name="second", amount=7_500, per_placement=2_500),
    ]
    compiled = compile_constraints(all_candidates(market), pots)
    assert [row.name for row in compiled.rows] == ["second", "first + second"]
    assert compiled.upper.tolist() == [750_000, 1_250_000]  # three, and two more whole placements
    counted = (compiled.rows_array.toarray() / 250_000).tolist()
    assert counted == [[0, 0, 0, 0, 1, 1], [1] * 6]
    plan = matching.match(market, constraints=pots, min_score=0)
    assert len(plan.placements) == 5
    assert {row.name: row.activity for row in plan.rows}["first + second"] == 12_500
    assert "constraints.pot_order" not in compiled.issues.by_rule()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_plan_within_shared_pots_can_be_paid_whole(seed: int) -> None:
    """Whenever all rows hold, every placement finds a pot of its own share that still has money for it."""
    market = random_market(seed)
    pots = [one for one in sharing_pots(Random(seed)) if isinstance(one, Budget)][:4]
    compiled = compile_constraints(all_candidates(market), pots)
    chosen = random_plan(compiled.candidates, seed)
    within = compiled.rows_array.toarray()[:, chosen].sum(axis=1) <= compiled.upper
    payable = np.column_stack(
        [
            np.repeat(pot.charges(compiled.candidates)[0][chosen, None], int(pot.amount // 100), axis=1)
            for pot in pots
        ]
    )
    asked = payable.any(axis=1)
    paid = maximum_bipartite_matching(csr_array(payable.astype(np.int8)), perm_type="column") >= 0
    assert bool(np.all(paid[asked])) == bool(np.all(within))


def test_who_is_in_three_groups_counts_in_each_and_once_in_the_total() -> None:
    """One placement of a person with bijstand, of 52, in the register: three quotas, two pairs, one head."""
    facts = ProtectedFacts(
        benefit="bijstand",
        birth_date=date(1973, 5, 1),
        target_groups=(TargetGroupFact(group="banenafspraak"),),
    )
    people = [Jobseeker(id="W-1", hours_max=32, protected=facts), Jobseeker(id="W-2", hours_max=32)]
    market = Market.from_records(people, [Vacancy(id="V-1", hours_max=32, openings=2)], on=ON)
    ground = {"legal_ground": "as agreed"}
    groups = ("bijstand", "50plus", "banenafspraak")
    promises: list[Constraint] = [Quota(group, at_least=1, **ground) for group in groups]
    promises += [
        GroupFloor(group="bijstand", also="50plus", at_least=1.0, reached=2, **ground),
        Quota(at_least=1, name="all"),
    ]
    compiled = compile_constraints(all_candidates(market), promises)
    assert compiled.rows_array.toarray().tolist() == [[1, 0], [1, 0], [1, 0], [1, 0], [1, 1]]
    only = [Match(0, 0)]
    assert [one.activity(market, only) for one in promises] == [(1,)] * 5


@pytest.mark.parametrize(
    "promise",
    [
        Share(at_least=0.15, where={"organisation": "Emmen"}),
        Share(at_least=0.5, where={"organisation": "UWV"}),
        GroupFloor(group="jongere", at_least=0.9, legal_ground="Wgbl"),
        GroupFloor(group="bijstand", also="50plus", at_least=0.9, legal_ground="Wgbl"),
        GroupFloor(group="statushouder", at_least=1.0, legal_ground="Wi2021"),
        NoWorseOff(organisation="Emmen"),
    ],
    ids=lambda one: one.label,
)
def test_one_floor_or_share_places_as_many_within_half_a_percent(
    region: Market, free: matching.Plan, promise: Constraint
) -> None:
    plan = planned(region, promise)
    assert len(plan.placements) >= 0.995 * len(free.placements)


def test_an_id_that_is_not_there_is_a_finding() -> None:
    market = Market.from_records([Jobseeker(id="W-1")], [Vacancy(id="V-1")], on=ON)
    promises: list[Constraint] = [Pin(jobseeker="W-1", vacancy="V-9"), Exclude(employer="E-9")]
    compiled = compile_constraints(all_candidates(market), promises)
    assert len(compiled.not_computable) == 2
    assert compiled.issues.by_rule() == {"constraints.unknown_id": 2}


def test_every_kind_is_read_from_toml(tmp_path: Path) -> None:
    file = tmp_path / "promises.toml"
    file.write_text(
        '[[cap]]\nper = "consultant"\nat_most = 12\n'
        "[[budget]]\namount = 1000\nper_placement = 100\nfirst = 2026-01-01\n"
        '[[share]]\nat_least = 0.1\nreached = 40\nwhere = { organisation = "Emmen" }\n',
        encoding="utf-8",
    )
    assert [one.kind for one in read_constraints(file)] == ["cap", "budget", "share"]


def test_a_table_of_ones_own_values_a_contract(tmp_path: Path) -> None:
    """A file in place of a name: it is read, its dates are kept, and what is wrong with it is a finding."""
    file = tmp_path / "emmen.csv"
    heading = "table_id,authority,valid_from,valid_to,block,target_group,kind,unit,value_eur,source"
    row = "emmen,Emmen,2026-01-01,{until},pw,bijstand,block,eur_per_fte_year,36000,besluit"
    file.write_text(f"{heading}\n{row.format(until='')}\n", encoding="utf-8")
    facts = ProtectedFacts(benefit="bijstand")
    market = Market.from_records(
        [Jobseeker(id="W-1", hours_max=36, protected=facts)],
        [Vacancy(id="V-1", hours_max=36, contracts=("K-1",), start=date(2026, 2, 1))],
        contracts=[Contract(id="K-1", obligation_eur=5_000, start=date(2026, 2, 1), end=date(2026, 7, 31))],
        on=ON,
    )
    promises = tmp_path / "promises.toml"
    promises.write_text('[[social_return]]\ncontract = "K-1"\nvalue_table = "emmen.csv"\n', encoding="utf-8")
    (promise,) = read_constraints(promises)
    assert promise == SocialReturn("K-1", value_table=str(file))
    compiled = compile_constraints(all_candidates(market), [promise])
    assert compiled.rows[0].coefficients.tolist() == [1_800_000]
    file.write_text(f"{heading}\n{row.format(until='2026-01-11')}\n", encoding="utf-8")
    ended = compile_constraints(all_candidates(market), [promise])
    assert "in force on 2026-01-12" in ended.not_computable[0].reason
    file.write_text(heading, encoding="utf-8")
    assert "no lines" in compile_constraints(all_candidates(market), [promise]).not_computable[0].reason


def test_purchases_and_a_pso_step_are_taken_off_what_is_owed() -> None:
    """EUR 40,000, a quarter off, 5,000 realised and 2,500.50 bought leave 22,499.50."""
    contract = Contract(
        id="K-1",
        obligation_eur=40_000,
        realised_eur=5_000,
        start=ON,
        end=date(2026, 12, 31),
        value_table="utrecht",
    )
    market = Market.from_records([], [], contracts=[contract], on=ON)

    def owed(**more: object) -> float:
        return compile_constraints(all_candidates(market), [SocialReturn("K-1", **more)]).lower[0]

    assert owed(pso_discount=0.25, other=2_500.5) == 2_249_950
    assert owed(owed=1_000, other=2_000) == 0
    assert owed(pso_discount=1.0) == 0
    for wrong in ({"pso_discount": 1.5}, {"other": -1}, {"owed": 5, "pso_discount": 0.5}):
        with pytest.raises(ConstraintError):
            SocialReturn("K-1", **wrong)
