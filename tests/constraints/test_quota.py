"""Quota counts exactly whom it names, says whom it could not, and refuses what is not well formed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import inf

import numpy as np
import pytest
from promise_markets import ON, all_candidates, matches_of

from matching.constraints import Compiled, Quota, compile_constraints
from matching.exceptions import ConstraintError
from matching.market import Market
from matching.records import Employer, Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

GROUND = "as agreed"


def person(key: str, *groups: str, age: int | None = None, **fields: object) -> Jobseeker:
    facts = ProtectedFacts(
        target_groups=tuple(TargetGroupFact(group=group) for group in groups),
        age=age,
        age_on=None if age is None else ON,
    )
    return Jobseeker(id=key, protected=facts, **fields)


def market_of(*people: Jobseeker, vacancies: tuple[Vacancy, ...] = (Vacancy(id="V-1"),)) -> Market:
    employers = [Employer(id="E-1", group="G-1", sector="government", industry="84")]
    return Market.from_records(people, vacancies, employers, on=ON)


def compiled(market: Market, *quotas: Quota) -> Compiled:
    return compile_constraints(all_candidates(market), quotas)


def test_a_person_in_three_groups_counts_in_each_and_once_in_the_total() -> None:
    market = market_of(person("W-1", "statushouder", "bijstand", "laaggeletterd"), person("W-2"))
    quotas = [
        Quota(group, at_least=1, legal_ground=GROUND)
        for group in ("statushouder", "bijstand", "laaggeletterd", None)
    ]
    rows = compiled(market, *quotas).rows_array.toarray()
    assert rows.tolist() == [[1, 0], [1, 0], [1, 0], [1, 1]]


def test_membership_is_tested_on_the_day_that_the_placement_starts() -> None:
    """Turning 27 between the two starts takes a person out of the youth quota for the later one."""
    young = Jobseeker(id="W-1", protected=ProtectedFacts(birth_date=date(1999, 3, 1)))
    vacancies = (Vacancy(id="V-1", start=date(2026, 2, 28)), Vacancy(id="V-2", start=date(2026, 3, 1)))
    market = market_of(young, vacancies=vacancies)
    quota = Quota("jongere", at_least=1, legal_ground=GROUND)
    assert compiled(market, quota).rows_array.toarray().tolist() == [[1, 0]]


def test_jobs_are_hundredths_of_hours_over_25_and_a_half() -> None:
    market = market_of(
        person("W-1", "banenafspraak", hours_max=32),
        person("W-2", "banenafspraak", hours_max=12),
        vacancies=(Vacancy(id="V-1", hours_max=40),),
    )
    row = compiled(market, Quota("banenafspraak", at_least=40, unit="jobs", legal_ground=GROUND)).rows[0]
    assert (row.coefficients.tolist(), row.lower) == ([3200, 1200], 40 * 2550)


def test_unknown_hours_count_as_nothing_at_least_and_as_the_most_at_most() -> None:
    market = market_of(person("W-1"))
    least, most = compiled(market, Quota(at_least=10, at_most=30, unit="hours", name="hours")).rows
    assert (least.coefficients.tolist(), least.left_out) == ([], 1)
    assert (most.coefficients.tolist(), most.upper, most.name) == ([4000], 3000, "hours (at most)")


def test_what_is_unknown_does_not_count_and_is_counted_as_left_out() -> None:
    """Of four people one is in, one is out, one has no known age and one no known organisation."""
    market = market_of(
        person("W-1", age=60, organisation="Emmen"),
        person("W-2", age=30, organisation="Emmen"),
        person("W-3", organisation="Emmen"),
        person("W-4", age=60),
        vacancies=(Vacancy(id="V-1"), Vacancy(id="V-2")),
    )
    quota = Quota("50plus", at_least=1, where={"organisation": "Emmen"}, legal_ground=GROUND)
    row = compiled(market, quota).rows[0]
    assert len(row.positions) == 2
    assert row.left_out == 2


@pytest.mark.parametrize(
    ("where", "counted"),
    [
        ({"organisation": "Emmen"}, {("W-1", "V-1"), ("W-1", "V-2")}),
        ({"municipality": "Emmen"}, {("W-1", "V-1"), ("W-1", "V-2")}),
        ({"municipality": ["GM0106", "GM0114"]}, {(w, v) for w in ("W-1", "W-2") for v in ("V-1", "V-2")}),
        ({"region": "Drenthe", "vacancy": "V-2"}, {("W-1", "V-2")}),
        ({"consultant": "C-2"}, {("W-2", "V-1"), ("W-2", "V-2")}),
        ({"jobseeker": "W-2", "employer": "E-1"}, {("W-2", "V-1")}),
        ({"employer_group": "G-1", "organisation": "Emmen"}, {("W-1", "V-1")}),
        ({"sector": "government", "jobseeker": "W-1"}, {("W-1", "V-1")}),
        ({"sector": "market"}, set()),
        ({"industry": "84", "jobseeker": "W-1"}, {("W-1", "V-1")}),
        ({"vacancy_organisation": "Assen", "jobseeker": "W-1"}, {("W-1", "V-2")}),
        ({"vacancy_municipality": "GM0106", "jobseeker": "W-1"}, {("W-1", "V-2")}),
        ({"contract_kind": "bbl", "jobseeker": "W-1"}, {("W-1", "V-1")}),
    ],
)
def test_filters(where: dict, counted: set[tuple[str, str]]) -> None:
    market = market_of(
        Jobseeker(id="W-1", organisation="Emmen", municipality="GM0114"),
        Jobseeker(id="W-2", municipality="GM0106", consultant="C-2"),
        vacancies=(
            Vacancy(id="V-1", employer="E-1", contract_kind="bbl"),
            Vacancy(id="V-2", organisation="Assen", municipality="GM0106"),
        ),
    )
    result = compiled(market, Quota(at_least=1, where=where))
    row, candidates = result.rows[0], result.candidates
    found = {
        (market.jobseekers.ids[match.jobseeker], market.vacancies.ids[match.vacancy])
        for match in matches_of(candidates, row.positions)
    }
    assert found == counted


def test_priorities_become_prices_per_unit() -> None:
    """A promise that is 100 % short costs the price of its priority, however it is counted."""
    market = market_of(person("W-1", hours_max=20))
    quotas = [
        Quota(at_least=50),
        Quota(at_least=50, priority=2, unit="jobs"),
        Quota(at_most=4, priority=3),
        Quota(at_most=0, price=7.0, unit="hours"),
        Quota(at_least=2, hard=True),
        Quota(at_least=0),
    ]
    prices = [(row.shortfall_price, row.excess_price) for row in compiled(market, *quotas).rows]
    assert prices == [
        (60.0, 0.0),
        (100 / (50 * 2550), 0.0),
        (0.0, 0.75),
        (0.0, 0.07),
        (inf, 0.0),
        (3000.0, 0.0),
    ]


def test_limits_are_rounded_to_what_can_be_kept() -> None:
    """A third of an hour more than 1.005 hours is not enough: at least is rounded up, at most down."""
    market = market_of(person("W-1", hours_max=20))
    rows = compiled(market, Quota(at_least=Decimal("1.005"), at_most=2.119, unit="hours")).rows
    assert (rows[0].lower, rows[1].upper) == (101, 211)
    assert compiled(market, Quota(at_least=0.1, unit="jobs")).rows[0].lower == 255


def test_both_limits_of_heads_are_one_row() -> None:
    (row,) = compiled(market_of(person("W-1")), Quota(at_least=1, at_most=3)).rows
    assert (row.lower, row.upper) == (1, 3)


def test_a_quota_on_a_group_asks_for_its_legal_ground() -> None:
    market = market_of(person("W-1", "wajong"))
    asked = compiled(market, Quota("wajong", at_least=1), Quota(at_least=1)).issues
    assert [(issue.rule, issue.severity, issue.record) for issue in asked] == [
        ("constraints.legal_ground", "doubted", "wajong")
    ]


def test_a_filter_that_nothing_passes_is_a_finding_that_names_the_nearest() -> None:
    market = market_of(person("W-1", organisation="Emmen"))
    issues = compiled(market, Quota(at_least=1, where={"organisation": "Emen"})).issues
    assert [issue.rule for issue in issues] == ["constraints.value_not_found"]
    assert "'Emmen'" in issues[0].nl
    assert "'Emmen'" in issues[0].en


def test_a_finding_never_names_a_person_that_was_not_asked_for() -> None:
    issues = compiled(market_of(person("W-17")), Quota(at_least=1, where={"jobseeker": "W-18"})).issues
    assert "W-17" not in issues[0].en


def test_a_place_that_does_not_exist_leaves_the_promise_out_and_the_rest_goes_on() -> None:
    result = compiled(
        market_of(person("W-1")), Quota(at_least=1, where={"municipality": "Emn"}), Quota(at_least=1)
    )
    assert [missing.name for missing in result.not_computable] == ["all (municipality Emn)"]
    assert "Emn" in result.not_computable[0].reason
    assert [row.name for row in result.rows] == ["all"]


def test_rows_of_one_name_are_numbered() -> None:
    result = compiled(market_of(person("W-1")), Quota(at_least=1), Quota(at_most=5), Quota(at_most=2))
    assert [row.name for row in result.rows] == ["all", "all (2)", "all (3)"]
    (found,) = (issue for issue in result.issues if issue.rule == "constraints.same_name")
    assert found.nl == "3 afspraken heten 'all'; vanaf de tweede krijgt de naam een nummer"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "at_least or at_most must be given"),
        ({"at_least": -1}, "at_least must be a number of at least 0"),
        ({"at_least": "3"}, "at_least must be a number"),
        ({"at_most": float("nan")}, "at_most must be a number"),
        ({"at_least": True}, "at_least must be a number"),
        ({"at_least": 1.5}, "whole number of heads"),
        ({"at_least": 3, "at_most": 2}, "must not be above at_most"),
        ({"at_least": 1, "unit": "people"}, "unit must be heads, hours or jobs"),
        ({"at_least": 1, "priority": 4}, "priority must be 1, 2 or 3"),
        ({"at_least": 1, "name": 7}, "name must be a text"),
        ({"at_least": 1, "legal_ground": True}, "legal_ground must be a text"),
        ({"at_least": 1, "price": -2.0}, "price must be a number"),
        ({"at_least": 1, "price": 2.0, "hard": True}, "a hard promise has no price"),
        ({"at_least": 1, "hard": "yes"}, "hard must be true or false"),
        ({"at_least": 1, "group": "bijstnd"}, "nearest is 'bijstand'"),
        ({"at_least": 1, "where": {"sektor": "market"}}, "nearest is 'sector'"),
        ({"at_least": 1, "where": {"sector": "public"}}, "sector must be one of market, government"),
        ({"at_least": 1, "where": {"employer": []}}, "employer must be a text"),
        ({"at_least": 1, "where": {"industry": 84}}, "industry must be a text"),
        ({"at_least": 1, "where": {"industry": [84]}}, "industry must be a text"),
    ],
)
def test_what_is_not_well_formed_is_refused(fields: dict, message: str) -> None:
    with pytest.raises(ConstraintError, match=message):
        Quota(**fields)


def test_the_given_filter_is_not_changed() -> None:
    where = {"organisation": ["Emmen"]}
    Quota(at_least=1, where=where)
    assert where == {"organisation": ["Emmen"]}


def test_candidates_are_read_only() -> None:
    candidates = all_candidates(market_of(person("W-1")))
    for column in (candidates.jobseeker, candidates.hours_min, candidates.start, candidates.base):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = column[0]
    assert np.array_equal(candidates.claim, [-1])
