"""Each component says what a person would, unknown stays unknown, and a pair's evidence is its own."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import Any

import numpy as np
import pytest

from matching.exceptions import SizeError
from matching.features import COMPONENTS, Component, Features, FeatureSettings, _compare, build, compare
from matching.market import Market, load_region
from matching.records import Jobseeker, Vacancy

ON = date(2026, 1, 12)


def evidence(name: str, person: dict[str, Any], vacancy: dict[str, Any]) -> float:
    market = Market.from_records([Jobseeker(id="W-1", **person)], [Vacancy(id="V-1", **vacancy)], on=ON)
    found = compare(build(market.open), [0], [0])
    return float(found.values[found.names.index(name), 0])


def wants(*titles: str) -> dict[str, Any]:
    return {"wanted_occupations": [{"title": title} for title in titles]}


def did(title: str, years: float) -> dict[str, Any]:
    start = date(2025 - int(years), 1, 1)
    return {"work_history": [{"occupation": {"title": title}, "start": start, "end": date(2025, 1, 1)}]}


def offers(title: str, **more: Any) -> dict[str, Any]:
    return {"occupation": {"title": title}, **more}


ORDERED: list[tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]] = [
    (
        "occupation",
        [
            (wants("verpleegkundige"), offers("heftruckchauffeur")),
            (wants("vrachtwagenchauffeur"), offers("buschauffeur")),
            (wants("bakker", "kok"), offers("Gezocht: kok (m/v)")),
            (wants("kok", "bakker"), offers("Gezocht: kok (m/v)")),
        ],
    ),
    (
        "occupation",
        [
            (wants("medewerker magazijn"), offers("kapper")),
            (wants("medewerker magazijn"), offers("MAGAZIJNMEDEWEKRERS - per direct")),
        ],
    ),
    (
        "experience",
        [
            (did("verpleegkundige", 10), offers("timmerman", experience_years_min=2)),
            (did("verpleegkundige", 10), offers("timmerman")),
            (did("timmerman", 1), offers("timmerman", experience_years_min=3)),
            (did("timmerman", 4), offers("timmerman", experience_years_min=2)),
        ],
    ),
    (
        "skills",
        [
            ({"skills": ["lassen"]}, {"skills_asked": ["haar verven", "haar knippen"]}),
            ({"skills": ["lassen"]}, {"skills_asked": ["lassen", "haar verven", "zagen"]}),
            ({"skills": ["Lassen", "haar verven"]}, {"skills_asked": ["lassen", "haar verven"]}),
        ],
    ),
    (
        "education",
        [
            ({"education_level": "vmbo"}, {"work_level_min": "wo"}),
            ({"education_level": "mbo"}, {"work_level_min": "hbo"}),
            ({"education_level": "mbo", "education_status": "broken_off"}, {"work_level_min": "mbo"}),
            ({"education_level": "mbo"}, {"work_level_min": "mbo"}),
        ],
    ),
    (
        "qualifications",
        [
            ({"certificates": []}, {"certificates": [{"name": "VCA"}]}),
            (
                {"certificates": ["vca basis"], "driving_licences": []},
                {"certificates": [{"name": "VCA"}], "licences": [{"category": "B"}]},
            ),
            (
                {"certificates": ["vca basis"]},
                {"certificates": [{"name": "VCA"}], "licences": [{"category": "B"}]},
            ),
        ],
    ),
    (
        "languages",
        [
            ({"languages": {"nld": {"speaking": "A1"}}}, {"languages": {"nld": {"speaking": "B1"}}}),
            ({"languages": {"nld": {"speaking": "B1"}}}, {"languages": {"nld": {"speaking": "B1"}}}),
            ({"languages": {"nld": {"speaking": "C1"}}}, {"languages": {"nld": {"speaking": "B1"}}}),
        ],
    ),
    (
        "travel",
        [
            ({"postcode": "7811", "travel_modes": ["bicycle"]}, {"postcode": "9401"}),
            ({"postcode": "7811", "travel_modes": ["car"]}, {"postcode": "7902"}),
            ({"postcode": "7811", "travel_modes": ["car"]}, {"postcode": "7811"}),
        ],
    ),
    (
        "hours",
        [
            ({"hours_max": 40}, {"hours_max": 12}),
            ({"hours_max": 40}, {"hours_max": 32}),
            ({"hours_max": 40}, {"hours_max": 40}),
        ],
    ),
    (
        "sector",
        [
            ({"sectors_wished": ["zorg"]}, {"sector": "bouw"}),
            ({"sectors_wished": ["bouw", "Zorg"]}, {"sector": "zorg"}),
        ],
    ),
    (
        "wage",
        [
            ({"wage_floor_eur_per_hour": 16}, {"wage_eur_per_hour": 16}),
            ({"wage_floor_eur_per_hour": 16}, {"wage_eur_per_hour": 18}),
        ],
    ),
    (
        "contract",
        [
            ({"contract_kinds": ["regular"]}, {"contract_kind": "regular"}),
            ({"contract_kinds": ["regular"]}, {"contract_kind": "regular", "permanent": True}),
        ],
    ),
    (
        "shifts",
        [
            ({"shifts": ["day", "night"]}, {"shifts": ["night"]}),
            ({"shifts": ["day", "night"]}, {"shifts": ["day"]}),
        ],
    ),
]


@pytest.mark.parametrize(("name", "pairs"), ORDERED, ids=[row[0] for row in ORDERED])
def test_a_better_pair_has_more_evidence(
    name: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    found = [evidence(name, person, vacancy) for person, vacancy in pairs]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert found[-1] >= 0.5
    assert found[0] <= 0.5


@pytest.mark.parametrize("name", [component.name for component in COMPONENTS])
def test_blank_records_have_no_evidence(name: str) -> None:
    assert isnan(evidence(name, {}, {}))


@pytest.mark.parametrize(
    ("name", "person", "vacancy", "expected"),
    [
        ("hours", {"hours_max": 40}, {"hours_max": 40}, 1.0),
        ("education", {}, {"work_level_min": "basic"}, 0.8),
        ("experience", {}, offers("kok", experience_years_min=0), 0.3),
        ("skills_welcome", {"skills": ["lassen"]}, {"skills_welcome": ["lassen"]}, 1.0),
        (
            "languages",
            {"languages": {"ara": {"speaking": "C2"}}},
            {"languages": {"nld": {"speaking": "A2"}}},
            None,
        ),
        ("skills", {}, {"skills_asked": ["lassen"]}, None),
        ("occupation", wants("???"), offers("kok"), None),
    ],
)
def test_values_by_hand(
    name: str, person: dict[str, Any], vacancy: dict[str, Any], expected: float | None
) -> None:
    assert evidence(name, person, vacancy) == pytest.approx(
        np.nan if expected is None else expected, nan_ok=True
    )


def test_work_before_implies_skills_but_silence_lacks_none() -> None:
    asked = {"skills_asked": ["haar verven"]}
    assert evidence("skills", did("kapper", 5), asked) > 0
    assert isnan(evidence("skills", did("timmerman", 5), asked))
    assert evidence("skills", {"skills": ["zagen"], **did("timmerman", 5)}, asked) < 0


def test_a_code_is_believed_before_a_title() -> None:
    painter = {"occupation": {"title": "vakman", "code": "7131.1"}}
    by_code = evidence(
        "occupation", {"wanted_occupations": [{"title": "iets anders", "code": "7131.1"}]}, painter
    )
    assert by_code == pytest.approx(1)
    assert evidence("occupation", wants("iets anders"), painter) < 0


@pytest.fixture(scope="module")
def features() -> Features:
    return build(load_region("drenthe", jobseekers=60, vacancies=40, seed=4).open)


def all_pairs(features: Features) -> tuple[np.ndarray, np.ndarray]:
    n, m = len(features.market.jobseekers), len(features.market.vacancies)
    return np.repeat(np.arange(n), m), np.tile(np.arange(m), n)


def test_evidence_is_within_its_range(features: Features) -> None:
    found = compare(features, *all_pairs(features))
    assert found.values.dtype == np.float32
    assert np.nanmin(found.values) >= -1
    assert np.nanmax(found.values) <= 1
    assert (~np.isnan(found.values)).any(axis=1).all()


def test_a_pair_has_the_same_evidence_alone_in_any_order_and_in_any_block(
    features: Features, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, column = all_pairs(features)
    whole = compare(features, row, column).values
    order = np.random.default_rng(1).permutation(len(row))
    assert np.array_equal(
        compare(features, row[order], column[order]).values, whole[:, order], equal_nan=True
    )
    assert np.array_equal(
        compare(features, row[77:78], column[77:78]).values, whole[:, 77:78], equal_nan=True
    )
    monkeypatch.setattr(_compare, "BLOCK_PAIRS", 101)
    assert np.array_equal(compare(features, row, column).values, whole, equal_nan=True)


def test_other_records_do_not_change_the_evidence_of_a_pair() -> None:
    market = load_region("drenthe", jobseekers=60, vacancies=40, seed=4)
    fewer = market.with_records(
        jobseekers=market.records.jobseekers[5:6], vacancies=market.records.vacancies[7:8]
    )
    alone = compare(build(fewer.open), [0], [0]).values
    assert np.array_equal(alone, compare(build(market.open), [5], [7]).values, equal_nan=True)


def test_an_empty_market_has_features() -> None:
    for people, vacancies in (([], []), ([Jobseeker(id="W-1", skills=["a"])], []), ([], [Vacancy(id="V-1")])):
        market = Market.from_records(people, vacancies, on=ON)
        assert compare(build(market.open), [], []).values.shape == (len(COMPONENTS), 0)


def test_what_does_not_fit_is_refused_before_it_is_made(
    features: Features, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SizeError, match=r"table of titles takes .* match per region"):
        build(features.market, settings=FeatureSettings(max_bytes=100))
    monkeypatch.setattr(_compare, "MAX_BYTES", 100)
    with pytest.raises(SizeError, match="evidence of 2 pairs"):
        compare(features, [0, 1], [0, 0])


def test_evidence_and_tables_are_read_only(features: Features) -> None:
    found = compare(features, [0], [0])
    for array in (found.values, features.titles.table, features.skills.covered, features.distances.metres):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.name)
def test_all_pairs_of_some_are_compared_as_each_by_itself(component: Component) -> None:
    """Positions of shapes (n, 1) and (1, m) give the very numbers of the listed pairs."""
    made = build(load_region("drenthe", jobseekers=40, vacancies=30, seed=3).open)
    people, offers = np.arange(5, 40, dtype=np.int32), np.arange(29, -1, -1, dtype=np.int32)
    row, column = (np.repeat(people, len(offers)), np.tile(offers, len(people)))
    whole = component.evidence(made, people[:, None], offers[None])
    assert whole.shape == (35, 30)
    assert np.array_equal(whole.ravel(), component.evidence(made, row, column), equal_nan=True)
    assert not np.isnan(whole).all()
