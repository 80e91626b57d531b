"""Time left, and who wants to know how far it is."""

from __future__ import annotations

from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from matching.solvers._lp import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable


class Watch:
    """Clock and progress of one solve; bound and best value only ever move towards each other."""

    def __init__(
        self, time_limit: float | None, progress: Callable[[float, float, float], None] | None
    ) -> None:
        self._end = None if time_limit is None else monotonic() + time_limit
        self._progress = progress

    def seconds_left(self) -> float | None:
        """Seconds until the limit, None without one."""
        return None if self._end is None else max(self._end - monotonic(), 0.0)

    def seconds_or_infinite(self) -> float:
        """Seconds until the limit, infinitely many without one."""
        seconds = self.seconds_left()
        return inf if seconds is None else seconds

    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.seconds_left() == 0.0

    @property
    def is_followed(self) -> bool:
        """Whether anybody wants to know."""
        return self._progress is not None

    def report(self, bound: int, value: int, score: int) -> None:
        """Tell bound, best value and gap, in score units."""
        if self._progress is not None:
            self._progress(bound / UNIT, value / UNIT, relative_gap(bound, value, score))


def relative_gap(bound: int, value: int, score: int) -> float:
    """(bound - value) / max(one score unit, score of the plan), from keyed weights."""
    distance: float = max(bound - value, 0) / max(UNIT, score)
    return distance
