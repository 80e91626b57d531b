"""One cell to a number: decimal comma or point, thousands, units, euros, percentages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from matching.exchange._cells import CellError, Noted, as_text, is_missing, unreadable
from matching.exchange._rules import NOT_A_NUMBER, PERCENT_CELL, SMALL_PERCENTAGE
from matching.exchange._values import fold, no_value, says

if TYPE_CHECKING:
    from matching.exchange._tables import Cell

_WRITTEN = re.compile(
    r"(?:€|eur|euro)?\s*([+-]?\d[\d.,\s']*?(?:e[+-]?\d+)?)(?:,--?)?\s*([^\d\s][^\d]*)?", re.IGNORECASE
)
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_GROUPED_DOTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_GROUPED_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_MBO_LEVEL = re.compile(
    r"(?:(?:mbo|bbl|bol)[\s-]*)?(?:(?:niveau|level)[\s-]*)?([1-4])|(?:mbo[\s-]*)?entree(?:opleiding)?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 40
_RANGE = re.compile(r"(\d.*?)\s*(?:-|\u2013|/|\bt/m\b|\btot\b|\bto\b)\s*(\d.*)")
_MOST_FRACTION = 0.25

Units = Mapping[str, float]
"""Folded words after a number, each with what it is times the unit of the field."""
_PER_WEEK = ("uurperweek", "urenperweek", "uurpw", "pw", "perweek", "uurpweek", "hoursperweek", "uurwk")
HOURS: Units = dict.fromkeys(("", "u", "h", "uur", "uren", "hour", "hours", *_PER_WEEK), 1.0)
MINUTES: Units = {
    **dict.fromkeys(("", "min", "mins", "minuut", "minuten", "minutes"), 1.0),
    **dict.fromkeys(("u", "uur", "hour", "hours"), 60.0),
}
KILOMETRES: Units = dict.fromkeys(("", "km", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0)
YEARS: Units = {
    **dict.fromkeys(("", "jr", "jaar", "jaren", "year", "years"), 1.0),
    **dict.fromkeys(("mnd", "maand", "maanden", "month", "months"), 1 / 12),
}
MONTHS: Units = {name: factor * 12 if name else 1.0 for name, factor in YEARS.items()}
PLAIN: Units = {"": 1.0}
_PERCENT: Units = dict.fromkeys(("", "procent", "percent", "pct"), 1.0)
_EUROS: Units = dict.fromkeys(
    ("", "eur", "euro", "peruur", "uur", "perhour", "bruto", "brutoperuur", "exclbtw", "exbtw", "europeruur"),
    1.0,
)


def number(units: Units) -> Callable[[Cell], float | None]:
    """Make a reader of a number with or without one of these units; any other unit is unreadable.

    Examples
    --------
    >>> [number(MINUTES)(cell) for cell in ("30", "30 min", "1,5 uur", 45.0, "onbekend")]
    [30.0, 30.0, 90.0, 45.0, None]
    """

    def read(cell: Cell) -> float | None:
        if isinstance(cell, int | float):
            return float(cell)
        digits, factor = _split(cell, units)
        return None if digits is None else float(digits) * factor

    return read


def whole(cell: Cell) -> int | None:
    """Read a whole number; a fraction is no whole number."""
    found = _PLAIN(cell)
    if found is None:
        return None
    if not found.is_integer():
        raise CellError(NOT_A_NUMBER)
    return int(found)


def mbo_level(cell: Cell) -> int | None:
    """Read the level of an mbo training, 1 to 4; an ``entree`` is 1.

    Examples
    --------
    >>> [mbo_level(cell) for cell in ("2", "mbo-3", "niveau 4", "BBL niveau 2", "entree", 3.0, "onbekend")]
    [2, 3, 4, 2, 1, 3, None]
    """
    if is_missing(cell):
        return None
    written = _MBO_LEVEL.fullmatch(as_text(cell))
    if written is None:
        raise unreadable("niveau van een mbo-opleiding", "a level of an mbo training")
    return int(written[1] or 1)


def openings(cell: Cell) -> int | None:
    """Read a number of openings; ``nul`` and ``geen`` are 0.

    Examples
    --------
    >>> openings("3"), openings("geen"), openings("onbekend")
    (3, 0, None)
    """
    if isinstance(cell, str) and says(cell, no_value() | {"nul", "zero"}):
        return 0
    return whole(cell)


def euros(cell: Cell) -> Decimal | None:
    """Read an amount in euros, rounded to cents; three digits after the only point or comma are thousands.

    Examples
    --------
    >>> euros("€ 1.250.000,50"), euros("14,50"), euros("1.250"), euros("1,250.00")
    (Decimal('1250000.50'), Decimal('14.50'), Decimal('1250.00'), Decimal('1250.00'))
    """
    digits = repr(cell) if isinstance(cell, int | float) else _split(cell, _EUROS, thousands=True)[0]
    if digits is None:
        return None
    amount = Decimal(digits)
    if amount.adjusted() > 15:
        raise CellError(NOT_A_NUMBER)
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def hours_range(cell: Cell) -> tuple[float | None, float | None] | None:
    """Read hours as ``24-32`` into least and most; a single number is the most.

    Examples
    --------
    >>> hours_range("24-32 uur"), hours_range("32")
    ((24.0, 32.0), (None, 32.0))
    """
    bounds = _RANGE.fullmatch(cell.strip()) if isinstance(cell, str) and len(cell) <= _LONGEST else None
    if bounds is not None:
        return _HOURS(bounds[1]), _HOURS(bounds[2])
    most = _HOURS(cell)
    return None if most is None else (None, most)


def fraction(cell: Cell) -> float | None:
    """Read a fraction or a percentage: what is above 1 is out of 100."""
    found = number(_PERCENT)(cell)
    if found is None:
        return None
    return found / 100 if found > 1 or (isinstance(cell, str) and "%" in cell) else found


def percentage(cell: Cell) -> Decimal | Noted | None:
    """Read a percentage; up to 0.25 in a workbook it is a cell in percent format."""
    if isinstance(cell, int | float):
        exact = Decimal(repr(cell))
        return Noted(exact * 100, PERCENT_CELL) if 0 < cell <= _MOST_FRACTION else exact
    digits, _ = _split(cell, _PERCENT)
    if digits is None:
        return None
    exact = Decimal(digits)
    is_small = 0 < exact <= _MOST_FRACTION and "%" not in str(cell)
    return Noted(exact, SMALL_PERCENTAGE) if is_small else exact


def _split(cell: Cell, units: Units, *, thousands: bool = False) -> tuple[str | None, float]:
    """Digits of a written number in the form that Python reads, and the factor of its unit."""
    if not isinstance(cell, str):
        raise CellError(NOT_A_NUMBER)
    if is_missing(cell):
        return None, 1.0
    found = _WRITTEN.fullmatch(cell.strip()) if len(cell) <= _LONGEST else None
    factor = None if found is None else units.get(fold(found[2] or ""))
    if found is None or factor is None:
        raise CellError(NOT_A_NUMBER)
    return _digits(re.sub(r"[\s']", "", found[1]), thousands=thousands), factor


def _digits(body: str, *, thousands: bool) -> str:
    if thousands and _GROUPED_COMMAS.fullmatch(body):
        return body.replace(",", "")
    if _GROUPED_DOTS.fullmatch(body) and (thousands or "," in body or body.count(".") > 1):
        return body.replace(".", "").replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(body):
        return body.replace(",", ".")
    if _GROUPED_COMMAS.fullmatch(body) and ("." in body or body.count(",") > 1):
        return body.replace(",", "")
    if _PLAIN_NUMBER.fullmatch(body):
        return body
    raise CellError(NOT_A_NUMBER)


_HOURS, _PLAIN = number(HOURS), number(PLAIN)
