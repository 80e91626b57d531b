"""How far the sheets of a zipped workbook reach, from their XML as bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matching.exchange._refused import DAMAGED, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_CELLS = 20_000_000
"""Largest area of the sheets: from their first cell to their last that holds something, blanks included."""
MOST_TEXT_BYTES = 1_000_000_000
"""Largest sum of the texts of all cells, repeated ones counted each time."""

_ATTRIBUTES = rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)"
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: [st]="\w{1,12}")*(/?)>')
_ANY_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])")
_ANY_TAG = re.compile(rb"<(?:[\w.-]+:)?(c|row)(?=[\s/>])" + _ATTRIBUTES + rb"(/?)>")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_SHARED = re.compile(rb' t="s"[^>]*><v>(\d{1,9})</v>')
_ANY_VALUE = re.compile(rb"<(?:[\w.-]+:)?v\b[^>]*>\s*(\d{1,9})\s*<")
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")? t="e"(?: s="\d+")?>')
_ODS_ROW = re.compile(rb"<table:table-row\b" + _ATTRIBUTES + rb"(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b" + _ATTRIBUTES + rb"(/?)>")
_REPEATED = re.compile(rb"number-(?:columns|rows)-repeated\s*=\s*[\"'](\d{1,9})[\"']")
_SPACES = re.compile(rb"text:c\s*=\s*[\"'](\d+)[\"']")
_LONGEST_TAG = 1 << 20


@dataclass(slots=True)
class Span:
    """What one sheet reaches to.

    Parameters
    ----------
    rows, columns
        Last row and column with a cell that holds something, counted from 1.
    n_text_bytes
        Bytes of the shared texts that its cells refer to; 0 while that cannot be much.
    errors
        Row and column, from 0, of the cells that hold an error.
    """

    rows: int = 0
    columns: int = 0
    n_text_bytes: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    at_row: int = 0
    at_column: int = 0

    @property
    def n_cells(self) -> int:
        """Area from the first cell to the last."""
        return self.rows * self.columns


def check_size(n_cells: int, n_bytes: int) -> None:
    """Refuse more cells or more text than the limits of this module."""
    if n_cells > MOST_CELLS:
        raise Refused(
            f"de bladen beslaan {n_cells} cellen, meer dan {MOST_CELLS}",
            f"its sheets span {n_cells} cells, more than {MOST_CELLS}",
        )
    if n_bytes > MOST_TEXT_BYTES:
        raise Refused(
            f"de cellen bevatten {n_bytes} bytes tekst, meer dan {MOST_TEXT_BYTES}",
            f"its cells would hold {n_bytes} bytes of text, more than {MOST_TEXT_BYTES}",
        )


def span_of(chunks: Iterable[bytes], lengths: Sequence[int]) -> Span:
    """Run through the XML of a sheet; ``lengths`` are those of the shared texts."""
    span = Span()
    sizes = np.asarray(lengths, np.int64)
    longest = max(lengths)
    for chunk in _whole_tags(chunks):
        usual = _USUAL_CELL.findall(chunk)
        if len(usual) == len(_ANY_CELL.findall(chunk)):
            _add_usual(span, usual)
            texts = _SHARED.findall(chunk) if longest * len(usual) > _LONGEST_TAG else []
        else:
            _add_any(span, chunk)
            texts = _ANY_VALUE.findall(chunk)
        if texts:
            positions = np.array(texts).astype(np.int64)
            span.n_text_bytes += int(sizes[positions[positions < len(sizes)]].sum())
        if b' t="e"' in chunk:
            span.errors += [(int(row) - 1, _number(name) - 1) for name, row in _ERROR.findall(chunk)]
    return span


def _add_usual(span: Span, cells: Sequence[tuple[bytes, bytes, bytes]]) -> None:
    """Take in cells as every writer of workbooks puts them."""
    filled = [cell for cell in cells if not cell[2]]
    if filled:
        span.columns = max(span.columns, *(_number(name) for name in {cell[0] for cell in filled}))
        span.rows = max(span.rows, *(int(row) for row in {cell[1] for cell in filled}))
    if cells:
        span.at_row, span.at_column = int(cells[-1][1]), _number(cells[-1][0])


def _add_any(span: Span, chunk: bytes) -> None:
    """Take in cells tag by tag, also those that leave out where they are."""
    for kind, attributes, closed in _ANY_TAG.findall(chunk):
        place = _REFERENCE.search(attributes)
        if kind == b"row":
            span.at_row = int(place[2]) if place and place[2] else span.at_row + 1
            span.at_column = 0
            continue
        span.at_column = _number(place[1].upper()) if place else span.at_column + 1
        span.at_row = int(place[2]) if place and place[2] else max(1, span.at_row)
        if not closed:
            span.rows, span.columns = max(span.rows, span.at_row), max(span.columns, span.at_column)


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the chunks anew, each before a tag, so that no tag is in two pieces."""
    rest = b""
    for chunk in chunks:
        joined = rest + chunk
        cut = joined.rfind(b"<")
        if len(joined) - cut > _LONGEST_TAG + len(chunk):
            raise Refused(*DAMAGED)
        yield joined[: max(0, cut)]
        rest = joined[max(0, cut) :]
    yield rest


def _number(letters: bytes) -> int:
    """Turn the letters of a column into its number, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_ods(content: bytes) -> None:
    """Refuse an OpenDocument sheet whose repeated cells and rows would go over the limits."""
    n_bytes = row_number = rows = columns = 0
    for attributes, body in _ODS_ROW.findall(content):
        times = _times(attributes)
        row_number += times
        width, text = _ods_row(body)
        n_bytes += times * text
        if width:
            rows, columns = row_number, max(columns, width)
        check_size(rows * columns, n_bytes)


def _ods_row(body: bytes) -> tuple[int, int]:
    """Columns up to the last cell that holds something, and the bytes of what they hold."""
    at = width = text = 0
    cells = list(_ODS_CELL.finditer(body))
    ends = [cell.start() for cell in cells[1:]] + [len(body)]
    for cell, end in zip(cells, ends, strict=True):
        repeated = _times(cell[1])
        at += repeated
        if not cell[2]:
            width = at
            held = body[cell.start() : end]
            text += repeated * (len(held) + sum(int(n) for n in _SPACES.findall(held)))
    return width, text


def _times(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
