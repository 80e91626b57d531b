"""Minimum wage: the wage offered is at least the legal minimum for the age."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.exceptions import RegisterError
from matching.market import bit
from matching.pairs._rule import EligibilityRule
from matching.pairs._start import age, births, start_of, starts
from matching.records import ContractKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from matching.market import Market

_PAID = (ContractKind.REGULAR, ContractKind.BBL, ContractKind.SHELTERED)
_BBL = bit(ContractKind.BBL)
_ADULT = 21


class MinimumWage(EligibilityRule):
    """The wage is at least the legal minimum for the lowest age that the jobseeker can have at the start.

    Only for contract kinds to which the minimum wage applies, and for dates that the table covers.
    """

    __slots__ = ()
    code = "minimum_wage"
    reads = ("contract_kind", "wage", "start")
    nl_name, en_name = "minimumloon", "minimum wage"
    nl = "de vacature biedt {offered} euro per uur; het minimumloon is {minimum} euro"
    en = "the vacancy offers {offered} euros an hour; the minimum wage is {minimum} euros"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        offers = market.vacancies
        possible = [births(facts) for facts in market.protected.facts[rows]]
        refused = np.zeros((len(possible), market.n_vacancies), bool)
        paid = (offers.contract_kind & sum(map(bit, _PAID))) != 0
        low = paid & (offers.wage >= 0) & (offers.wage < _highest(market, rows))
        for column in np.flatnonzero(low).tolist():
            wage, bbl = int(offers.wage[column]), bool(offers.contract_kind[column] & _BBL)
            days: list[date] = starts(market, rows, np.array([column]))[0][:, 0].tolist()
            for row, (born, day) in enumerate(zip(possible, days, strict=True)):
                if born is not None:
                    refused[row, column] = wage < _minimum(age(born[1], day), day, bbl)
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        vacancy, born = market.records.vacancies[j], births(market.records.jobseekers[i].protected)
        if vacancy.wage_eur_per_hour is None or born is None or vacancy.contract_kind not in _PAID:
            return None
        start, _ = start_of(market, i, j)
        minimum = _minimum(age(born[1], start), start, vacancy.contract_kind is ContractKind.BBL)
        if round(100 * vacancy.wage_eur_per_hour) >= minimum:
            return None
        return {"offered": vacancy.wage_eur_per_hour, "minimum": Decimal(minimum) / 100}


def _highest(market: Market, rows: slice) -> int:
    """Highest minimum wage on any day on which work of these jobseekers can start."""
    known = np.concatenate([market.jobseekers.available_from[rows], market.vacancies.start])
    days = {market.on, *(day for day in np.unique(known).tolist() if day is not None and day > market.on)}
    return max(_minimum(_ADULT, day, False) for day in days)


@lru_cache(maxsize=4096)
def _minimum(years: int, on: date, bbl: bool) -> int:
    """Minimum wage in cents; 0 where the table states none, so that nothing is below it."""
    try:
        return registers.minimum_wage_cents(years, on, bbl=bbl)
    except RegisterError:
        return 0
