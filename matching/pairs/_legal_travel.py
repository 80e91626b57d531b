"""Legal travel limit: no more travel a day than the law asks of who lives on a benefit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.features import TravelSettings
from matching.pairs._rule import EligibilityRule
from matching.pairs._travel import compare_journey, too_far

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import ProtectedFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTravel(EligibilityRule):
    """There and back takes no more than the law allows to be asked, on WW and on bijstand.

    The limits are those of `matching.policy.legal_travel_minutes_one_way` on the reference date. Minutes are
    estimated as in `TravelTime`.

    Parameters
    ----------
    settings
        How kilometres become minutes.
    """

    settings: TravelSettings = field(default_factory=TravelSettings)
    code = "legal_travel"
    reads = ("places",)
    nl_name, en_name = "wettelijke reisgrens", "legal travel limit"
    nl = "de reis duurt {minutes} minuten enkele reis ({km} km, {mode}); de wet vraagt er hoogstens {limit}"
    en = "the journey takes {minutes} minutes one way ({km} km, {mode}); the law asks at most {limit}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        limits = [self._limit(market, facts) for facts in market.protected.facts[rows]]
        return too_far(market, rows, np.array(limits, np.float64), self.settings)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        limit = self._limit(market, market.records.jobseekers[i].protected)
        return compare_journey(market, i, j, limit, self.settings)

    def _limit(self, market: Market, facts: ProtectedFacts) -> float | None:
        return policy.legal_travel_minutes_one_way(facts, market.on, settings=market.policy)
