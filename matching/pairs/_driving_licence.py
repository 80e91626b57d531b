"""Driving licence: the categories that the law demands for the work are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.market import bit
from matching.pairs._rule import EligibilityRule
from matching.records import Licence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from matching.market import Market

# Categories that a category also allows to drive, or for which it had to be held already
# (Reglement rijbewijzen, art. 15-20).
_INCLUDES: dict[str, str] = {
    "A1": "AM",
    "A2": "A1",
    "A": "A2",
    "B": "AM",
    "B+": "B",
    "BE": "B+",
    "C1": "B",
    "C": "C1",
    "C1E": "C1 BE",
    "CE": "C C1E",
    "D1": "B",
    "D": "D1",
    "D1E": "D1 BE",
    "DE": "D D1E",
    "T": "AM",
}


class DrivingLicence(EligibilityRule):
    """Every licence that the law demands is held or included in one held, when it is known which are."""

    __slots__ = ()
    code = "driving_licence"
    reads = ("licences",)
    nl_name, en_name = "rijbewijs", "driving licence"
    nl = "het werk vereist rijbewijs {missing}; de werkzoekende heeft {held}"
    en = "the work requires driving licence {missing}; the jobseeker has {held}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        needed = np.array(
            [
                sum({bit(d.category) for d in demands if d.legally_required})
                for demands in market.vacancies.licences
            ],
            np.uint32,
        )
        held = market.jobseekers.licences[rows].copy()
        for licence in Licence:
            has = (market.jobseekers.licences[rows] & bit(licence)) != 0
            held[has] |= sum(bit(other) for other in allowed([licence]))
        known = market.jobseekers.licences_known[rows, None]
        return np.asarray(known & ((needed[None] & ~held[:, None]) != 0))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        held = market.records.jobseekers[i].driving_licences
        if held is None:
            return None
        needed = [d.category for d in market.records.vacancies[j].licences if d.legally_required]
        missing = tuple(sorted(set(needed) - allowed(held)))
        return {"missing": missing, "held": tuple(sorted(held)) or "none"} if missing else None


def allowed(held: Iterable[Licence]) -> set[Licence]:
    """Categories that may be driven with those held."""
    found: set[Licence] = set()
    todo = list(held)
    while todo:
        licence = todo.pop()
        found.add(licence)
        todo += [Licence(code) for code in _INCLUDES.get(licence, "").split()]
    return found
