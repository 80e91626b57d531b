"""Hours: the wanted and the offered range must overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market

_NO_LIMIT = np.iinfo(np.int32).max


class Hours(EligibilityRule):
    """The most hours offered reach the least wanted, and the least offered stay within the most available.

    An unknown bound is left out, as in the search of the VUM standard. The hours of an inburgering route are
    taken off the most that a jobseeker has available.
    """

    __slots__ = ()
    code = "hours"
    reads = ("hours_min", "hours_max")
    nl_name, en_name = "uren", "hours"
    nl = "de werkzoekende kan {wanted} uur per week werken; de vacature biedt {offered} uur"
    en = "the jobseeker can work {wanted} hours a week; the vacancy offers {offered} hours"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        people, offers = market.jobseekers, market.vacancies
        route = [_hundredths(facts.integration_hours_per_week or 0) for facts in market.protected.facts[rows]]
        least, most = people.hours_min[rows, None], people.hours_max[rows, None]
        available = np.maximum(most - np.array(route, np.int32).reshape(-1, 1), 0)
        # An unknown least is -1, which refuses nobody; an unknown most must be lifted out of the way.
        ceiling = np.where(most < 0, _NO_LIMIT, available)
        offered = np.where(offers.hours_max < 0, _NO_LIMIT, offers.hours_max)
        return (offered < least) | (offers.hours_min > ceiling)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        person, vacancy = market.records.jobseekers[i], market.records.vacancies[j]
        most = person.hours_max
        if most is not None:
            most = max(most - (person.protected.integration_hours_per_week or 0), 0)
        if _reaches(vacancy.hours_max, person.hours_min) and _reaches(most, vacancy.hours_min):
            return None
        return {"wanted": (person.hours_min, most), "offered": (vacancy.hours_min, vacancy.hours_max)}


def _reaches(most: float | None, least: float | None) -> bool:
    return most is None or least is None or _hundredths(most) >= _hundredths(least)


def _hundredths(hours: float) -> int:
    return round(hours * 100)
