"""Certificates: diplomas and certificates that the law demands for the work are held."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matching.features import is_same_certificate
from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import CertificateDemand


class Certificates(EligibilityRule):
    """Every certificate that the law demands is among those held, when it is known which are.

    Names are compared by their words, so that ``VCA`` is met by ``VCA basis (2024)``.
    """

    __slots__ = ()
    code = "certificates"
    reads = ("certificates",)
    nl_name, en_name = "diploma of certificaat", "certificate"
    nl = "het werk vereist bij wet {missing}"
    en = "the law requires {missing} for this work"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        held = market.jobseekers.certificates[rows]
        needed = [_required(demands) for demands in market.vacancies.certificates]
        refused = np.zeros((len(held), len(needed)), bool)
        for name in sorted({name for names in needed for name in names}):
            asking = np.array([name in names for names in needed])
            lacking = np.array([own is not None and not _holds(own, name) for own in held])
            refused |= lacking[:, None] & asking[None]
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        held = market.records.jobseekers[i].certificates
        if held is None:
            return None
        needed = _required(market.records.vacancies[j].certificates)
        missing = tuple(name for name in needed if not any(is_same_certificate(own, name) for own in held))
        return {"missing": missing} if missing else None


def _required(demands: tuple[CertificateDemand, ...]) -> tuple[str, ...]:
    return tuple(demand.name for demand in demands if demand.legally_required)


@lru_cache(maxsize=1 << 16)
def _holds(held: tuple[str, ...], name: str) -> bool:
    return any(is_same_certificate(own, name) for own in held)
