"""The statutory minimum wage per hour, by age and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from matching.exceptions import NotCoveredError, RegisterError
from matching.registers._sources import source_of
from matching.registers._table import read_rows, to_cents

_YOUNGEST = 15
_ADULT = 21


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """One line of the minimum-wage table.

    Parameters
    ----------
    valid_from
        First day.
    age
        Age in whole years; 21 stands for 21 and over.
    bbl
        Whether it is the lower wage of the work-based learning route (BBL).
    cents_per_hour
        Cents per hour, before tax.
    percentage
        Percentage of the adult wage.
    source
        Where the row comes from.
    """

    valid_from: date
    age: int
    bbl: bool
    cents_per_hour: int
    percentage: float
    source: str


@cache
def _rows() -> dict[tuple[date, int, bool], MinimumWage]:
    source = source_of("minimum_wage").source
    rows = (
        MinimumWage(
            valid_from=date.fromisoformat(row["valid_from"]),
            age=int(row["age"]),
            bbl=row["bbl"] == "yes",
            cents_per_hour=to_cents(row["eur_per_hour"]) or 0,
            percentage=float(row["percentage"]),
            source=source,
        )
        for row in read_rows("minimum_wage.csv")
    )
    return {(row.valid_from, row.age, row.bbl): row for row in rows}


def _covered() -> tuple[tuple[date, ...], date]:
    """First days of the periods, and the end of what is covered: a year after the last period began."""
    starts = tuple(sorted({start for start, _, _ in _rows()}))
    return starts, starts[-1].replace(year=starts[-1].year + 1)


def minimum_wage_row(age: int, on: date, *, bbl: bool = False) -> MinimumWage:
    """Line of the minimum-wage table for an age on a date.

    Parameters
    ----------
    age
        In whole years, at least 15.
    on
        A day from 1 July 2025; the last line (1 January 2026) is used for one year and no longer. For ages
        under 21 the table starts on 1 January 2026.
    bbl
        Whether the work is in the work-based learning route; it has wages of its own from 18 to 20.

    Raises
    ------
    RegisterError
        Under 15, where there is no minimum wage.
    NotCoveredError
        When the table does not cover the date, or not for that age.

    Examples
    --------
    >>> from datetime import date
    >>> row = minimum_wage_row(35, date(2025, 9, 1))
    >>> row.cents_per_hour, row.valid_from.isoformat()
    (1440, '2025-07-01')
    """
    if age < _YOUNGEST:
        raise RegisterError(f"there is no minimum wage under the age of {_YOUNGEST}.")
    starts, end = _covered()
    if not starts[0] <= on < end:
        raise NotCoveredError(f"the minimum wage is known from {starts[0]} up to {end}, not on {on}.")
    start = max(day for day in starts if day <= on)
    line = min(age, _ADULT)
    row = (_rows().get((start, line, True)) if bbl else None) or _rows().get((start, line, False))
    if row is None:
        raise NotCoveredError(f"the minimum wage under {_ADULT} is known from {starts[-1]}, not on {on}.")
    return row


def minimum_wage_cents(age: int, on: date, *, bbl: bool = False) -> int:
    """Minimum wage in cents per hour, before tax, for an age on a date; `minimum_wage_row` has the terms.

    Raises
    ------
    RegisterError
        Under 15, where there is no minimum wage.
    NotCoveredError
        When the table does not cover the date, or not for that age.

    Examples
    --------
    >>> from datetime import date
    >>> minimum_wage_cents(44, date(2026, 3, 1)), minimum_wage_cents(19, date(2026, 3, 1), bbl=True)
    (1471, 772)
    """
    return minimum_wage_row(age, on, bbl=bbl).cents_per_hour
