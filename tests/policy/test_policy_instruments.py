"""Credits, subsidies and other instruments come out to the cent, each derived by hand here."""

from __future__ import annotations

from datetime import date

import pytest

from matching import policy
from matching.exceptions import NotCoveredError, RuleError
from matching.records import Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

HIRED = date(2026, 1, 1)


def facts(*groups: str, **more: object) -> ProtectedFacts:
    return ProtectedFacts(target_groups=tuple(TargetGroupFact(group=group) for group in groups), **more)


@pytest.mark.parametrize(
    ("known", "hours", "euros"),
    [
        (facts("banenafspraak"), 1664, 1680.64),  # 1.01 x 1,664
        (facts("banenafspraak"), 2080, 2000),  # 2,100.80, up to 2,000
        (facts("praktijkroute"), 1664, 1680.64),
        (facts(benefit="wia_wao"), 1664, 5075.20),  # 3.05 x 1,664
        (facts(benefit="wia_wao"), 2080, 6000),  # 6,344, up to 6,000
        (facts("banenafspraak", benefit="wia_wao"), 1664, 5075.20),  # the higher, they do not stack
        (facts(benefit="bijstand"), 1664, 0),
        (facts("beschut_werk"), 1664, 0),
        (facts(), 1664, 0),
    ],
)
def test_the_credit_is_the_highest_that_applies(known: ProtectedFacts, hours: int, euros: float) -> None:
    credit = policy.wage_credit(known, hired=HIRED, year=2026, paid_hours=hours * 100)
    assert credit.cents == round(euros * 100)


@pytest.mark.parametrize(
    ("hired", "year", "euros", "reason"),
    [
        (date(2023, 6, 1), 2025, 5075.20, "in_group"),  # old cohort: 3.05
        (date(2023, 6, 1), 2026, 5075.20, "in_group"),
        (date(2022, 6, 1), 2026, 0, "duration_over"),  # three years ended in June 2025
        (date(2024, 6, 1), 2025, 2246.40, "in_group"),  # 1.35 x 1,664
        (date(2024, 6, 1), 2026, 0, "cohort_closed"),
        (date(2026, 1, 1), 2026, 0, "cohort_closed"),
        (date(2026, 1, 1), 2025, 0, "not_hired_yet"),
    ],
)
def test_older_people_by_cohort(hired: date, year: int, euros: float, reason: str) -> None:
    """Age 60 with WW: what counts is the day of hire and the year of the credit."""
    known = facts(benefit="ww", birth_date=date(1960, 1, 1))
    credit = policy.wage_credit(known, hired=hired, year=year, paid_hours=166_400)
    older = next(item for item in credit.categories if item.category == "lkv_ouder")
    assert (older.cents, older.reason) == (round(euros * 100), reason)


def test_age_counts_on_the_day_of_hire() -> None:
    def reason(born: date) -> str:
        known = facts(benefit="ww", birth_date=born)
        credit = policy.wage_credit(known, hired=date(2024, 6, 1), year=2025, paid_hours=100)
        return credit.categories[2].reason

    assert reason(date(1968, 6, 1)) == "in_group"
    assert reason(date(1968, 6, 2)) == "too_young"
    unknown = policy.wage_credit(facts(benefit="ww"), hired=date(2024, 6, 1), year=2025, paid_hours=100)
    assert (unknown.categories[2].eligible, unknown.categories[2].reason) == (None, "age_unknown")


def test_who_was_kept_on_is_a_category_of_its_own() -> None:
    known = facts(benefit="wia_wao")
    kept = policy.wage_credit(known, hired=HIRED, year=2026, paid_hours=166_400, kept_on=True)
    assert (kept.categories[3].cents, kept.categories[3].months) == (507_520, 12)
    new = policy.wage_credit(known, hired=HIRED, year=2026, paid_hours=166_400)
    assert new.categories[3].reason == "not_kept_on"


def test_a_declaration_is_no_longer_asked_for_the_job_agreement() -> None:
    now = policy.wage_credit(facts("banenafspraak"), hired=HIRED, year=2026, paid_hours=100)
    before = policy.wage_credit(facts("banenafspraak"), hired=date(2025, 1, 1), year=2025, paid_hours=100)
    assert (now.categories[0].asks, now.categories[0].months) == ("", None)
    assert (before.categories[0].asks, before.categories[0].months) == ("declaration_within_3_months", 36)
    with pytest.raises(NotCoveredError):
        policy.wage_credit(facts(), hired=HIRED, year=2031, paid_hours=100)


@pytest.mark.parametrize(
    ("wage_value", "subsidy", "paid"),
    [
        (0.6, 10_574.25, 13_059.20),  # 0.40 x 26,435.64, and 23.5 % on top
        (0.2, 18_504.94, 22_853.61),  # 0.70 and not 0.80 of the base
        (0.3, 18_504.94, 22_853.61),
        (1.0, 0, 0),
    ],
)
def test_the_subsidy_of_32_hours(wage_value: float, subsidy: float, paid: float) -> None:
    found = policy.wage_subsidy_of(
        wage_value=wage_value, hours_hundredths=3200, minimum_wage_cents=1471, year=2026
    )
    assert found.base_cents == 2_643_564
    assert (found.subsidy_cents, found.paid_cents) == (round(subsidy * 100), round(paid * 100))


def test_the_flat_rate_is_half_of_the_base() -> None:
    found = policy.wage_subsidy_of(
        wage_value=0.9, hours_hundredths=3200, minimum_wage_cents=1471, year=2026, flat_rate=True
    )
    assert found.subsidy_cents == 1_321_782
    with pytest.raises(RuleError, match="wage_value must be in"):
        policy.wage_subsidy_of(wage_value=1.2, hours_hundredths=1, minimum_wage_cents=1471, year=2026)


def test_the_minimum_wage_is_that_of_the_age() -> None:
    """At 19 in BBL 7.72 an hour: 7.72 x 32 x 52 x 1.08 = 13,873.77."""
    known = facts(wage_value=0.5, birth_date=date(2006, 6, 1))
    assert policy.wage_subsidy(known, 3200, HIRED, bbl=True).base_cents == 1_387_377
    assert policy.wage_subsidy(facts(wage_value=0.5), 3200, HIRED) is None
    assert policy.wage_subsidy(known, 3200, date(2031, 1, 1)) is None


def found_for(person: Jobseeker, job: Vacancy) -> dict[str, policy.InstrumentResult]:
    plan = policy.planned_placement(person, job, HIRED)
    return {row.instrument: row for row in policy.instruments_for(person, job, plan)}


def test_a_match_lists_every_instrument() -> None:
    person = Jobseeker(
        id="W-1",
        hours_max=32,
        functional_limits={"lifting": 1},
        support_needed=frozenset({"job_coach"}),
        protected=facts("banenafspraak", benefit="bijstand", wage_value=0.6, birth_date=date(1990, 1, 1)),
    )
    job = Vacancy(
        id="V-1",
        hours_max=36,
        contract_kind="bbl",
        demands={"lifting": 2},
        adaptations_offered=frozenset({"lifting"}),
    )
    found = found_for(person, job)
    assert {name: row.eligible for name, row in found.items()} == {
        "lkv_banenafspraak": True,
        "lkv_arbeidsgehandicapt": False,
        "lkv_ouder": False,
        "lkv_herplaatsen": False,
        "lks": True,
        "no_risk": True,
        "proefplaatsing": True,
        "wage_value_period": True,
        "job_coach": True,
        "adaptation": True,
        "praktijkleren": True,
        "praktijkleren_klimaat": None,
    }
    assert (found["lks"].cents, found["lks"].granted_by) == (1_305_920, "gemeente")
    assert (found["praktijkleren"].cents, found["praktijkleren"].granted_by) == (270_000, "RVO")
    assert (found["proefplaatsing"].months, found["proefplaatsing"].granted_by) == (2, "gemeente")
    assert policy.needed_instruments(person, job) == ("adaptation", "job_coach", "lks")
    assert {name for name, row in found.items() if row.needed} == {"adaptation", "job_coach", "lks"}


def test_unknown_is_not_no() -> None:
    found = found_for(Jobseeker(id="W-1"), Vacancy(id="V-1"))
    unknown = {name for name, row in found.items() if row.eligible is None}
    money = {"lks", "proefplaatsing", "praktijkleren", "praktijkleren_klimaat"}
    by_group = {"lkv_banenafspraak", "lkv_arbeidsgehandicapt", "no_risk"}
    assert unknown == money | by_group | {"wage_value_period", "job_coach", "adaptation"}
    known = found_for(Jobseeker(id="W-1", protected=facts(benefit="none")), Vacancy(id="V-1"))
    assert {known[name].eligible for name in by_group} == {False}
    assert {known[name].reason for name in by_group} == {"not_known_in_group"}


@pytest.mark.parametrize(
    ("hired", "reason"), [(date(2023, 1, 1), "duration_over"), (date(2023, 1, 2), "in_group")]
)
def test_three_years_end_on_the_day_before(hired: date, reason: str) -> None:
    """Who was hired on 1 January 2023 had the last credit in 2025; a day later there is a day in 2026."""
    credit = policy.wage_credit(facts(benefit="wia_wao"), hired=hired, year=2026, paid_hours=100)
    assert credit.categories[1].reason == reason


def test_an_employer_is_not_told_the_ground() -> None:
    person = Jobseeker(id="W-1", hours_max=32, protected=facts("wajong"))
    told = found_for(person, Vacancy(id="V-1", hours_max=32))["lkv_arbeidsgehandicapt"].for_employer()
    assert told["cents"] == 507_520
    assert "reason" not in told
    assert "wajong" not in str(told)


@pytest.mark.parametrize(
    ("job", "eligible", "reason", "cents"),
    [
        ({}, None, "contract_kind_unknown", None),
        ({"contract_kind": "regular"}, False, "not_bbl", None),
        ({"contract_kind": "bbl"}, None, "course_unknown", None),
        ({"contract_kind": "bbl", "further": {"climate_course": "maybe"}}, None, "course_unknown", None),
        ({"contract_kind": "bbl", "further": {"climate_course": False}}, False, "other_course", None),
        ({"contract_kind": "bbl", "further": {"climate_course": True}}, True, "climate_course", 50_000),
    ],
)
def test_a_learning_place_for_climate_has_500_more(
    job: dict, eligible: bool | None, reason: str, cents: int | None
) -> None:
    """On top of the 2,700 of every learning place; whether it is one for climate must be known."""
    found = found_for(Jobseeker(id="W-1"), Vacancy(id="V-1", **job))["praktijkleren_klimaat"]
    assert (found.eligible, found.reason, found.cents) == (eligible, reason, cents)
