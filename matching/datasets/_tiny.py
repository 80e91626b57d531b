"""Tiny named instances for tests and examples, each with a sentence that says what is special about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from matching.datasets._generate import SAMPLE_DATE
from matching.datasets._sample import Sample
from matching.exceptions import MarketError
from matching.records import (
    Contract,
    ContractKind,
    EducationLevel,
    Employer,
    EmployerSector,
    Jobseeker,
    Licence,
    LicenceDemand,
    OccupationRef,
    ProtectedFacts,
    TargetGroup,
    TargetGroupFact,
    TravelMode,
    Vacancy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TinyName = Literal["infeasible", "one_employer", "tie", "tiny"]
_GROUND = "Wfsv art. 38b"


def tiny(name: TinyName) -> Sample:
    """Make a tiny named instance.

    * ``tiny``: six people and four vacancies in Emmen, one of them with two openings, where the best plan can
      be seen by eye.
    * ``tie``: two people who are alike and two vacancies that are alike, so that only the tie-break decides.
    * ``infeasible``: three people of the job agreement and a single opening, so that a promise of two is out
      of reach.
    * ``one_employer``: four people and three vacancies of one contractor that owes social return.

    Parameters
    ----------
    name
        One of the four.

    Raises
    ------
    MarketError
        For another name; names those that exist.

    Examples
    --------
    >>> sample = tiny("tiny")
    >>> len(sample.jobseekers), len(sample.vacancies)
    (6, 4)
    """
    if name not in _MAKERS:
        msg = f"no tiny instance {name!r}; there are {', '.join(sorted(_MAKERS))}."
        raise MarketError(msg)
    return _MAKERS[name]()


def _person(
    number: int, title: str, *groups: TargetGroup, postcode: str = "7811", **more: object
) -> Jobseeker:
    facts = tuple(
        TargetGroupFact(
            group=group,
            source="UWV",
            as_of=date(2026, 1, 5),
            legal_ground=_GROUND,
            valid_from=date(2024, 1, 1),
        )
        for group in groups
    )
    fields: dict[str, object] = {
        "id": f"W-{number}",
        "postcode": postcode,
        "municipality": "GM0114",
        "organisation": "Gemeente Emmen",
        "wanted_occupations": (OccupationRef(title=title),),
        "hours_min": 16.0,
        "hours_max": 32.0,
        "available_from": date(2026, 1, 1),
        "travel_modes": frozenset({TravelMode.BICYCLE, TravelMode.PUBLIC_TRANSPORT}),
        "travel_minutes_max": 45.0,
        "consent_to_share": True,
        "protected": ProtectedFacts(target_groups=facts, birth_date=date(1990, 6, 1)),
    }
    return Jobseeker.model_validate(fields | more)


def _vacancy(number: int, title: str, *, postcode: str = "7812", **more: object) -> Vacancy:
    fields: dict[str, object] = {
        "id": f"V-{number}",
        "employer": "E-1",
        "occupation": OccupationRef(title=title),
        "hours_min": 24.0,
        "hours_max": 32.0,
        "start": date(2026, 2, 1),
        "contract_kind": ContractKind.REGULAR,
        "wage_eur_per_hour": Decimal("15.50"),
        "postcode": postcode,
        "municipality": "GM0114",
    }
    return Vacancy.model_validate(fields | more)


def _sample(
    people: list[Jobseeker],
    vacancies: list[Vacancy],
    employers: list[Employer],
    contracts: tuple[Contract, ...] = (),
) -> Sample:
    return Sample(
        region="AM03",
        on=SAMPLE_DATE,
        jobseekers=tuple(people),
        vacancies=tuple(vacancies),
        employers=tuple(employers),
        contracts=contracts,
        truth=MappingProxyType({person.id: person for person in people}),
    )


def _employer(number: int = 1, *, industry: str = "52") -> Employer:
    return Employer(
        id=f"E-{number}",
        name=f"Bedrijf {number} Emmen",
        sector=EmployerSector.MARKET,
        industry=industry,
        size=50,
    )


def _tiny() -> Sample:
    register, assistance = TargetGroup.BANENAFSPRAAK, TargetGroup.BIJSTAND
    people = [
        _person(1, "magazijnmedewerker", assistance, skills=("goederen stapelen", "orders verzamelen")),
        _person(2, "orderpicker", TargetGroup.WW, skills=("orders verzamelen",)),
        _person(3, "schoonmaker", register, assistance, hours_max=24.0),
        _person(4, "kok", TargetGroup.WW, education_level=EducationLevel.MBO),
        _person(5, "chauffeur bestelbus", assistance, driving_licences=frozenset({Licence.B})),
        _person(6, "schoonmaker", TargetGroup.NUGGER, consent_to_share=False),
    ]
    driver = (LicenceDemand(category=Licence.B, legally_required=True),)
    vacancies = [
        _vacancy(1, "magazijnmedewerker", openings=2, skills_asked=("goederen stapelen",)),
        _vacancy(2, "schoonmaker", employer="E-2", hours_min=12.0, hours_max=24.0),
        _vacancy(3, "chauffeur bestelbus", licences=driver),
        _vacancy(4, "kok", employer="E-3", work_level_min=EducationLevel.MBO),
    ]
    return _sample(
        people, vacancies, [_employer(1), _employer(2, industry="81"), _employer(3, industry="56")]
    )


def _tie() -> Sample:
    people = [_person(number, "productiemedewerker") for number in (1, 2)]
    return _sample(people, [_vacancy(number, "productiemedewerker") for number in (1, 2)], [_employer()])


def _infeasible() -> Sample:
    people = [_person(number, "inpakker", TargetGroup.BANENAFSPRAAK) for number in (1, 2, 3)]
    return _sample(people, [_vacancy(1, "inpakker")], [_employer(industry="82")])


def _one_employer() -> Sample:
    contract = Contract(
        id="K-1",
        contractor="E-1",
        authority="Gemeente Emmen",
        sum_eur=Decimal(1_000_000),
        percentage=Decimal(5),
        start=date(2025, 7, 1),
        end=date(2027, 6, 30),
        base_kind="contract_sum",
        value_table="haaglanden_zhc",
        realised_eur=Decimal(10_000),
    )
    people = [
        _person(1, "medewerker groenvoorziening", TargetGroup.BANENAFSPRAAK),
        _person(2, "hovenier", TargetGroup.WW),
        _person(3, "schoonmaker", TargetGroup.BIJSTAND),
        _person(4, "medewerker groenvoorziening", TargetGroup.NUGGER),
    ]
    titles = ("medewerker groenvoorziening", "hovenier", "schoonmaker")
    vacancies = [_vacancy(number, title, contracts=("K-1",)) for number, title in enumerate(titles, 1)]
    return _sample(people, vacancies, [_employer(industry="81")], (contract,))


_MAKERS: Mapping[str, Callable[[], Sample]] = {
    "infeasible": _infeasible,
    "one_employer": _one_employer,
    "tie": _tie,
    "tiny": _tiny,
}
