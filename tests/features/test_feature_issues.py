"""Titles that stay text are said so once, without the text, and skills in English are counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import matching
from matching.features import build, feature_issues
from matching.market import Market, load_region
from matching.records import Jobseeker, Vacancy

if TYPE_CHECKING:
    from matching.findings import Issues

ON = date(2026, 1, 12)
UNCLEAR, ENGLISH = "features.title_unclear", "features.skill_in_english"


def issues(people: list[Jobseeker], vacancies: list[Vacancy]) -> Issues:
    return feature_issues(build(Market.from_records(people, vacancies, on=ON).open))


def test_a_title_that_stays_text_is_one_finding_with_its_count_and_nearest_occupations() -> None:
    odd = {"title": "iets leuks doen bij Frubel"}
    people = [Jobseeker(id="W-1", wanted_occupations=[{"title": "kok"}, odd])]
    people += [Jobseeker(id=f"W-{n}", work_history=[{"occupation": odd}]) for n in (2, 3)]
    found = issues(people, [Vacancy(id="V-1", occupation=odd)])
    assert [(one.rule, one.severity, one.record, one.column, one.count) for one in found] == [
        (UNCLEAR, "doubted", "W-1", "wanted_occupations", 3),
        (UNCLEAR, "doubted", "V-1", "occupation", 1),
    ]
    assert 1 <= found[0].nl.count("%") == found[0].en.count("%") <= 3
    assert "frubel" not in repr(found.to_dicts()).casefold()


def test_a_title_of_strange_words_is_like_no_occupation_and_still_counts_as_text() -> None:
    odd = {"title": "zzxq wvvk"}
    people, vacancy = [Jobseeker(id="W-1", wanted_occupations=[odd])], Vacancy(id="V-1", occupation=odd)
    features = build(Market.from_records(people, [vacancy], on=ON).open)
    assert features.titles.people.unclear.all()
    assert features.titles.table.item() == 1
    assert "geen enkel beroep" in feature_issues(features)[0].nl


def test_a_sure_title_and_a_code_are_no_finding() -> None:
    refs = [{"title": "kok"}, {"title": "van alles", "code": "5120.1"}]
    assert len(issues([Jobseeker(id="W-1", wanted_occupations=refs)], [])) == 0


def test_skills_without_a_dutch_name_are_counted_once_each() -> None:
    people = [Jobseeker(id=f"W-{n}", skills=["manage musical staff", "lassen"]) for n in (1, 2)]
    (found,) = issues(people, [Vacancy(id="V-1", skills_asked=["Manage musical staff"])])
    assert (found.rule, found.severity, found.count) == (ENGLISH, "assumed", 1)
    assert found.nl.startswith("1 van de 2 herkende vaardigheden")
    assert found.en.startswith("1 of the 2 skills that were recognised")


def test_a_plan_carries_these_findings() -> None:
    market = load_region("drenthe", jobseekers=60, vacancies=30)
    found = feature_issues(build(market.open))
    assert found.by_rule()[UNCLEAR] > 0
    assert set(found) <= set(matching.match(market).issues)


def test_a_bare_head_stays_text_with_a_finding_and_filler_is_no_title() -> None:
    titles = ["Operator m/v", "Medewerker", "Lasser", "zie cv"]
    people = [Jobseeker(id=f"W-{n}", wanted_occupations=[{"title": title}]) for n, title in enumerate(titles)]
    features = build(Market.from_records(people, [], on=date(2026, 1, 12)).open)
    assert [one.record for one in feature_issues(features)] == ["W-0", "W-1"]
    assert features.titles.wanted[:, 0].tolist().index(-1) == 3
