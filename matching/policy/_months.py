"""Months of a placement within a contract, exact."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Day so many months later, or the last of its month where that month is too short.

    Examples
    --------
    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 3, 15), -2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 1, 15))
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def months_between(first: date, last: date) -> Fraction:
    """Months from one day through another, both included; 0 when the last comes before the first.

    Whole months run from a day to the day before the same day of the next month. What is left counts as
    days over the length of the month that was begun, so that a month is never worth more than one.

    Examples
    --------
    >>> months_between(date(2026, 1, 12), date(2026, 10, 11))
    Fraction(9, 1)
    >>> months_between(date(2026, 2, 1), date(2026, 3, 10))
    Fraction(41, 31)
    """
    until = last + _DAY
    if until <= first:
        return Fraction(0)
    whole = (until.year - first.year) * 12 + until.month - first.month
    if add_months(first, whole) > until:
        whole -= 1
    begun = add_months(first, whole)
    length = (add_months(first, whole + 1) - begun).days
    return whole + Fraction((until - begun).days, length)


def counted_months(
    job: tuple[date, date | None],
    contract: tuple[date, date],
    *,
    claimed: tuple[date, date] | None = None,
    max_months: int | None = None,
) -> Fraction:
    """Months of a job that fall within a contract, cut to a maximum.

    The months of parts of them add up to the months of the whole: all are measured from the first day that
    job and contract share.

    Parameters
    ----------
    job
        First and last day of the job; an open end lasts as long as the contract.
    contract
        First and last day of the contract; nothing accrues after it.
    claimed
        First and last day of the part that is claimed; ``None`` for all of it.
    max_months
        Most months that count; ``None`` for no limit.

    Examples
    --------
    Hired five months before the contract: the months count from its start.

    >>> counted_months((date(2025, 8, 1), None), (date(2026, 1, 1), date(2026, 9, 30)))
    Fraction(9, 1)
    >>> counted_months((date(2026, 1, 1), None), (date(2026, 1, 1), date(2027, 6, 30)), max_months=12)
    Fraction(12, 1)
    >>> work, term = (date(2026, 1, 15), None), (date(2026, 1, 1), date(2026, 3, 14))
    >>> days = [(date(2026, 1, 15), date(2026, 2, 9)), (date(2026, 2, 10), date(2026, 3, 14))]
    >>> [counted_months(work, term, claimed=part) for part in days]
    [Fraction(26, 31), Fraction(36, 31)]
    """
    begun = max(job[0], contract[0])
    last = contract[1] if job[1] is None else min(job[1], contract[1])
    months = months_between(begun, last)
    if claimed is not None:
        before = months_between(begun, claimed[0] - _DAY) if claimed[0] > begun else Fraction(0)
        months = max(Fraction(0), months_between(begun, min(last, claimed[1])) - before)
    return months if max_months is None else min(months, Fraction(max_months))
