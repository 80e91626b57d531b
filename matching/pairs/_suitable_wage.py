"""Suitable wage: in the first months of WW no work that pays far less than before."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import ProtectedFacts


class SuitableWage(EligibilityRule):
    """In the first months of WW work pays at least the share of the former wage that the law states.

    See `matching.policy.is_suitable_wage`, on the reference date. A wage or a first day of WW that is not
    known refuses nobody.
    """

    __slots__ = ()
    code = "suitable_wage"
    reads = ("wage",)
    nl_name, en_name = "passend loon", "suitable wage"
    nl = "het werk betaalt {offered} euro per uur; in de eerste maanden van de WW is {least} euro passend"
    en = "the work pays {offered} euros an hour; in the first months of WW {least} euros is suitable"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        least = np.array([self._least(market, facts) for facts in market.protected.facts[rows]], np.int64)
        wage = market.vacancies.wage
        return np.asarray((wage >= 0) & (wage < least.reshape(-1, 1)))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        facts, offered = market.records.jobseekers[i].protected, market.records.vacancies[j].wage_eur_per_hour
        if policy.is_suitable_wage(facts, offered, market.on, settings=market.policy) is not False:
            return None
        return {"offered": offered, "least": self._least(market, facts) / 100}

    def _least(self, market: Market, facts: ProtectedFacts) -> int:
        """Lowest suitable wage in whole cents; 0 where any wage may be suitable."""
        former = facts.former_wage_eur_per_hour
        if former is None or not policy.in_first_ww_months(facts, market.on, settings=market.policy):
            return 0
        return ceil(market.policy.suitable_wage_share * int(former * 100))
