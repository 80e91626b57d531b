"""Suitable level: in the first months of WW no work of a lower class than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.pairs._rule import EligibilityRule
from matching.records import EducationLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import ProtectedFacts

_CLASS_OF_RANK = np.zeros(1 + max(level.rank for level in EducationLevel), np.int8)
for _level in EducationLevel:
    _CLASS_OF_RANK[_level.rank] = policy.level_class(_level)


class SuitableLevel(EligibilityRule):
    """In the first months of WW work is not of a lower class of level than the former work.

    See `matching.policy.is_suitable_level`, on the reference date. A level or a first day of WW that is not
    known refuses nobody.
    """

    __slots__ = ()
    code = "suitable_level"
    reads = ("work_level_min",)
    nl_name, en_name = "passend niveau", "suitable level"
    nl = "het werk is van niveau {offered}; in de eerste maanden van de WW past niet lager dan {former}"
    en = "the work is of level {offered}; in the first months of WW nothing below {former} is suitable"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        least = np.array([self._least(market, facts) for facts in market.protected.facts[rows]], np.int8)
        rank = market.vacancies.work_level_min
        return np.asarray((rank >= 0) & (_CLASS_OF_RANK[rank] < least.reshape(-1, 1)))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        facts, level = market.records.jobseekers[i].protected, market.records.vacancies[j].work_level_min
        if policy.is_suitable_level(facts, level, market.on, settings=market.policy) is not False:
            return None
        return {"offered": str(level), "former": str(facts.former_level)}

    def _least(self, market: Market, facts: ProtectedFacts) -> int:
        """Lowest suitable class; 0 where any level may be suitable."""
        first = policy.in_first_ww_months(facts, market.on, settings=market.policy)
        return policy.level_class(facts.former_level) if first and facts.former_level is not None else 0
