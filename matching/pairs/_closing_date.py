"""Closing date: nobody is proposed after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class ClosingDate(EligibilityRule):
    """The closing date of the vacancy is not before the reference date."""

    __slots__ = ()
    code = "closing_date"
    reads = ("closing_date",)
    nl_name, en_name = "sluitingsdatum", "closing date"
    nl = "de vacature is gesloten op {closing_date}; de peildatum is {on}"
    en = "the vacancy closed on {closing_date}; the reference date is {on}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        n_rows = len(market.jobseekers.consent[rows])
        closed = market.vacancies.closing_date[None] < np.datetime64(market.on, "D")
        return np.repeat(closed, n_rows, axis=0)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        closing = market.records.vacancies[j].closing_date
        if closing is None or closing >= market.on:
            return None
        return {"closing_date": closing, "on": market.on}
