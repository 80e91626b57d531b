"""Sheets of figures next to the proposals: rates of groups, instruments, targets and changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from matching.report._book import Column
from matching.report._lines import said

if TYPE_CHECKING:
    from matching.report._book import Book, Cell
    from matching.report._content import Content


def groups(book: Book, content: Content) -> None:
    """Write the selection rates of groups and of who is in two of them."""
    figures = content.figures
    if figures is None or not figures.by_group:
        return
    columns = (
        Column("group", width=44),
        Column("people", "number", 14),
        Column("placed", "number", 12),
        Column("rate", "share", 12),
        Column("interval_low", "share", 12),
        Column("interval_high", "share", 12),
    )
    link = book.words("and")
    rows = (
        (
            link.join(book.words(f"group_{group}") for group in rate.groups),
            book.words("few_placed") if rate.people is None else rate.people,
            book.words("few_placed") if rate.placed is None else rate.placed,
            rate.rate,
            *(rate.interval or (None, None)),
        )
        for rate in (*figures.by_group, *figures.by_pair)
    )
    book.table("sheet_groups", columns, rows)


def instruments(book: Book, content: Content) -> None:
    """Write the instruments of every proposal that are there or to be asked about, and count the others."""
    columns = (
        Column("vacancy", width=11),
        Column("jobseeker", width=12),
        Column("instrument", width=40),
        Column("eligible", width=14),
        Column("why", width=40),
        Column("amount_year", "euros", 16),
        Column("amount_of_year", width=12),
        Column("months", "number", 9),
        Column("granted_by", width=16),
        Column("still_to_do", width=44),
        Column("source", width=60),
    )
    all_lines = [
        (person, line)
        for part in content.vacancies
        for person in part.proposed
        for line in person.instruments
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            person.vacancy,
            person.jobseeker,
            line.name,
            line.verdict,
            line.reason,
            line.euros,
            str(line.year),
            line.result.months,
            line.result.granted_by,
            line.asks,
            line.result.source,
        )
        for person, line in all_lines
        if line.result.eligible is not False
    ]
    others = Counter(line.name for _, line in all_lines if line.result.eligible is False)
    rows += [
        (None, None, name, book.words("instrument_no"), book.words("n_not_there", n=n), *(None,) * 6)
        for name, n in sorted(others.items())
    ]
    if rows:
        book.table("sheet_instruments", columns, rows)


def targets(book: Book, content: Content) -> None:
    """Write published targets with what was realised, each with its year and source."""
    columns = (
        Column("where", width=20),
        Column("what", width=36),
        Column("year", width=8),
        Column("measure", width=16),
        Column("number", "number", 12),
        Column("ahead", "number", 14),
        Column("count_of", width=12),
        Column("source", width=60),
    )
    rows = (
        (
            row.place,
            row.indicator,
            str(row.line.year),
            row.measure,
            row.line.value,
            row.line.ahead,
            None if row.line.realised_year is None else str(row.line.realised_year),
            row.source,
        )
        for row in content.targets
    )
    if content.targets:
        book.table("sheet_targets", columns, rows)


def changes(book: Book, content: Content) -> None:
    """Write what became of every match of an earlier plan, when there is one."""
    found = content.plan.changes
    if found is None:
        return
    columns = (
        Column("what", width=28),
        Column("jobseeker", width=12),
        Column("was_at", width=12),
        Column("now_at", width=12),
        Column("reason", "wrap", 80),
    )
    rows = (
        (book.words(f"change_{e.kind}"), e.jobseeker, e.was, e.vacancy, said(e, book.words))
        for e in found.entries
    )
    book.table("sheet_changes", columns, rows)
