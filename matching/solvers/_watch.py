"""Time left, and who wants to know how far it is."""

from __future__ import annotations

from math import inf
from time import monotonic, thread_time
from typing import TYPE_CHECKING

from matching.solvers._lp import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable


_TOLD = 0.005  # seconds of work that tell how busy the machine is
_SLOWEST = 8.0


class Watch:
    """Clock and progress of one solve; bound and best value only ever move towards each other."""

    def __init__(
        self, time_limit: float | None, progress: Callable[[float, float, float], None] | None
    ) -> None:
        self._begin, self._worked = monotonic(), thread_time()
        self._end = None if time_limit is None else self._begin + time_limit
        self._progress = progress
        self._kept = 0.0

    def keep(self, seconds: float) -> None:
        """Keep so much of the time back, for what follows the search: processor time."""
        self._kept = seconds

    def part(self, share: float) -> Watch:
        """Watch over a share of the time that is left."""
        part = Watch(None, self._progress)
        part._begin, part._worked, part._kept = self._begin, self._worked, self._kept
        if self._end is not None:
            part._end = self._end - (1 - share) * (self.seconds_left() or 0.0)
        return part

    def seconds_left(self) -> float | None:
        """Seconds until the search must end, None without a limit."""
        if self._end is None:
            return None
        return max(self._end - monotonic() - self._kept * self._pace(), 0.0)

    def lasts(self, seconds: float) -> bool:
        """Whether there is time for so much work: processor time."""
        left = self.seconds_left()
        return left is None or (left > 0 and left >= seconds * self._pace())

    def _pace(self) -> float:
        """Seconds on the clock for each second of processor time so far: others may use the processor too."""
        worked = thread_time() - self._worked
        return min(max((monotonic() - self._begin) / worked, 1.0), _SLOWEST) if worked > _TOLD else 1.0

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
