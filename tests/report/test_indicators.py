"""Indicators are counted once, and never tell of fewer than ten people of a target group."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import matching
from matching.records import Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy
from matching.report import SMALLEST_CELL, GroupCount, indicators


def test_figures_are_those_of_the_plan(plan: matching.Plan) -> None:
    found = indicators(plan)
    assert (found.jobseekers, found.vacancies, found.openings, found.placed) == (5, 4, 5, 3)
    assert (found.rate, found.filled) == (3 / 5, 3 / 5)
    assert (found.promises, found.kept, found.broken, found.not_computable) == (5, 3, 1, 1)
    assert found.findings == sum(issue.count for issue in plan.issues) > len(plan.issues)
    assert found.mean_score is not None
    assert abs(found.mean_score - sum(p.score for p in plan.placements) / 3) < 1e-12


def test_organisations_add_up_to_everybody(plan: matching.Plan) -> None:
    found = indicators(plan)
    assert [(o.name, o.people, o.placed) for o in found.by_organisation] == [
        ("", 3, 2),
        ("geheim team", 2, 1),
    ]


def test_small_groups_are_not_counted_out_loud(plan: matching.Plan) -> None:
    groups = {group.name: group for group in indicators(plan).by_group}
    assert set(groups) >= {"banenafspraak", "wajong", "bijstand", "50plus"}
    assert all((group.people, group.placed, group.rate) == (None, None, None) for group in groups.values())


def test_large_groups_are() -> None:
    """Twelve placed of thirty: both are shown; membership is that on the reference date."""
    on = date(2026, 1, 12)
    over = TargetGroupFact(group="statushouder", valid_until=date(2025, 1, 1))
    people = [
        Jobseeker(
            id=f"W-{n:02}",
            postcode="7811",
            protected=ProtectedFacts(
                target_groups=(TargetGroupFact(group="statushouder") if n < 30 else over,)
            ),
        )
        for n in range(40)
    ]
    kept = matching.Quota("statushouder", at_least=12, legal_ground="test")
    market = matching.Market.from_records(people, [Vacancy(id="V-1", openings=12, postcode="7811")], on=on)
    found = indicators(matching.match(market, constraints=[kept], min_score=0.0))
    assert found.by_group == (GroupCount(name="statushouder", people=30, placed=12),)
    assert found.by_group[0].rate == 12 / 30


def test_who_is_placed_counts_in_the_group_of_the_first_day() -> None:
    """Twenty turn fifty before the work starts, as the promise counts them; twenty who stay behind do not."""
    on, start = date(2026, 1, 12), date(2026, 3, 1)
    facts = ProtectedFacts(birth_date=date(1976, 2, 1))
    people = [Jobseeker(id=f"W-{n:02}", postcode="7811", protected=facts) for n in range(40)]
    work = Vacancy(id="V-1", openings=20, postcode="7811", start=start)
    kept = matching.Quota("50plus", at_least=20, legal_ground="test")
    market = matching.Market.from_records(people, [work], on=on)
    plan = matching.match(market, constraints=[kept], min_score=0.0)
    (group,) = indicators(plan).by_group
    assert (group.name, group.people) == ("50plus", plan.rows[0].activity)


@given(st.integers(0, 60), st.data())
def test_no_shown_count_gives_away_a_small_one(people: int, data: st.DataObject) -> None:
    placed = data.draw(st.integers(0, people))
    shown = GroupCount.guarded("ww", people, placed)
    assert shown.people is None or shown.people >= SMALLEST_CELL
    if shown.placed is not None and shown.people is not None:
        assert min(shown.placed, shown.people - shown.placed) >= SMALLEST_CELL


def test_a_market_of_nobody_has_indicators() -> None:
    empty = matching.Market.from_records([], [], on=date(2026, 1, 12))
    found = indicators(matching.match(empty))
    assert (found.placed, found.rate, found.filled, found.mean_score) == (0, 0.0, 0.0, None)
