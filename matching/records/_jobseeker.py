"""The jobseeker, with protected facts in a part of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from matching.records._base import (
    Euros,
    FunctionalLevel,
    HoursPerWeek,
    LanguageCode,
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
from matching.records._vocabulary import (
    Benefit,
    ContractKind,
    EducationLevel,
    EducationStatus,
    FunctionalItem,
    LanguageLevel,
    LanguageMode,
    Licence,
    Shift,
    Support,
    TargetGroup,
    TravelMode,
    Weekday,
)

LanguageSkills = Mapping[LanguageCode, Mapping[LanguageMode, LanguageLevel]]
"""Levels by ISO 639-3 code and mode; a language or mode that is absent is unknown."""


class WorkExperience(Spell):
    """One job held before; an open end means that it still runs, or that the end is not known."""

    occupation: OccupationRef


class TargetGroupFact(Strict):
    """Membership of a target group as a fact, with where it comes from and since when it is known.

    Parameters
    ----------
    group
        The group.
    source
        Who established it, e.g. ``UWV doelgroepregister``.
    as_of
        Date on which the source said so.
    legal_ground
        Ground on which it may be used, as the owner of the data states it.
    valid_from, valid_until
        First day of membership and first day without it; open where unknown.
    """

    group: TargetGroup
    source: Text | None = None
    as_of: date | None = None
    legal_ground: Text | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not in_order(self.valid_from, self.valid_until):
            msg = "valid_from must not be after valid_until"
            raise ValueError(msg)
        return self


class ProtectedFacts(Strict):
    """Facts that never reach features or scores; read only by the rule that needs them.

    Parameters
    ----------
    target_groups
        Memberships with source and date.
    benefit, benefit_since
        Benefit and its first day.
    former_wage_eur_per_hour, former_level
        Last wage and level of work, for the suitable-work rule.
    wage_value
        Productivity as a fraction of the minimum wage, in [0, 1].
    integration_hours_per_week
        Hours a week that the inburgering route takes.
    integration_days
        Days of the week that the route takes, on which there is no work.
    birth_date, age, age_on
        Birth date, or an age with the date on which it held; for the legal minimum, minimum wage and
        age groups only.
    """

    target_groups: tuple[TargetGroupFact, ...] = ()
    benefit: Benefit | None = None
    benefit_since: date | None = None
    former_wage_eur_per_hour: Euros | None = None
    former_level: EducationLevel | None = None
    wage_value: Annotated[float, Field(ge=0, le=1)] | None = None
    integration_hours_per_week: HoursPerWeek | None = None
    integration_days: frozenset[Weekday] | None = None
    birth_date: date | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    age_on: date | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.age is None) != (self.age_on is None):
            msg = "age and age_on go together"
            raise ValueError(msg)
        return self


class Jobseeker(Record):
    """A person who looks for work, as a back office knows them; every field but the id may be unknown.

    Parameters
    ----------
    postcode, municipality
        Four or six characters, and the CBS code ``GM0000``; either places the person on the map.
    organisation, consultant
        Who serves the person: an organisation and the id of a consultant.
    wanted_occupations
        In order of preference.
    education_level, education_status
        Highest education; a level of which the status is unknown counts as completed.
    certificates, driving_licences
        ``None`` is unknown, empty is known to have none.
    hours_min, hours_max
        Hours a week in [0, 60].
    available_from, available_until
        First and last day of availability.
    days, shifts, contract_kinds, travel_modes
        What the person accepts; ``None`` is unknown.
    travel_minutes_max, travel_km_max
        Personal limits, one way.
    consent_to_share
        Whether the profile may be proposed to employers; ``False`` keeps the person out of every pair.
    functional_limits
        Highest level that the person can take of each demand, 0 to 3; readable by eligibility only.
    protected
        See `ProtectedFacts`.

    Examples
    --------
    >>> Jobseeker(id="W-1", postcode="7811 ap", hours_max=32).postcode
    '7811AP'
    """

    postcode: Postcode | None = None
    municipality: MunicipalityCode | None = None
    organisation: Text | None = None
    consultant: Text | None = None
    wanted_occupations: tuple[OccupationRef, ...] = ()
    work_history: tuple[WorkExperience, ...] = ()
    skills: Texts = ()
    education_level: EducationLevel | None = None
    education_status: EducationStatus | None = None
    certificates: Texts | None = None
    driving_licences: frozenset[Licence] | None = None
    languages: LanguageSkills = Field(default_factory=dict)
    hours_min: HoursPerWeek | None = None
    hours_max: HoursPerWeek | None = None
    available_from: date | None = None
    available_until: date | None = None
    days: frozenset[Weekday] | None = None
    shifts: frozenset[Shift] | None = None
    travel_minutes_max: Annotated[float, Field(ge=0, le=300)] | None = None
    travel_km_max: Annotated[float, Field(ge=0, le=400)] | None = None
    travel_modes: frozenset[TravelMode] | None = None
    contract_kinds: frozenset[ContractKind] | None = None
    wage_floor_eur_per_hour: Euros | None = None
    support_needed: frozenset[Support] | None = None
    sectors_wished: Texts = ()
    employers_avoided: frozenset[RecordId] = frozenset()
    consent_to_share: bool | None = None
    functional_limits: Mapping[FunctionalItem, FunctionalLevel] = Field(default_factory=dict)
    protected: ProtectedFacts = ProtectedFacts()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not in_order(self.hours_min, self.hours_max):
            msg = "hours_min must not be above hours_max"
            raise ValueError(msg)
        if not in_order(self.available_from, self.available_until):
            msg = "available_from must not be after available_until"
            raise ValueError(msg)
        return self
