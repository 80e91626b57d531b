"""A town of five people and four vacancies, in which everything a report can say happens once."""

from __future__ import annotations

from datetime import date

import pytest

import matching
from matching.findings import Issue
from matching.plan import Decision
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


def _person(key: str, title: str | None, **more: object) -> Jobseeker:
    wanted = () if title is None else (OccupationRef(title=title),)
    facts: dict[str, object] = {
        "postcode": "7811",
        "hours_min": 24,
        "hours_max": 32,
        "consent_to_share": True,
    }
    return Jobseeker(id=key, wanted_occupations=wanted, **(facts | more))


def _vacancy(key: str, title: str, **more: object) -> Vacancy:
    facts: dict[str, object] = {"postcode": "7811", "hours_min": 16, "hours_max": 32, "employer": "E-1"}
    return Vacancy(id=key, occupation=OccupationRef(title=title), **(facts | more))


def _protected(group: str) -> ProtectedFacts:
    fact = TargetGroupFact(group=group, source="geheime bron", as_of=ON, legal_ground="geheime grond")
    return ProtectedFacts(
        target_groups=(fact,), benefit="bijstand", wage_value=0.4, birth_date=date(1970, 3, 4)
    )


@pytest.fixture(scope="session")
def secrets() -> tuple[str, ...]:
    """Planted in the town; whoever is not a matcher must never read them."""
    return (
        *("geheime bron", "geheime grond", "geheim team", "consulent-7", "geheime afspraak"),
        *("geheim contract", "K-geheim", "K-ander", "statushouder", "drie mensen"),
    )


@pytest.fixture(scope="session")
def town() -> matching.Market:
    """Two for the warehouse, one cook, one nobody knows anything of, one who may not be shared."""
    return matching.Market.from_records(
        [
            _person(
                "W-1",
                "magazijnmedewerker",
                skills=("orders picken",),
                organisation="geheim team",
                consultant="consulent-7",
                protected=_protected("banenafspraak"),
                functional_limits={"heights": 0, "noise": 1},
                education_level="vmbo",
            ),
            _person("W-2", "magazijnmedewerker", protected=_protected("wajong"), organisation="geheim team"),
            _person("W-3", "kok", hours_max=40, hours_min=36, functional_limits={"noise": 0}),
            _person("W-4", None, consent_to_share=None, postcode=None),
            _person("W-5", "kok", consent_to_share=False),
        ],
        [
            _vacancy(
                "V-1",
                "magazijnmedewerker",
                skills_asked=("orders picken",),
                work_level_min="vmbo",
                contracts=("K-geheim", "K-ander"),
            ),
            _vacancy("V-2", "kok", employer="E-2", openings=2, hours_min=None, hours_max=40),
            _vacancy("V-3", "dakdekker", demands={"heights": 3}, reserved_for=("wajong",)),
            _vacancy("V-4", '=HYPERLINK("http://example.org")', employer=None),
        ],
        [Employer(id="E-1", name="Loods <b>Emmen</b> & Zn"), Employer(id="E-2", name="+Keuken")],
        [
            Contract(
                id="K-geheim",
                obligation_eur="5000",
                value_table="haaglanden_zhc",
                authority="Gemeente Emmen",
                start=date(2025, 1, 1),
                end=date(2027, 12, 31),
            ),
            Contract(id="K-ander", obligation_eur="100"),
        ],
        on=ON,
        name="dorp",
        issues=[
            Issue("exchange.date", "refused", "geen datum", "not a date", "a.csv", 3, "start", "W-9"),
            Issue("exchange.code", "doubted", "onbekende code", "unknown code", "a.csv", 4, count=12),
        ],
    )


@pytest.fixture(scope="session")
def promises() -> tuple[matching.Quota | matching.SocialReturn, ...]:
    """Promises that are kept, short, just kept, in euros, and one that cannot be computed."""
    return (
        matching.Quota(
            "banenafspraak", at_least=1, unit="jobs", name="geheime afspraak", legal_ground="Wfsv 38b"
        ),
        matching.Quota("statushouder", at_least=3, legal_ground="geheime grond"),
        matching.Quota(at_least=3, name="drie mensen"),
        matching.SocialReturn("K-geheim", name="geheim contract"),
        matching.SocialReturn("K-ander"),
    )


@pytest.fixture(scope="session")
def plan(
    town: matching.Market, promises: tuple[matching.Quota | matching.SocialReturn, ...]
) -> matching.Plan:
    """The plan of the town, low scores allowed so that there is something to tell."""
    return matching.match(town, constraints=promises, min_score=0.2)


@pytest.fixture(scope="session")
def decided(town: matching.Market) -> matching.Plan:
    """The town after a matcher accepted W-2 and rejected W-1 for the warehouse."""
    return matching.match(
        town,
        min_score=0.2,
        decisions=[
            Decision(jobseeker="W-2", vacancy="V-1", decided="accepted", by="C-3", on="2026-01-09"),
            Decision(jobseeker="W-1", vacancy="V-1", decided="rejected", by="C-3", reason="=geen zin"),
        ],
    )
