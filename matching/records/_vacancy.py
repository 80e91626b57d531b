"""The vacancy: what is asked, what is offered, and which promises it may serve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from matching.records._base import (
    Euros,
    FunctionalLevel,
    HoursPerWeek,
    MunicipalityCode,
    OccupationRef,
    Postcode,
    Record,
    RecordId,
    Spell,
    Strict,
    Text,
    Texts,
    in_order,
)
from matching.records._jobseeker import LanguageSkills
from matching.records._vocabulary import (
    ContractKind,
    EducationLevel,
    FunctionalItem,
    Licence,
    Shift,
    Support,
    TargetGroup,
    Weekday,
)


class CertificateDemand(Strict):
    """A diploma or certificate that is asked; it refuses only where the law demands it."""

    name: Text
    legally_required: bool = False


class LicenceDemand(Strict):
    """A driving licence that is asked; it refuses only where the law demands it for the work."""

    category: Licence
    legally_required: bool = False


class Vacancy(Record, Spell):
    """A position with a number of openings; every field but the id may be unknown.

    Parameters
    ----------
    employer
        Id of the employer.
    occupation, text
        Title or code of the occupation, and the text of the advertisement.
    skills_asked, skills_welcome
        Skills that are needed and skills that help.
    work_level_min
        Lowest level of work and thinking.
    certificates, licences
        What is asked, each with whether the law demands it.
    languages, language_on_the_job
        Lowest level by language and mode; whether the language may be learnt at work.
    hours_min, hours_max
        Hours a week in [0, 60].
    start, end, closing_date
        First and last day of the work, last day to propose somebody.
    days, shifts
        Days and parts of the day on which is worked; all of them are needed.
    permanent
        Whether the contract is permanent.
    school_day, mentor_places
        For BBL: the day of school and the number of learners that can be guided.
    wage_eur_per_hour
        Gross wage that is offered.
    openings
        How many people can be placed, at least 0.
    demands
        Level asked of each functional item, 0 to 3.
    support_offered, adaptations_offered
        Help that is offered, and the functional items for which the work can be adapted.
    reserved_for
        Target groups for which the vacancy is kept; empty is open to all.
    contracts
        Ids of contracts on which a placement here may be claimed.

    Examples
    --------
    >>> Vacancy(id="V-1", occupation=OccupationRef(title="magazijnmedewerker"), openings=2).openings
    2
    """

    employer: RecordId | None = None
    occupation: OccupationRef | None = None
    text: Text | None = None
    skills_asked: Texts = ()
    skills_welcome: Texts = ()
    work_level_min: EducationLevel | None = None
    experience_years_min: Annotated[float, Field(ge=0, le=60)] | None = None
    certificates: tuple[CertificateDemand, ...] = ()
    licences: tuple[LicenceDemand, ...] = ()
    languages: LanguageSkills = Field(default_factory=dict)
    language_on_the_job: bool | None = None
    hours_min: HoursPerWeek | None = None
    hours_max: HoursPerWeek | None = None
    closing_date: date | None = None
    days: frozenset[Weekday] | None = None
    shifts: frozenset[Shift] | None = None
    contract_kind: ContractKind | None = None
    permanent: bool | None = None
    school_day: Weekday | None = None
    mentor_places: Annotated[int, Field(ge=0)] | None = None
    wage_eur_per_hour: Euros | None = None
    postcode: Postcode | None = None
    municipality: MunicipalityCode | None = None
    sector: Text | None = None
    openings: Annotated[int, Field(ge=0, le=10_000)] = 1
    demands: Mapping[FunctionalItem, FunctionalLevel] = Field(default_factory=dict)
    support_offered: frozenset[Support] | None = None
    adaptations_offered: frozenset[FunctionalItem] = frozenset()
    reserved_for: frozenset[TargetGroup] = frozenset()
    organisation: Text | None = None
    contracts: tuple[RecordId, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not in_order(self.hours_min, self.hours_max):
            msg = "hours_min must not be above hours_max"
            raise ValueError(msg)
        return self

    @property
    def places(self) -> int:
        """Openings that can be filled: of a BBL place no more than there are learners that can be guided."""
        if self.contract_kind is not ContractKind.BBL or self.mentor_places is None:
            return self.openings
        return min(self.openings, self.mentor_places)
