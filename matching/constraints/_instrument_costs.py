"""Which candidates need an instrument, and what that costs: the rules of `policy` in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from matching import policy
from matching.records import ContractKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates

CostItem = Literal["placement", "adaptation", "job_coach", "lks"]
COST_ITEMS: tuple[CostItem, ...] = ("placement", "adaptation", "job_coach", "lks")
"""What a pot can pay: the placement itself, or an instrument without which the pair would not fit."""


def needs(candidates: Candidates, item: CostItem) -> NDArray[np.bool_]:
    """Which candidates have a cost, as `policy.needed_instruments` says for one."""
    if item == "placement":
        return np.ones(len(candidates), bool)
    if item == "adaptation":
        records = candidates.market.records
        return policy.adapted_pairs(
            records.jobseekers, records.vacancies, candidates.jobseeker, candidates.vacancy
        )
    # An instrument of the person alone: any vacancy asks the same.
    needed = [item in policy.person_instruments(person) for person in candidates.market.records.jobseekers]
    return np.array(needed, bool)[candidates.jobseeker]


def subsidy_cents(candidates: Candidates, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Wage-cost subsidy of a year of each candidate ``at``; 0 when age, wage or hours are not known."""
    vacancies, facts = candidates.market.records.vacancies, candidates.market.protected.facts
    learns = np.array([vacancy.contract_kind == ContractKind.BBL for vacancy in vacancies], bool)
    asked = np.stack(
        [
            candidates.jobseeker[at].astype(np.int64),
            candidates.hours_min[at].astype(np.int64),
            candidates.start[at].astype("datetime64[D]").astype(np.int64),
            learns[candidates.vacancy[at]].astype(np.int64),
        ]
    )
    different, which = np.unique(asked, axis=1, return_inverse=True)
    cents = np.zeros(different.shape[1], np.int64)
    for nth, (person, hours, start, bbl) in enumerate(different.T.tolist()):
        on = np.datetime64(start, "D").item()
        subsidy = policy.wage_subsidy(facts[person], hours, on, bbl=bool(bbl), settings=candidates.settings)
        cents[nth] = 0 if subsidy is None else subsidy.paid_cents
    return cents[which.ravel()]
