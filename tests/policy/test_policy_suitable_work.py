"""What work may be asked of a person on WW, and what hours an inburgering route leaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from matching import policy
from matching.records import EducationLevel, Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"benefit": "ww", "benefit_since": SINCE}, date(2026, 6, 30), False),
        ({"benefit": "ww", "benefit_since": SINCE}, date(2026, 7, 1), True),
        ({"benefit": "ww"}, date(2026, 6, 30), None),
        ({"benefit": "bijstand", "benefit_since": SINCE}, date(2026, 6, 30), True),
        ({}, date(2026, 6, 30), True),
    ],
)
def test_a_low_wage_and_level_are_refused_in_the_first_six_months_of_ww(
    facts: dict[str, object], day: date, expected: bool | None
) -> None:
    known = ProtectedFacts(former_wage_eur_per_hour="30", former_level="hbo", **facts)
    assert policy.is_suitable_wage(known, Decimal("20.99"), day) is expected
    assert policy.is_suitable_level(known, EducationLevel.MBO, day) is expected


def test_seventy_percent_and_the_same_class_are_suitable() -> None:
    known = ProtectedFacts(
        benefit="ww", benefit_since=SINCE, former_wage_eur_per_hour="30", former_level="wo"
    )
    assert policy.is_suitable_wage(known, Decimal("21.00"), date(2026, 3, 1)) is True
    assert policy.is_suitable_level(known, EducationLevel.HBO, date(2026, 3, 1)) is True


def test_what_is_not_known_never_refuses() -> None:
    known = ProtectedFacts(benefit="ww", benefit_since=SINCE)
    assert policy.is_suitable_wage(known, Decimal("1"), date(2026, 3, 1)) is None
    assert policy.is_suitable_level(known, None, date(2026, 3, 1)) is None


def test_ww_may_be_stated_as_a_fact() -> None:
    known = ProtectedFacts(target_groups=(TargetGroupFact(group="ww", valid_from=SINCE),))
    assert policy.in_first_ww_months(known, date(2026, 3, 1)) is True
    assert policy.in_first_ww_months(known, date(2026, 8, 1)) is False


@pytest.mark.parametrize(
    ("route", "most", "planned"),
    [(12, 32, 2000), (40, 32, 0), (None, 32, 2400), (0, 32, 2400), (4, 32, 2400)],
)
def test_route_hours_are_not_worked(route: float | None, most: float, planned: int) -> None:
    """A route of 12 hours leaves 20 of 32; the vacancy offers 24."""
    person = Jobseeker(id="W-1", hours_max=most, protected=ProtectedFacts(integration_hours_per_week=route))
    plan = policy.planned_placement(person, Vacancy(id="V-1", hours_max=24), SINCE)
    assert (plan.hours_min, plan.hours_max) == (planned, planned)
