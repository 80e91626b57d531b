"""Parts add up: months, values and instruments of split periods are those of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import policy
from matching.records import (
    Claim,
    Contract,
    ContractKind,
    Jobseeker,
    Placement,
    ProtectedFacts,
    TargetGroupFact,
    Vacancy,
)
from matching.registers import instruments, social_return_table, social_return_tables

FIRST = date(2023, 1, 15)
DAYS = st.dates(date(2023, 1, 1), date(2028, 2, 29))
ON = {"utrecht_old": date(2021, 1, 1), "hilversum": date(2021, 6, 1)}
PEOPLE = (
    ProtectedFacts(benefit="bijstand", benefit_since=date(2020, 2, 29), birth_date=date(1965, 2, 28)),
    ProtectedFacts(benefit="ww", benefit_since=date(2022, 3, 1), wage_value=0.5),
    ProtectedFacts(
        benefit="wajong",
        target_groups=(TargetGroupFact(group="banenafspraak"), TargetGroupFact(group="statushouder")),
        birth_date=date(1960, 12, 31),
    ),
    ProtectedFacts(target_groups=(TargetGroupFact(group="nugger"), TargetGroupFact(group="pro_vso"))),
    ProtectedFacts(benefit="wia_wao", wage_value=0.7),
)
TERMS = tuple(
    policy.WorkTerms(contract_kind=kind, training_level=level, permanent=level == 2)
    for kind in (None, ContractKind.BBL, ContractKind.BOL, ContractKind.WORK_EXPERIENCE)
    for level in (None, 2, 4)
)


def table_of(name: str):
    return social_return_table(name, ON.get(name, date(2026, 1, 1)))


def terms_of(name: str, start: date, end: date) -> policy.ContractTerms:
    return policy.ContractTerms(
        contract=Contract(id="K-1", start=start, end=end),
        table=table_of(name),
        obligation_cents=10_000_000,
        hire_before_months=120,
    )


@given(days=st.lists(DAYS, min_size=4, max_size=8, unique=True), ends=st.booleans())
def test_months_of_parts_are_the_months_of_the_whole(days: list[date], ends: bool):
    """However a job is cut, within the contract or beyond it, its counted months add up exactly."""
    start, first, last, *cuts = days
    term = min(first, last), max(first, last)
    job = (start, max(days)) if ends else (start, None)
    edges = [date(2022, 1, 1), *sorted(cuts), date(2029, 1, 1)]
    parts = [
        policy.counted_months(job, term, claimed=(begin, end - timedelta(days=1)))
        for begin, end in pairwise(edges)
    ]
    assert sum(parts) == policy.counted_months(job, term)
    assert min(parts) >= 0


@pytest.mark.parametrize("name", social_return_tables())
@settings(max_examples=40, deadline=None)
@given(
    person=st.sampled_from(PEOPLE),
    terms=st.sampled_from(TERMS),
    hours=st.integers(1, 6000),
    dates=st.lists(DAYS, min_size=3, max_size=6, unique=True),
    lks=st.none() | DAYS,
)
def test_bookings_in_turn_are_worth_what_one_booking_is(
    name: str,
    person: ProtectedFacts,
    terms: policy.WorkTerms,
    hours: int,
    dates: list[date],
    lks: date | None,
):
    """A job booked in pieces counts for as much as in one piece, but for half a cent of each line."""
    first, *cuts, last = sorted(dates)
    job = policy.PlannedPlacement(hours_min=hours, hours_max=hours, start=FIRST, end=None, lks_end=lks)
    edges = [first, *cuts, last + timedelta(days=1)]
    parts = [
        policy.Booking(
            id=f"B-{number}", job="P-1", jobseeker="W-1", contract="K-1", protected=person, placement=job,
            terms=terms, first=begin, last=end - timedelta(days=1),
        )
        for number, (begin, end) in enumerate(pairwise(edges))
    ]  # fmt: skip
    whole = [replace(parts[0], id="B", last=last)]
    account = terms_of(name, date(2023, 1, 1), date(2028, 2, 29))
    split, one = (policy.book(bookings, [account], on=last) for bookings in (parts, whole))
    assert abs(split.accounts[0].realised_cents - one.accounts[0].realised_cents) * 2 <= len(split.lines)
    assert (
        len(
            {line.block for line in split.lines}
            & {row.block for row in account.table.rows if row.kind != "bonus"}
        )
        <= 1
    )


@pytest.mark.parametrize("name", social_return_tables())
@settings(max_examples=40, deadline=None)
@given(parts=st.lists(st.integers(1, 9), min_size=1, max_size=5), person=st.sampled_from(PEOPLE))
def test_shares_side_by_side_are_worth_what_the_whole_is(name: str, parts: list[int], person: ProtectedFacts):
    """Parts of the hours on one contract add up to the whole; a lump sum counts once."""
    job = policy.PlannedPlacement(hours_min=2850, hours_max=2850, start=FIRST, end=None)
    whole = sum(parts)
    common = {"jobseeker": "W-1", "contract": "K-1", "protected": person, "placement": job, "job": "P-1"}
    shares = [
        policy.Booking(id=f"B-{n}", share=Fraction(part, whole), **common) for n, part in enumerate(parts)
    ]
    account, end = terms_of(name, FIRST, date(2025, 3, 9)), date(2025, 3, 9)
    split, one = (
        policy.book(bookings, [account], on=end) for bookings in (shares, [policy.Booking(id="B", **common)])
    )
    assert abs(split.accounts[0].realised_cents - one.accounts[0].realised_cents) * 2 <= len(split.lines)


@pytest.mark.parametrize("year", [2020, 2022, 2024, 2025, 2026])
@given(hours=st.lists(st.integers(0, 40_000), min_size=2, max_size=4), person=st.sampled_from(PEOPLE))
def test_credits_of_parts_of_a_year_are_that_of_the_year(year: int, hours: list[int], person: ProtectedFacts):
    """Paid hours of periods add up, up to the limit of the year, which no period passes by itself."""
    hired = date(year, 1, 1)
    parts = [policy.wage_credit(person, hired=hired, year=year, paid_hours=part) for part in hours]
    whole = policy.wage_credit(person, hired=hired, year=year, paid_hours=sum(hours))
    most = {row.instrument: row.max_per_year_cents for row in instruments(year)}
    for at, item in enumerate(whole.categories):
        total = sum(part.categories[at].cents for part in parts)
        limit = most.get(item.category)
        assert abs(item.cents - min(total, limit if limit is not None else total)) * 2 <= len(hours)


@given(hours=st.lists(st.integers(0, 2000), min_size=2, max_size=4), hundredths=st.integers(0, 100))
def test_subsidies_of_parts_of_the_hours_are_that_of_the_hours(hours: list[int], hundredths: int):
    """Wage-cost subsidy is in proportion to hours: two jobs of 12 hours have that of one of 24."""

    def paid(part: int) -> int:
        return policy.wage_subsidy_of(
            wage_value=hundredths / 100, hours_hundredths=part, minimum_wage_cents=1471, year=2026
        ).paid_cents

    assert abs(sum(map(paid, hours)) - paid(sum(hours))) * 2 <= len(hours) + 1


@pytest.mark.parametrize(
    ("end", "euros", "open_months"),
    [
        (None, 80_000, 12),  # 24 months for sure; what comes after is not known, and is not zero
        (date(2026, 6, 30), 100_000, 0),  # 30 months
        (date(2024, 12, 31), 80_000, 0),  # the 24 months of the Participatiewet remain
        (date(2030, 1, 1), 120_000, 0),  # as long as the contract lasts
    ],
)
def test_months_run_as_long_as_the_wage_cost_subsidy(end: date | None, euros: int, open_months: int):
    """Haaglanden, bijstand, 36 hours: 40,000 a year for 24 months, and longer while LKS lasts."""
    person = ProtectedFacts(benefit="bijstand", wage_value=0.6)
    start, last = date(2024, 1, 1), date(2026, 12, 31)
    job = policy.PlannedPlacement(hours_min=3600, hours_max=3600, start=start, end=None, lks_end=end)
    contract = Contract(id="K-1", start=start, end=last)
    value = policy.placement_value(table_of("haaglanden_zhc"), person, job, contract)
    assert (value.cents, value.open_months) == (100 * euros, open_months)
    booking = policy.Booking(id="B", jobseeker="W-1", contract="K-1", protected=person, placement=job)
    ledger = policy.book([booking], [terms_of("haaglanden_zhc", start, last)], on=last)
    assert ledger.accounts[0].realised_cents == 100 * euros
    said = [issue.en for issue in ledger.issues if issue.rule == "policy.lks_end"]
    assert len(said) == (1 if open_months else 0)
    assert all("at most 12 months" in text for text in said)


def test_subsidy_lifts_no_other_limit():
    """A learning place of level 2 counts 24 months, and Oost-Nederland says nothing of LKS: 24 months."""
    start, last = date(2024, 1, 1), date(2026, 12, 31)
    job = policy.PlannedPlacement(hours_min=3600, hours_max=3600, start=start, end=None, lks_end=last)
    contract = Contract(id="K-1", start=start, end=last)
    bbl = policy.WorkTerms(contract_kind=ContractKind.BBL, training_level=2)
    learner = policy.placement_value(
        table_of("haaglanden_zhc"), ProtectedFacts(wage_value=0.5), job, contract, terms=bbl
    )
    assert (learner.months, learner.cents) == (24, 5_000_000)
    east = policy.placement_value(
        table_of("oost_nederland"),
        ProtectedFacts(benefit="bijstand", benefit_since=date(2020, 1, 1), wage_value=0.5),
        job,
        contract,
    )
    assert (east.months, east.cents) == (24, 8_000_000)


def test_the_last_day_of_the_subsidy_comes_with_the_placement():
    """A booking takes it from the further fact ``lks_end`` of the placement, if that is a date."""
    person = Jobseeker(id="W-1", protected=ProtectedFacts(benefit="bijstand", wage_value=0.6))
    for given_end, read in ((date(2026, 6, 30), date(2026, 6, 30)), ("soon", None)):
        done = Placement(
            id="P-1", jobseeker="W-1", vacancy="V-1", start=date(2024, 1, 1), status="started",
            hours_per_week=36, further={"lks_end": given_end},
        )  # fmt: skip
        made, _ = policy.bookings_of(
            [Claim(id="B-1", placement="P-1", contract="K-1", months=36)],
            placements=[done],
            jobseekers=[person],
            vacancies=[Vacancy(id="V-1")],
            contracts=[Contract(id="K-1", start=date(2024, 1, 1), end=date(2026, 12, 31))],
        )
        assert made[0].placement.lks_end == read
