"""Sums, days and settings read as a contract manager writes them, in either language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

import matching
from matching import policy
from matching.findings import Issue
from matching.policy import LedgerLine
from matching.records import Vacancy
from matching.report import write_excel, write_html
from matching.report._certificate import law_shown
from matching.report._lines import said
from matching.report._words import Words
from matching.report.sheets import calculation_shown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("kind", "text", "nl", "en"),
    [
        (
            "new_placement",
            "40000.00 x 32/36 x (198/31)/12",
            "EUR 40.000 x 32/36 x 6,39/12 mnd",
            "EUR 40,000 x 32/36 x 6.39/12 months",
        ),
        ("new_placement", "10000.50", "EUR 10.000,50", "EUR 10,000.50"),
        ("new_placement", "500.00 x 25.5/36 x (1/2) x 3", "EUR 500 x 25,5/36 x 0,5 x 3 mnd", None),
        (
            "cap",
            "retention: at most 4000.00 of 40000.00",
            "behoud: hoogstens EUR 4.000 van EUR 40.000",
            "retention: at most EUR 4,000 of EUR 40,000",
        ),
    ],
)
def test_a_sum_is_worded_in_the_language(kind: policy.LineKind, text: str, nl: str, en: str | None) -> None:
    line = LedgerLine(
        contract="K-1",
        kind=kind,
        booking="",
        jobseeker="",
        cents=1,
        calculation=text,
        table="" if kind == "cap" else "t",
        block="",
        valid_from=None,
        source="",
    )
    assert calculation_shown(line, Words("nl")) == nl
    assert en is None or calculation_shown(line, Words("en")) == en


def test_days_of_findings_are_words_but_not_what_was_read() -> None:
    issue = Issue(
        "a.b", "doubted", "eindigt op 2026-09-30, gelezen '2026-01-12'; 2026-13-01", "on 2026-09-30"
    )
    assert said(issue, Words("nl")) == "eindigt op 30 september 2026, gelezen '2026-01-12'; 2026-13-01"
    assert said(issue, Words("en")) == "on 30 September 2026"


def test_a_setting_that_is_on_says_yes() -> None:
    bools = {row.setting for row in policy.DEFAULTS.basis() if isinstance(row.value, bool)}
    shown = {row.setting: value for _, value, row in law_shown(Words("nl"))}
    assert bools and {shown[name] for name in bools} <= {"ja", "nee"}


@pytest.mark.parametrize(
    ("count", "nl", "en"), [(1, "1 vacature", "1 vacancy"), (2, "2 vacatures", "2 vacancies")]
)
def test_a_place_that_is_unknown_is_counted_in_the_language(count: int, nl: str, en: str) -> None:
    made = matching.Market.from_records(
        [], [Vacancy(id=f"V-{n}") for n in range(count)], on=date(2026, 1, 12)
    )
    found = next(issue for issue in made.issues if issue.rule == "market.place_unknown")
    assert found.nl.startswith(f"van {nl} is de plaats")
    assert found.en.startswith(f"the place of {en} is")


def test_a_figure_of_ones_own_comes_first_with_the_default_behind_it(tmp_path: Path) -> None:
    """In the workbook and on the page of a plan that went by it."""
    own = policy.PolicySettings(fte_hours=4000, attribution="workplace")
    shown = {name: (value, row.source) for name, value, row in law_shown(Words("nl"), own)[:2]}
    where = "Waar een baan voor de banenafspraak telt"
    week = "Uren van een voltijdweek als de waardetabel die niet noemt"
    assert set(shown) == {where, week}
    assert shown[where][0] == "plaats van het werk"
    assert shown[week][0] == "40"
    assert shown[week][1].startswith("hier zo ingesteld; de standaard is 36 (")
    market = matching.load_region("drenthe", jobseekers=20, vacancies=8).with_policy(own)
    plan = matching.match(market)
    write_html(plan, tmp_path / "page.html")
    write_excel(plan, tmp_path / "plan.xlsx")
    assert "hier zo ingesteld; de standaard is 36" in (tmp_path / "page.html").read_text(encoding="utf-8")
    legend = CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).get_sheet_by_name("Toelichting")
    assert any(label == week and str(text).startswith("40 (") for label, text in legend.to_python())
