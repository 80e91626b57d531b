"""Minimum wage, instruments, targets and the smaller tables."""

from datetime import date
from itertools import pairwise

import pytest

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError

ON = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("age", "bbl", "cents"),
    [
        (21, False, 1471),
        (67, False, 1471),
        (20, False, 1177),
        (19, False, 883),
        (18, False, 736),
        (15, False, 441),
        (20, True, 905),
        (19, True, 772),
        (18, True, 669),
        (17, True, 581),
        (30, True, 1471),
    ],
)
def test_the_minimum_wage_of_2026(age, bbl, cents):
    """Each age has its wage; BBL has its own from 18 to 20."""
    assert registers.minimum_wage_cents(age, ON, bbl=bbl) == cents


def test_the_minimum_wage_knows_what_it_covers():
    """It starts in July 2025, ends a year after its last line, and under 21 starts in 2026."""
    assert registers.minimum_wage_cents(40, date(2025, 12, 31)) == 1440
    assert registers.minimum_wage_cents(40, date(2026, 12, 31)) == 1471
    for on in (date(2025, 6, 30), date(2027, 1, 1)):
        with pytest.raises(NotCoveredError, match="2025-07-01 up to 2027-01-01"):
            registers.minimum_wage_cents(40, on)
    with pytest.raises(NotCoveredError, match="under 21 is known from 2026-01-01"):
        registers.minimum_wage_cents(20, date(2025, 12, 31))
    with pytest.raises(RegisterError, match="under the age of 15"):
        registers.minimum_wage_cents(14, ON)


def test_instruments_use_the_latest_year_known():
    """Each instrument appears with one year, not after the year asked for."""
    for year in range(2015, 2027):
        years = {}
        for row in registers.instruments(year):
            years.setdefault(row.instrument, set()).add(row.year)
        assert all(len(found) == 1 and max(found) <= year for found in years.values())
    for year in (2014, 2027):
        with pytest.raises(NotCoveredError, match="2015 to 2026"):
            registers.instruments(year)


def test_wage_credits_of_2026():
    """Rates, caps and cohorts are typed."""
    rows = {(row.instrument, row.hired_from): row for row in registers.instruments(2026)}
    disabled = rows["lkv_arbeidsgehandicapt", None]
    assert (disabled.value_cents, disabled.max_per_year_cents, disabled.max_months) == (305, 600_000, 36)
    agreement = rows["lkv_banenafspraak", None]
    assert (agreement.max_months, agreement.max_months_stated) == (None, True)
    assert rows["lkv_ouder", date(2024, 1, 1)].value_cents == 0
    assert rows["lkv_ouder", None].hired_before == date(2024, 1, 1)
    assert rows["lks_cap_share", None].share == 0.7
    assert rows["proefplaatsing_uwv", None].max_months == 2
    assert not rows["liv", None].verified


def test_job_agreement_targets_add_up():
    """Market and government make the total; hours are jobs of 110.92 hours in December."""
    rows = registers.job_agreement_targets()
    assert [row.year for row in rows] == list(range(2015, 2026))
    for row in rows:
        assert row.market_target_jobs + row.government_target_jobs == row.total_target_jobs
        assert row.market_target_hours == pytest.approx(row.market_target_jobs * 110.92)
        assert row.government_target_hours == pytest.approx(row.government_target_jobs * 110.92)


def test_groningen_stood_above_its_aims():
    """Realised in 2019 was 423 above the aim of 2020 and 283 above that of 2021."""
    jobs = {
        row.year: row.value for row in registers.regional_indicators() if row.indicator == "agreement_jobs"
    }
    assert (jobs[2019] - jobs[2020], jobs[2019] - jobs[2021]) == (423, 283)


def test_tightness_classes_meet_without_gaps():
    """Limits are joined; a value below zero or unknown is refused."""
    rows = registers.tightness_classes()
    assert [row.upper for row in rows[:-1]] == [row.lower for row in rows[1:]]
    for value, name in [
        (0, "very_slack"),
        (0.24, "very_slack"),
        (0.66, "slack"),
        (0.67, "average"),
        (9, "very_tight"),
    ]:
        assert registers.tightness_class(value).identifier == name
    for value in (-0.1, float("nan")):
        with pytest.raises(RegisterError):
            registers.tightness_class(value)


def test_pso_norms_fall_with_size_and_rise_with_the_step():
    """A larger company needs a smaller share; a higher step a larger one."""
    rows = registers.pso_norms()
    assert [row.employees for row in rows] == sorted(row.employees for row in rows)
    for small, large in pairwise(rows):
        assert small.step_1_percentage >= large.step_1_percentage
        assert small.step_1_percentage < small.step_2_percentage < small.step_3_percentage


def test_the_smaller_tables_have_all_their_rows():
    """Each row of the sources is shipped."""
    assert len(registers.bijstand_by_area()) == 12
    assert len(registers.labour_market_series()) == 35
    assert len(registers.occupation_classes()) == 13


def test_codes_that_are_no_level_have_no_rank():
    """Not applicable and not known are missing levels, never the lowest."""
    for name, missing in [
        ("education_level", {"9"}),
        ("work_level", {"0", "7"}),
        ("language_level", {"0", "8"}),
    ]:
        rows = registers.code_list(name)
        assert {row.code for row in rows if row.rank is None} == missing
        assert all((row.rank is None) == (row.value is None) for row in rows)


@pytest.mark.parametrize(
    ("name", "size"),
    [("licence", 16), ("sbi_2008", 87), ("sbi_2025", 86), ("language", 38), ("education_level", 7)],
)
def test_code_lists_are_whole(name, size):
    """No code is there twice or without a label."""
    rows = registers.code_list(name)
    assert len({row.code for row in rows}) == len(rows) == size
    assert all(row.label_nl and row.label_en for row in rows)


def test_sbi_divisions_moved_between_editions():
    """Car trade left in 2025, and software came under a section of its own."""
    assert registers.code("sbi_2008", "45").label_nl.startswith("handel")
    with pytest.raises(RegisterError, match="sbi_2025"):
        registers.code("sbi_2025", "45")
    assert registers.code("sbi_2008", "62") != registers.code("sbi_2025", "62")
    with pytest.raises(RegisterError, match="the nearest is 'sbi_20"):
        registers.code_list("sbi")
