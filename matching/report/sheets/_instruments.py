"""Instruments of every proposal that are there or to be asked about; the others are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.report._book import Cell
    from matching.report._content import Content
    from matching.report._instruments import InstrumentLine


@dataclass(frozen=True, slots=True)
class _Row:
    """An instrument of a proposal, or at how many proposals there is none."""

    name: str
    verdict: str
    why: str
    vacancy: str | None = None
    jobseeker: str | None = None
    line: InstrumentLine | None = None


def instruments(content: Content) -> Sheet | None:
    """Give every instrument of a proposal a row, and every instrument that is not there a count."""
    rows = _rows(content)
    columns: tuple[Column[_Row], ...] = (
        Column("vacancy", lambda row: row.vacancy, width=11),
        Column("jobseeker", lambda row: row.jobseeker),
        Column("instrument", lambda row: row.name, width=40),
        Column("eligible", lambda row: row.verdict, width=14),
        Column("why", lambda row: row.why, width=40),
        Column("amount_year", _of_line(lambda line: line.euros), "euros", 16),
        Column("amount_of_year", _of_line(lambda line: None if line.euros is None else str(line.year))),
        Column("months", _of_line(lambda line: line.result.months), "number", 9),
        Column("granted_by", _of_line(lambda line: line.result.granted_by), width=16),
        Column("still_to_do", _of_line(lambda line: line.asks), width=44),
        Column("source", _of_line(lambda line: line.result.source), width=60),
    )
    return Sheet.of("sheet_instruments", columns, rows) if rows else None


def _rows(content: Content) -> list[_Row]:
    say = content.words
    found = [
        _Row(line.name, line.verdict, line.reason, person.vacancy, person.jobseeker, line)
        for part in content.vacancies
        for person in part.proposed
        for line in person.instruments
    ]
    there = [row for row in found if row.line and row.line.result.eligible is not False]
    others = Counter(row.name for row in found if row.line and row.line.result.eligible is False)
    return there + [
        _Row(name, say("instrument_no"), say("n_not_there", n=n)) for name, n in sorted(others.items())
    ]


def _of_line(value: Callable[[InstrumentLine], Cell]) -> Callable[[_Row], Cell]:
    return lambda row: None if row.line is None else value(row.line)
