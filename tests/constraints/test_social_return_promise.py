"""SocialReturn offers claims where they are worth something, and says when it cannot be computed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from promise_markets import ON, all_candidates, matches_of

from matching.constraints import (
    MAX_CLAIMS,
    Compiled,
    Match,
    PlannedClaim,
    Quota,
    SocialReturn,
    compile_constraints,
    promises_of,
)
from matching.exceptions import ConstraintError
from matching.market import Market
from matching.records import Contract, Employer, Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

FULL = {
    "contractor": "E-1",
    "obligation_eur": 40_000,
    "start": date(2026, 1, 12),
    "end": date(2027, 1, 11),
    "value_table": "utrecht",
}


def contract(key: str = "K-1", **fields: object) -> Contract:
    return Contract(id=key, **{**FULL, **fields})


def market_of(*contracts: Contract, vacancies: tuple[Vacancy, ...] | None = None) -> Market:
    register = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),))
    people = [
        Jobseeker(id="W-1", hours_max=18, protected=register),
        Jobseeker(id="W-2", hours_max=36, protected=ProtectedFacts(benefit="ww")),
        Jobseeker(id="W-3", hours_max=36),
    ]
    if vacancies is None:
        vacancies = (
            Vacancy(id="V-1", employer="E-1", hours_max=36),
            Vacancy(id="V-2", employer="E-2", hours_max=36, contracts=tuple(c.id for c in contracts)),
            Vacancy(id="V-3", employer="E-2", hours_max=36),
        )
    employers = [Employer(id="E-1"), Employer(id="E-2")]
    return Market.from_records(people, vacancies, employers, contracts, on=ON)


def compiled(market: Market, *promises: SocialReturn | Quota) -> Compiled:
    return compile_constraints(all_candidates(market), promises)


def claims(result: Compiled) -> list[tuple[str, str, str]]:
    market = result.candidates.market
    claimed = np.flatnonzero(result.candidates.claim >= 0)
    matches = matches_of(result.candidates, claimed)
    names = [result.candidates.claim_names()[at] for at in result.candidates.claim[claimed]]
    return [
        (market.jobseekers.ids[i], market.vacancies.ids[j], name)
        for (i, j, _), name in zip(matches, names, strict=True)
    ]


def test_claims_are_offered_at_the_contractor_and_where_the_contract_is_listed() -> None:
    """W-3 is in no group and V-3 belongs to another employer: neither gives a claim."""
    result = compiled(market_of(contract()), SocialReturn("K-1"))
    assert claims(result) == [
        ("W-1", "V-1", "K-1"),
        ("W-1", "V-2", "K-1"),
        ("W-2", "V-1", "K-1"),
        ("W-2", "V-2", "K-1"),
    ]
    row = result.rows[0]
    assert row.coefficients.tolist() == [2_500_000, 2_500_000, 2_000_000, 2_000_000]
    assert (row.lower, row.upper, row.unit, row.target) == (4_000_000, None, "eur", 4_000_000)
    assert row.shortfall_price == 3000 / 4_000_000


def test_no_claim_always_remains_and_the_options_of_a_pair_share_a_group() -> None:
    result = compiled(market_of(contract("K-1"), contract("K-2")), SocialReturn("K-1"), SocialReturn("K-2"))
    options = result.candidates.claim[result.pair_group == 0]
    assert options.tolist() == [-1, 0, 1]
    assert np.count_nonzero(result.candidates.claim < 0) == 9


def test_a_claim_counts_on_its_own_contract_only() -> None:
    market = market_of(contract("K-1"), contract("K-2"))
    one, other = SocialReturn("K-1"), SocialReturn("K-2")
    assert one.activity(market, [Match(0, 0, PlannedClaim(0))]) == (2_500_000,)
    assert other.activity(market, [Match(0, 0, PlannedClaim(0))]) == (0,)
    assert one.activity(market, [Match(0, 0)]) == (0,)


def test_a_claim_that_the_vacancy_does_not_allow_counts_for_nothing() -> None:
    assert SocialReturn("K-1").activity(market_of(contract()), [Match(0, 2, PlannedClaim(0))]) == (0,)


def test_at_most_three_contracts_of_a_pair_are_kept_the_worthiest_first() -> None:
    """Of five equal contracts the one with the smallest promise is relieved most by the same euros."""
    contracts = [contract(f"K-{n}", obligation_eur=10_000 * (6 - n)) for n in range(1, 6)]
    vacancies = (Vacancy(id="V-1", employer="E-1", hours_max=36),)
    result = compiled(market_of(*contracts, vacancies=vacancies), *(SocialReturn(c.id) for c in contracts))
    assert claims(result)[:MAX_CLAIMS] == [("W-1", "V-1", f"K-{n}") for n in (3, 4, 5)]
    assert [(issue.rule, issue.count) for issue in result.issues] == [("constraints.too_many_claims", 2)]


def test_two_promises_about_one_contract_share_its_claims() -> None:
    result = compiled(
        market_of(contract()), SocialReturn("K-1"), SocialReturn("K-1", owed=100_000, name="stretch")
    )
    assert len(claims(result)) == len(set(claims(result))) == 4
    assert [len(row.positions) for row in result.rows] == [4, 4]


def test_what_was_realised_is_not_owed_again() -> None:
    rows = [
        compiled(market_of(contract(realised_eur=realised)), SocialReturn("K-1")).rows[0].lower
        for realised in ("1000.50", "50000")
    ]
    assert rows == [3_899_950, 0]


def test_owed_and_table_can_be_stated() -> None:
    market = market_of(contract(obligation_eur=None, value_table=None))
    result = compiled(market, SocialReturn("K-1", owed=1234.56, value_table="leiden"))
    assert result.rows[0].lower == 123_456
    assert result.rows[0].coefficients.tolist() == [1_500_000, 1_500_000]  # WW; the register needs bijstand


def test_hours_that_are_not_known_are_left_out() -> None:
    vacancies = (Vacancy(id="V-1", employer="E-1"),)
    market = Market.from_records(
        [Jobseeker(id="W-1", protected=ProtectedFacts(benefit="ww"))], vacancies, (), [contract()], on=ON
    )
    result = compiled(market, SocialReturn("K-1"))
    assert (claims(result), result.rows[0].left_out) == ([], 1)


def test_a_benefit_of_unknown_duration_is_left_out() -> None:
    vacancies = (Vacancy(id="V-1", employer="E-1", hours_max=20),)
    people = [Jobseeker(id="W-1", hours_max=20, protected=ProtectedFacts(benefit="ww"))]
    market = Market.from_records(people, vacancies, (), [contract(value_table="oost_nederland")], on=ON)
    assert compiled(market, SocialReturn("K-1")).rows[0].left_out == 1


@pytest.mark.parametrize(
    ("given", "promise", "rule"),
    [
        ({}, SocialReturn("K-7"), "constraints.unknown_contract"),
        ({"end": None}, SocialReturn("K-1"), "policy.contract_dates"),
        ({"obligation_eur": None}, SocialReturn("K-1"), "policy.contract_obligation"),
        ({"value_table": None}, SocialReturn("K-1"), "policy.value_table"),
        ({"value_table": "utrect"}, SocialReturn("K-1"), "policy.value_table"),
        ({"value_table": "utrecht_old"}, SocialReturn("K-1"), "policy.value_table"),
    ],
)
def test_what_cannot_be_computed_is_said_and_the_rest_goes_on(
    given: dict, promise: SocialReturn, rule: str
) -> None:
    market = market_of(contract(**given))
    result = compiled(market, promise, Quota(at_least=1))
    (missing,) = result.not_computable
    assert [(issue.rule, issue.severity) for issue in missing.issues] == [(rule, "refused")]
    assert missing.name == promise.label
    assert missing.reason
    assert [row.name for row in result.rows] == ["all"]
    with pytest.raises(ConstraintError, match=promise.label):
        promise.activity(market, [])


def test_a_missing_table_names_the_nearest() -> None:
    (missing,) = compiled(market_of(contract(value_table="utrect")), SocialReturn("K-1")).not_computable
    assert "'utrecht'" in missing.reason


def test_an_ended_contract_and_an_unknown_window_are_findings() -> None:
    ended = compiled(market_of(contract(start=date(2024, 1, 1), end=date(2025, 12, 31))), SocialReturn("K-1"))
    assert [issue.rule for issue in ended.issues] == ["constraints.contract_ended"]
    assert (claims(ended), ended.rows[0].lower) == ([], 4_000_000)
    later = {"start": date(2026, 3, 1), "end": date(2027, 2, 28)}
    unknown = compiled(market_of(contract(**later)), SocialReturn("K-1"))
    assert [issue.rule for issue in unknown.issues] == ["policy.hire_window"]
    assert claims(unknown) == []
    known = compiled(market_of(contract(**later, authority="haaglanden")), SocialReturn("K-1"))
    assert len(claims(known)) == 4
    assert not len(known.issues)


def test_promises_of_a_candidate_are_the_rows_that_it_counts_towards() -> None:
    result = compiled(
        market_of(contract()), SocialReturn("K-1"), Quota(at_least=1), Quota(at_most=9, name="cap")
    )
    assert promises_of(result, 9) == ("social return K-1", "all")
    assert promises_of(result, 0) == ("all",)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"contract": ""}, "contract must be the id"),
        ({"contract": "K-1", "owed": -5}, "owed must be a number of euros"),
        ({"contract": "K-1", "owed": "much"}, "owed must be a number of euros"),
        ({"contract": "K-1", "priority": 0}, "priority must be 1, 2 or 3"),
    ],
)
def test_what_is_not_well_formed_is_refused(fields: dict, message: str) -> None:
    with pytest.raises(ConstraintError, match=message):
        SocialReturn(**fields)
