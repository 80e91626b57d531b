"""Days of the inburgering route: no work on the days that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.market import mask
from matching.pairs._days_and_shifts import days_needed, in_order
from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class IntegrationDays(EligibilityRule):
    """No day of the work, nor the school day of a BBL place, is a day of the route, when both are known."""

    __slots__ = ()
    code = "integration_days"
    reads = ("days", "school_day")
    nl_name, en_name = "dagen inburgering", "integration days"
    nl = "de vacature vraagt {taken}; dan is de inburgering van de werkzoekende"
    en = "the vacancy needs {taken}; the integration route of the jobseeker is then"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        taken = [mask(facts.integration_days) for facts in market.protected.facts[rows]]
        needed = market.vacancies.days | market.vacancies.school_day
        return np.asarray((needed & np.array(taken, np.uint8).reshape(-1, 1)) != 0)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        route = market.records.jobseekers[i].protected.integration_days or frozenset()
        taken = days_needed(market.records.vacancies[j]) & route
        return {"taken": in_order(taken)} if taken else None
