"""Consent: a profile that may not be shared is in no pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class Consent(EligibilityRule):
    """A jobseeker who said no to sharing the profile is not proposed; silence is not a no."""

    __slots__ = ()
    code = "consent"
    reads = ()
    nl_name, en_name = "toestemming", "consent"
    nl = "de werkzoekende geeft geen toestemming om het profiel te delen"
    en = "the jobseeker does not consent to sharing the profile"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        refused = market.jobseekers.consent[rows, None] == 0
        return np.repeat(refused, market.n_vacancies, axis=1)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        return {"consent": False} if market.records.jobseekers[i].consent_to_share is False else None
