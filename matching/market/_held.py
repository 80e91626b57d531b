"""What placements until now hold: hours of people and openings of vacancies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from matching.findings import Issue
    from matching.market._records import Records
    from matching.records import Placement

_HELD = Rule(
    "market.placements",
    "assumed",
    "{held} van {count} plaatsingen zijn afgesproken of lopen: {people} werkzoekenden hier zijn aan het "
    "werk, en aangenomen is dat {filled} van de opgegeven plaatsen daarmee vervuld zijn",
    "{held} of {count} placements are agreed or run: {people} jobseekers here are at work, and it is assumed "
    "that {filled} of the openings given are filled by them",
)


def filled_by(placements: Iterable[Placement], on: date) -> dict[str, tuple[str, ...]]:
    """Ids of who holds an opening of each vacancy after a date, each once, sorted."""
    held: dict[str, set[str]] = {}
    for one in placements:
        if one.holds_after(on):
            held.setdefault(one.vacancy, set()).add(one.jobseeker)
    return {vacancy: tuple(sorted(people)) for vacancy, people in held.items()}


def hours_held(held: Sequence[Sequence[Placement]]) -> NDArray[np.int32]:
    """Hundredths of hours a week that the placements of each person take: 0 without any, -1 when unknown."""
    hours = np.zeros(len(held), np.int32)
    for i, jobs in enumerate(held):
        known = all(one.hours_per_week for one in jobs)
        hours[i] = sum(round((one.hours_per_week or 0) * 100) for one in jobs) if known else -1
    hours.setflags(write=False)
    return hours


def placement_issues(records: Records, openings: int, on: date) -> list[Issue]:
    """Say what the placements hold, where ``openings`` are left of those that the vacancies state."""
    if not records.placements:
        return []
    held = [one for one in records.placements if one.holds_after(on)]
    known = {person.id for person in records.jobseekers}
    filled = sum(vacancy.places for vacancy in records.vacancies) - openings
    people = len({one.jobseeker for one in held} & known)
    return [_HELD.issue(count=len(records.placements), held=len(held), people=people, filled=filled)]
