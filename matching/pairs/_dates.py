"""Dates: the work and the availability share at least a day, from the reference date on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule
from matching.pairs._start import start_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class Dates(EligibilityRule):
    """The latest of availability, vacancy start and reference date is within availability and vacancy."""

    __slots__ = ()
    code = "dates"
    reads = ("start", "end")
    nl_name, en_name = "periode", "dates"
    nl = "het werk kan op zijn vroegst beginnen op {start}; het moet dan al klaar zijn ({until})"
    en = "the work can start on {start} at the earliest; by then it is over ({until})"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        people, offers = market.jobseekers, market.vacancies
        on = np.datetime64(market.on, "D")
        # Maxima of days are taken as numbers, with unknown below or above everything.
        start = np.maximum(_days(people.available_from[rows], on), on.astype(np.int64))[:, None]
        start = np.maximum(start, _days(offers.start, on)[None])
        far = np.datetime64("9999-12-31", "D")
        until = np.minimum(_days(people.available_until[rows], far)[:, None], _days(offers.end, far)[None])
        return start > until

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        start, _ = start_of(market, i, j)
        ends = (market.records.jobseekers[i].available_until, market.records.vacancies[j].end)
        until = min((day for day in ends if day is not None), default=None)
        return None if until is None or start <= until else {"start": start, "until": until}


def _days(dates: NDArray[np.datetime64], unknown: np.datetime64) -> NDArray[np.int32]:
    return np.where(np.isnat(dates), unknown, dates).astype(np.int64).astype(np.int32)
