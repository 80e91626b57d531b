"""Age: nobody starts to work before the age that the law sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.market import bit
from matching.pairs._rule import EligibilityRule
from matching.pairs._start import birthday, births, start_of, starts
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
    nl_name, en_name = "leeftijd", "age"
    nl = "de werkzoekende is op {start} jonger dan {minimum}"
    en = "the jobseeker is under {minimum} on {start}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        facts = market.protected.facts[rows]
        refused = np.zeros((len(facts), market.n_vacancies), bool)
        possible = [births(fact) for fact in facts]
        for row, born in enumerate(possible):
            # Whoever is of age on the reference date is so on every later day.
            if born is None or birthday(born[0], self.night_from) <= market.on:
                continue
            at = rows.start + row
            for column in range(market.n_vacancies):
                start, later = starts(market, slice(at, at + 1), column)
                minimum = self._minimum(bool(market.vacancies.shifts[column] & bit(Shift.NIGHT)))
                refused[row, column] = not later[0] and start[0] < np.datetime64(birthday(born[0], minimum))
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
        return self.night_from if night else self.work_from
