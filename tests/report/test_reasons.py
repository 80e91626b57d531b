"""Reasons follow the points of the score, in words of the reader's language and for the reader's eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

import numpy as np
import pytest

import matching
from matching.features import COMPONENTS, build, travel_minutes
from matching.records import Jobseeker, OccupationRef, TravelMode, Vacancy
from matching.report import indicators
from matching.report._content import read_content
from matching.report._reasons import FOR_EMPLOYERS, Reasoner, View, title
from matching.report._words import LANGUAGES, Words


def reasoner(plan: matching.Plan, view: View = "matcher", language: Literal["nl", "en"] = "nl") -> Reasoner:
    return Reasoner(plan, Words(language), view)


def pair(plan: matching.Plan, jobseeker: str, vacancy: str) -> int:
    market = plan.market
    return plan.basis.find_pair(market.jobseeker_position(jobseeker), market.vacancy_position(vacancy))


def test_the_two_strongest_points_speak_for_a_pair(plan: matching.Plan) -> None:
    told = reasoner(plan).of(pair(plan, "W-1", "V-1"))
    assert told.pros == (
        "sluit aan bij het gewenste beroep (magazijnmedewerker)",
        "heeft gevraagde vaardigheden: orders picken",
    )
    best = sorted(plan.explain("W-1", "V-1").contributions, key=lambda part: -part.points)[:2]
    assert [part.name for part in best] == ["occupation", "skills"]


def test_the_wish_that_is_named_is_the_one_that_scored() -> None:
    """Somebody who wants to be a cook most is told at a warehouse that the second wish fits it."""
    both = [OccupationRef(title="kok"), OccupationRef(title="magazijnmedewerker")]
    market = matching.Market.from_records(
        [Jobseeker(id="W-1", wanted_occupations=both), Jobseeker(id="W-2", wanted_occupations=both[:1])],
        [Vacancy(id=f"V-{n}", occupation=ref) for n, ref in enumerate(both)],
        on=date(2026, 1, 12),
    )
    plan = matching.match(market, min_score=0.0)
    told = reasoner(plan)
    assert "sluit aan bij het gewenste beroep (magazijnmedewerker)" in told.of(pair(plan, "W-1", "V-1")).pros
    assert "sluit aan bij het gewenste beroep (kok)" in told.of(pair(plan, "W-1", "V-0")).pros
    assert told.of(pair(plan, "W-2", "V-1")).con == "ander werk dan gewenst (kok)"
    people = read_content(plan, Words("nl"), "matcher").vacancies
    assert {
        (p.vacancy, p.title) for v in people for p in (*v.proposed, *v.further) if p.jobseeker == "W-1"
    } == {
        ("V-0", "kok"),
        ("V-1", "magazijnmedewerker"),
    }


def test_what_is_unknown_is_asked_for_when_nothing_speaks_against(plan: matching.Plan) -> None:
    told = reasoner(plan, language="en").of(pair(plan, "W-1", "V-1"))
    assert (told.con, told.con_known) == ("work experience unknown", False)


def test_the_worst_point_speaks_against() -> None:
    plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    words = reasoner(plan)
    for position in range(0, len(plan.basis.pairs), 7):
        parts = plan.basis.scores.of(position)
        told = words.of(position)
        assert told.con_known == any(part.points < 0 for part in parts if part.known)
        assert len(told.pros) == min(2, sum(part.points > 0 for part in parts if part.known))


def test_minutes_are_those_that_were_scored() -> None:
    plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    pairs = plan.basis.pairs
    scored = travel_minutes(build(plan.market.open), pairs.jobseeker, pairs.vacancy)
    said = [reasoner(plan).minutes(position) for position in range(0, len(pairs), 11)]
    assert said == [None if np.isnan(each) else round(each) for each in scored[::11]]


@pytest.mark.parametrize(
    ("modes", "nl", "en", "counted"),
    [
        (
            None,
            "63 min met ov, 37 met auto; vervoer onbekend: eerst vragen",
            "63 min by public transport, 37 by car; transport unknown: ask first",
            (1, 1),
        ),
        (frozenset({TravelMode.CAR}), "37 min", "37 min", (0, 0)),
    ],
)
def test_a_journey_by_unknown_means_says_what_to_ask(
    modes: frozenset[TravelMode] | None, nl: str, en: str, counted: tuple[int, int]
) -> None:
    """A limit of 45 minutes holds by car only; of whom the means are unknown, reader and figures say so."""
    cook = (OccupationRef(title="kok"),)
    person = Jobseeker(
        id="W-1", wanted_occupations=cook, postcode="7811", travel_minutes_max=45, travel_modes=modes
    )
    market = matching.Market.from_records(
        [person], [Vacancy(id="V-1", occupation=cook[0], postcode="7741")], on=date(2026, 1, 12)
    )
    plan = matching.match(market, min_score=0.0)
    shown = [
        read_content(plan, Words(language), "matcher").vacancies[0].proposed[0] for language in LANGUAGES
    ]
    assert [each.journey for each in shown] == [nl, en]
    assert shown[0].con == f"reistijd {nl}"
    found = indicators(plan)
    assert (found.transport_unknown, found.transport_needed) == counted


def test_who_lives_across_the_border_of_the_region_is_said_to() -> None:
    """The region is that of most vacancies; nothing is said of an unknown place, nor to an employer."""
    cook = (OccupationRef(title="kok"),)
    homes = {"W-1": "7811", "W-2": "7701", "W-3": None}
    market = matching.Market.from_records(
        [
            Jobseeker(id=key, wanted_occupations=cook, postcode=home, consent_to_share=True)
            for key, home in homes.items()
        ],
        [Vacancy(id="V-1", occupation=cook[0], postcode="7811", openings=3)],
        on=date(2026, 1, 12),
    )
    plan = matching.match(market, min_score=0.0)
    views: tuple[View, ...] = ("matcher", "employer")
    for view, outside in zip(views, ({"W-2"}, set()), strict=True):
        people = read_content(plan, Words("nl"), view).vacancies[0].proposed
        assert {person.jobseeker for person in people} == set(homes)
        assert {person.jobseeker for person in people if person.from_outside} == outside


def test_an_employer_reads_of_the_work_only(plan: matching.Plan) -> None:
    """A component is for employers by name: wishes of the jobseeker, and any new one, are not."""
    names = {component.name for component in COMPONENTS}
    assert names >= FOR_EMPLOYERS
    assert names - FOR_EMPLOYERS == {"sector", "wage", "contract", "shifts"}


def test_a_component_without_words_is_named(plan: matching.Plan) -> None:
    words = reasoner(plan)
    part = replace(plan.explain("W-1", "V-1").contributions[0], name="new", nl="nieuw", en="new")
    assert words._word("for", part, 0) == "nieuw spreekt ervoor"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        (OccupationRef(title="heftruckchauf."), "heftruckchauf."),
        (OccupationRef(code="2221.2"), "algemeen verpleegkundige"),
        (OccupationRef(code="no-such-code"), "no-such-code"),
        (OccupationRef(), None),
    ],
)
def test_a_title_is_what_was_written_else_the_label_of_its_code(ref: OccupationRef, said: str | None) -> None:
    assert title(ref, Words("nl")) == said


def test_skills_that_work_before_implies_are_said_to_be_implied() -> None:
    """A hairdresser who lists no skills is not said to have stated any."""
    work = OccupationRef(code="5141.1")
    person = Jobseeker(id="W-1", wanted_occupations=[work], work_history=[{"occupation": work}])
    vacancy = Vacancy(id="V-1", skills_asked=["haar verven"], skills_welcome=["haar stylen"])
    market = matching.Market.from_records([person], [vacancy], on=date(2026, 1, 12))
    plan = matching.match(market, min_score=0.0)
    dutch, english = (reasoner(plan, language=one).of(pair(plan, "W-1", "V-1")).pros for one in ("nl", "en"))
    assert (
        "kent uit eerder werk waarschijnlijk gevraagde vaardigheden: haar verven (afgeleid uit beroep)"
        in dutch
    )
    assert (
        "probably knows skills that are asked from work before: haar verven (implied by occupation)"
        in english
    )
