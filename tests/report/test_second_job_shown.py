"""A second job is shown as such to the matcher, and an employer is told of no other job."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import matching
from matching.records import Employer, Jobseeker, OccupationRef, Vacancy
from matching.report import read_decisions, write_excel, write_html

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def kitchen() -> matching.Plan:
    cook = OccupationRef(title="kok")
    place = {"occupation": cook, "postcode": "7811"}
    market = matching.Market.from_records(
        [
            Jobseeker(
                id="W-1", wanted_occupations=(cook,), postcode="7811", hours_max=32, consent_to_share=True
            )
        ],
        [Vacancy(id=f"V-{n}", employer=f"E-{n}", hours_max=16, **place) for n in (1, 2)],
        [Employer(id="E-1"), Employer(id="E-2")],
        on=date(2026, 1, 12),
        name="kitchen",
    )
    return matching.match(market, min_score=0.01, second_jobs=True)


def sheet(file: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def test_the_matcher_reads_which_job_it_is_beside(kitchen: matching.Plan, tmp_path: Path) -> None:
    first, second = kitchen.placements[0].vacancy, kitchen.second_jobs[0].vacancy
    write_html(kitchen, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count('<span class="badge">tweede baan</span>') == 1
    assert "Daarnaast 1 tweede baan naast een plaatsing" in page
    assert "2e keus" not in page
    assert "afspraken tellen alleen de eerste baan" in page
    write_excel(kitchen, tmp_path / "plan.xlsx")
    head, *body = sheet(tmp_path / "plan.xlsx")
    rows = [dict(zip(map(str, head), row, strict=True)) for row in body]
    assert {row["Vacature"]: (row["Rang"], row["Tweede baan naast"]) for row in rows} == {
        first: (1, ""),
        second: (2, first),
    }
    assert read_decisions(tmp_path / "plan.xlsx").decisions == ()


def test_an_employer_is_told_of_no_other_job(kitchen: matching.Plan, tmp_path: Path) -> None:
    first, second = kitchen.placements[0].vacancy, kitchen.second_jobs[0].vacancy
    employer = second.replace("V", "E")
    write_html(kitchen, tmp_path / "e.html", view="employer", employer=employer)
    page = (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "W-1" in page
    assert all(word not in page for word in (first, "tweede baan", "2e keus"))
    write_excel(kitchen, tmp_path / "e.xlsx", view="employer", employer=employer)
    head, row = sheet(tmp_path / "e.xlsx")
    assert row[head.index("Rang")] == 1
    assert "Tweede baan naast" not in head


def test_both_jobs_that_are_accepted_stay_in_the_next_plan(kitchen: matching.Plan, tmp_path: Path) -> None:
    """As somebody leaves the workbook: akkoord behind every line."""
    write_excel(kitchen, tmp_path / "plan.xlsx")
    head, *body = sheet(tmp_path / "plan.xlsx")
    names = [str(name) for name in head]
    with xlsxwriter.Workbook(str(tmp_path / "decided.xlsx")) as book:
        made = book.add_worksheet("Voorstellen")
        for at, row in enumerate((names, *body)):
            made.write_row(at, 0, row)
            if at:
                made.write_row(at, names.index("Besluit"), ["akkoord", "C-3"])
    read = read_decisions(tmp_path / "decided.xlsx")
    assert len(read.issues) == 0
    assert {d.vacancy: d.second_job for d in read.decisions} == {
        kitchen.placements[0].vacancy: False,
        kitchen.second_jobs[0].vacancy: True,
    }
    again = matching.match(kitchen.market, min_score=0.01, second_jobs=True, decisions=read.decisions)
    assert [(p.vacancy, p.second_job) for p in again.proposals] == [
        (p.vacancy, p.second_job) for p in kitchen.proposals
    ]
    assert all(p.pinned for p in again.proposals)
