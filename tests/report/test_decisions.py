"""What people fill in comes back as decisions, and what cannot be understood as a finding."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import matching
from matching.exceptions import ExchangeError
from matching.plan import Decision
from matching.report import read_decisions, write_excel

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("Werkzoekende", "Iets anders", "Vacature", "Besluit", "Wie", "Wanneer", "Reden")


def fill(path: Path, *lines: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """Write a workbook as a person would leave it."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd-mm-yyyy"}) as book:
        book.add_worksheet("Notities").write(0, 0, "niets")
        sheet = book.add_worksheet("Voorstellen")
        for row, line in enumerate((headings, *lines)):
            sheet.write_row(row, 0, line)
    return path


@pytest.mark.parametrize(
    ("word", "decided"),
    [
        ("akkoord", "accepted"),
        (" Akkoord ", "accepted"),
        ("JA", "accepted"),
        ("accept", "accepted"),
        ("afwijzen", "rejected"),
        ("nee", "rejected"),
        ("Reject", "rejected"),
    ],
)
def test_words_that_decide(tmp_path: Path, word: str, decided: str) -> None:
    file = fill(tmp_path / "p.xlsx", ("W-1", "", "V-1", word, "C-3", datetime(2026, 1, 9), "geen vervoer"))
    told = read_decisions(file)
    assert told.decisions == (
        Decision(
            jobseeker="W-1", vacancy="V-1", decided=decided, by="C-3", on="2026-01-09", reason="geen vervoer"
        ),
    )
    assert len(told.issues) == 0


def test_an_empty_cell_decides_nothing(tmp_path: Path) -> None:
    assert read_decisions(fill(tmp_path / "p.xlsx", ("W-1", "", "V-1", "", "C-3"))).decisions == ()


def test_what_cannot_be_understood_is_a_finding_with_its_place(tmp_path: Path) -> None:
    told = read_decisions(
        fill(
            tmp_path / "p.xlsx",
            ("W-1", "", "V-1", "misschien", "C-3"),
            ("", "", "V-1", "akkoord", "C-3"),
            ("W-2", "", "V-1", "akkoord"),
            ("W-3", "", "V-1", "akkoord", "C-3"),
            ("W-3", "", "V-1", "afwijzen", "C-4"),
        )
    )
    assert [d.jobseeker for d in told.decisions] == ["W-2"]
    assert [(i.rule, i.file, i.line) for i in told.issues] == [
        ("decisions.word", "p.xlsx [Voorstellen]", 2),
        ("decisions.pair", "p.xlsx [Voorstellen]", 3),
        ("decisions.name", "p.xlsx [Voorstellen]", 4),
        ("decisions.conflict", "p.xlsx [Voorstellen]", 6),
    ]
    assert "misschien" not in repr(told.issues)


def test_ids_that_a_spreadsheet_made_numbers_are_ids_again(tmp_path: Path) -> None:
    told = read_decisions(fill(tmp_path / "p.xlsx", (1001, "", 7, "ja", "C-3")))
    assert [(d.jobseeker, d.vacancy) for d in told.decisions] == [("1001", "7")]


def test_decisions_come_back_from_the_workbook_of_the_plan(decided: matching.Plan, tmp_path: Path) -> None:
    """Also the rejected pair, which is on no other sheet: the next run must still know it."""
    for language in ("nl", "en"):
        file = tmp_path / f"{language}.xlsx"
        write_excel(decided, file, language=language)
        told = read_decisions(file)
        assert told.decisions == decided.basis.decisions
        assert len(told.decisions) == 2
        assert len(told.issues) == 0


def test_a_plan_keeps_to_what_was_decided(town: matching.Market, tmp_path: Path) -> None:
    """Fill in the workbook of a first plan, match again: the accepted stays and the rejected is gone."""
    write_excel(matching.match(town, min_score=0.2), tmp_path / "plan.xlsx")
    sheet = (
        CalamineWorkbook.from_path(str(tmp_path / "plan.xlsx")).get_sheet_by_name("Voorstellen").to_python()
    )
    at = {str(heading): column for column, heading in enumerate(sheet[0])}
    lines = []
    for row in sheet[1:]:
        row[at["Besluit"]] = "afwijzen" if row[at["Werkzoekende"]] == "W-1" else "akkoord"
        row[at["Wie"]] = "C-3"
        lines.append(tuple(row))
    file = fill(tmp_path / "back.xlsx", *lines, headings=tuple(map(str, sheet[0])))
    again = matching.match(town, min_score=0.2, decisions=read_decisions(file).decisions)
    assert ("W-1", "V-1") not in {(p.jobseeker, p.vacancy) for p in again.proposals}
    assert sum(p.pinned for p in again.proposals) == len(lines) - 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "no such file"),
        (b"", "plan.xlsx: "),
        (b"W-1;V-1;akkoord", "plan.xlsx: "),
        (b"PK\x03\x04 and then nothing", "plan.xlsx: "),
    ],
)
def test_what_is_no_workbook_is_said_in_one_sentence(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "plan.xlsx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ExchangeError, match=why):
        read_decisions(file)


def test_a_workbook_without_decisions_is_refused(tmp_path: Path) -> None:
    file = fill(tmp_path / "p.xlsx", headings=("Werkzoekende", "Vacature", "Iets anders"))
    with pytest.raises(ExchangeError, match="no sheet has columns"):
        read_decisions(file)


def test_a_sheet_that_would_fill_memory_is_refused(tmp_path: Path) -> None:
    """One cell in the last row and column: few bytes on disk, billions of cells once read."""
    file = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Voorstellen")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(ExchangeError, match="cells"):
        read_decisions(file)
    assert zipfile.is_zipfile(file)


def with_part(source: Path, target: Path, name: str, content: bytes) -> Path:
    """Copy a workbook with one of its parts replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, content if part.filename == name else old.read(part))
    return target


def test_a_damaged_workbook_is_said_in_one_sentence(tmp_path: Path) -> None:
    good = fill(tmp_path / "good.xlsx", ("W-1", "", "V-1", "akkoord", "C-3"))
    file = with_part(good, tmp_path / "bad.xlsx", "xl/workbook.xml", b"<workbook")
    with pytest.raises(ExchangeError, match=r"bad\.xlsx: "):
        read_decisions(file)


def test_an_encrypted_part_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = fill(tmp_path / "p.xlsx", ("W-1", "", "V-1", "akkoord", "C-3"))
    data = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, in both headers
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    file.write_bytes(data)
    with pytest.raises(ExchangeError, match="encrypted"):
        read_decisions(file)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    good = fill(tmp_path / "good.xlsx", ("W-1", "", "V-1", "akkoord", "C-3"))
    file = with_part(good, tmp_path / "bomb.xlsx", "xl/worksheets/sheet2.xml", b" " * 100_000_000)
    tracemalloc.start()
    with pytest.raises(ExchangeError):
        read_decisions(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
