"""A workbook with its formats: what a sheet says, and one safe way to write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Generic, Literal, Self, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from matching.report._words import Words

T = TypeVar("T")
S = TypeVar("S")
Kind = Literal[
    "text", "number", "score", "share", "euros", "day", "wrap", "label", "choice", "input", "input_day"
]
Cell = str | float | date | None

_INPUT: dict[str, object] = {"bg_color": "#FFF7E0", "border": 1, "border_color": "#E0D3A8"}
_DAY: dict[str, object] = {"num_format": "yyyy-mm-dd", "align": "left"}
_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "number": {"num_format": "#,##0"},
    "decimals": {"num_format": "#,##0.00"},
    "score": {"num_format": "0.00"},
    "share": {"num_format": "0%"},
    "euros": {"num_format": "#,##0.00"},
    "day": _DAY,
    "wrap": {"text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "choice": _INPUT,
    "input": _INPUT,
    "input_day": _INPUT | _DAY,
}
_MOST_CHARACTERS = 32_767
"""Longest text that a cell can hold."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a program read a text as a formula once it is copied or saved as CSV."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a sheet, said once.

    Parameters
    ----------
    key
        Key of its heading in the words.
    cell
        Gives its cell of one thing, which is a row.
    kind
        How its cells look; ``choice`` is one of the decisions, to be picked from a list.
    width
        In characters.
    """

    key: str
    cell: Callable[[T], Cell]
    kind: Kind = "text"
    width: float = 12

    def of(self, part: Callable[[S], T]) -> Column[S]:
        """Give the same column of things that have such a thing as a part."""
        return replace(cast("Column[S]", self), cell=lambda thing: self.cell(part(thing)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: name, a heading with kind and width for each column, and rows of cells."""

    name: str
    heads: tuple[tuple[str, Kind, float], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, name: str, columns: Sequence[Column[T]], things: Iterable[T]) -> Self:
        """Make a sheet with a row for each thing."""
        return cls(
            name,
            tuple((column.key, column.kind, column.width) for column in columns),
            tuple(tuple(column.cell(thing) for column in columns) for thing in things),
        )


@dataclass(frozen=True, slots=True)
class Notes:
    """A sheet of plain lines: a name and a text."""

    name: str
    lines: tuple[tuple[str, Cell], ...]


class Book:
    """A workbook with its formats, in one language."""

    def __init__(self, workbook: xlsxwriter.Workbook, words: Words) -> None:
        self.workbook, self.words = workbook, words
        base: dict[str, object] = {"font_size": 10, "valign": "top"}
        self.formats = {name: workbook.add_format(base | extra) for name, extra in _FORMATS.items()}
        # A quote prefix keeps such a text a text, also after somebody edits the cell.
        self.quoted = {
            name: workbook.add_format(base | extra | {"quote_prefix": True})
            for name, extra in _FORMATS.items()
        }
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#154273", "text_wrap": True}
        self.head = workbook.add_format(base | head)

    def write(self, sheet: Sheet | Notes) -> None:
        """Write a sheet at the end of the workbook."""
        made = self.workbook.add_worksheet(self.words(sheet.name)[:31])
        if isinstance(sheet, Notes):
            self._notes(made, sheet)
        else:
            self._table(made, sheet)

    def _table(self, made: Worksheet, sheet: Sheet) -> None:
        """Headings that stay, a filter, widths, and a list where a decision is asked."""
        last = len(sheet.rows)
        for at, (key, kind, width) in enumerate(sheet.heads):
            # The format of a column holds for its blank cells too, which are not written one by one.
            made.set_column(at, at, width, self.formats[kind])
            made.write_string(0, at, self.words(key), self.head)
            if kind == "choice" and last:
                made.data_validation(1, at, last, at, self._choice())
            for row, cells in enumerate(sheet.rows, start=1):
                self._cell(made, row, at, cells[at], kind)
        made.freeze_panes(1, 1)
        made.autofilter(0, 0, max(last, 1), len(sheet.heads) - 1)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        made.repeat_rows(0)

    def _notes(self, made: Worksheet, sheet: Notes) -> None:
        made.set_column(0, 0, 44)
        made.set_column(1, 1, 110)
        for row, (label, text) in enumerate(sheet.lines):
            self._cell(made, row, 0, label, "label")
            self._cell(made, row, 1, text, "wrap")

    def _cell(self, made: Worksheet, row: int, column: int, value: Cell, kind: Kind) -> None:
        """Write one cell by the type of its value; a text is written as a text whatever it looks like."""
        if value is None or value == "":
            return
        form = self.formats[kind]
        if isinstance(value, str):
            form = self.quoted[kind] if value.startswith(_FORMULA_SIGNS) else form
            made.write_string(row, column, value[:_MOST_CHARACTERS], form)
        elif isinstance(value, date):
            made.write_datetime(row, column, value, form)
        else:
            # A format with optional decimals would leave a bare point behind whole numbers.
            is_whole = kind != "number" or float(value).is_integer()
            made.write_number(row, column, value, form if is_whole else self.formats["decimals"])

    def _choice(self) -> dict[str, object]:
        say = self.words
        return {
            "validate": "list",
            "source": [say("decision_accept"), say("decision_reject")],
            "input_title": say("decision"),
            "input_message": say("decision_help"),
        }
