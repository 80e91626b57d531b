"""Filters: which pairs a promise is about, by facts of the jobseeker and of the vacancy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.exceptions import ConstraintError, RegisterError
from matching.findings import Rule
from matching.records import ContractKind, EmployerSector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.findings import Issue
    from matching.market import Market
    from matching.records import Employer, Jobseeker, Vacancy

Where = dict[str, tuple[str, ...]]

_UNKNOWN_PLACE = Rule(
    "constraints.unknown_place",
    "refused",
    "{key} {value!r} bestaat niet op de peildatum, dus deze afspraak is niet te berekenen",
    "there is no {key} {value!r} on the reference date, so this promise cannot be computed",
)
_NOBODY = Rule(
    "constraints.value_not_found",
    "doubted",
    "{key} {value!r} komt in deze markt niet voor{hint}",
    "{key} {value!r} does not occur in this market{hint_en}",
)


def _employers(market: Market, get: Callable[[Employer], str | None]) -> list[str | None]:
    known = [get(employer) for employer in market.employers]
    return [known[at] if at >= 0 else None for at in market.vacancies.employer_position.tolist()]


# What each key compares, as one value per jobseeker or per vacancy.
_OF_JOBSEEKER: Mapping[str, Callable[[Market], Sequence[str | None]]] = {
    "organisation": lambda market: market.jobseekers.organisation,
    "municipality": lambda market: market.jobseekers.places.municipality,
    "region": lambda market: market.jobseekers.places.region,
    "consultant": lambda market: market.jobseekers.consultant,
    "jobseeker": lambda market: market.jobseekers.ids,
}
_OF_VACANCY: Mapping[str, Callable[[Market], Sequence[str | None]]] = {
    "vacancy": lambda market: market.vacancies.ids,
    "employer": lambda market: market.vacancies.employer,
    "employer_group": lambda market: _employers(market, lambda employer: employer.group),
    "sector": lambda market: _employers(market, lambda employer: employer.sector),
    "industry": lambda market: _employers(market, lambda employer: employer.industry),
    "vacancy_organisation": lambda market: market.vacancies.organisation,
    "vacancy_municipality": lambda market: market.vacancies.places.municipality,
    "contract_kind": lambda market: [vacancy.contract_kind for vacancy in market.records.vacancies],
}
WHERE_KEYS = (*_OF_JOBSEEKER, *_OF_VACANCY)
_CLOSED: Mapping[str, type[StrEnum]] = {"sector": EmployerSector, "contract_kind": ContractKind}
_PLACES = ("municipality", "vacancy_municipality", "region")


def nearest(value: str, valid: Sequence[str]) -> str | None:
    """Find the valid text that looks most like a value; ``None`` when nothing is valid."""
    # Imported here: only a wrong value needs it.
    from rapidfuzz import process

    best = process.extractOne(value, valid, processor=str.casefold)
    return None if best is None else str(best[0])


def read_where(where: Mapping[str, str | Sequence[str]] | None) -> Where:
    """Check a filter and give every value as a tuple, in the order of `WHERE_KEYS`.

    Raises
    ------
    ConstraintError
        For an unknown key, a value that is no text, no value at all, or a value outside a closed list.

    Examples
    --------
    >>> read_where({"sector": "market", "organisation": ["Emmen", "Assen"]})
    {'organisation': ('Emmen', 'Assen'), 'sector': ('market',)}
    >>> read_where({"organization": "Emmen"})
    Traceback (most recent call last):
    matching.exceptions.ConstraintError: where: no key 'organization'; the nearest is 'organisation'.
    """
    if not isinstance(where, Mapping | None):
        msg = f"where: must be a table of keys and values, got {type(where).__name__}."
        raise ConstraintError(msg)
    given = dict(where or {})
    for key in given:
        if key not in WHERE_KEYS:
            msg = f"where: no key {key!r}; the nearest is {nearest(key, WHERE_KEYS)!r}."
            raise ConstraintError(msg)
    return {key: _values(key, given[key]) for key in WHERE_KEYS if key in given}


def _values(key: str, value: object) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, list | tuple | set | frozenset) or not values:
        msg = f"where: {key} must be a text or a list of texts, got {type(value).__name__}."
        raise ConstraintError(msg)
    for one in values:
        if not isinstance(one, str):
            msg = f"where: {key} must be a text or a list of texts, got a list with {type(one).__name__}."
            raise ConstraintError(msg)
        if key in _CLOSED and one not in list(_CLOSED[key]):
            valid = ", ".join(_CLOSED[key])
            msg = f"where: {key} must be one of {valid}, got {one!r}."
            raise ConstraintError(msg)
    ordered = sorted(values) if isinstance(values, set | frozenset) else values
    return tuple(dict.fromkeys(map(str, ordered)))


def _wanted(key: str, values: Sequence[str], market: Market) -> frozenset[str]:
    """Values as the market writes them: names of places become codes."""
    if key == "region":
        return frozenset(registers.region(value).code for value in values)
    if key in _PLACES:
        return frozenset(registers.municipality(value, market.on).code for value in values)
    return frozenset(values)


def check_where(where: Where, market: Market, name: str) -> tuple[Issue, ...]:
    """Find values that do not exist, or that nothing in the market has."""
    found = []
    for key, values in where.items():
        present = {value for value in _column(key, market) if value is not None}
        for value in values:
            try:
                wanted = _wanted(key, [value], market)
            except RegisterError:
                found.append(_UNKNOWN_PLACE.issue(record=name, key=key, value=value))
                continue
            if not wanted & present:
                # No hint for ids of people or consultants: a finding names nobody who was not asked for.
                close = None if key in ("jobseeker", "consultant") else nearest(value, sorted(present))
                found.append(
                    _NOBODY.issue(
                        record=name,
                        key=key,
                        value=value,
                        hint=f"; het dichtst erbij is {close!r}" if close else "",
                        hint_en=f"; the nearest is {close!r}" if close else "",
                    )
                )
    return tuple(found)


def _column(key: str, market: Market) -> Sequence[str | None]:
    return _OF_JOBSEEKER[key](market) if key in _OF_JOBSEEKER else _OF_VACANCY[key](market)


def values_of(key: str, market: Market) -> tuple[str, ...]:
    """Values of a key that occur in the market, sorted."""
    return tuple(sorted({str(value) for value in _column(key, market) if value is not None}))


def select(where: Where, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which candidates a filter surely keeps, and which it would keep if an unknown fact were known."""
    sure = np.ones(len(candidates), bool)
    possible = np.ones(len(candidates), bool)
    for key, values in where.items():
        at = candidates.jobseeker if key in _OF_JOBSEEKER else candidates.vacancy
        column = _column(key, candidates.market)
        wanted = _wanted(key, values, candidates.market)
        keeps = np.array([value in wanted for value in column], bool)
        unknown = np.array([value is None for value in column], bool)
        sure &= keeps[at]
        possible &= (keeps | unknown)[at]
    return sure, possible & ~sure


# The same facts once more, read from the records of one match: what `verify` counts by.
_OF_RECORDS: Mapping[str, Callable[[Jobseeker, Vacancy, Employer | None], str | None]] = {
    "organisation": lambda person, vacancy, employer: person.organisation,
    "consultant": lambda person, vacancy, employer: person.consultant,
    "jobseeker": lambda person, vacancy, employer: person.id,
    "vacancy": lambda person, vacancy, employer: vacancy.id,
    "employer": lambda person, vacancy, employer: vacancy.employer,
    "employer_group": lambda person, vacancy, employer: employer.group if employer else None,
    "sector": lambda person, vacancy, employer: employer.sector if employer else None,
    "industry": lambda person, vacancy, employer: employer.industry if employer else None,
    "vacancy_organisation": lambda person, vacancy, employer: vacancy.organisation,
    "contract_kind": lambda person, vacancy, employer: vacancy.contract_kind,
}
_OF_PLACES: Mapping[str, Callable[[Market, Match], str | None]] = {
    "municipality": lambda market, match: market.jobseekers.places.municipality[match.jobseeker],
    "region": lambda market, match: market.jobseekers.places.region[match.jobseeker],
    "vacancy_municipality": lambda market, match: market.vacancies.places.municipality[match.vacancy],
}


def keeper(where: Where, market: Market) -> Callable[[Match], bool]:
    """Make the test whether a filter surely keeps one match, read from its records one by one."""
    wanted = {key: _wanted(key, values, market) for key, values in where.items()}
    employers = {employer.id: employer for employer in market.employers}

    def keeps(match: Match) -> bool:
        person = market.records.jobseekers[match.jobseeker]
        vacancy = market.records.vacancies[match.vacancy]
        employer = employers.get(vacancy.employer or "")
        return all(
            (
                _OF_PLACES[key](market, match)
                if key in _OF_PLACES
                else _OF_RECORDS[key](person, vacancy, employer)
            )
            in values
            for key, values in wanted.items()
        )

    return keeps
