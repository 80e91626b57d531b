"""Progress of the job agreement: where it stands, the pace that is needed, and where it will end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.policy._months import months_between

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What was realised of a target.

    Parameters
    ----------
    realised, target
        Jobs or placements.
    pace_needed
        More of them a month to reach the target on its last day; 0 when it is reached, ``None`` when it is
        not and no month is left.
    """

    realised: Fraction
    target: Fraction
    pace_needed: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """Realised over target; ``None`` for a target of 0."""
        return self.realised / self.target if self.target else None

    @property
    def ahead(self) -> Fraction:
        """How many more than the target; below 0 when short."""
        return self.realised - self.target


def progress(realised: Fraction | int, target: Fraction | int, *, on: date, until: date) -> Progress:
    """Say where a target stands, and what pace reaches it.

    Parameters
    ----------
    realised
        Counted on ``on``.
    target
        Promised for the end of the day ``until``.

    Raises
    ------
    RuleError
        When a number is below 0.

    Examples
    --------
    Groningen counted 3,424 agreement jobs in 2019; it aimed at 3,001 in 2020 and 3,141 in 2021.

    >>> from datetime import date
    >>> for year, aim in ((2020, 3001), (2021, 3141)):
    ...     print(progress(3424, aim, on=date(2019, 12, 31), until=date(year, 12, 31)).ahead)
    423
    283
    >>> print(progress(600, 750, on=date(2025, 12, 31), until=date(2026, 6, 30)).pace_needed)
    25
    """
    if realised < 0 or target < 0:
        msg = f"realised and target must be at least 0, got {float(realised):g} and {float(target):g}."
        raise RuleError(msg)
    short = Fraction(target) - Fraction(realised)
    months = _months(on, until)
    pace = Fraction(0) if short <= 0 else short / months if months > 0 else None
    return Progress(realised=Fraction(realised), target=Fraction(target), pace_needed=pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Where a count will stand on a date if it goes on as it went.

    Parameters
    ----------
    on
        The date.
    low, expected, high
        At the slowest, the average and the fastest pace that was seen.
    """

    on: date
    low: Fraction
    expected: Fraction
    high: Fraction


def forecast(counts: Mapping[date, Fraction | int], on: date) -> Forecast:
    """Extend the counts of at least two days in a straight line to a later day.

    The range is not a probability: it runs from the slowest to the fastest pace between two counts that
    follow each other. Counts go no lower than 0.

    Raises
    ------
    RuleError
        With fewer than two counts, or a day that does not come after them.

    Examples
    --------
    100 jobs more in the first half year and 40 in the second make 140 a year.

    >>> from datetime import date
    >>> counts = {date(2024, 12, 31): 1000, date(2025, 6, 30): 1100, date(2025, 12, 31): 1140}
    >>> seen = forecast(counts, date(2026, 12, 31))
    >>> [round(float(value)) for value in (seen.low, seen.expected, seen.high)]
    [1220, 1280, 1340]
    """
    days = sorted(counts)
    if len(days) < 2:
        msg = f"a forecast needs the counts of at least two days, got {len(days)}."
        raise RuleError(msg)
    if on <= days[-1]:
        msg = f"a forecast must be for a day after the last count of {days[-1]}, got {on}."
        raise RuleError(msg)

    def pace(first: date, last: date) -> Fraction:
        return (Fraction(counts[last]) - Fraction(counts[first])) / _months(first, last)

    paces = [pace(one, other) for one, other in pairwise(days)]
    ahead, now = _months(days[-1], on), Fraction(counts[days[-1]])
    low, expected, high = (
        max(Fraction(0), now + ahead * speed) for speed in (min(paces), pace(days[0], days[-1]), max(paces))
    )
    return Forecast(on=on, low=low, expected=expected, high=high)


def _months(first: date, last: date) -> Fraction:
    """Months from the end of one day to the end of another: ends of months are whole months apart."""
    return months_between(first + timedelta(days=1), last)
