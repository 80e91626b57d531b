"""Random records with few distinct values, so that limits are met exactly as often as they are missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.market import Market
from matching.records import (
    Benefit,
    CertificateDemand,
    ContractKind,
    EducationLevel,
    FunctionalItem,
    Jobseeker,
    LanguageLevel,
    LanguageMode,
    Licence,
    LicenceDemand,
    Placement,
    PlacementStatus,
    ProtectedFacts,
    Shift,
    TargetGroup,
    TargetGroupFact,
    TravelMode,
    Vacancy,
    Weekday,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

ON = date(2026, 1, 12)
POSTCODES = ("7811AP", "7902", "9401", "9711", "7741", "7811")
LANGUAGES = ("nld", "eng")
GROUPS = (
    TargetGroup.BANENAFSPRAAK,
    TargetGroup.WSW,
    TargetGroup.BESCHUT_WERK,
    TargetGroup.WW,
    TargetGroup.BIJSTAND,
    TargetGroup.JONGERE,
    TargetGroup.VIJFTIGPLUS,
)
ITEMS = (FunctionalItem.LIFTING, FunctionalItem.NIGHT, FunctionalItem.PACE)
CERTIFICATES = ("VCA basis", "VCA", "BIG-registratie", "code 95")
LICENCES = (Licence.B, Licence.C, Licence.CE, Licence.AM)


class Draw:
    """Values from a seeded generator, unknown four times in ten."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def one(self, values: Sequence[T]) -> T:
        return values[int(self.rng.integers(len(values)))]

    def maybe(self, values: Sequence[T]) -> T | None:
        return None if self.rng.random() < 0.4 else self.one(values)

    def some(self, values: Sequence[T]) -> list[T]:
        return [value for value in values if self.rng.random() < 0.5]

    def day(self) -> date | None:
        return self.maybe([ON + timedelta(days=d) for d in (-400, -20, -1, 0, 1, 30, 200)])

    def span(self) -> tuple[date | None, date | None]:
        first, last = self.day(), self.day()
        return (last, first) if first and last and first > last else (first, last)

    def hours(self) -> tuple[float | None, float | None]:
        low, high = self.maybe((0, 8, 16, 24, 32)), self.maybe((8, 16, 24, 32.5, 40))
        return (high, low) if low is not None and high is not None and low > high else (low, high)

    def languages(self) -> dict[str, dict[LanguageMode, LanguageLevel]]:
        return {
            code: {mode: self.one(list(LanguageLevel)) for mode in self.some(list(LanguageMode)[:2])}
            for code in self.some(LANGUAGES)
        }

    def protected(self) -> ProtectedFacts:
        born = self.maybe([date(y, 1, 12) for y in (1960, 1976, 1999, 2005, 2007, 2008, 2010, 2011, 2012)])
        stated = None if born else self.maybe((14, 15, 17, 20, 26, 27, 49, 50))
        facts = []
        for group in self.some(GROUPS[:5]):
            first, until = self.span()
            facts.append(TargetGroupFact(group=group, valid_from=first, valid_until=until))
        return ProtectedFacts(
            target_groups=tuple(facts) if self.rng.random() < 0.6 else (),
            benefit=self.maybe(list(Benefit)),
            benefit_since=self.maybe([ON - timedelta(days=d) for d in (10, 181, 183, 400)]),
            integration_hours_per_week=self.maybe((0, 8, 16)),
            integration_days=self.maybe([frozenset(self.some(list(Weekday)[:2]))]),
            former_wage_eur_per_hour=self.maybe((16, 22.15, 30)),
            former_level=self.maybe(list(EducationLevel)),
            birth_date=born,
            age=stated,
            age_on=None if stated is None else ON - timedelta(days=100),
        )

    def jobseeker(self, number: int) -> Jobseeker:
        low, high = self.hours()
        first, last = self.span()
        return Jobseeker(
            id=f"W-{number:03d}",
            postcode=self.maybe(POSTCODES),
            certificates=self.maybe([tuple(self.some(CERTIFICATES)), ("vca BASIS (2024)",), ()]),
            driving_licences=self.maybe([frozenset(self.some(LICENCES)), frozenset()]),
            languages=self.languages(),
            hours_min=low,
            hours_max=high,
            available_from=first,
            available_until=last,
            days=self.maybe([frozenset(self.some(list(Weekday)[:3]))]),
            shifts=self.maybe([frozenset(self.some(list(Shift)))]),
            travel_minutes_max=self.maybe((0, 5, 30, 60, 90)),
            travel_km_max=self.maybe((0, 10, 40)),
            travel_modes=self.maybe([frozenset(self.some(list(TravelMode)))]),
            contract_kinds=self.maybe([frozenset(self.some(list(ContractKind)))]),
            wage_floor_eur_per_hour=self.maybe((14.71, 16, 18.5)),
            employers_avoided=frozenset(self.some(("E-1", "E-2"))),
            consent_to_share=self.maybe((True, True, False)),
            functional_limits={item: self.one((0, 1, 2, 3)) for item in self.some(ITEMS)},
            protected=self.protected(),
        )

    def vacancy(self, number: int) -> Vacancy:
        low, high = self.hours()
        first, last = self.span()
        return Vacancy(
            id=f"V-{number:03d}",
            employer=self.maybe(("E-1", "E-2", "E-3")),
            certificates=tuple(
                CertificateDemand(name=name, legally_required=self.one((True, False)))
                for name in self.some(CERTIFICATES)
            ),
            licences=tuple(
                LicenceDemand(category=kind, legally_required=self.one((True, False)))
                for kind in self.some(LICENCES)
            ),
            languages=self.languages(),
            language_on_the_job=self.maybe((True, False)),
            hours_min=low,
            hours_max=high,
            start=first,
            end=last,
            closing_date=self.day(),
            days=self.maybe([frozenset(self.some(list(Weekday)[:3]))]),
            shifts=self.maybe([frozenset(self.some(list(Shift)))]),
            contract_kind=self.maybe(list(ContractKind)),
            school_day=self.maybe(list(Weekday)[:3]),
            work_level_min=self.maybe(list(EducationLevel)),
            wage_eur_per_hour=self.maybe((6.69, 7.36, 9.05, 11.77, 14.71, 18.5)),
            postcode=self.maybe(POSTCODES),
            demands={item: self.one((0, 1, 2, 3)) for item in self.some(ITEMS)},
            adaptations_offered=frozenset(item for item in ITEMS if self.rng.random() < 0.2),
            reserved_for=frozenset(self.some(GROUPS)) if self.rng.random() < 0.5 else frozenset(),
        )


def random_market(seed: int, n: int = 14, m: int = 14) -> Market:
    """Draw a market in which every rule has something to say."""
    draw = Draw(seed)
    people = [draw.jobseeker(number) for number in range(n)]
    vacancies = [draw.vacancy(number) for number in range(m)]
    # Drawn last, so that the records above stay what they were.
    placements = [
        Placement(
            id=f"P-{number}",
            jobseeker=draw.one(people).id,
            vacancy=draw.one(vacancies).id,
            hours_per_week=draw.maybe((8, 8, 16)),
            status=draw.one((PlacementStatus.STARTED, PlacementStatus.AGREED, PlacementStatus.PROPOSED)),
            end=draw.maybe((ON, ON + timedelta(days=1))),
        )
        for number in range(n // 2 if people and vacancies else 0)
    ]
    return Market.from_records(people, vacancies, placements=placements, on=ON)
