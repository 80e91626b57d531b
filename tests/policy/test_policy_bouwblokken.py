"""Values of placements by the shipped tables of six authorities, each derived by hand next to it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from matching import policy
from matching.exceptions import RuleError
from matching.records import Contract, ProtectedFacts, TargetGroupFact
from matching.registers import social_return_table

START = date(2026, 1, 1)


def who(*groups: str, **facts: object) -> ProtectedFacts:
    return ProtectedFacts(target_groups=tuple(TargetGroupFact(group=group) for group in groups), **facts)


OLDER = {"age": 56, "age_on": START}
LONG = {"benefit": "bijstand", "benefit_since": date(2023, 6, 1)}
SHORT = {"benefit": "bijstand", "benefit_since": date(2025, 6, 1)}

# Table; person; hours a week; last day of the job, that starts on 1 January 2026; further terms; by hand.
EXAMPLES = [
    # Utrecht: bijstand of any duration, 28 of 36 hours, half a year, over 50 and permanent.
    (
        "utrecht",
        who(**SHORT, **OLDER),
        28,
        date(2026, 6, 30),
        {"permanent": True},
        40_000 * Fraction(28, 36) * Fraction(6, 12) + 10_000 + 10_000,
    ),
    # Utrecht: a refugee permit holder with WW, 24 hours, a quarter.
    (
        "utrecht",
        who("statushouder", benefit="ww"),
        24,
        date(2026, 3, 31),
        {},
        20_000 * Fraction(24, 36) * Fraction(3, 12) + 10_000,
    ),
    # Utrecht: a learning place of level 3, 32 hours, eight months.
    (
        "utrecht",
        who(),
        32,
        date(2026, 8, 31),
        {"contract_kind": "bbl", "training_level": 3},
        35_000 * Fraction(32, 36) * Fraction(8, 12),
    ),
    # Haaglanden: WIA, full time, ten months of the twelve of the contract.
    ("haaglanden_zhc", who(benefit="wia_wao"), 36, date(2026, 10, 31), {}, 30_000 * Fraction(10, 12)),
    # Haaglanden: an intern of VSO, 16 hours, five months.
    (
        "haaglanden_zhc",
        who("pro_vso"),
        16,
        date(2026, 5, 31),
        {"contract_kind": "bol"},
        7_500 * Fraction(16, 36) * Fraction(5, 12),
    ),
    # Leiden: an age bonus for each year, so for seven of its twelve months.
    (
        "leiden",
        who(benefit="ww", **OLDER),
        20,
        date(2026, 7, 31),
        {},
        15_000 * Fraction(20, 36) * Fraction(7, 12) + 15_000 * Fraction(7, 12),
    ),
    # Leiden: no benefit, with a work disability that the register shows.
    ("leiden", who("nugger", "banenafspraak"), 18, date(2026, 12, 31), {}, 10_000 * Fraction(18, 36)),
    # Rijnvicus: bijstand for more than two years, 30 hours, four months.
    (
        "rijnvicus",
        who(**LONG),
        30,
        date(2026, 4, 30),
        {},
        30_000 * Fraction(30, 36) * Fraction(4, 12),
    ),
    # Rijnvicus: bijstand for less than two years, of 56: the bonus is for a year, so for four months.
    (
        "rijnvicus",
        who(**SHORT, **OLDER),
        30,
        date(2026, 4, 30),
        {},
        25_000 * Fraction(30, 36) * Fraction(4, 12) + 10_000 * Fraction(4, 12),
    ),
    # Oost-Nederland: bijstand for more than two years, and 40 hours count as 36.
    ("oost_nederland", who(**LONG), 40, date(2026, 12, 31), {}, Fraction(40_000)),
    # Oost-Nederland: a trial placement of two months at EUR 750 a month.
    (
        "oost_nederland",
        who(**SHORT),
        24,
        date(2026, 2, 28),
        {"contract_kind": "work_experience"},
        Fraction(750 * 2),
    ),
    # Hilversum: WW for seven months, 24 hours, to 10 May: four months and ten of the 31 days of May.
    (
        "hilversum",
        who(benefit="ww", benefit_since=date(2025, 6, 1)),
        24,
        date(2026, 5, 10),
        {},
        10_000 * Fraction(24, 36) * (4 + Fraction(10, 31)) / 12,
    ),
    # Hilversum: Wajong, 12 hours, a year, of 56.
    (
        "hilversum",
        who(benefit="wajong", **OLDER),
        12,
        date(2026, 12, 31),
        {},
        35_000 * Fraction(12, 36) + 5_000,
    ),
]


@pytest.mark.parametrize(("table", "person", "hours", "last", "terms", "euros"), EXAMPLES)
def test_a_placement_is_worth_what_the_table_says(
    table: str,
    person: ProtectedFacts,
    hours: int,
    last: date,
    terms: dict[str, object],
    euros: Fraction,
) -> None:
    value = policy.placement_value(
        social_return_table(table, START),
        person,
        policy.PlannedPlacement(hours_min=hours * 100, hours_max=hours * 100, start=START, end=last),
        Contract(id="K-1", start=START, end=date(2026, 12, 31)),
        terms=policy.WorkTerms(**terms),
    )
    assert abs(value.cents - euros * 100) <= Fraction(len(value.lines), 2)  # each line is rounded once
    assert {line.row.table_id for line in value.lines} == {table}


def test_the_norm_of_a_step_lies_between_its_neighbours() -> None:
    """55 employees, halfway 50 and 60: (3.0 + 2.6) / 2 percent for the first step."""
    assert policy.pso_norm(55, 1) == Fraction("2.8")
    assert policy.pso_norm(1, 1) == policy.pso_norm(2, 1) == Fraction("21.4")
    assert policy.pso_norm(1000, 3) == Fraction("3.7")
    with pytest.raises(RuleError, match="at least 1"):
        policy.pso_norm(0, 1)
