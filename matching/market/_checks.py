"""What is doubted or assumed of the records of a market when they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.findings import Rule
from matching.market._held import placement_issues
from matching.market._records import positions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from matching.findings import Issue
    from matching.market._records import Records
    from matching.market._tables import JobseekerTable, VacancyTable

_PEOPLE = ("werkzoekende", "werkzoekenden"), ("jobseeker", "jobseekers")
_OFFERS = ("vacature", "vacatures"), ("vacancy", "vacancies")
"""One and many, in Dutch and in English."""

_REFERENCE = Rule(
    "market.unknown_reference",
    "doubted",
    "verwijst naar {kind} {target}, die er niet is; de verwijzing telt als onbekend",
    "refers to {kind} {target}, which is not there; the reference counts as unknown",
)
_NO_CONSENT = Rule(
    "market.consent_unknown",
    "doubted",
    "van {count} {soort} is niet bekend of het profiel gedeeld mag worden",
    "it is not known of {count} {kind} whether the profile may be shared",
)
_NO_PLACE = Rule(
    "market.place_unknown",
    "doubted",
    "van {count} {soort} is de plaats niet bekend; reistijd telt daar niet mee",
    "the place of {count} {kind} is not known; travel does not count there",
)
_MENTORS = Rule(
    "market.mentor_places",
    "assumed",
    "begeleiding voor {places} van {openings} BBL-plaatsen; zoveel tellen er mee",
    "mentors for {places} of {openings} BBL openings; that many count",
)


def market_issues(
    records: Records, people: JobseekerTable, offers: VacancyTable, on: date
) -> Iterator[Issue]:
    """Find references to what is not there, blanks, openings that are held, and mentors that lack."""
    yield from _references(records)
    yield from _blanks(people, offers)
    yield from placement_issues(records, int(offers.openings.sum()), on)
    for vacancy in records.vacancies:
        if vacancy.places < vacancy.openings:
            yield _MENTORS.issue(record=vacancy.id, places=vacancy.places, openings=vacancy.openings)


def _references(records: Records) -> Iterator[Issue]:
    employers, contracts = positions(records.employers), positions(records.contracts)
    for vacancy in records.vacancies:
        if vacancy.employer is not None and vacancy.employer not in employers and employers:
            yield _REFERENCE.issue(record=vacancy.id, kind="employer", target=vacancy.employer)
        for key in vacancy.contracts:
            if key not in contracts:
                yield _REFERENCE.issue(record=vacancy.id, kind="contract", target=key)
    for contract in records.contracts:
        contractor = contract.contractor
        if contractor is not None and contractor not in employers and employers:
            yield _REFERENCE.issue(record=contract.id, kind="employer", target=contractor)


def _blanks(people: JobseekerTable, offers: VacancyTable) -> Iterator[Issue]:
    blank = int(np.count_nonzero(people.consent < 0))
    if blank:
        yield _NO_CONSENT.issue(count=blank, soort=_PEOPLE[0][blank > 1], kind=_PEOPLE[1][blank > 1])
    for table, (dutch, english) in ((people, _PEOPLE), (offers, _OFFERS)):
        lost = int(np.count_nonzero(table.places.source == 0))
        if lost:
            yield _NO_PLACE.issue(count=lost, soort=dutch[lost > 1], kind=english[lost > 1])
