"""Functional limits: item by item, the level asked is within what the jobseeker can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.market import ITEMS
from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class FunctionalLimits(EligibilityRule):
    """No demand is above the level of the jobseeker, unless the work can be adapted for that item."""

    __slots__ = ()
    code = "functional_limits"
    reads = ("demands", "adaptations")
    nl_name, en_name = "belastbaarheid", "functional limits"
    nl = "het werk vraagt meer dan de werkzoekende aankan: {items}"
    en = "the work asks more than the jobseeker can take: {items}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        can, offers = market.limits.levels[rows], market.vacancies
        # An item that can be adapted asks nothing; an unknown level takes everything.
        asked = np.where(offers.adaptations, np.int8(-1), offers.demands)
        limit = np.where(can < 0, np.int8(127), can)
        refused = np.zeros((len(can), len(asked)), bool)
        for item in np.flatnonzero((asked > 0).any(axis=0) & (can >= 0).any(axis=0)):
            refused |= asked[None, :, item] > limit[:, None, item]
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        can, vacancy = market.records.jobseekers[i].functional_limits, market.records.vacancies[j]
        above = tuple(
            item
            for item in ITEMS
            if item in can
            and vacancy.demands.get(item, 0) > can[item]
            and item not in vacancy.adaptations_offered
        )
        if not above:
            return None
        return {
            "items": tuple(map(str, above)),
            "asked": tuple(vacancy.demands[item] for item in above),
            "can": tuple(can[item] for item in above),
        }
