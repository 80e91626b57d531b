"""Membership of target groups is a dated fact; what is unknown is never a member."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy
from matching.records import ProtectedFacts, TargetGroup, TargetGroupFact

ON = date(2026, 1, 12)
days = st.dates(date(1940, 1, 1), date(2035, 12, 31))


def fact(group: str, first: date | None = None, until: date | None = None) -> TargetGroupFact:
    return TargetGroupFact(group=group, valid_from=first, valid_until=until)


def people(*facts: TargetGroupFact, **more: object) -> ProtectedFacts:
    return ProtectedFacts(target_groups=facts, **more)


@pytest.mark.parametrize(
    ("on", "age"), [(date(2026, 3, 14), 25), (date(2026, 3, 15), 26), (date(2000, 3, 14), None)]
)
def test_age_changes_on_the_birthday(on: date, age: int | None) -> None:
    assert policy.age_on(ProtectedFacts(birth_date=date(2000, 3, 15)), on) == age


def test_a_leapling_is_a_year_older_from_the_first_of_march() -> None:
    leapling = ProtectedFacts(birth_date=date(2000, 2, 29))
    assert [policy.age_on(leapling, date(2027, *day)) for day in ((2, 28), (3, 1))] == [26, 27]


@given(birth=days, stated=days, on=days)
def test_a_stated_age_never_contradicts_the_birth_date(birth: date, stated: date, on: date) -> None:
    """Whoever states an age on a date is placed in age groups only where the birth date says the same."""
    if stated < birth or on < birth:
        return
    exact = ProtectedFacts(birth_date=birth)
    vague = ProtectedFacts(age=policy.age_on(exact, stated), age_on=stated)
    assert policy.age_on(vague, on) in (None, policy.age_on(exact, on))
    assert policy.age_on(vague, stated) == policy.age_on(exact, stated)
    for group in ("jongere", "50plus"):
        assert policy.in_group(vague, group, on) in (None, policy.in_group(exact, group, on))


@given(birth=days, on=days)
def test_a_birth_date_always_settles_an_age_group(birth: date, on: date) -> None:
    if on < birth:
        return
    person = ProtectedFacts(birth_date=birth)
    age = policy.age_on(person, on)
    assert policy.in_group(person, "jongere", on) is (age < 27)
    assert policy.in_group(person, "50plus", on) is (age >= 50)


@pytest.mark.parametrize("group", list(TargetGroup))
def test_without_facts_nobody_is_a_known_member(group: TargetGroup) -> None:
    expected = None if group in ("jongere", "50plus") else False
    assert policy.in_group(ProtectedFacts(), group, ON) is expected


def test_a_membership_holds_from_its_first_day_until_the_day_without() -> None:
    person = people(fact("statushouder", date(2025, 1, 1), date(2026, 1, 1)))
    on = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    assert [policy.in_group(person, "statushouder", day) for day in on] == [False, True, True, False]


def test_overlapping_facts_are_one_period() -> None:
    person = people(
        fact("ww", date(2025, 6, 1), date(2025, 9, 1)), fact("ww", date(2025, 1, 1), date(2025, 7, 1))
    )
    assert policy.group_period(person, "ww") == ((date(2025, 1, 1), date(2025, 9, 1)),)


def test_an_age_group_stated_as_a_fact_counts_where_the_age_is_unknown() -> None:
    assert policy.in_group(people(fact("50plus")), "50plus", ON) is True
    young = people(fact("50plus"), birth_date=date(2000, 1, 1))
    assert policy.in_group(young, "50plus", ON) is False


@pytest.mark.parametrize("benefit", ["bijstand", "ww", "wia_wao", "wajong"])
def test_a_benefit_makes_a_member_from_its_first_day(benefit: str) -> None:
    person = ProtectedFacts(benefit=benefit, benefit_since=ON)
    assert policy.in_group(person, benefit, ON) is True
    assert policy.in_group(person, benefit, ON - timedelta(days=1)) is False


def test_a_fact_before_the_benefit_keeps_its_own_first_day() -> None:
    person = people(fact("ww", date(2025, 1, 1)), benefit="ww", benefit_since=date(2025, 9, 1))
    assert policy.spells(person, TargetGroup.WW) == (
        (date(2025, 1, 1), (date(2025, 1, 1), date(2025, 9, 1))),
        (date(2025, 9, 1), (date(2025, 9, 1), None)),
    )


@pytest.mark.parametrize(
    ("group", "counts"),
    [
        ("banenafspraak", True),
        ("praktijkroute", True),
        ("wajong", True),
        ("wsw", True),
        ("wiw_id", True),
        ("pro_vso", True),
        ("beschut_werk", False),
        ("wia_wao", False),
        ("bijstand", False),
        ("ww", False),
        ("nugger", False),
        ("statushouder", False),
    ],
)
def test_who_counts_for_the_job_agreement(group: str, counts: bool) -> None:
    """The column of the job agreement: register grounds count, benefits and other groups do not."""
    person = people(fact(group))
    assert policy.counts_for_job_agreement(person, ON) is counts
    assert policy.in_group(person, "banenafspraak", ON) is counts


def test_sheltered_work_takes_a_person_out_of_the_job_agreement_while_it_lasts() -> None:
    person = people(fact("wsw"), fact("beschut_werk", date(2025, 1, 1), date(2026, 1, 1)))
    assert policy.agreement_period(person) == ((None, date(2025, 1, 1)), (date(2026, 1, 1), None))


def test_a_wajong_benefit_alone_does_not_say_that_there_is_capacity_to_work() -> None:
    assert not policy.counts_for_job_agreement(ProtectedFacts(benefit="wajong"), ON)


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError, match="banenafspraken"):
        policy.in_group(ProtectedFacts(), "banenafspraken", ON)


@given(
    periods=st.lists(st.tuples(st.none() | days, st.none() | days), max_size=6),
    cut=st.lists(st.tuples(st.none() | days, st.none() | days), max_size=4),
    on=days,
)
def test_periods_are_sets_of_days(periods: list[policy.Period], cut: list[policy.Period], on: date) -> None:
    """Joining, cutting and intersecting periods answer for each day as sets would."""
    from matching.policy._periods import intersect, union, without

    one, other = policy.holds(periods, on), policy.holds(cut, on)
    joined = union(periods)
    assert policy.holds(joined, on) is one
    assert policy.holds(without(joined, cut), on) is (one and not other)
    assert policy.holds(intersect(periods, cut), on) is (one and other)
    ends = [until for _, until in joined[:-1]]
    starts = [first for first, _ in joined[1:]]
    assert all(until < first for until, first in zip(ends, starts, strict=True))
