"""Tables to files: text in several encodings, and workbooks whose bytes depend on their cells alone."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from matching.datasets._words import Cell, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(slots=True, kw_only=True)
class Table:
    """A table on its way to a file.

    Parameters
    ----------
    name
        File name, and behind a bar the sheet.
    headings
        Heading of each column.
    rows
        Cells by row; a row may be longer than the heading when it is broken on purpose.
    title
        Line above the heading, as some systems write; empty for none.
    """

    name: str
    headings: list[str]
    rows: list[list[Cell]]
    title: str = ""


def write_text(path: Path, table: Table, *, encoding: str, delimiter: str) -> None:
    """Write a delimited text file with CR LF line ends; what an encoding lacks becomes a question mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    if table.title:
        writer.writerow([table.title])
    writer.writerow(table.headings)
    writer.writerows([as_text(cell) for cell in row] for row in table.rows)
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))


def write_workbook(path: Path, sheets: Mapping[str, Table], *, on: date, percent: Sequence[str] = ()) -> None:
    """Write a workbook, dates and numbers as such; it is created on ``on``.

    Parameters
    ----------
    percent
        Headings whose numbers are shown as percentages.
    """
    # Imported here: reading a sample needs no workbook writer.
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(on.year, on.month, on.day)})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        share = book.add_format({"num_format": "0%"})
        bold = book.add_format({"bold": True})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            top = 1 if table.title else 0
            if table.title:
                sheet.write_string(0, 0, table.title)
            for at, heading in enumerate(table.headings):
                sheet.write_string(top, at, heading, bold)
            shown = [share if heading in percent else None for heading in table.headings]
            for line, row in enumerate(table.rows, top + 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, at, datetime(cell.year, cell.month, cell.day), day)
                    elif isinstance(cell, float):
                        sheet.write_number(line, at, cell, shown[at] if at < len(shown) else None)
                    elif cell:
                        sheet.write_string(line, at, cell)
