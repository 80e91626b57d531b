"""A workbook with its formats, and one safe way to write a table in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from matching.report._words import Words

Kind = Literal["text", "number", "score", "share", "euros", "day", "wrap", "label", "input", "input_day"]
Cell = str | float | date | None

_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "number": {"num_format": "#,##0.##"},
    "score": {"num_format": "0.00"},
    "share": {"num_format": "0%"},
    "euros": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "wrap": {"text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "input": {"bg_color": "#FFF7E0", "border": 1, "border_color": "#E0D3A8"},
    "input_day": {
        "bg_color": "#FFF7E0",
        "border": 1,
        "border_color": "#E0D3A8",
        "num_format": "yyyy-mm-dd",
        "align": "left",
    },
}
_MOST_CHARACTERS = 32_767
"""Longest text that a cell can hold."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a program read a text as a formula once it is copied or saved as CSV."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: key of its heading, kind of its cells, width in characters."""

    key: str
    kind: Kind = "text"
    width: float = 12


class Book:
    """A workbook with its formats, and one way to write a table."""

    def __init__(self, workbook: xlsxwriter.Workbook, words: Words) -> None:
        self.workbook, self.words = workbook, words
        base: dict[str, object] = {"font_size": 10, "valign": "top"}
        self.formats = {name: workbook.add_format(base | extra) for name, extra in _FORMATS.items()}
        # A quote prefix keeps such a text a text, also after somebody edits the cell.
        self.quoted = {
            name: workbook.add_format(base | extra | {"quote_prefix": True})
            for name, extra in _FORMATS.items()
        }
        head = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": "#154273",
            "text_wrap": True,
            "valign": "top",
        }
        self.head = workbook.add_format(base | head)

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, frozen: int = 1
    ) -> tuple[Worksheet, int]:
        """Write a sheet with one table: headings that stay, a filter, widths; returns the last row too."""
        sheet = self.workbook.add_worksheet(self.words(name)[:31])
        for at, column in enumerate(columns):
            # The format of a column holds for its blank cells too, which are not written one by one.
            sheet.set_column(at, at, column.width, self.formats[column.kind])
            sheet.write_string(0, at, self.words(column.key), self.head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, last, at, value, column.kind)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet, last

    def cell(self, sheet: Worksheet, row: int, column: int, value: Cell, kind: Kind = "text") -> None:
        """Write one cell by the type of its value; a text is written as a text whatever it looks like."""
        if value is None or value == "":
            return
        form = self.formats[kind]
        if isinstance(value, str):
            form = self.quoted[kind] if value.startswith(_FORMULA_SIGNS) else form
            sheet.write_string(row, column, value[:_MOST_CHARACTERS], form)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, form)
        else:
            sheet.write_number(row, column, value, form)

    def decisions(self, sheet: Worksheet, last: int, first_column: int) -> None:
        """Make the columns to fill in: a list to choose from, and what they are for."""
        say = self.words
        options = {
            "validate": "list",
            "source": [say("decision_accept"), say("decision_reject")],
            "input_title": say("decision"),
            "input_message": say("decision_help"),
        }
        if last:
            sheet.data_validation(1, first_column, last, first_column, options)

    def notes(self, name: str, lines: Iterable[tuple[str, Cell]]) -> None:
        """Write a sheet of plain lines: a name and a text."""
        sheet = self.workbook.add_worksheet(self.words(name))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 110)
        for row, (label, text) in enumerate(lines):
            self.cell(sheet, row, 0, label, "label")
            self.cell(sheet, row, 1, text, "wrap")
