"""A market sorts, numbers and freezes its records, and keeps protected facts apart."""

from __future__ import annotations

import pickle
from dataclasses import fields
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.exceptions import MarketError
from matching.market import ITEMS, JobseekerTable, Market, OpenMarket, VacancyTable, bit, mask, unmask
from matching.records import (
    Benefit,
    Contract,
    Employer,
    FunctionalItem,
    Jobseeker,
    Placement,
    ProtectedFacts,
    Shift,
    Vacancy,
    Weekday,
)

ON = date(2026, 1, 12)


def market(jobseekers: list[Jobseeker], vacancies: list[Vacancy], **more: object) -> Market:
    return Market.from_records(jobseekers, vacancies, on=ON, **more)


def test_rows_follow_sorted_ids_whatever_the_order_given() -> None:
    people = [Jobseeker(id=key, hours_max=hours) for key, hours in (("b", 16), ("a", 32), ("c", None))]
    forward, backward = market(people, []), market(people[::-1], [])
    assert forward.jobseekers.ids == backward.jobseekers.ids == ("a", "b", "c")
    assert forward.jobseekers.hours_max.tolist() == [3200, 1600, -1]
    assert forward.data_hash == backward.data_hash


def test_other_facts_give_another_hash() -> None:
    first = market([Jobseeker(id="a", shifts={Shift.DAY, Shift.NIGHT})], [])
    assert first.data_hash == market([Jobseeker(id="a", shifts={Shift.NIGHT, Shift.DAY})], []).data_hash
    assert first.data_hash != market([Jobseeker(id="a", shifts={Shift.DAY})], []).data_hash


def test_unknown_is_not_no() -> None:
    table = market(
        [Jobseeker(id="a"), Jobseeker(id="b", driving_licences=frozenset(), consent_to_share=False)], []
    )
    assert table.jobseekers.licences_known.tolist() == [False, True]
    assert table.jobseekers.consent.tolist() == [-1, 0]
    assert np.isnan(table.jobseekers.travel_minutes_max).all()
    assert np.isnat(table.jobseekers.available_from).all()
    assert table.jobseekers.days.tolist() == [0, 0]


def test_a_postcode_places_a_record_and_a_municipality_is_the_fall_back() -> None:
    made = market(
        [
            Jobseeker(id="a", postcode="7811AP"),
            Jobseeker(id="b", municipality="GM0114"),
            Jobseeker(id="c", postcode="5028AA", municipality="GM0114"),
            Jobseeker(id="d"),
        ],
        [],
    )
    places = made.jobseekers.places
    assert places.source.tolist() == [1, 2, 2, 0]
    assert places.municipality == ("GM0114", "GM0114", "GM0114", None)
    assert places.region == ("AM03", "AM03", "AM03", None)
    assert np.isnan(places.latitude).tolist() == [False, False, False, True]
    assert "market.place_unknown" in made.issues.by_rule()


def test_the_second_record_with_an_id_is_left_out_with_a_finding() -> None:
    made = market([Jobseeker(id="a", hours_max=8), Jobseeker(id="a", hours_max=16)], [])
    assert made.n_jobseekers == 1
    assert made.jobseekers.hours_max.tolist() == [800]
    assert made.issues.by_rule()["market.duplicate_id"] == 1


def test_references_that_are_not_there_are_findings() -> None:
    made = market(
        [],
        [Vacancy(id="v", employer="E-9", contracts=("C-1", "C-9"))],
        employers=[Employer(id="E-1")],
        contracts=[Contract(id="C-1")],
    )
    assert made.vacancies.employer_position.tolist() == [-1]
    assert made.vacancies.contracts == ((0,),)
    assert made.issues.by_rule()["market.unknown_reference"] == 2


def test_no_more_learners_than_can_be_guided() -> None:
    bbl = {"openings": 3, "contract_kind": "bbl"}
    made = market(
        [],
        [
            Vacancy(id="few", mentor_places=1, **bbl),
            Vacancy(id="many", mentor_places=5, **bbl),
            Vacancy(id="not stated", **bbl),
            Vacancy(id="other work", openings=3, mentor_places=1, contract_kind="regular"),
        ],
    )
    assert made.vacancies.ids == ("few", "many", "not stated", "other work")
    assert made.vacancies.openings.tolist() == [1, 3, 3, 3]
    assert [issue.record for issue in made.issues if issue.rule == "market.mentor_places"] == ["few"]


def test_an_id_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(MarketError, match="'W-9' is not in this market"):
        market([Jobseeker(id="a")], []).jobseeker_position("W-9")


def test_what_scores_may_see_holds_nothing_protected() -> None:
    names = {f.name for kind in (OpenMarket, JobseekerTable, VacancyTable) for f in fields(kind)}
    assert not names & {"records", "protected", "limits", "functional_limits", "target_groups"}


def test_flipping_protected_facts_changes_no_open_column() -> None:
    plain = Jobseeker(id="a", hours_max=20)
    facts = ProtectedFacts(benefit=Benefit.WIA_WAO, birth_date=date(1970, 1, 1), wage_value=0.5)
    marked = Jobseeker(id="a", hours_max=20, protected=facts, functional_limits={FunctionalItem.NIGHT: 0})
    one, two = market([plain], []).open, market([marked], []).open
    for field in fields(JobseekerTable):
        if field.name != "places":
            np.testing.assert_equal(getattr(one.jobseekers, field.name), getattr(two.jobseekers, field.name))


def test_limits_and_demands_stand_item_by_item() -> None:
    made = market(
        [Jobseeker(id="a", functional_limits={FunctionalItem.NIGHT: 0})],
        [Vacancy(id="v", demands={FunctionalItem.NIGHT: 2}, adaptations_offered={FunctionalItem.NIGHT})],
    )
    at = ITEMS.index(FunctionalItem.NIGHT)
    assert made.limits.levels[0, at] == 0
    assert made.vacancies.demands[0, at] == 2
    assert made.vacancies.adaptations[0, at]
    assert np.count_nonzero(made.limits.levels >= 0) == 1


def test_arrays_are_read_only_and_an_empty_market_is_a_market() -> None:
    made = market([], [])
    assert (made.n_jobseekers, made.n_vacancies, made.n_openings) == (0, 0, 0)
    frozen = market([Jobseeker(id="a")], []).jobseekers.hours_max
    with pytest.raises(ValueError, match="read-only"):
        frozen[0] = 3


def test_money_is_cents_and_hours_are_hundredths() -> None:
    made = market([], [Vacancy(id="v", wage_eur_per_hour=Decimal("14.71"), hours_max=25.5)])
    assert made.vacancies.wage.tolist() == [1471]
    assert made.vacancies.hours_max.tolist() == [2550]


@given(st.sets(st.sampled_from(Weekday)))
def test_masks_round_trip(days: set[Weekday]) -> None:
    assert set(unmask(Weekday, mask(days))) == days
    assert mask(days) == sum(bit(day) for day in days)


def test_a_variant_replaces_records_and_a_market_pickles() -> None:
    made = market([Jobseeker(id="a")], [Vacancy(id="v")])
    more = made.with_records(vacancies=[Vacancy(id="v", openings=3)], name="variant")
    assert (more.n_openings, made.n_openings, more.name) == (3, 1, "variant")
    assert pickle.loads(pickle.dumps(made)).data_hash == made.data_hash


def _placement(number: int, person: str, vacancy: str, **more: object) -> Placement:
    return Placement(id=f"P-{number}", jobseeker=person, vacancy=vacancy, **{"status": "started"} | more)


def test_placements_hold_hours_and_openings_and_say_so() -> None:
    people = [Jobseeker(id=key) for key in "abcd"]
    held = [
        _placement(1, "a", "v", hours_per_week=16),
        _placement(2, "a", "w", hours_per_week=8.5, status="agreed"),
        _placement(3, "b", "v"),
        _placement(4, "b", "v", start=date(2026, 3, 1), hours_per_week=8),
        _placement(5, "c", "v", end=ON),
        _placement(6, "d", "v", status="cancelled"),
        _placement(7, "elsewhere", "w"),
        _placement(8, "a", "elsewhere", status="proposed"),
    ]
    made = market(people, [Vacancy(id="v", openings=5), Vacancy(id="w")], placements=held)
    assert made.hours_at_work.tolist() == [2450, -1, 0, 0]
    assert made.vacancies.openings.tolist() == [3, 0]
    assert made.vacancies.filled_by == (("a", "b"), ("a", "elsewhere"))
    (said,) = [issue.en for issue in made.issues if issue.rule == "market.placements"]
    assert said.startswith("5 of 8 placements are agreed or run: 2 jobseekers here are at work")
    assert "3 of the openings given are filled" in said
    again = made.with_records(jobseekers=people)
    assert again.data_hash == made.data_hash != market(people, made.records.vacancies).data_hash
    assert again.n_openings == made.n_openings == 3
