"""Exact, close, broader and implied skills count differently, and the explanation says which is which."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

import matching
from matching.features import SkillMatch, build, skill_matches
from matching.market import Market, load_region
from matching.records import Jobseeker, Vacancy
from matching.scoring import load_card

ON = date(2026, 1, 12)
HAIRDRESSER = {"work_history": [{"occupation": {"code": "5141.1"}}]}


def matches(person: dict[str, Any], **named: list[str]) -> tuple[SkillMatch, ...]:
    market = Market.from_records([Jobseeker(id="W-1", **person)], [Vacancy(id="V-1", **named)], on=ON)
    return skill_matches(build(market.open), 0, 0)


@pytest.mark.parametrize(
    ("person", "asked", "how", "share", "nl", "en"),
    [
        (
            {"skills": ["LASSEN"]},
            "lassen",
            "exact",
            1.0,
            "lassen: genoemd",
            "lassen: stated",
        ),
        (
            {"skills": ["Haskell"]},
            "computerprogrammering",
            "close",
            0.8,
            "computerprogrammering: verwant aan 'Haskell', dat genoemd is",
            "computerprogrammering: close to 'Haskell', which is stated",
        ),
        (
            {"skills": ["computerprogrammering"]},
            "Haskell",
            "broader",
            0.5,
            "Haskell: alleen ruimer genoemd, als 'computerprogrammering'",
            "Haskell: stated only in a broader sense, as 'computerprogrammering'",
        ),
        (
            HAIRDRESSER,
            "haar verven",
            "implied",
            0.5,
            "haar verven: niet genoemd, afgeleid uit beroep 'kapper'",
            "haar verven: not stated, implied by work before as 'hairdresser'",
        ),
        (
            HAIRDRESSER | {"skills": ["haar verven"]},
            "haar verven",
            "exact",
            1.0,
            "haar verven: genoemd",
            "haar verven: stated",
        ),
        ({"skills": ["zagen"]}, "haar verven", "missing", 0.0, "haar verven: niet genoemd", None),
    ],
)
def test_each_way_to_come_by_a_skill_counts_as_stated(
    person: dict[str, Any], asked: str, how: str, share: float, nl: str, en: str | None
) -> None:
    (found,) = matches(person, skills_asked=[asked])
    assert (found.how, found.asked, found.nl) == (how, True, nl)
    assert found.share == pytest.approx(share)
    assert en is None or found.en == en


def test_a_skill_in_like_words_is_close() -> None:
    (found,) = matches({"skills": ["haren knippen en verven"]}, skills_asked=["haren verven"])
    assert found.how == "close"
    assert 0 < found.share <= 0.9


def test_asked_and_welcome_are_told_apart_and_weigh_differently() -> None:
    found = matches({"skills": ["lassen"]}, skills_asked=["lassen"], skills_welcome=["lassen"])
    assert [one.asked for one in found] == [True, False]
    card = load_card().components
    assert card["skills"].weight > card["skills_welcome"].weight > 0


def test_nothing_named_gives_nothing() -> None:
    assert matches({"skills": ["lassen"]}) == ()
    assert [one.how for one in matches({}, skills_asked=["lassen"])] == ["missing"]


def test_what_is_said_is_what_was_counted() -> None:
    features = build(load_region("drenthe", jobseekers=60, vacancies=40, seed=4).open)
    seen = set()
    for row in range(60):
        for column in range(40):
            found = skill_matches(features, row, column)
            numbers = np.concatenate([features.skills.asked[column], features.skills.welcome[column]])
            counted = features.skills.covered[row, numbers[numbers >= 0]]
            assert np.array_equal(np.array([one.share for one in found], np.float32), counted)
            assert all((one.how == "missing") == (one.share == 0) for one in found)
            seen.update(one.how for one in found)
    assert seen == {"exact", "close", "broader", "implied", "missing"}


def test_a_plan_explains_implied_skills_in_both_languages() -> None:
    people = [
        Jobseeker(id="W-1", wanted_occupations=[{"code": "5141.1"}], consent_to_share=True, **HAIRDRESSER)
    ]
    vacancy = Vacancy(id="V-1", occupation={"code": "5141.1"}, skills_asked=["haar verven"], openings=1)
    plan = matching.match(Market.from_records(people, [vacancy], on=ON), min_score=0)
    told = plan.explain("W-1", "V-1")
    assert "haar verven: niet genoemd, afgeleid uit beroep 'kapper'" in told.to_text("nl")
    assert "haar verven: not stated, implied by work before as 'hairdresser'" in told.to_text("en")
