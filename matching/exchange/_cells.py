"""One cell to one value: numbers, euros, dates, yes or no, words of a list, lists, texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from matching.exchange._bsn import mask_bsn
from matching.exchange._rules import (
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_YES_OR_NO,
    OPEN_DATE,
    PERCENT_CELL,
    TWO_DIGIT_YEAR,
    UNKNOWN_CODE,
    UNREADABLE_CELL,
    shown,
)
from matching.exchange._values import fold, lookup, missing, nearest, no_value, says

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matching.exchange._tables import Cell
    from matching.findings import Rule

    Parser = Callable[[Cell], object]

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
_GROUPED_DOTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_GROUPED_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_UNITS = re.compile(
    r"^(€|eur|euro)|(€|eur|euro|,-|,--|%|procent|percent|uur|uren|u|hours?|min|minuten|minutes|km|kilometers?"
    r"|jaar|jr|years?|maanden|months|pw|p/w|/wk|/week|/uur|per week|per uur|per hour|per maand|bruto)\.?$",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_WORD_DATE = re.compile(r"(\d{1,2})[-. ]+([^\W\d_]+)\.?[-. ]+(\d{4}|\d{2})")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)
"""Day numbers of Excel that are taken for dates: 1927 to 2119."""
_NO_DATE, _OPEN_DATE = date(1900, 1, 1), date(2200, 1, 1)
"""Dates outside are what systems write for "none"."""
_SENSITIVE = frozenset({"benefit", "functional_item", "functional_level", "support", "target_group"})
_MOST_FRACTION = 0.25
_SPAN = re.compile(r"(\w+)\s*(?:-|\u2013|t/m|tot en met|tot|to)\s*(\w+)")
_RANGE = re.compile(r"(.+?)\s*(?:-|\u2013|/|\bt/m\b|\btot\b|\bto\b)\s*(.+)")


class CellError(ValueError):
    """A cell that cannot be read and is unknown, with the finding that says why."""

    value = None

    def __init__(self, rule: Rule, **values: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.values = values


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was read under an assumption, with the finding that says which."""

    value: object
    rule: Rule
    values: Mapping[str, object] = field(default_factory=dict)


def as_text(cell: Cell) -> str:
    """Write a typed cell as a person would type it: whole numbers without a point, dates as ISO.

    Examples
    --------
    >>> as_text(7811.0), as_text(date(2026, 1, 12))
    ('7811', '2026-01-12')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_missing(cell: Cell, name: str = "any") -> bool:
    """Whether the cell says that nothing is known."""
    return isinstance(cell, str) and says(cell, missing(name))


def text(cell: Cell) -> str | None:
    """Free text; ``None`` when blank or a word for unknown."""
    return None if is_missing(cell) else as_text(cell)


def identifier(cell: Cell) -> str | None:
    """Id as text; ``None`` when blank."""
    return as_text(cell) or None


def number(cell: Cell) -> float | None:
    """Read a number with a decimal comma or point, with or without a unit.

    Examples
    --------
    >>> number("32,5"), number("32.5"), number("32 uur"), number("onbekend")
    (32.5, 32.5, 32.0, None)
    """
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        raise CellError(NOT_A_NUMBER)
    if is_missing(cell):
        return None
    return float(_digits(cell, grouped_dots=False))


def whole(cell: Cell) -> int | None:
    """Read a whole number; a fraction is no whole number."""
    found = number(cell)
    if found is None:
        return None
    if not found.is_integer():
        raise CellError(NOT_A_NUMBER)
    return int(found)


def euros(cell: Cell) -> Decimal | None:
    """Read an amount in euros, rounded to cents; three digits after the only point or comma are thousands.

    Examples
    --------
    >>> euros("€ 1.250.000,50"), euros("14,50"), euros("1.250"), euros("1,250.00")
    (Decimal('1250000.50'), Decimal('14.50'), Decimal('1250.00'), Decimal('1250.00'))
    """
    if isinstance(cell, int | float):
        digits = repr(cell)
    elif not isinstance(cell, str):
        raise CellError(NOT_A_NUMBER)
    elif is_missing(cell):
        return None
    else:
        digits = _digits(cell, grouped_dots=True)
    amount = Decimal(digits)
    if amount.adjusted() > 15:
        raise CellError(NOT_A_NUMBER)
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _digits(cell: str, *, grouped_dots: bool) -> str:
    """Bring a written number to the plain form that Python reads."""
    body = cell.strip().replace("\u00a0", "").replace(" ", "").replace("\u202f", "").replace("'", "")
    for _ in range(3):
        body = _UNITS.sub("", body)
    if grouped_dots and _GROUPED_COMMAS.fullmatch(body):
        return body.replace(",", "")
    if _GROUPED_DOTS.fullmatch(body) and (grouped_dots or "," in body or body.count(".") > 1):
        return body.replace(".", "").replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(body):
        return body.replace(",", ".")
    if _GROUPED_COMMAS.fullmatch(body) and ("." in body or body.count(",") > 1):
        return body.replace(",", "")
    if _PLAIN_NUMBER.fullmatch(body) and body.isascii() and len(body) < 40:
        return body
    raise CellError(NOT_A_NUMBER)


def hours_range(cell: Cell) -> tuple[float | None, float | None] | None:
    """Read hours as ``24-32`` into least and most; a single number is the most.

    Examples
    --------
    >>> hours_range("24-32 uur"), hours_range("32")
    ((24.0, 32.0), (None, 32.0))
    """
    if isinstance(cell, str) and (bounds := _RANGE.fullmatch(cell.strip())) and bounds[1].strip():
        return number(bounds[1]), number(bounds[2])
    most = number(cell)
    return None if most is None else (None, most)


def fraction(cell: Cell) -> float | None:
    """Read a fraction or a percentage: what is above 1 is out of 100."""
    found = number(cell)
    if found is None:
        return None
    return found / 100 if found > 1 or (isinstance(cell, str) and "%" in cell) else found


def percentage(cell: Cell) -> Decimal | Noted | None:
    """Read a percentage; up to 0.25 in a workbook it is a cell in percent format."""
    found = number(cell)
    if found is None:
        return None
    if isinstance(cell, str):
        return Decimal(_digits(cell, grouped_dots=False))
    exact = Decimal(repr(found))
    return Noted(exact * 100, PERCENT_CELL) if 0 < found <= _MOST_FRACTION else exact


def day(cell: Cell) -> date | None:
    """Read a date: ``2026-01-12``, ``12-1-2026``, ``12 januari 2026``, a day number of Excel.

    The day comes before the month. A year of two digits is refused; a date up to 1-1-1900 or from 2200
    on, by which systems mean that there is none, is unknown.

    Examples
    --------
    >>> day("12-1-2026") == day("12 januari 2026") == day(46034.0)
    True
    """
    if isinstance(cell, datetime):
        return _in_use(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _in_use(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float):
        return _serial(float(cell))
    if isinstance(cell, time | timedelta):
        raise CellError(NOT_A_DATE)
    return None if is_missing(cell) else _written_day(cell.strip())


def _written_day(body: str) -> date | None:
    if found := _ISO_DATE.fullmatch(body) or _COMPACT_DATE.fullmatch(body):
        return _in_use(int(found[1]), int(found[2]), int(found[3]))
    if found := _DUTCH_DATE.fullmatch(body):
        return _in_use(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORD_DATE.fullmatch(body):
        month = lookup("month").get(fold(found[2]))
        if month is not None:
            return _in_use(_year(found[3]), int(month), int(found[1]))
    if re.fullmatch(r"\d{5}(\.\d+)?", body):
        return _serial(float(body))
    raise CellError(NOT_A_DATE)


def _year(digits: str) -> int:
    if len(digits) == 2:
        raise CellError(TWO_DIGIT_YEAR)
    return int(digits)


def _in_use(year: int, month: int, day_of_month: int) -> date | None:
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        raise CellError(NOT_A_DATE) from None
    if not _NO_DATE < found < _OPEN_DATE:
        raise CellError(OPEN_DATE)
    return found


def _serial(days: float) -> date:
    if int(days) not in _SERIALS:
        raise CellError(NOT_A_DATE)
    return _EXCEL_EPOCH + timedelta(days=int(days))


def yes_no(cell: Cell) -> bool | None:
    """Read yes or no; 0, ``??`` and ``onbekend`` are unknown, 2 is no."""
    found = _find("yes_no", cell)
    if found is None and not is_missing(as_text(cell), "yes_no"):
        raise CellError(NOT_YES_OR_NO)
    return None if found is None else found == "yes"


def one_of(name: str) -> Parser:
    """Make a reader of one value of a list of ``values.toml``."""

    def read(cell: Cell) -> str | None:
        return _value(name, as_text(cell))

    return read


def word_of(name: str) -> Parser:
    """Make a reader of a text for which the list has a standard word; other texts stay as they are."""

    def read(cell: Cell) -> str | None:
        return None if is_missing(cell) else lookup(name).get(fold(as_text(cell)), as_text(cell))

    return read


def _find(name: str, cell: Cell) -> str | None:
    return lookup(name).get(fold(as_text(cell)))


def _value(name: str, word: str) -> str | None:
    found = lookup(name).get(fold(word))
    if found is None and not is_missing(word, name):
        raise unknown_code(name, word, nearest(name, word))
    return found


def unknown_code(name: str, word: str, near: str | None) -> CellError:
    """Word an unknown code, with the nearest valid one; those on health or income are not shown."""
    return CellError(
        UNKNOWN_CODE,
        value="" if name in _SENSITIVE else f"{shown(mask_bsn(word))!r} ",
        list=name,
        nearest_nl="" if near is None else f"; het dichtst bij is {near!r}",
        nearest_en="" if near is None else f"; the nearest is {near!r}",
    )


def items(cell: Cell) -> list[str]:
    """Split a cell: a JSON list, else at semicolons, bars and line ends, else at commas.

    Examples
    --------
    >>> items("lassen; heftruck rijden"), items("B, BE"), items('["lassen, mig"]')
    (['lassen', 'heftruck rijden'], ['B', 'BE'], ['lassen, mig'])
    """
    body = as_text(cell)
    if body.startswith("[") and body.endswith("]"):
        loaded = json_list(body)
        if loaded is not None and all(isinstance(item, str) for item in loaded):
            return [str(item) for item in loaded]
    parts = re.split(r"[;|\n\r]", body) if re.search(r"[;|\n\r]", body) else body.split(",")
    return [part for part in (part.strip(" \t•-*") for part in parts) if part]


def json_list(body: str) -> list[object] | None:
    """Parse a JSON list, ``None`` when it is not one."""
    try:
        loaded = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, list) else None


def texts(cell: Cell) -> tuple[str, ...] | None:
    """Read a list of texts; ``geen`` is an empty list, a blank cell is unknown."""
    if is_missing(cell):
        return None
    if isinstance(cell, str) and says(cell, no_value()):
        return ()
    return tuple(items(cell))


def identifiers(cell: Cell) -> tuple[str, ...] | None:
    """Read a list of ids."""
    return None if is_missing(cell) else tuple(items(cell))


def some_of(name: str) -> Parser:
    """Make a reader of a set of values of a list; ``geen`` is the empty set, a blank cell is unknown."""

    def read(cell: Cell) -> frozenset[str] | None:
        if is_missing(cell, name):
            return None
        body = as_text(cell)
        whole_cell = lookup(name).get(fold(body))
        if whole_cell is not None:
            return frozenset([whole_cell])
        if fold(body) in no_value():
            return frozenset()
        parts = [part for item in items(body) for part in _spans(name, item)]
        return frozenset(value for part in parts if (value := _value(name, part)) is not None)

    return read


def _spans(name: str, item: str) -> list[str]:
    """Split ``ma t/m vr`` into its days, and a run like ``ma di wo`` or ``B/BE`` into its words."""
    known = lookup(name)
    if fold(item) in known:
        return [item]
    if name == "weekday" and (span := _SPAN.fullmatch(item)):
        days = list(dict.fromkeys(known.values()))
        first, last = known.get(fold(span[1])), known.get(fold(span[2]))
        if first is not None and last is not None and days.index(first) <= days.index(last):
            return days[days.index(first) : days.index(last) + 1]
    words = [word for word in re.split(r"[\s/&+]+|\ben\b|\band\b", item) if word]
    return words if len(words) > 1 and all(fold(word) in known for word in words) else [item]


def unreadable(field: str) -> CellError:
    """Word a cell that cannot be read as this field."""
    return CellError(UNREADABLE_CELL, field=field)
