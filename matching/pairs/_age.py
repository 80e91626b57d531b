"""Age: nobody starts to work before the age that the law sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.market import bit
from matching.pairs._rule import EligibilityRule
from matching.pairs._start import birthday, births, start_of
from matching.records import Shift

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(EligibilityRule):
    """The jobseeker is surely old enough, or possibly so, on the day that the work starts.

    Where availability or vacancy start is unknown, the work may start later and nobody is refused.

    Parameters
    ----------
    work_from, night_from
        Lowest age for work and for night work, in years (Arbeidstijdenwet, art. 3:2 and 5:8).
    """

    work_from: int = 15
    night_from: int = 18
    code = "age"
    reads = ("shifts", "start")
    nl_name, en_name = "leeftijd", "age"
    nl = "de werkzoekende is op {start} jonger dan {minimum}"
    en = "the jobseeker is under {minimum} on {start}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        offers = market.vacancies
        possible = [births(facts) for facts in market.protected.facts[rows]]
        refused = np.zeros((len(possible), market.n_vacancies), bool)
        night = (offers.shifts & bit(Shift.NIGHT)) != 0
        for row, born in enumerate(possible):
            # Whoever is of age on the reference date is so on every later day.
            if born is None or birthday(born[0], self._minimum(True)) <= market.on:
                continue
            first_day = np.where(
                night,
                np.datetime64(birthday(born[0], self._minimum(True)), "D"),
                np.datetime64(birthday(born[0], self._minimum(False)), "D"),
            )
            available = market.jobseekers.available_from[rows][row]
            start = np.fmax(np.fmax(available, offers.start), np.datetime64(market.on, "D"))
            refused[row] = ~np.isnat(available) & ~np.isnat(offers.start) & (start < first_day)
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        born = births(market.records.jobseekers[i].protected)
        start, may_be_later = start_of(market, i, j)
        minimum = self._minimum(Shift.NIGHT in (market.records.vacancies[j].shifts or ()))
        if born is None or may_be_later or start >= birthday(born[0], minimum):
            return None
        return {"start": start, "minimum": minimum}

    def _minimum(self, night: bool) -> int:
        return max(self.work_from, self.night_from) if night else self.work_from
