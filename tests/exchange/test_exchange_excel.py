"""Workbooks: sheets, titles, merged, hidden, formulas, errors, dates; and the older formats."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from old_workbook import old_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

HEADINGS = ["Vacaturenummer", "Functie", "Startdatum", "Uurloon", "Aantal plaatsen"]


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Make a workbook in memory."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def test_typed_cells_keep_what_they_are(read):
    """Dates, numbers and truths of a workbook are not read again as text."""

    def fill(book):
        sheet = book.add_worksheet("Vacatures")
        sheet.write_row(0, 0, [*HEADINGS, "Vast contract", "Contractsom"])
        sheet.write_row(1, 0, ["V-1", "kok"])
        sheet.write_datetime(1, 2, datetime(2026, 2, 1), book.add_format({"num_format": "dd-mm-yyyy"}))
        sheet.write_number(1, 3, 14.125)
        sheet.write_number(1, 4, 0)
        sheet.write_boolean(1, 5, True)

    [vacancy] = read({"a.xlsx": workbook(fill)}).vacancies
    assert (vacancy.start, str(vacancy.wage_eur_per_hour)) == (date(2026, 2, 1), "14.13")
    assert (vacancy.openings, vacancy.permanent) == (0, True)


def test_every_sheet_is_a_table_of_its_own(read):
    """All visible sheets are read, titles skipped, empty ones passed by, hidden ones named."""

    def fill(book):
        people = book.add_worksheet("Kandidaten")
        people.write(0, 0, "Overzicht WSP")
        people.write_row(3, 1, ["Klantnummer", "Gewenst beroep", "Uren max"])
        people.write_row(4, 1, ["W-1", "kok", 32])
        people.write_row(5, 1, ["W-1", "ober", 16])
        work = book.add_worksheet("Vacatures")
        work.write_row(0, 0, HEADINGS[:2])
        work.write_row(1, 0, ["V-1", "kok"])
        book.add_worksheet("Leeg")
        hidden = book.add_worksheet("Lijst")
        hidden.write_row(0, 0, HEADINGS[:2])
        hidden.write_row(1, 0, ["V-2", "kok"])
        hidden.hide()

    batch = read({"a.xlsx": workbook(fill)})
    assert (len(batch.jobseekers), len(batch.vacancies)) == (1, 1)
    assert [source.sheet for source in batch.sources] == ["Kandidaten", "Vacatures"]
    [apart] = batch.quarantine
    assert (apart.sheet, apart.line) == ("Kandidaten", 6)
    assert batch.issues.by_rule()["exchange.hidden_sheet"] == 1


def test_a_merged_cell_holds_for_each_of_its_rows(read):
    """A value merged over rows is that of all of them; merged titles do no harm."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "Vacatures per werkgever")
        sheet.write_row(1, 0, ["Werkgever", *HEADINGS])
        sheet.merge_range(2, 0, 4, 0, "E-1")
        for row in range(3):
            sheet.write_row(2 + row, 1, [f"V-{row}", "kok"])

    batch = read({"a.xlsx": workbook(fill)})
    assert [v.employer for v in batch.vacancies] == ["E-1"] * 3
    assert batch.issues.by_rule()["exchange.merged_cells"] == 1


def test_formulas_give_their_value_and_errors_are_unknown(read):
    """The value stored with a formula is read; an error is unknown, with a finding where it is."""

    def fill(book):
        sheet = book.add_worksheet("Blad & 1")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["V-1", "kok"])
        sheet.write_formula(1, 3, "=2*7", value=14)
        sheet.write_formula(1, 4, "=1/0", value="#DIV/0!")

    batch = read({"a.xlsx": workbook(fill)})
    assert str(batch.vacancies[0].wage_eur_per_hour) == "14.00"
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.error_cell"]
    assert (issue.line, issue.column, issue.record) == (2, "Aantal plaatsen", "V-1")


def test_errors_in_a_text_file_are_unknown_too(read):
    """``#N/B`` and ``#VALUE!`` are what a workbook left in its export."""
    batch = read("Vacaturenummer;Functie;Omschrijving;Uren max\nV-1;kok;#N/B;#VALUE!\n")
    assert (batch.vacancies[0].text, batch.vacancies[0].hours_max) == (None, None)
    assert batch.issues.by_rule()["exchange.error_cell"] == 2


def test_a_percent_cell_is_a_percentage(read):
    """5 % in percent format is stored as 0.05."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Contractnummer", "Opdrachtnemer", "SROI %", "Contractsom"])
        sheet.write_row(1, 0, ["C-1", "E-1", 0.05, 800_000])

    batch = read({"a.xlsx": workbook(fill)})
    assert str(batch.contracts[0].owed_eur) == "40000.00"
    assert batch.issues.by_rule()["exchange.percent_cell"] == 1


@pytest.mark.parametrize("small", [True, False])
def test_an_old_workbook_is_read(read, small):
    """``.xls`` files, also tiny ones, whose stream lies elsewhere."""
    cells = {(0, k): name for k, name in enumerate(HEADINGS)}
    cells |= {(1, 0): "V-1", (1, 1): "kok", (1, 3): 15.5, (1, 4): 2.0}
    batch = read({"a.xls": old_workbook({"Blad1": cells}, small=small)})
    assert (batch.vacancies[0].id, batch.vacancies[0].openings) == ("V-1", 2)


def open_document(rows: str) -> bytes:
    """Make a minimal OpenDocument spreadsheet."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return buffer.getvalue()


def open_row(*texts: str, times: int = 1) -> str:
    """Make a row of texts of an OpenDocument table."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def test_an_open_document_is_read(read):
    """``.ods`` files, with the million blank rows that they end in."""
    blank = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
    blank += 'table:number-columns-repeated="16384"/></table:table-row>'
    rows = open_row("Vacaturenummer", "Functie") + open_row("V-1", "kok") + blank
    assert read({"a.ods": open_document(rows)}).vacancies[0].occupation.title == "kok"


def test_content_goes_before_the_ending(read):
    """A workbook called .csv and a text called .xlsx are read as what they are, with a finding."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Klantnummer", "Gewenst beroep"])
        sheet.write_row(1, 0, ["W-1", "kok"])

    batch = read({"a.csv": workbook(fill), "b.xlsx": "Vacaturenummer;Functie\nV-1;kok\n"})
    assert (len(batch.jobseekers), len(batch.vacancies)) == (1, 1)
    assert batch.issues.by_rule()["exchange.ending"] == 2
