"""When the work of a pair would start, which age it is then, and how sure that is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import ProtectedFacts


def start_of(market: Market, i: int, j: int) -> tuple[date, bool]:
    """Earliest start of a pair, and whether the work could start later because a date is unknown."""
    available, opening = market.records.jobseekers[i].available_from, market.records.vacancies[j].start
    known = [day for day in (available, opening) if day is not None]
    return max([market.on, *known]), len(known) < 2


def starts(market: Market, rows: slice, column: int) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """`start_of` for a block of jobseekers with one vacancy."""
    available, opening = market.jobseekers.available_from[rows], market.vacancies.start[column]
    earliest = np.fmax(np.fmax(available, opening), np.datetime64(market.on, "D"))
    return earliest, np.isnat(available) | np.isnat(opening)


def births(facts: ProtectedFacts) -> tuple[date, date] | None:
    """Earliest and latest possible birth date; an age that held on a date leaves a year of doubt."""
    if facts.birth_date is not None:
        return facts.birth_date, facts.birth_date
    if facts.age is None or facts.age_on is None:
        return None
    latest = birthday(facts.age_on, -facts.age)
    return birthday(facts.age_on, -facts.age - 1) + timedelta(days=1), latest


def birthday(born: date, years: int) -> date:
    """Day on which somebody turns an age; 1 March for 29 February in a common year."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born: date, on: date) -> int:
    """Age in whole years."""
    return on.year - born.year - (on < birthday(born, on.year - born.year))


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
