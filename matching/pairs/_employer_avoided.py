"""Employers avoided: a jobseeker is not proposed where the jobseeker does not want to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class EmployerAvoided(EligibilityRule):
    """The employer is not among those that the jobseeker wants to avoid."""

    __slots__ = ()
    code = "employer_avoided"
    reads = ("employer",)
    nl_name, en_name = "werkgever gemeden", "employer avoided"
    nl = "de werkzoekende wil niet bij werkgever {employer} werken"
    en = "the jobseeker does not want to work for employer {employer}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        avoided = market.jobseekers.employers_avoided[rows]
        refused = np.zeros((len(avoided), market.n_vacancies), bool)
        employers = market.vacancies.employer
        for row, unwanted in enumerate(avoided):
            if unwanted:
                refused[row] = [employer in unwanted for employer in employers]
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        employer = market.records.vacancies[j].employer
        unwanted = market.records.jobseekers[i].employers_avoided
        return {"employer": employer} if employer in unwanted else None
