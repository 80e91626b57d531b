"""Indicators are counted once, and never tell of fewer than ten people of a target group."""

from __future__ import annotations

from datetime import date

import matching
from matching.plan import SMALLEST_CELL
from matching.records import Jobseeker, ProtectedFacts, Vacancy
from matching.report import indicators


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
    groups = {group.groups[0]: group for group in indicators(plan).by_group}
    assert set(groups) >= {"banenafspraak", "wajong", "bijstand", "50plus"}
    assert all((group.people, group.placed, group.rate) == (None, None, None) for group in groups.values())


def test_the_figures_of_groups_are_the_rates_of_the_plan() -> None:
    """One number from one place: the page, the workbook and the plan show the same."""
    plan = matching.match(matching.load_region("drenthe", jobseekers=400, vacancies=200), min_score=0.2)
    found = indicators(plan)
    assert [*found.by_group, *found.by_pair] == [
        rate for rate in plan.selection_rates if len(rate.groups) == 1 or (rate.interval and rate.groups)
    ]
    assert all(rate.people >= SMALLEST_CELL for rate in found.by_pair)
    assert found.by_pair


def test_who_is_placed_counts_in_the_group_of_the_first_day() -> None:
    """Twenty turn fifty before the work starts, as the promise counts them; twenty who stay behind do not.

    Thirty others are of that age already, and may not be shared.
    """
    on, start = date(2026, 1, 12), date(2026, 3, 1)
    facts = ProtectedFacts(birth_date=date(1976, 2, 1))
    people = [Jobseeker(id=f"W-{n:02}", postcode="7811", protected=facts) for n in range(40)]
    older = ProtectedFacts(birth_date=date(1960, 2, 1))
    people += [Jobseeker(id=f"X-{n:02}", consent_to_share=False, protected=older) for n in range(30)]
    work = Vacancy(id="V-1", openings=20, postcode="7811", start=start)
    kept = matching.Quota("50plus", at_least=20, legal_ground="test")
    market = matching.Market.from_records(people, [work], on=on)
    plan = matching.match(market, constraints=[kept], min_score=0.0)
    (group,) = indicators(plan).by_group
    assert (group.groups, group.people) == (("50plus",), 30 + plan.rows[0].activity)


def test_a_market_of_nobody_has_indicators() -> None:
    empty = matching.Market.from_records([], [], on=date(2026, 1, 12))
    found = indicators(matching.match(empty))
    assert (found.placed, found.rate, found.filled, found.mean_score) == (0, 0.0, 0.0, None)
