"""Placements of people of whom no means of travel is known: how many, and how many need more than a bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.market import Market
from matching.records import TravelMode

if TYPE_CHECKING:
    from matching.plan import Plan

_ABOUT_MINUTES = ("travel_minutes", "legal_travel")
"""Rules that take the fastest means where none is known."""


def transport_counts(plan: Plan) -> tuple[int, int]:
    """Placements without a known means of travel, and those that would be refused by public transport."""
    market = plan.market
    people, offers = market.records.jobseekers, market.records.vacancies
    at = [
        (market.jobseeker_position(p.jobseeker), market.vacancy_position(p.vacancy)) for p in plan.placements
    ]
    asked = [(i, j) for i, j in at if not people[i].travel_modes]
    if not asked:
        return 0, 0
    by_bus = frozenset({TravelMode.PUBLIC_TRANSPORT})
    seen = Market.from_records(
        [people[i].model_copy(update={"travel_modes": by_bus}) for i, _ in asked],
        [offers[j] for j in dict.fromkeys(j for _, j in asked)],
        on=market.on,
    )
    if market.travel_times is not None:
        seen = seen.with_travel_times(market.travel_times)
    rules = [rule for rule in plan.rules if rule.code in _ABOUT_MINUTES]
    pairs = [(seen.jobseeker_position(people[i].id), seen.vacancy_position(offers[j].id)) for i, j in asked]
    return len(asked), sum(any(rule.compare(seen, i, j) is not None for rule in rules) for i, j in pairs)
