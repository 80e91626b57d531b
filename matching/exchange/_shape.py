"""Rows into a table: which row is the heading, and which rows do not fit under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.exchange._cells import as_text
from matching.exchange._headings import count_known
from matching.exchange._refused import Refused
from matching.exchange._rules import TITLE_ROWS, Findings, Where
from matching.exchange._tables import RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.exchange._tables import Cell

MOST_COLUMNS = 1_000
_LOOKED_AT = 25
"""Rows at the top among which the heading is sought."""


def shape_table(
    rows: Sequence[tuple[int, Sequence[Cell]]], *, file: str, findings: Findings, sheet: str | None = None
) -> RawTable | None:
    """Find the heading row and put the rows below it in columns; ``None`` when all is blank.

    Titles above the heading are skipped with a finding. A row must have one cell a heading; blank cells
    more or less at its end make no difference, any other row is ragged.
    """
    filled = [(line, row) for line, row in rows if not _is_blank(row)]
    if not filled:
        return None
    position = _heading_position([row for _, row in filled[:_LOOKED_AT]])
    if position:
        findings.add(
            TITLE_ROWS, Where(file if sheet is None else f"{file} [{sheet}]", filled[position][0]), n=position
        )
    if len(filled[position][1]) > MOST_COLUMNS:
        n = len(filled[position][1])
        raise Refused(
            f"het heeft {n} kolommen, meer dan {MOST_COLUMNS}",
            f"it has {n} columns, more than {MOST_COLUMNS}",
        )
    headings = [as_text(cell) for cell in filled[position][1]]
    least = len(headings)
    while least and not headings[least - 1]:
        least -= 1
    kept: list[Sequence[Cell]] = []
    lines: list[int] = []
    ragged: list[tuple[int, int]] = []
    width = len(headings)
    for line, row in filled[position + 1 :]:
        if len(row) != width:
            fitted = _fit(row, least, width)
            if fitted is None:
                ragged.append((line, len(row)))
                continue
            row = fitted
        lines.append(line)
        kept.append(row)
    columns: list[list[Cell]] = [list(column) for column in zip(*kept, strict=True)] if kept else []
    return RawTable(file, headings, columns or [[] for _ in headings], lines, sheet, ragged=ragged)


def _is_blank(row: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in row)


def _fit(row: Sequence[Cell], least: int, width: int) -> Sequence[Cell] | None:
    if len(row) > width:
        return row[:width] if _is_blank(row[width:]) else None
    return [*row, *([""] * (width - len(row)))] if len(row) >= least else None


def _heading_position(rows: Sequence[Sequence[Cell]]) -> int:
    """Position of the first row with nearly the most known headings; 0 when no row has two."""
    known = [count_known([cell for cell in row if isinstance(cell, str)]) for row in rows]
    most = max(known)
    if most < 2:
        return 0
    return next(position for position, n in enumerate(known) if n >= 0.6 * most)
