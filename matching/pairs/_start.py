"""When the work of a pair would start, which age it is then, and how sure that is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from matching import policy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import ProtectedFacts


def start_of(market: Market, i: int, j: int) -> tuple[date, bool]:
    """Earliest start of a pair, and whether the work could start later because a date is unknown."""
    person, vacancy = market.records.jobseekers[i], market.records.vacancies[j]
    is_open = person.available_from is None or vacancy.start is None
    return policy.planned_start(person, vacancy, market.on), is_open


def starts(
    market: Market, rows: slice, columns: NDArray[np.intp]
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """`start_of` for a block of jobseekers with some vacancies, of shape (n_rows, n_columns)."""
    available, opening = market.jobseekers.available_from[rows, None], market.vacancies.start[columns]
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
