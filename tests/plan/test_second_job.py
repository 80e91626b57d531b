"""Two part-time jobs of one person add up when asked for; hours, days and shifts fit, the first stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

import matching
from matching.constraints import Quota
from matching.exceptions import RuleError
from matching.market import Market
from matching.plan import EarlierPlan
from matching.records import Contract, Employer, Jobseeker, OccupationRef, ProtectedFacts, Vacancy

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 1, 12)
COOK = OccupationRef(title="kok")


def person(key: str = "W-1", hours: float | None = 32, **more: object) -> Jobseeker:
    return Jobseeker(
        id=key,
        wanted_occupations=(COOK,),
        hours_max=hours,
        consent_to_share=True,
        **({"postcode": "7811"} | more),
    )


def job(key: str, hours: float | None, **more: object) -> Vacancy:
    return Vacancy(id=key, occupation=COOK, hours_max=hours, **({"postcode": "7811"} | more))


def planned(people: list[Jobseeker], jobs: list[Vacancy], **more: object) -> matching.Plan:
    contract = Contract(id="K-1", contractor="E-1", authority="Utrecht")
    market = Market.from_records(people, jobs, [Employer(id="E-1")], [contract], on=ON, name="kitchen")
    return matching.match(market, min_score=0.01, second_jobs=True, gap=0, **more)


def two(one: Vacancy, other: Vacancy, who: Jobseeker | None = None) -> matching.Plan:
    return planned([who or person()], [one, other])


def test_two_jobs_add_up_and_the_first_stays_as_it_was() -> None:
    """20 and 12 hours are the 32 that the person can work; without being asked for there is one job."""
    plan = two(job("V-1", 20), job("V-2", 12))
    (first,), (second,) = plan.placements, plan.second_jobs
    assert {first.vacancy, second.vacancy} == {"V-1", "V-2"}
    assert (first.rank, first.second_job, second.rank, second.contract) == (1, False, 2, None)
    assert sum(p.hours_per_week or 0 for p in plan.proposals) == 32
    assert plan.unmatched.vacancies == ()
    assert (plan.counts()["second_jobs"], plan.counts()["further_proposals"]) == (1, 0)
    assert "second jobs 1, beside the first job" in str(plan)
    assert plan.why_not("W-1", second.vacancy).verdict == "proposed"
    plain = matching.match(plan.market, min_score=0.01, gap=0)
    assert (plain.proposals, plain.second_jobs) == ((first,), ())
    assert "second jobs" not in str(plain)
    assert [entry.id for entry in plain.unmatched.vacancies] == [second.vacancy]


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ({"days": {"monday"}}, {"days": {"tuesday"}}, True),
        ({"days": {"monday", "tuesday"}}, {"days": {"tuesday"}}, False),
        ({"days": {"monday"}}, {}, True),
        ({"days": {"monday"}, "shifts": {"day"}}, {"days": {"monday"}, "shifts": {"evening"}}, True),
        ({"days": {"monday"}, "shifts": {"day"}}, {"days": {"monday"}}, False),
        (
            {"days": {"monday"}, "shifts": {"day", "evening"}},
            {"days": {"monday"}, "shifts": {"evening"}},
            False,
        ),
        ({"days": {"monday"}, "school_day": "friday"}, {"days": {"friday"}}, False),
        (
            {"days": {"monday"}, "school_day": "friday", "shifts": {"evening"}},
            {"days": {"friday"}, "shifts": {"day"}},
            False,
        ),
    ],
)
def test_days_and_shifts_of_two_jobs_stay_apart(
    one: dict[str, object], other: dict[str, object], fits: bool
) -> None:
    """What is not known keeps nothing apart, and no shift is free on a day of school."""
    first, second = job("V-1", 12, **one), job("V-2", 12, **other)
    assert len(two(first, second).second_jobs) == len(two(second, first).second_jobs) == int(fits)


@pytest.mark.parametrize(
    ("who", "hours", "n"),
    [
        (person(hours=32), (20, 12.01), 0),
        (person(hours=None), (20, 12), 0),
        (person(hours=None, hours_min=8), (20, None), 0),
        (person(hours=40), (20, None), 0),
        (person(hours=32, protected=ProtectedFacts(integration_hours_per_week=2)), (20, 12), 0),
        (person(hours=34, protected=ProtectedFacts(integration_hours_per_week=2)), (20, 12), 1),
    ],
)
def test_hours_must_be_known_and_fit(who: Jobseeker, hours: tuple[float, float | None], n: int) -> None:
    """To a hundredth of an hour, beside an inburgering route."""
    assert len(two(job("V-1", hours[0]), job("V-2", hours[1]), who).second_jobs) == n


def test_what_a_person_can_work_must_be_known() -> None:
    """Hours of the jobs are stated in full; those of the person are not."""
    jobs = [job(key, 12, hours_min=12) for key in ("V-1", "V-2")]
    plan = two(jobs[0], jobs[1], person(hours=None))
    assert [p.hours_per_week for p in plan.proposals] == [12]
    assert len(two(jobs[0], jobs[1], person(hours=24)).second_jobs) == 1


@pytest.mark.parametrize("near", ["W-1", "W-2"])
def test_the_opening_left_goes_to_the_best_score(near: str) -> None:
    """Both have a job and room for another; one of them lives where the work is."""
    people = [person(key, postcode="7811" if key == near else "7741") for key in ("W-1", "W-2")]
    kept = [_accept("V-1"), replace(_accept("V-2"), jobseeker="W-2")]
    plan = planned(people, [job("V-1", 12), job("V-2", 12), job("V-3", 12)], decisions=kept)
    assert [(p.jobseeker, p.vacancy) for p in plan.second_jobs] == [(near, "V-3")]


def test_somebody_without_a_job_goes_before_a_second_job() -> None:
    """Everybody has one of two openings; of three, one person has the third beside the first."""
    people, jobs = [person("W-1"), person("W-2")], [job("V-1", 12), job("V-2", 12)]
    assert planned(people, jobs).second_jobs == ()
    plan = planned(people, [*jobs, job("V-3", 12, openings=3)])
    assert len(plan.placements) == 2
    seconds = [p.jobseeker for p in plan.second_jobs]
    assert len(seconds) == len(set(seconds)) > 0


def test_promises_count_the_first_job_only_and_a_rejected_pair_stays_away() -> None:
    """One head of two is reached, and a decision holds for second jobs too."""
    people, jobs = [person()], [job("V-1", 12), job("V-2", 12)]
    promise = Quota(at_least=2, name="two", legal_ground="Participatiewet")
    plan = planned(people, jobs, constraints=[promise])
    assert (len(plan.second_jobs), plan.rows[0].activity) == (1, 1)
    away = plan.second_jobs[0]
    no = matching.Decision(jobseeker="W-1", vacancy=away.vacancy, decided="rejected")
    assert planned(people, jobs, decisions=[no]).second_jobs == ()


def test_nobody_placed_and_an_infeasible_plan_have_no_second_jobs() -> None:
    """Nothing to be beside."""
    assert planned([person()], []).second_jobs == ()
    hard = Quota(at_least=9, hard=True, legal_ground="Participatiewet")
    plan = planned([person()], [job("V-1", 12), job("V-2", 12)], constraints=[hard])
    assert (plan.status, plan.proposals) == ("infeasible", ())


@pytest.mark.parametrize("caps", [{"proposals_per_jobseeker": 2}, {"proposals_per_opening": 2}])
def test_a_shortlist_has_no_second_jobs(caps: dict[str, int]) -> None:
    """The refusal names the way out, and so does one of a value of another kind."""
    with pytest.raises(RuleError, match="leave it out, or leave both"):
        planned([person()], [job("V-1", 12)], **caps)
    market = Market.from_records([person()], [job("V-1", 12)], on=ON)
    with pytest.raises(RuleError, match="second_jobs must be True or False"):
        matching.match(market, second_jobs=1)


def test_verify_finds_every_second_job_that_cannot_be() -> None:
    """Recomputed from the records: hours, days, a first job, no claim, the mark itself."""
    jobs = [
        job("V-1", 20, days={"monday"}),
        job("V-2", 12, days={"tuesday"}),
        job("V-3", 16, days={"tuesday"}),
        job("V-4", 4, days={"monday"}),
        job("V-5", None),
    ]
    plan = planned([person()], jobs, decisions=[_accept("V-1")])
    (second,) = plan.second_jobs
    assert second.vacancy == "V-2"
    assert plan.verify().ok

    def faults(*proposals: matching.plan.Proposal) -> str:
        found = replace(plan, proposals=proposals).verify()
        return " ".join(fault for check in found.checks for fault in check.faults if "second" in check.name)

    first = plan.placements[0]
    assert "more hours than the person can work" in faults(first, replace(second, vacancy="V-3"))
    assert "on the same day" in faults(first, replace(second, vacancy="V-4"))
    assert "are not known" in faults(
        planned([person()], jobs, decisions=[_accept("V-5")]).placements[0], second
    )
    assert "has no first job" in faults(second)
    assert "not what was asked" in faults(first, replace(second, second_job=False))
    assert "not what was asked" in faults(replace(first, second_job=True), second)
    assert "has a claim" in faults(first, replace(second, contract="K-1"))
    both = replace(plan, proposals=(*plan.proposals, replace(second, vacancy="V-4")))
    assert not both.verify().ok
    assert not replace(plan, proposals=plan.placements).verify().ok  # the opening is not left over


def _accept(vacancy: str) -> matching.Decision:
    return matching.Decision(jobseeker="W-1", vacancy=vacancy, decided="accepted")


def test_an_accepted_second_job_stays() -> None:
    """Both accepted pairs are in the next plan, each as what it was, whoever else wants the opening."""
    jobs = [job("V-1", 20), job("V-2", 12)]
    first, second = _accept("V-2"), replace(_accept("V-1"), second_job=True)
    near = person("W-0", hours=40)
    plan = planned([person(postcode="7741"), near], jobs, decisions=[second, first])
    assert [(p.jobseeker, p.vacancy, p.pinned) for p in plan.placements] == [("W-1", "V-2", True)]
    assert [(p.jobseeker, p.vacancy, p.pinned) for p in plan.second_jobs] == [("W-1", "V-1", True)]
    assert [entry.id for entry in plan.unmatched.jobseekers] == ["W-0"]
    assert plan.why_not("W-0", "V-1").verdict == "impossible"
    again = matching.match(plan.market, decisions=plan.basis.decisions, min_score=0.01, second_jobs=True)
    assert again.proposals == plan.proposals
    lost = replace(plan, proposals=plan.placements).verify()
    assert any("accepted" in fault for check in lost.checks for fault in check.faults)


@pytest.mark.parametrize(
    ("hours", "asked", "said"),
    [((20, 12), False, 1), ((20, 13), True, 1), ((20, 12), True, 0)],
)
def test_two_accepted_jobs_that_do_not_fit_are_one_and_a_finding(
    hours: tuple[float, float], asked: bool, said: int
) -> None:
    """Also where second jobs were not asked for; the first stays as placement."""
    market = Market.from_records([person()], [job("V-1", hours[0]), job("V-2", hours[1])], on=ON)
    kept = [_accept("V-1"), _accept("V-2")]
    plan = matching.match(market, decisions=kept, min_score=0.01, second_jobs=asked)
    assert [(p.vacancy, p.rank) for p in plan.placements] == [("V-1", 1)]
    assert len(plan.second_jobs) == 1 - said
    assert plan.issues.by_rule().get("match.decision", 0) == said


def test_a_second_job_accepted_alone_is_the_placement() -> None:
    kept = replace(_accept("V-2"), second_job=True)
    plan = planned([person()], [job("V-1", 20), job("V-2", 12)], decisions=[kept])
    assert [p.vacancy for p in plan.placements] == ["V-2"]
    assert [p.vacancy for p in plan.second_jobs] == ["V-1"]


@pytest.mark.parametrize(
    ("end", "start", "fits"),
    [
        (date(2026, 3, 31), date(2026, 4, 1), True),
        (date(2026, 3, 31), date(2026, 3, 31), False),
        (None, date(2026, 4, 1), False),
    ],
)
def test_a_job_that_begins_when_the_other_is_over_fits(end: date | None, start: date, fits: bool) -> None:
    """Whatever the hours and days are; with an open end it is never over."""
    one = job("V-1", 32, days={"monday"}, start=ON, end=end)
    other = job("V-2", 32, days={"monday"}, start=start)
    assert len(two(one, other).second_jobs) == len(two(other, one).second_jobs) == int(fits)


def test_an_earlier_plan_is_read_back_with_its_second_jobs(tmp_path: Path) -> None:
    """An opening that a second job fills is an opening all the same."""
    plan = two(job("V-1", 20), job("V-2", 12))
    file = tmp_path / "plan.json"
    file.write_text(plan.to_json(), encoding="utf-8")
    assert EarlierPlan.read(file) == EarlierPlan.of(plan)
    marks = [proposal["second_job"] for proposal in json.loads(plan.to_json())["proposals"]]
    assert sorted(marks) == [False, True]
    again = matching.match(plan.market, previous=plan, min_score=0.01, second_jobs=True)
    assert [entry.kind for entry in again.changes.entries] == ["kept"]


TOWNS = ["7811", "7821", "7741"]
DAYS = st.one_of(st.none(), st.sets(st.sampled_from(["monday", "tuesday", "friday"]), min_size=1, max_size=2))
SHIFTS = st.one_of(st.none(), st.sets(st.sampled_from(["day", "evening"]), min_size=1))
PEOPLE = st.lists(st.sampled_from([24, 32.5, 40, None]), min_size=1, max_size=3)
JOBS = st.lists(
    st.fixed_dictionaries(
        {
            "hours": st.sampled_from([8, 12, 12.5, 20, None]),
            "days": DAYS,
            "shifts": SHIFTS,
            "school_day": st.sampled_from([None, "friday"]),
            "openings": st.integers(1, 2),
            "postcode": st.sampled_from(TOWNS),
        }
    ),
    min_size=3,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(hours=PEOPLE, jobs=JOBS)
def test_second_jobs_are_the_best_that_fit(hours: list[float | None], jobs: list[dict[str, object]]) -> None:
    """Hours never pass what a person can work; no other choice of second jobs scores more (by Hungarian)."""
    plan = planned(
        [person(f"W-{at}", most, postcode=TOWNS[at]) for at, most in enumerate(hours)],
        [job(f"V-{at}", **facts) for at, facts in enumerate(jobs)],
    )
    plain = matching.match(plan.market, min_score=0.01, gap=0)
    assert plan.placements == plain.placements
    assert (plan.rows, plan.objective) == (plain.rows, plain.objective)
    assert plan.verify().ok
    first = {p.jobseeker: p for p in plan.placements}
    for p in plan.second_jobs:
        most = hours[int(p.jobseeker[2:])]
        assert most is not None
        assert p.hours_per_week is not None
        assert (first[p.jobseeker].hours_per_week or 99) + p.hours_per_week <= most
    total = sum(p.score for p in plan.second_jobs)
    assert total == pytest.approx(_best_total(plan, first, hours, jobs), abs=1e-9)


def _best_total(
    plan: matching.Plan,
    first: dict[str, matching.plan.Proposal],
    hours: list[float | None],
    jobs: list[dict[str, object]],
) -> float:
    """Highest total of second jobs: one column for each opening that the placements leave."""
    taken = [p.vacancy for p in plan.placements]
    columns = [
        at
        for at, facts in enumerate(jobs)
        for _ in range(int(str(facts["openings"])) - taken.count(f"V-{at}"))
    ]
    worth = np.zeros((len(first), len(columns)))
    for row, (key, placed) in enumerate(first.items()):
        for column, at in enumerate(columns):
            told = plan.explain(key, f"V-{at}")
            if (told.score or 0) >= 0.01 and _can(
                hours[int(key[2:])], jobs[int(placed.vacancy[2:])], jobs[at]
            ):
                worth[row, column] = told.score
    rows, chosen = linear_sum_assignment(-worth)
    return float(worth[rows, chosen].sum())


def _can(most: float | None, one: dict[str, object], other: dict[str, object]) -> bool:
    """Whether one person can have both jobs, by the text of the rule."""
    if one is other or most is None:
        return False
    asked = [
        most if facts["hours"] is None else min(most, float(str(facts["hours"]))) for facts in (one, other)
    ]
    known = all(facts["hours"] is not None for facts in (one, other))
    days = [{*(facts["days"] or ()), facts["school_day"]} - {None} for facts in (one, other)]
    common = days[0] & days[1]
    school = common & {one["school_day"], other["school_day"]}
    shifts = [facts["shifts"] for facts in (one, other)]
    apart = all(shifts) and not (shifts[0] & shifts[1])
    return known and sum(asked) <= most and not school and (not common or bool(apart))
