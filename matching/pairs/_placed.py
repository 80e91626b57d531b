"""Placed: who is at work is proposed only for hours that are known to be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class Placed(EligibilityRule):
    """Somebody with a placement is proposed only elsewhere, for hours that are known to be left beside it.

    A placement that is agreed or runs takes its hours off the most that the person can work, after those of
    an inburgering route. It is the placement that refuses: hours that are known to be left lift it, as for a
    second job, so all of them must be known.
    """

    __slots__ = ()
    code = "placed"
    reads = ("hours_max", "filled_by")
    nl_name, en_name = "al geplaatst", "already placed"
    nl = (
        "de werkzoekende heeft werk op vacature {placed}; uren die over zijn: {left}, "
        "uren van deze vacature: {offered}"
    )
    en = "the jobseeker has work on vacancy {placed}; hours left: {left}, hours of this vacancy: {offered}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        offers, hours = market.vacancies, market.hours_at_work[rows]
        ids, most = market.jobseekers.ids[rows], market.jobseekers.hours_max[rows].tolist()
        facts = market.protected.facts[rows]
        refused = np.zeros((len(hours), market.n_vacancies), bool)
        for row in np.flatnonzero(hours).tolist():
            route = _hundredths(facts[row].integration_hours_per_week)
            left = most[row] - route - int(hours[row]) if hours[row] > 0 else 0
            here = [ids[row] in held for held in offers.filled_by]
            refused[row] = (offers.hours_max <= 0) | (offers.hours_max > left) | here
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        person, vacancy = market.records.jobseekers[i], market.records.vacancies[j]
        jobs = market.held_by.get(person.id, ())
        if not jobs:
            return None
        placed = tuple(sorted({one.vacancy for one in jobs}))
        left = None
        if person.hours_max is not None and all(one.hours_per_week for one in jobs):
            taken = _hundredths(person.protected.integration_hours_per_week)
            taken += sum(_hundredths(one.hours_per_week) for one in jobs)
            left = max(_hundredths(person.hours_max) - taken, 0)
        if left and vacancy.id not in placed and 0 < _hundredths(vacancy.hours_max) <= left:
            return None
        return {
            "placed": placed,
            "left": "unknown" if left is None else left / 100,
            "offered": "unknown" if vacancy.hours_max is None else vacancy.hours_max,
        }


def _hundredths(hours: float | None) -> int:
    return round((hours or 0) * 100)
