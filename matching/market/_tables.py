"""The columns of a market: open facts, functional limits and protected facts each in a table of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from matching.market._codes import (
    UNKNOWN,
    cents,
    column,
    day,
    flag,
    hundredths,
    language_levels,
    mask,
    number,
    rank,
)
from matching.market._places import Places, locate
from matching.records import EducationStatus, FunctionalItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from matching.records import (
        CertificateDemand,
        Jobseeker,
        LicenceDemand,
        OccupationRef,
        ProtectedFacts,
        Vacancy,
        WorkExperience,
    )

ITEMS = tuple(FunctionalItem)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobseekerTable:
    """Open facts of the jobseekers, one entry each, in the order of their sorted ids.

    Everything here may be read by features and scores. Masks have the bits of `matching.market.mask`,
    0 being unknown; hours are hundredths, money cents; -1, NaN, NaT and ``None`` are unknown.

    Parameters
    ----------
    language
        Ranks of shape (n_jobseekers, n_languages, 4) over ``Market.languages`` and speaking, listening,
        reading, writing.
    licences, licences_known
        Mask of driving licences, and whether it is known at all: an empty mask may be a known "none".
    consent
        1 yes, 0 no, -1 unknown.
    """

    ids: tuple[str, ...]
    places: Places
    organisation: tuple[str | None, ...]
    consultant: tuple[str | None, ...]
    wanted: tuple[tuple[OccupationRef, ...], ...]
    history: tuple[tuple[WorkExperience, ...], ...]
    skills: tuple[tuple[str, ...], ...]
    education: NDArray[np.int8]
    education_completed: NDArray[np.int8]
    certificates: tuple[tuple[str, ...] | None, ...]
    licences: NDArray[np.uint32]
    licences_known: NDArray[np.bool_]
    language: NDArray[np.int8]
    hours_min: NDArray[np.int32]
    hours_max: NDArray[np.int32]
    available_from: NDArray[np.datetime64]
    available_until: NDArray[np.datetime64]
    days: NDArray[np.uint8]
    shifts: NDArray[np.uint8]
    contract_kinds: NDArray[np.uint8]
    travel_modes: NDArray[np.uint8]
    travel_minutes_max: NDArray[np.float64]
    travel_km_max: NDArray[np.float64]
    wage_floor: NDArray[np.int32]
    support_needed: NDArray[np.uint16]
    sectors_wished: tuple[tuple[str, ...], ...]
    employers_avoided: tuple[frozenset[str], ...]
    consent: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(cls, people: Sequence[Jobseeker], languages: Sequence[str], on: date) -> Self:
        """Columns of the records, which are sorted by id."""
        numbers = {
            "education": ("i1", lambda p: rank(p.education_level)),
            "education_completed": ("i1", _completed),
            "licences": ("u4", lambda p: mask(p.driving_licences)),
            "licences_known": ("?", lambda p: p.driving_licences is not None),
            "hours_min": ("i4", lambda p: hundredths(p.hours_min)),
            "hours_max": ("i4", lambda p: hundredths(p.hours_max)),
            "available_from": ("M8[D]", lambda p: day(p.available_from)),
            "available_until": ("M8[D]", lambda p: day(p.available_until)),
            "days": ("u1", lambda p: mask(p.days)),
            "shifts": ("u1", lambda p: mask(p.shifts)),
            "contract_kinds": ("u1", lambda p: mask(p.contract_kinds)),
            "travel_modes": ("u1", lambda p: mask(p.travel_modes)),
            "travel_minutes_max": ("f8", lambda p: number(p.travel_minutes_max)),
            "travel_km_max": ("f8", lambda p: number(p.travel_km_max)),
            "wage_floor": ("i4", lambda p: cents(p.wage_floor_eur_per_hour)),
            "support_needed": ("u2", lambda p: mask(p.support_needed)),
            "consent": ("i1", lambda p: flag(p.consent_to_share)),
        }
        return cls(
            ids=tuple(p.id for p in people),
            places=locate(people, on),
            organisation=tuple(p.organisation for p in people),
            consultant=tuple(p.consultant for p in people),
            wanted=tuple(p.wanted_occupations for p in people),
            history=tuple(p.work_history for p in people),
            skills=tuple(p.skills for p in people),
            certificates=tuple(p.certificates for p in people),
            language=language_levels([p.languages for p in people], languages),
            sectors_wished=tuple(p.sectors_wished for p in people),
            employers_avoided=tuple(p.employers_avoided for p in people),
            **{name: column(people, get, dtype) for name, (dtype, get) in numbers.items()},  # type: ignore[arg-type]
        )


def _completed(person: Jobseeker) -> int:
    """Count an education without a status as completed; without a level nothing is known."""
    if person.education_level is None:
        return UNKNOWN
    return int(person.education_status in (None, EducationStatus.COMPLETED))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VacancyTable:
    """Facts of the vacancies, one entry each, in the order of their sorted ids; codes as `JobseekerTable`.

    Parameters
    ----------
    employer
        Id of the employer, ``None`` when unknown.
    employer_position
        Position in ``Market.employers``, -1 when unknown.
    contract_kind
        Mask with at most one bit.
    openings
        Openings that can be filled: `Vacancy.places` less those of ``filled_by``, at least 0.
    filled_by
        Sorted ids of the jobseekers whose placement here is agreed or runs.
    demands
        Level asked, of shape (n_vacancies, n_items) over `FunctionalItem`, -1 when nothing is asked.
    contracts
        Positions in ``Market.contracts`` of the contracts that may be served.
    """

    ids: tuple[str, ...]
    places: Places
    employer: tuple[str | None, ...]
    employer_position: NDArray[np.int32]
    occupation: tuple[OccupationRef | None, ...]
    text: tuple[str | None, ...]
    skills_asked: tuple[tuple[str, ...], ...]
    skills_welcome: tuple[tuple[str, ...], ...]
    work_level_min: NDArray[np.int8]
    experience_years_min: NDArray[np.float64]
    certificates: tuple[tuple[CertificateDemand, ...], ...]
    licences: tuple[tuple[LicenceDemand, ...], ...]
    language: NDArray[np.int8]
    language_on_the_job: NDArray[np.int8]
    hours_min: NDArray[np.int32]
    hours_max: NDArray[np.int32]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    closing_date: NDArray[np.datetime64]
    days: NDArray[np.uint8]
    shifts: NDArray[np.uint8]
    contract_kind: NDArray[np.uint8]
    permanent: NDArray[np.int8]
    school_day: NDArray[np.uint8]
    mentor_places: NDArray[np.int32]
    wage: NDArray[np.int32]
    sector: tuple[str | None, ...]
    openings: NDArray[np.int32]
    filled_by: tuple[tuple[str, ...], ...]
    demands: NDArray[np.int8]
    support_offered: NDArray[np.uint16]
    support_known: NDArray[np.bool_]
    adaptations: NDArray[np.bool_]
    reserved_for: tuple[frozenset[str], ...]
    organisation: tuple[str | None, ...]
    contracts: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def build(
        cls,
        vacancies: Sequence[Vacancy],
        languages: Sequence[str],
        employers: Mapping[str, int],
        contracts: Mapping[str, int],
        on: date,
        filled_by: Mapping[str, tuple[str, ...]],
    ) -> Self:
        """Columns of the records, which are sorted by id; references that are not there become unknown."""
        numbers = {
            "employer_position": ("i4", lambda v: employers.get(v.employer, UNKNOWN)),
            "work_level_min": (
                "i1",
                lambda v: rank(v.work_level_min),
            ),
            "experience_years_min": ("f8", lambda v: number(v.experience_years_min)),
            "language_on_the_job": ("i1", lambda v: flag(v.language_on_the_job)),
            "hours_min": ("i4", lambda v: hundredths(v.hours_min)),
            "hours_max": ("i4", lambda v: hundredths(v.hours_max)),
            "start": ("M8[D]", lambda v: day(v.start)),
            "end": ("M8[D]", lambda v: day(v.end)),
            "closing_date": ("M8[D]", lambda v: day(v.closing_date)),
            "days": ("u1", lambda v: mask(v.days)),
            "shifts": ("u1", lambda v: mask(v.shifts)),
            "contract_kind": ("u1", lambda v: mask([v.contract_kind] if v.contract_kind else None)),
            "permanent": ("i1", lambda v: flag(v.permanent)),
            "school_day": ("u1", lambda v: mask([v.school_day] if v.school_day else None)),
            "mentor_places": ("i4", lambda v: UNKNOWN if v.mentor_places is None else v.mentor_places),
            "wage": ("i4", lambda v: cents(v.wage_eur_per_hour)),
            "openings": ("i4", lambda v: max(v.places - len(filled_by.get(v.id, ())), 0)),
            "support_offered": ("u2", lambda v: mask(v.support_offered)),
            "support_known": ("?", lambda v: v.support_offered is not None),
        }
        return cls(
            ids=tuple(v.id for v in vacancies),
            places=locate(vacancies, on),
            employer=tuple(v.employer for v in vacancies),
            occupation=tuple(v.occupation for v in vacancies),
            text=tuple(v.text for v in vacancies),
            skills_asked=tuple(v.skills_asked for v in vacancies),
            skills_welcome=tuple(v.skills_welcome for v in vacancies),
            certificates=tuple(v.certificates for v in vacancies),
            licences=tuple(v.licences for v in vacancies),
            language=language_levels([v.languages for v in vacancies], languages),
            sector=tuple(v.sector for v in vacancies),
            filled_by=tuple(filled_by.get(v.id, ()) for v in vacancies),
            demands=_levels([v.demands for v in vacancies]),
            adaptations=_offered(vacancies),
            reserved_for=tuple(frozenset(v.reserved_for) for v in vacancies),
            organisation=tuple(v.organisation for v in vacancies),
            contracts=tuple(
                tuple(sorted({contracts[c] for c in v.contracts if c in contracts})) for v in vacancies
            ),
            **{name: column(vacancies, get, dtype) for name, (dtype, get) in numbers.items()},  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimitTable:
    """Functional limits of the jobseekers, readable by eligibility rules only.

    Parameters
    ----------
    levels
        Highest level that a person can take, of shape (n_jobseekers, n_items) over `FunctionalItem`;
        -1 when nothing is known.
    """

    levels: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProtectedTable:
    """Protected facts of the jobseekers, readable by the rule that needs them and never by a score.

    Parameters
    ----------
    facts
        One entry a jobseeker, in the order of the jobseeker table.
    """

    facts: tuple[ProtectedFacts, ...]


def limit_table(people: Sequence[Jobseeker]) -> LimitTable:
    """Gather the functional limits of the records."""
    return LimitTable(levels=_levels([p.functional_limits for p in people]))


def protected_table(people: Sequence[Jobseeker]) -> ProtectedTable:
    """Gather the protected facts of the records."""
    return ProtectedTable(facts=tuple(p.protected for p in people))


def _levels(levels: Sequence[Mapping[FunctionalItem, int]]) -> NDArray[np.int8]:
    table = np.full((len(levels), len(ITEMS)), UNKNOWN, np.int8)
    for row, known in enumerate(levels):
        for item, level in known.items():
            table[row, ITEMS.index(item)] = level
    table.setflags(write=False)
    return table


def _offered(vacancies: Sequence[Vacancy]) -> NDArray[np.bool_]:
    offered = [[item in v.adaptations_offered for item in ITEMS] for v in vacancies]
    table = np.array(offered, bool).reshape(len(vacancies), len(ITEMS))
    table.setflags(write=False)
    return table
