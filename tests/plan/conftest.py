"""Named markets, small enough to see the answer."""

from __future__ import annotations

from datetime import date

import pytest

import matching
from matching.constraints import Quota
from matching.market import Market
from matching.records import (
    Contract,
    Employer,
    Jobseeker,
    OccupationRef,
    ProtectedFacts,
    TargetGroupFact,
    Vacancy,
)

ON = date(2026, 1, 12)


def person(key: str, title: str, *, groups: tuple[str, ...] = (), **more: object) -> Jobseeker:
    facts = tuple(TargetGroupFact(group=group, source="UWV", as_of=ON) for group in groups)
    return Jobseeker(
        id=key,
        wanted_occupations=(OccupationRef(title=title),),
        postcode="7811",
        hours_min=24,
        hours_max=32,
        skills=("heftruck besturen",) if "logistiek" in title else (),
        consent_to_share=True,
        protected=ProtectedFacts(target_groups=facts),
        **more,
    )


def vacancy(key: str, title: str, **more: object) -> Vacancy:
    return Vacancy(
        id=key, occupation=OccupationRef(title=title), postcode="7811", hours_min=16, hours_max=32, **more
    )


@pytest.fixture
def tiny() -> Market:
    """Two people for one warehouse opening, one cook for the kitchen, one who may not be shared."""
    return Market.from_records(
        [
            person("W-1", "magazijnmedewerker"),
            person("W-2", "magazijnmedewerker", groups=("banenafspraak",)),
            person("W-3", "kok"),
            Jobseeker(id="W-4", consent_to_share=False),
        ],
        [
            vacancy("V-1", "magazijnmedewerker", employer="E-1", contracts=("K-1",)),
            vacancy("V-2", "kok", employer="E-2", openings=2),
        ],
        [Employer(id="E-1"), Employer(id="E-2")],
        [
            Contract(
                id="K-1",
                contractor="E-1",
                authority="Utrecht",
                obligation_eur=20_000,
                start=date(2025, 6, 1),
                end=date(2027, 6, 1),
                value_table="utrecht",
            )
        ],
        on=ON,
        name="tiny",
    )


@pytest.fixture
def plan(tiny: Market) -> matching.Plan:
    """The tiny market with one quota that is met and one that nobody can meet."""
    promises = [
        Quota("banenafspraak", at_least=1, name="met", legal_ground="Wet banenafspraak"),
        Quota("jongere", at_least=2, name="short", legal_ground="Participatiewet"),
    ]
    return matching.match(tiny, constraints=promises)
