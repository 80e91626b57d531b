"""Wage floor: the wage offered is at least what the jobseeker asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from matching.market import Market


class WageFloor(EligibilityRule):
    """The wage offered is not below the floor of the jobseeker, when both are known."""

    __slots__ = ()
    code = "wage_floor"
    reads = ("wage",)
    nl_name, en_name = "loonwens", "wage floor"
    nl = "de vacature biedt {offered} euro per uur; de werkzoekende vraagt ten minste {floor} euro"
    en = "the vacancy offers {offered} euros an hour; the jobseeker asks at least {floor} euros"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        wage = market.vacancies.wage
        return (wage >= 0) & (wage < market.jobseekers.wage_floor[rows, None])

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        offered = market.records.vacancies[j].wage_eur_per_hour
        floor = market.records.jobseekers[i].wage_floor_eur_per_hour
        if offered is None or floor is None or offered >= floor:
            return None
        return {"offered": offered, "floor": floor}
