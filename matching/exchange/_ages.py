"""Ages and birth dates of people: what has no date, what cannot be, and what is hard to believe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matching.exchange._rules import (
    AGE_ON_REFERENCE,
    BORN_LATER,
    NO_AGE_DATE,
    YOUNG,
    Findings,
    Where,
)

if TYPE_CHECKING:
    from datetime import date

    from matching.exchange._columns import Columns
    from matching.exchange._tables import RawTable

YOUNGEST = 13
"""Age from which the law allows any work at all."""


def date_ages(
    rows: list[dict[str, Any]], columns: Columns, *, on: date | None, table: RawTable, findings: Findings
) -> None:
    """Give an age without a date the reference date, or leave it out; look at birth dates."""
    n_assumed = 0
    for line, row in zip(table.lines, rows, strict=True):
        protected = row.get("protected", {})
        if "age" not in protected:
            protected.pop("age_on", None)
        elif "age_on" not in protected:
            if on is None:
                del protected["age"]
                findings.add(NO_AGE_DATE, _where(table, columns, line, row, "age"))
            else:
                protected["age_on"] = on
                n_assumed += 1
        _doubt(protected, on, line, row, columns, table, findings)
    if n_assumed and on is not None:
        where = Where(table.label, column=columns.headings.get("age"))
        findings.add(AGE_ON_REFERENCE, where, on=on.isoformat())


def _doubt(
    protected: dict[str, Any],
    on: date | None,
    line: int,
    row: dict[str, Any],
    columns: Columns,
    table: RawTable,
    findings: Findings,
) -> None:
    born = protected.get("birth_date")
    if on is not None and born is not None and born > on:
        del protected["birth_date"]
        findings.add(BORN_LATER, _where(table, columns, line, row, "birth_date"), on=on.isoformat())
    elif on is not None and born is not None and _years(born, on) < YOUNGEST:
        findings.add(YOUNG, _where(table, columns, line, row, "birth_date"), youngest=YOUNGEST)
    elif 0 <= protected.get("age", YOUNGEST) < YOUNGEST:
        findings.add(YOUNG, _where(table, columns, line, row, "age"), youngest=YOUNGEST)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _where(table: RawTable, columns: Columns, line: int, row: dict[str, Any], key: str) -> Where:
    return Where(table.label, line, columns.headings.get(key), row.get("id"))
