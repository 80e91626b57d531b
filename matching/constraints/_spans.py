"""Periods of many people as columns, to test many dates at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from matching.policy import Period

_EVER = np.iinfo(np.int32).max
_DAY_ZERO = 719_163  # ordinal of 1 January 1970


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Half-open periods of people, in days since 1970, int32 of shape (most_periods, n_people)."""

    first: NDArray[np.int32]
    until: NDArray[np.int32]

    @classmethod
    def of(cls, periods: Mapping[int, Sequence[Period]], n_people: int) -> Self:
        """Make columns of the periods of people by position; who is not there has none."""
        shape = (max(map(len, periods.values()), default=0), n_people)
        first = np.full(shape, _EVER, np.int32)
        until = np.full(shape, -_EVER, np.int32)
        for person, mine in periods.items():
            for nth, (begin, end) in enumerate(mine):
                first[nth, person] = -_EVER if begin is None else _days(begin)
                until[nth, person] = _EVER if end is None else _days(end)
        return cls(first, until)

    def cover(self, person: NDArray[np.int32], day: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether each day lies in a period of its person."""
        inside = np.zeros(len(day), bool)
        for first, until in zip(self.first, self.until, strict=True):
            inside |= (first[person] <= day) & (day < until[person])
        return inside


def _days(day: date) -> int:
    return day.toordinal() - _DAY_ZERO
