"""One cell to a day: Dutch, English and ISO dates, and day numbers of Excel."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from matching.exchange._cells import CellError, as_text, is_missing
from matching.exchange._rules import NOT_A_DATE, OPEN_DATE, TWO_DIGIT_YEAR
from matching.exchange._values import fold, lookup

if TYPE_CHECKING:
    from matching.exchange._tables import Cell

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_WORD_DATE = re.compile(r"(\d{1,2})[-. ]+([^\W\d_]+)\.?[-. ]+(\d{4}|\d{2})")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR, MONTH, NOW = r"(?:19|20)\d{2}", r"(?:0?[1-9]|1[0-2])", r"(?:heden|nu|present|now|today)"
"""Patterns of a year, a month and a word for today."""
_LONGEST = 40
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)
"""Day numbers of Excel that are taken for dates: 1927 to 2119."""
_NO_DATE, _OPEN_DATE = date(1900, 1, 1), date(2200, 1, 1)
"""Dates outside are what systems write for "none"."""


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
    if is_missing(cell):
        return None
    if len(cell) > _LONGEST:
        raise CellError(NOT_A_DATE)
    return _written_day(cell.strip())


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


def moment(cell: Cell, *, last: bool = False) -> date | None:
    """Read a date, a month or a year; the first day of it, or the last.

    Examples
    --------
    >>> moment("2019"), moment("03-2019", last=True)
    (datetime.date(2019, 1, 1), datetime.date(2019, 3, 31))
    """
    body = as_text(cell)
    if is_missing(cell) or re.fullmatch(NOW, body, re.IGNORECASE):
        return None
    if re.fullmatch(YEAR, body):
        return date(int(body), 12, 31) if last else date(int(body), 1, 1)
    if found := re.fullmatch(rf"({MONTH})[-/.]({YEAR})", body):
        return _month(int(found[2]), int(found[1]), last=last)
    if found := re.fullmatch(rf"({YEAR})-({MONTH})", body):
        return _month(int(found[1]), int(found[2]), last=last)
    if found := re.fullmatch(rf"([^\W\d_]+)\.? ({YEAR})", body):
        number = lookup("month").get(fold(found[1]))
        if number is not None:
            return _month(int(found[2]), int(number), last=last)
    return day(cell)


def last_moment(cell: Cell) -> date | None:
    """Read a date, or the last day of a month or year."""
    return moment(cell, last=True)


def _month(year: int, month: int, *, last: bool) -> date:
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
