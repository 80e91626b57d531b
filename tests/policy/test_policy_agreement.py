"""Agreement jobs counted, compared with their targets, and what a quota would cost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import policy
from matching.exceptions import RuleError
from matching.records import ProtectedFacts, TargetGroupFact

ON = date(2026, 3, 1)
REGISTER = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),))


def placed(at: int, **more: object) -> policy.AgreementPlacement:
    return policy.AgreementPlacement(
        **{
            "id": f"P-{at}",
            "protected": REGISTER,
            "hours_hundredths": 2550,
            "start": date(2026, 1, 1),
            **more,
        }
    )


def test_only_who_is_at_work_and_in_the_register_counts() -> None:
    sheltered = ProtectedFacts(
        target_groups=(TargetGroupFact(group="banenafspraak"), TargetGroupFact(group="beschut_werk"))
    )
    expired = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak", valid_until=ON),))
    count = policy.count_agreement_jobs(
        [
            placed(1),
            placed(2, start=date(2026, 3, 2)),
            placed(3, end=date(2026, 2, 28)),
            placed(4, protected=sheltered),
            placed(5, protected=expired),
            placed(6, hours_hundredths=None),
            placed(7, uncounted_from=ON),
            placed(8, end=ON, uncounted_from=date(2026, 3, 2), hours_hundredths=1200),
        ],
        ON,
    )
    assert count.jobs == 1 + Fraction(1200, 2550)
    assert count.left_out == {
        "not_started": ("P-2",),
        "ended": ("P-3",),
        "no_register_entry": ("P-4", "P-5"),
        "hours_unknown": ("P-6",),
        "employer_merged": ("P-7",),
    }


def test_jobs_of_the_baseline_and_inside_the_sheltered_company_do_not_count() -> None:
    """Extra jobs are those since 1 January 2013; Wsw work counts when seconded, not inside the company."""
    wsw = ProtectedFacts(target_groups=(TargetGroupFact(group="wsw"),))
    jobs = [
        placed(1, start=date(2012, 12, 31)),
        placed(2, start=date(2013, 1, 1)),
        placed(3, protected=wsw, sheltered_company=True),
        placed(4, protected=wsw),
    ]
    count = policy.count_agreement_jobs(jobs, ON)
    assert count.jobs == 2
    assert count.left_out == {"before_agreement": ("P-1",), "sheltered_company": ("P-3",)}
    own = policy.PolicySettings(agreement_from=date(2012, 1, 1))
    assert policy.count_agreement_jobs(jobs, ON, settings=own).jobs == 3


def test_hired_in_counts_for_the_sector_of_the_hirer() -> None:
    count = policy.count_agreement_jobs(
        [placed(1, sector="government", hirer_sector="market"), placed(2, sector="government"), placed(3)], ON
    )
    assert count.by_sector == {"government": 1, "market": 1, "unknown": 1}


def test_regions_follow_the_attribution() -> None:
    jobs = [placed(1, residence="AM03", workplace="AM01"), placed(2, residence="AM03")]
    assert policy.count_agreement_jobs(jobs, ON).by_region == {"AM03": 2}
    by_work = policy.count_agreement_jobs(jobs, ON, attribution="workplace")
    assert (by_work.by_region, by_work.attribution) == ({"AM01": 1, "unknown": 1}, "workplace")


@given(hours=st.lists(st.integers(0, 4000), max_size=20))
def test_nothing_is_rounded_before_the_total(hours: list[int]) -> None:
    count = policy.count_agreement_jobs(
        [placed(at, hours_hundredths=value) for at, value in enumerate(hours)], ON
    )
    assert count.jobs == Fraction(sum(hours), 2550) == sum(count.by_region.values())


def test_the_three_numbers_of_groningen() -> None:
    """3,424 jobs in 2019 stand 423 above the aim of 2020 and 283 above that of 2021."""
    jobs = [line for line in policy.regional_targets("AM01") if line.indicator == "agreement_jobs"]
    assert [(line.year, line.value, line.ahead) for line in jobs] == [
        (2019, 3424, None),
        (2020, 3001, 423),
        (2021, 3141, 283),
    ]
    social = [line for line in policy.regional_targets("AM01") if line.indicator != "agreement_jobs"]
    assert [line.value for line in social] == [842, 600, 650]
    assert policy.regional_targets("Drenthe") == ()


def test_national_targets_run_from_2015_to_2025() -> None:
    lines = policy.national_targets()
    total = {
        line.year: line for line in lines if line.indicator == "agreement_jobs" and line.measure == "target"
    }
    assert (min(total), max(total)) == (2015, 2025)
    assert total[2019].ahead == 61_615 - 55_000
    assert total[2025].value == 125_000


def test_pace_is_what_is_left_over_the_months_that_are_left() -> None:
    today, end = date(2025, 12, 31), date(2026, 12, 31)
    assert policy.progress(40, 100, on=today, until=end).pace_needed == 5
    assert policy.progress(100, 100, on=today, until=end).pace_needed == 0
    assert policy.progress(40, 100, on=end, until=end).pace_needed is None
    assert policy.progress(0, 0, on=today, until=end).share is None
    with pytest.raises(RuleError, match="at least 0"):
        policy.progress(-1, 100, on=today, until=end)


@given(
    counts=st.lists(st.integers(0, 5000), min_size=2, max_size=6),
    months=st.integers(1, 24),
)
def test_a_forecast_lies_within_its_range(counts: list[int], months: int) -> None:
    days = {date(2020 + at, 12, 31): value for at, value in enumerate(counts)}
    seen = policy.forecast(days, policy.add_months(max(days), months))
    assert 0 <= seen.low <= seen.expected <= seen.high


def test_a_forecast_needs_two_counts_and_a_later_day() -> None:
    with pytest.raises(RuleError, match="two days"):
        policy.forecast({ON: 3}, date(2027, 1, 1))
    with pytest.raises(RuleError, match="after the last"):
        policy.forecast({ON: 3, date(2026, 4, 1): 4}, date(2026, 4, 1))


def test_the_worked_example_of_the_quota() -> None:
    levy = policy.quota_levy(paid_hours=162_300, percentage=2, target_group_hours=1_331)
    assert (levy.shortage, levy.cents, levy.exempt) == (Fraction("1.4"), 700_000, False)
    assert policy.quota_levy(paid_hours=162_300, percentage=2, target_group_hours=4_000).cents == 0
    assert policy.quota_levy(paid_hours=40_575, percentage=5, target_group_hours=0).exempt is False
    assert policy.QUOTA_IN_FORCE is False


def test_the_worked_example_of_the_bonus() -> None:
    """5,000 x 32 / 25.5 = EUR 6,274.51."""
    assert policy.agreement_bonus_cents(3200) == 627_451
