"""Planned hours and dates, agreement jobs, months and travel limits come out as the rules say."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy
from matching.records import Jobseeker, ProtectedFacts, Vacancy

ON = date(2026, 1, 12)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("person", "vacancy", "expected"),
    [
        ((16, 32), (20, 24), (2400, 2400)),
        ((None, 32), (None, 40), (3200, 3200)),
        ((None, None), (20, 24), (2000, 2000)),
        ((16, 32), (20, None), (1600, 1600)),
        ((16, None), (20, 24), (2000, 2000)),
        ((None, None), (None, 24), (0, 2400)),
        ((16, None), (20, None), (0, 4000)),
        ((None, None), (None, None), (0, 4000)),
        ((None, 0), (None, 24), (0, 0)),
    ],
)
def test_planned_hours(person: tuple, vacancy: tuple, expected: tuple[int, int]) -> None:
    """The smaller maximum; else the other's minimum; else nothing at least and the most at most."""
    plan = policy.planned_placement(
        Jobseeker(id="W", hours_min=person[0], hours_max=person[1]),
        Vacancy(id="V", hours_min=vacancy[0], hours_max=vacancy[1]),
        ON,
    )
    assert (plan.hours_min, plan.hours_max) == expected


@pytest.mark.parametrize(
    ("available", "start", "expected"),
    [
        (None, None, ON),
        (date(2025, 1, 1), date(2025, 6, 1), ON),
        (date(2026, 2, 1), None, date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_a_placement_starts_on_the_latest_of_three_days(
    available: date | None, start: date | None, expected: date
) -> None:
    vacancy = Vacancy(id="V", start=start, end=date(2027, 1, 1))
    plan = policy.planned_placement(Jobseeker(id="W", available_from=available), vacancy, ON)
    assert (plan.start, plan.end) == (expected, date(2027, 1, 1))


def test_the_most_hours_of_an_unknown_week_are_a_setting() -> None:
    settings = policy.PolicySettings(unknown_hours_max=3600)
    plan = policy.planned_placement(Jobseeker(id="W"), Vacancy(id="V"), ON, settings=settings)
    assert plan.hours_max == 3600


def test_agreement_jobs_are_not_rounded_and_have_no_ceiling() -> None:
    assert policy.agreement_jobs(3200) == Fraction(64, 51)  # 32 / 25.5 = 1.255
    assert policy.agreement_jobs(1200) == Fraction(8, 17)  # 12 / 25.5 = 0.471
    assert sum(policy.agreement_jobs(850) for _ in range(3)) == 1
    with pytest.raises(ValueError, match="at least 0"):
        policy.agreement_jobs(-1)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), Fraction(12)),
        (date(2026, 2, 1), date(2026, 2, 28), Fraction(1)),
        (date(2026, 2, 12), date(2026, 11, 11), Fraction(9)),
        (date(2026, 1, 1), date(2026, 1, 1), Fraction(1, 31)),
        (date(2026, 4, 15), date(2026, 5, 29), 1 + Fraction(15, 31)),
        (date(2026, 1, 31), date(2026, 2, 27), Fraction(1)),
        (date(2024, 2, 29), date(2025, 2, 27), Fraction(12)),
        (date(2026, 5, 2), date(2026, 5, 1), Fraction(0)),
    ],
)
def test_months_are_whole_months_and_days_of_the_month_begun(
    first: date, last: date, months: Fraction
) -> None:
    assert policy.months_between(first, last) == months


@given(first=days, last=days)
def test_a_day_more_never_counts_for_less(first: date, last: date) -> None:
    shorter = policy.months_between(first, last)
    longer = policy.months_between(first, last + timedelta(days=1))
    assert shorter <= longer
    assert longer - shorter <= Fraction(1, 20)
    assert longer.denominator <= 31


@given(job=days, until=st.none() | days, term=st.tuples(days, days), most=st.none() | st.integers(0, 40))
def test_counted_months_stay_within_job_contract_and_maximum(
    job: date, until: date | None, term: tuple[date, date], most: int | None
) -> None:
    counted = policy.counted_months((job, until), term, max_months=most)
    assert 0 <= counted <= policy.months_between(*term)
    assert until is None or counted <= policy.months_between(job, until)
    assert most is None or counted <= most


@pytest.mark.parametrize(
    ("facts", "on", "minutes"),
    [
        ({"benefit": "ww", "benefit_since": date(2025, 10, 1)}, date(2026, 3, 31), 60.0),
        ({"benefit": "ww", "benefit_since": date(2025, 10, 1)}, date(2026, 4, 1), 90.0),
        ({"benefit": "ww"}, ON, 90.0),
        ({"benefit": "bijstand"}, ON, 90.0),
        ({"benefit": "wia_wao"}, ON, None),
        ({"benefit": "none"}, ON, None),
        ({}, ON, None),
        (
            {"benefit": "bijstand", "target_groups": [{"group": "ww", "valid_from": date(2026, 1, 1)}]},
            ON,
            60.0,
        ),
    ],
)
def test_legal_travel_limits(facts: dict, on: date, minutes: float | None) -> None:
    """Two hours a day in the first six months of WW, three later and with bijstand, else none."""
    assert policy.legal_travel_minutes_one_way(ProtectedFacts(**facts), on) == minutes


def test_every_setting_says_its_year_and_source() -> None:
    rows = policy.PolicySettings().basis()
    assert all(row.year.isdecimal() and row.source for row in rows)
    assert {row.standing for row in rows} == {"law", "default", "open"}
