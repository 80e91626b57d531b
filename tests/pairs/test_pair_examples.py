"""Each rule on a pair that a person can check by hand, with the values and the sentence it gives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matching.market import Market
from matching.pairs import find_pairs, refusals, rule
from matching.records import Jobseeker, Placement, Vacancy

ON = date(2026, 1, 12)
EMMEN, HOOGEVEEN, ASSEN, GRONINGEN = "7811AP", "7902", "9401", "9711"


def market(person: dict[str, Any], vacancy: dict[str, Any]) -> Market:
    return Market.from_records([Jobseeker(id="W-1", **person)], [Vacancy(id="V-1", **vacancy)], on=ON)


def codes(person: dict[str, Any], vacancy: dict[str, Any]) -> list[str]:
    return [why.code for why in refusals(market(person, vacancy), 0, 0)]


def fact(group: str, **dates: date) -> dict[str, Any]:
    return {"protected": {"target_groups": [{"group": group, **dates}]}}


WW = {"benefit": "ww", "benefit_since": date(2025, 10, 1)}

REFUSED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("consent", {"consent_to_share": False}, {}),
    ("closing_date", {}, {"closing_date": date(2026, 1, 11)}),
    ("employer_avoided", {"employers_avoided": ["E-1"]}, {"employer": "E-1"}),
    ("hours", {"hours_min": 32}, {"hours_max": 24}),
    ("hours", {"hours_max": 24, "protected": {"integration_hours_per_week": 12}}, {"hours_min": 16}),
    ("dates", {"available_from": date(2026, 5, 1)}, {"end": date(2026, 4, 30)}),
    ("dates", {"available_until": date(2026, 2, 1)}, {"start": date(2026, 2, 2)}),
    ("dates", {}, {"end": date(2026, 1, 11)}),
    ("days", {"days": ["monday", "tuesday"]}, {"days": ["monday", "friday"]}),
    ("shifts", {"shifts": ["day"]}, {"shifts": ["day", "night"]}),
    ("contract_kind", {"contract_kinds": ["regular"]}, {"contract_kind": "bbl"}),
    ("wage_floor", {"wage_floor_eur_per_hour": "16.50"}, {"wage_eur_per_hour": "16.49"}),
    (
        "driving_licence",
        {"driving_licences": ["B"]},
        {"licences": [{"category": "C", "legally_required": True}]},
    ),
    ("certificates", {"certificates": []}, {"certificates": [{"name": "code 95", "legally_required": True}]}),
    (
        "language",
        {"languages": {"nld": {"speaking": "B1", "writing": "A1"}}},
        {"languages": {"nld": {"speaking": "A2", "writing": "A2"}}},
    ),
    ("functional_limits", {"functional_limits": {"lifting": 1}}, {"demands": {"lifting": 2}}),
    ("reserved", fact("wsw"), {"reserved_for": ["statushouder"]}),
    ("reserved", {"protected": {"birth_date": date(1990, 1, 1)}}, {"reserved_for": ["jongere"]}),
    ("sheltered", fact("wajong"), {"contract_kind": "sheltered"}),
    (
        "minimum_wage",
        {"protected": {"birth_date": date(1990, 1, 1)}},
        {"wage_eur_per_hour": "14.70", "contract_kind": "regular"},
    ),
    (
        "age",
        {"protected": {"birth_date": date(2008, 6, 1)}, "available_from": ON},
        {"shifts": ["night"], "start": date(2026, 5, 31)},
    ),
    ("days", {"days": ["monday", "tuesday"]}, {"days": ["monday"], "school_day": "friday"}),
    ("integration_days", {"protected": {"integration_days": ["tuesday"]}}, {"days": ["monday", "tuesday"]}),
    ("integration_days", {"protected": {"integration_days": ["friday"]}}, {"school_day": "friday"}),
    (
        "suitable_wage",
        {"protected": {**WW, "former_wage_eur_per_hour": "25"}},
        {"wage_eur_per_hour": "17.49"},
    ),
    ("suitable_level", {"protected": {**WW, "former_level": "mbo"}}, {"work_level_min": "vmbo"}),
    ("travel_km", {"postcode": EMMEN, "travel_km_max": 20}, {"postcode": HOOGEVEEN}),
    ("travel_minutes", {"postcode": EMMEN, "travel_minutes_max": 30}, {"postcode": GRONINGEN}),
    (
        "legal_travel",
        {
            "postcode": EMMEN,
            "travel_modes": ["public_transport"],
            "protected": {"benefit": "ww", "benefit_since": date(2025, 10, 1)},
        },
        {"postcode": GRONINGEN},
    ),
]


@pytest.mark.parametrize(("code", "person", "vacancy"), REFUSED, ids=[row[0] for row in REFUSED])
def test_the_rule_refuses(code: str, person: dict[str, Any], vacancy: dict[str, Any]) -> None:
    assert codes(person, vacancy) == [code]


ALLOWED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("closes today", {}, {"closing_date": ON}),
    ("ranges touch", {"hours_min": 24, "hours_max": 32}, {"hours_min": 8, "hours_max": 24}),
    ("starts when available", {"available_from": date(2026, 3, 1)}, {"start": ON, "end": date(2026, 3, 1)}),
    ("fewer days than accepted", {"days": ["monday", "tuesday"]}, {"days": ["monday"]}),
    ("wage at the floor", {"wage_floor_eur_per_hour": "16.50"}, {"wage_eur_per_hour": "16.50"}),
    ("licence not by law", {"driving_licences": []}, {"licences": [{"category": "B"}]}),
    (
        "licence included",
        {"driving_licences": ["CE"]},
        {"licences": [{"category": "B", "legally_required": True}]},
    ),
    ("licences unknown", {}, {"licences": [{"category": "C", "legally_required": True}]}),
    ("certificate not by law", {"certificates": []}, {"certificates": [{"name": "VCA"}]}),
    (
        "certificate worded otherwise",
        {"certificates": ["VCA basis (2024)"]},
        {"certificates": [{"name": "vca", "legally_required": True}]},
    ),
    (
        "language may be learnt at work",
        {"languages": {"nld": {"speaking": "A1"}}},
        {"languages": {"nld": {"speaking": "B1"}}, "language_on_the_job": True},
    ),
    (
        "mode not known",
        {"languages": {"nld": {"speaking": "B1"}}},
        {"languages": {"nld": {"writing": "B2"}}},
    ),
    (
        "work can be adapted",
        {"functional_limits": {"lifting": 1}},
        {"demands": {"lifting": 3}, "adaptations_offered": ["lifting"]},
    ),
    ("limit of another item", {"functional_limits": {"standing": 0}}, {"demands": {"lifting": 3}}),
    ("in one of the groups", fact("wsw"), {"reserved_for": ["statushouder", "wsw"]}),
    ("no facts at all", {}, {"reserved_for": ["banenafspraak"]}),
    ("register ground counts", fact("praktijkroute"), {"reserved_for": ["banenafspraak"]}),
    ("indication", fact("beschut_werk"), {"contract_kind": "sheltered"}),
    (
        "minimum wage of the age",
        {"protected": {"birth_date": date(2007, 6, 1)}},
        {"wage_eur_per_hour": "7.36", "contract_kind": "regular"},
    ),
    ("internship has no minimum", {"protected": {"age": 40, "age_on": ON}}, {"wage_eur_per_hour": 2}),
    (
        "suitable wage to the cent",
        {"protected": {**WW, "former_wage_eur_per_hour": "25"}},
        {"wage_eur_per_hour": "17.50"},
    ),
    (
        "suitable level of the same class",
        {"protected": {**WW, "former_level": "mbo"}},
        {"work_level_min": "havo_vwo"},
    ),
    (
        "later in WW any level",
        {"protected": {"benefit": "ww", "benefit_since": date(2025, 7, 1), "former_level": "wo"}},
        {"work_level_min": "basic"},
    ),
    ("route on other days", {"protected": {"integration_days": ["friday"]}}, {"days": ["monday"]}),
    ("travel without a place", {"travel_km_max": 1}, {"postcode": EMMEN}),
    (
        "bijstand may travel longer",
        {"postcode": EMMEN, "protected": {"benefit": "bijstand"}},
        {"postcode": ASSEN},
    ),
]


@pytest.mark.parametrize(("why", "person", "vacancy"), ALLOWED, ids=[row[0] for row in ALLOWED])
def test_the_pair_is_eligible(why: str, person: dict[str, Any], vacancy: dict[str, Any]) -> None:
    assert codes(person, vacancy) == []


def test_a_group_is_tested_on_the_day_that_the_work_starts() -> None:
    youth = {"protected": {"birth_date": date(1999, 3, 1)}, "available_from": ON}
    before, after = ({"reserved_for": ["jongere"], "start": date(2026, month, 1)} for month in (2, 3))
    assert codes(youth, before) == []
    assert codes(youth, after) == ["reserved"]
    ended = {**fact("wsw", valid_until=date(2026, 2, 1)), "available_from": ON}
    assert codes(ended, {"reserved_for": ["wsw"], "start": date(2026, 1, 31)}) == []
    assert codes(ended, {"reserved_for": ["wsw"], "start": date(2026, 2, 1)}) == ["reserved"]


def test_the_first_months_of_ww_end_after_six_months() -> None:
    def person(since: date) -> dict[str, Any]:
        return {"postcode": EMMEN, "protected": {"benefit": "ww", "benefit_since": since}}

    # About 67 minutes by car: more than one of two hours a day, less than one and a half of three.
    assert codes(person(date(2025, 7, 13)), {"postcode": ASSEN}) == ["legal_travel"]
    assert codes(person(date(2025, 7, 12)), {"postcode": ASSEN}) == []
    assert codes(person(date(2025, 7, 12)), {"postcode": GRONINGEN}) == ["legal_travel"]


def test_the_values_compared_are_given_and_worded() -> None:
    why = refusals(market({"hours_min": 32.5, "hours_max": 40}, {"hours_max": 24}), 0, 0)[0]
    assert why.values == {"wanted": (32.5, 40.0), "offered": (None, 24.0)}
    assert why.nl == "de werkzoekende kan 32,5-40 uur per week werken; de vacature biedt hoogstens 24 uur"
    assert why.en == "the jobseeker can work 32.5-40 hours a week; the vacancy offers at most 24 hours"
    wage = refusals(market({"wage_floor_eur_per_hour": "16.5"}, {"wage_eur_per_hour": 15}), 0, 0)[0]
    assert wage.values == {"offered": Decimal(15), "floor": Decimal("16.5")}
    assert wage.nl.startswith("de vacature biedt 15,00 euro per uur")


def test_the_journey_is_told_with_its_means() -> None:
    person = {"postcode": EMMEN, "travel_minutes_max": 60, "travel_modes": ["bicycle", "public_transport"]}
    why = refusals(market(person, {"postcode": GRONINGEN}), 0, 0)[0]
    assert why.values["mode"] == "public_transport"
    # 60 * d * 1.3 / 25 + 5 minutes for the d km between the two points.
    assert why.values["minutes"] == pytest.approx(60 * 1.3 * float(why.values["km"]) / 25 + 5, abs=1)  # type: ignore[arg-type]
    assert "openbaar vervoer" in why.nl


@pytest.mark.parametrize(
    ("person", "job", "offered", "free"),
    [
        ({"hours_max": 36}, {"hours_per_week": 16}, {"hours_max": 20}, True),
        ({"hours_max": 36}, {"hours_per_week": 16}, {"hours_min": 8, "hours_max": 20.5}, False),
        ({"hours_max": 36}, {"hours_per_week": 36}, {}, False),
        ({"hours_max": 36}, {"hours_per_week": 16}, {}, False),
        ({"hours_max": 36}, {}, {"hours_max": 8}, False),
        ({}, {"hours_per_week": 16}, {"hours_max": 8}, False),
        ({"hours_max": 36}, {"hours_per_week": 16, "vacancy": "V-1"}, {"hours_max": 8, "openings": 2}, False),
        ({"hours_max": 36}, {"hours_per_week": 36, "status": "agreed"}, {"hours_max": 8}, False),
        ({"hours_max": 36}, {"hours_per_week": 36, "status": "ended"}, {"hours_max": 8}, True),
        ({"hours_max": 36}, {"hours_per_week": 36, "end": ON}, {"hours_max": 8}, True),
    ],
)
def test_who_is_at_work_needs_known_hours_left(
    person: dict[str, Any], job: dict[str, Any], offered: dict[str, Any], free: bool
) -> None:
    placement = Placement(**{"id": "P-1", "jobseeker": "W-1", "vacancy": "V-0", "status": "started"} | job)
    found = Market.from_records(
        [Jobseeker(id="W-1", **person)], [Vacancy(id="V-1", **offered)], placements=[placement], on=ON
    )
    assert [why.code for why in refusals(found, 0, 0)] == ([] if free else ["placed"])
    assert len(find_pairs(found)) == int(free)


def test_rules_have_settings() -> None:
    age = rule("age")
    assert (age.work_from, age.night_from) == (15, 18)  # type: ignore[attr-defined]
