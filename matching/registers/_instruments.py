"""Subsidies and other instruments that lower the cost or the risk of a placement, by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from matching.exceptions import NotCoveredError
from matching.registers._table import read_rows, to_cents, to_date, to_float, to_int

if TYPE_CHECKING:
    from datetime import date

InstrumentUnit = Literal[
    "duration", "eur_per_job", "eur_per_missing_job", "eur_per_paid_hour", "eur_per_place", "share"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One line of the instruments table.

    Parameters
    ----------
    instrument
        Name: ``lkv_...`` (wage credits), ``lks_...`` (wage subsidy), ``proefplaatsing_uwv`` and others.
    year
        Calendar year that the figures are of.
    cohort
        For whom, in words; empty when for all.
    hired_from, hired_before
        The cohort as dates of hire, in ``[hired_from, hired_before)``; ``None`` when open.
    age_min
        Youngest age in whole years; ``None`` when there is none.
    value_cents
        Amount in cents per ``unit``; ``None`` for a share or a duration.
    share
        Fraction in [0, 1] of the minimum wage or of the subsidy; ``None`` for an amount.
    unit
        What the value is for; ``duration``: only ``max_months`` counts.
    max_per_year_cents
        Most that is paid in a year, in cents; ``None`` when there is no limit or it is not known.
    max_months
        Longest duration; ``None`` for no limit.
    max_months_stated
        Whether the source states the duration, or that there is no limit.
    condition
        Condition in words.
    source
        Where it is published; empty when it could not be verified.
    """

    instrument: str
    year: int
    cohort: str
    hired_from: date | None
    hired_before: date | None
    age_min: int | None
    value_cents: int | None
    share: float | None
    unit: InstrumentUnit
    max_per_year_cents: int | None
    max_months: int | None
    max_months_stated: bool
    condition: str
    source: str

    @property
    def verified(self) -> bool:
        """Whether a published source is known."""
        return bool(self.source)


@cache
def _rows() -> tuple[Instrument, ...]:
    return tuple(
        Instrument(
            instrument=row["instrument"],
            year=int(row["year"]),
            cohort=row["cohort"],
            hired_from=to_date(row["hired_from"]),
            hired_before=to_date(row["hired_before"]),
            age_min=to_int(row["age_min"]),
            value_cents=to_cents(row["value_eur"]),
            share=to_float(row["share"]),
            unit=cast("InstrumentUnit", row["unit"]),
            max_per_year_cents=to_cents(row["max_per_year_eur"]),
            max_months=to_int(row["max_months"]),
            max_months_stated=row["max_months_stated"] == "yes",
            condition=row["condition"],
            source=row["source"],
        )
        for row in read_rows("instruments.csv")
    )


@cache
def instruments(year: int) -> tuple[Instrument, ...]:
    """Instruments of a year: of each the lines of the latest year that is not after it.

    A line of an earlier year (see ``.year``) is what is known, not a promise that it still holds; one that
    was abolished stays, with value 0.

    Raises
    ------
    NotCoveredError
        Outside 2015 to 2026.

    Examples
    --------
    >>> rows = [row for row in instruments(2026) if row.instrument == "lkv_banenafspraak"]
    >>> [(row.value_cents, row.max_per_year_cents, row.max_months) for row in rows]
    [(101, 200000, None)]
    """
    years = [row.year for row in _rows()]
    if not min(years) <= year <= max(years):
        raise NotCoveredError(f"instruments are known from {min(years)} to {max(years)}, not in {year}.")
    latest: dict[str, int] = {}
    for row in _rows():
        if row.year <= year:
            latest[row.instrument] = max(row.year, latest.get(row.instrument, 0))
    return tuple(row for row in _rows() if latest.get(row.instrument) == row.year)
