"""A placement may be claimed on two contracts of one contractor in turn, and is booked as it was planned."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promise_markets import (
    ON,
    all_candidates,
    matches_of,
    of_one_contractor,
    random_market,
    random_plan,
)

from matching import policy
from matching.constraints import (
    Compiled,
    Match,
    PlannedClaim,
    SocialReturn,
    compile_constraints,
)
from matching.exceptions import ConstraintError
from matching.market import Market
from matching.records import Contract, Employer, Jobseeker, ProtectedFacts, Vacancy
from matching.registers import social_return_table

BIJSTAND = ProtectedFacts(benefit="bijstand", birth_date=date(1966, 1, 1))


def contract(key: str, **fields: object) -> Contract:
    values = {
        "contractor": "E-1",
        "obligation_eur": 40_000,
        "start": date(2025, 7, 12),
        "end": date(2027, 1, 11),
        "value_table": "haaglanden_zhc",
    }
    return Contract(id=key, **{**values, **fields})


def market_of(*contracts: Contract, facts: ProtectedFacts = BIJSTAND) -> Market:
    people = [Jobseeker(id="W-1", hours_max=36, protected=facts)]
    vacancies = [Vacancy(id="V-1", employer="E-1", hours_max=36)]
    return Market.from_records(people, vacancies, [Employer(id="E-1")], contracts, on=ON)


def compiled(market: Market, **more: object) -> Compiled:
    return compile_constraints(
        all_candidates(market), [SocialReturn(one.id, **more) for one in market.contracts]
    )


def rows_of(result: Compiled) -> dict[str, list[int]]:
    """Cents of each claim on each contract, by the name of the claim."""
    names = result.candidates.claim_names()
    cents = result.rows_array.toarray()
    return {
        names[claim]: cents[:, at].tolist()
        for at, claim in enumerate(result.candidates.claim.tolist())
        if claim >= 0
    }


def test_the_first_contract_until_it_ends_and_then_the_other() -> None:
    """Six months to 11 July on K-1 and six on K-2: 40,000 x 6/12 each, and the bonus of 10,000 once."""
    market = market_of(contract("K-1", end=date(2026, 7, 11)), contract("K-2"))
    assert rows_of(compiled(market)) == {
        "K-1": [3_000_000, 0],
        "K-2": [0, 5_000_000],
        "K-1 > K-2 2026-07-12": [3_000_000, 2_000_000],
    }


def test_a_contract_that_begins_later_may_take_over() -> None:
    """K-2 begins on 12 April and pays who was hired a year before: K-1 has three months, K-2 the others."""
    later = contract("K-2", start=date(2026, 4, 12), authority="haaglanden")
    assert rows_of(compiled(market_of(contract("K-1"), later))) == {
        "K-1": [5_000_000, 0],
        "K-1 > K-2 2026-04-12": [2_000_000, 3_000_000],
        "K-2": [0, 4_000_000],
    }


def test_the_most_months_run_on_over_both_contracts() -> None:
    """WW counts for 12 months: 9 on K-1 leave 3 on K-2, though that lasts 15 more."""
    market = market_of(
        contract("K-1", end=date(2026, 10, 11)),
        contract("K-2", end=date(2028, 1, 11)),
        facts=ProtectedFacts(benefit="ww"),
    )
    assert rows_of(compiled(market))["K-1 > K-2 2026-10-12"] == [1_500_000, 500_000]


def test_a_block_that_lasts_longer_goes_before_one_that_gives_more_a_year() -> None:
    """Three years of BBL level 3 with WW: 3 x 15,000 and not 20,000 once; in turn each takes its most."""
    contracts = [contract("K-1", end=date(2027, 1, 11)), contract("K-2", end=date(2029, 1, 11))]
    job = Vacancy(id="V-1", employer="E-1", hours_max=36, contract_kind="bbl", further={"mbo_level": 3})
    market = market_of(*contracts, facts=ProtectedFacts(benefit="ww")).with_records(vacancies=[job])
    assert rows_of(compiled(market)) == {
        "K-1": [2_000_000, 0],
        "K-2": [0, 4_500_000],
        "K-1 > K-2 2027-01-12": [2_000_000, 3_000_000],
    }


@pytest.mark.parametrize(
    "second",
    [
        contract("K-2", contractor="E-2"),
        contract("K-2", end=date(2026, 1, 10)),
        contract("K-2", start=date(2026, 7, 14), end=date(2027, 1, 1)),
    ],
    ids=["another contractor", "ended before", "a gap between"],
)
def test_contracts_that_do_not_meet_are_not_claimed_in_turn(second: Contract) -> None:
    market = market_of(contract("K-1", end=date(2026, 7, 11)), second)
    names = compiled(market).candidates.claim_names()
    assert not [name for name in names if ">" in name]


def test_of_many_ways_the_three_worthiest_are_offered() -> None:
    """Of contracts that last 3, 6 and 9 months those go first that use all 9: K-3, alone or after another."""
    contracts = [contract(f"K-{n}", end=date(2026, 1 + 3 * n, 11)) for n in (1, 2, 3)]
    result = compiled(market_of(*contracts))
    assert list(rows_of(result)) == ["K-3", "K-1 > K-3 2026-04-12", "K-2 > K-3 2026-07-12"]
    assert result.issues.by_rule() == {"constraints.too_many_claims": 1}
    assert result.pair_group is not None
    assert np.bincount(result.pair_group).tolist() == [4]


def test_each_kind_of_claim_has_its_own_limit() -> None:
    """Retention may bring a quarter of EUR 40,000: the claim of 50,000 counts for 10,000, in both rows."""
    later = contract("K-1", start=date(2026, 1, 20), end=date(2027, 1, 19), authority="haaglanden")
    market = market_of(later)
    promise = SocialReturn("K-1", retention_max=0.25, new_placement_max=0.5)
    result = compile_constraints(all_candidates(market), [promise])
    assert [row.name for row in result.rows] == [
        "social return K-1",
        "social return K-1 (new placement)",
        "social return K-1 (retention)",
    ]
    assert result.rows_array.toarray().tolist() == [[0, 1_000_000], [0, 0], [0, 1_000_000]]
    assert result.upper.tolist() == [np.inf, 2_000_000, 1_000_000]
    assert result.excess_price.tolist() == [0, np.inf, np.inf]
    claimed = [Match(0, 0, PlannedClaim(0))]
    assert promise.activity(market, claimed) == (1_000_000, 0, 1_000_000)
    with pytest.raises(ConstraintError, match="retention_max must be a part"):
        SocialReturn("K-1", retention_max=1.5)


def _booked(market: Market, matches: list[Match]) -> policy.Ledger:
    """Book a plan as if every placement in it ran as planned."""
    bookings = []
    for nth, match in enumerate(matches):
        if match.claim is None:
            continue
        person = market.records.jobseekers[match.jobseeker]
        vacancy = market.records.vacancies[match.vacancy]
        for position in (match.claim.contract, match.claim.then):
            part = match.claim.part(position) if position >= 0 else None
            if part is None:
                continue
            bookings.append(
                policy.Booking(
                    id=f"B-{nth}-{position}",
                    job=f"B-{nth}",
                    jobseeker=f"{person.id}-{nth}",
                    contract=market.contracts[position].id,
                    protected=person.protected,
                    placement=policy.planned_placement(person, vacancy, market.on),
                    terms=policy.WorkTerms.of(vacancy),
                    first=part.first,
                    last=part.last,
                )
            )
    terms = [
        policy.ContractTerms(
            contract=one.model_copy(update={"realised_eur": 0}),
            table=social_return_table(one.value_table, market.on),
            obligation_cents=0,
            hire_before_months=12 if one.authority == "haaglanden" else None,
        )
        for one in market.contracts
    ]
    return policy.book(bookings, terms, on=market.on + timedelta(days=4_000))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_is_planned_is_what_is_booked_and_no_hour_twice(seed: int) -> None:
    """The ledger of a plan has the cents of its rows, and refuses none of its claims as double."""
    market = of_one_contractor(random_market(seed))
    result = compiled(market)
    matches = matches_of(result.candidates, random_plan(result.candidates, seed))
    ledger = _booked(market, matches)
    assert "policy.double_claim" not in ledger.issues.by_rule()
    assert not any(issue.severity == "refused" for issue in ledger.issues)
    for account, promise in zip(ledger.accounts, (row.constraint for row in result.rows), strict=True):
        assert (account.realised_cents,) == promise.activity(market, matches)


def test_claims_in_turn_occur_on_random_markets() -> None:
    """The tests above are about something: a good part of the markets offers them."""
    markets = [of_one_contractor(random_market(seed)) for seed in range(60)]
    assert sum(any(claim.switch for claim in compiled(one).candidates.claims) for one in markets) >= 10
