"""Who has no proposal and which openings are left, each with the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.plan._proposals import Unmatched
from matching.plan._words import reason_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.plan._basis import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """Jobseekers without a placement and vacancies with openings left, each sorted by id.

    Parameters
    ----------
    jobseekers, vacancies
        One entry each, with the reason.
    """

    jobseekers: tuple[Unmatched, ...]
    vacancies: tuple[Unmatched, ...]

    def by_reason(self) -> dict[str, tuple[int, int]]:
        """How many jobseekers and how many openings are left over for each reason, most first."""
        people = Counter(entry.reason for entry in self.jobseekers)
        openings: Counter[str] = Counter()
        for entry in self.vacancies:
            openings[entry.reason] += entry.openings
        both = {reason: (people[reason], openings[reason]) for reason in {*people, *openings}}
        return dict(sorted(both.items(), key=lambda item: (-sum(item[1]), item[0])))


def read_leftovers(basis: Basis) -> Leftovers:
    """Find everybody and everything left over, and say why."""
    market, pairs = basis.market, basis.pairs
    candidates, chosen = basis.compiled.candidates, basis.solution.chosen
    placed = np.bincount(candidates.jobseeker[chosen], minlength=market.n_jobseekers)
    filled = np.bincount(candidates.vacancy[chosen], minlength=market.n_vacancies)
    if basis.settings.second_jobs:
        filled += np.bincount(pairs.vacancy[basis.further], minlength=market.n_vacancies)
    left = market.vacancies.openings - filled
    people = np.flatnonzero(placed == 0)
    open_vacancies = np.flatnonzero(left > 0)
    best_of_person = _best(pairs.jobseeker, basis.scores.micro, market.n_jobseekers)
    best_of_vacancy = _best(pairs.vacancy, basis.scores.micro, market.n_vacancies)
    could_go, could_fill = _held_back(basis, placed, left)
    return Leftovers(
        jobseekers=tuple(_jobseeker(basis, int(i), int(best_of_person[i]), i in could_go) for i in people),
        vacancies=tuple(
            _vacancy(basis, int(j), int(best_of_vacancy[j]), int(left[j]), j in could_fill)
            for j in open_vacancies
        ),
    )


def _held_back(basis: Basis, placed: NDArray[np.int64], left: NDArray[np.int64]) -> tuple[set[int], set[int]]:
    """Jobseekers without a placement who fit an opening that is left, and those openings' vacancies.

    A plan of the best total score leaves such a pair only for a promise or a decision.
    """
    i, j = basis.pairs.jobseeker[basis.kept], basis.pairs.vacancy[basis.kept]
    free = (placed[i] == 0) & (left[j] > 0)
    return set(i[free].tolist()), set(j[free].tolist())


def _best(position: NDArray[np.int32], micro: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Highest micro-score at each position, -1 where there is no pair."""
    best = np.full(length, -1, np.int64)
    np.maximum.at(best, position, micro)
    return best


def _jobseeker(basis: Basis, i: int, best: int, is_held: bool) -> Unmatched:
    market = basis.market
    rule = ""
    if market.jobseekers.consent[i] == 0:
        reason = "no_consent"
    elif best < 0:
        reason, rule = "no_eligible_vacancy", _main_refusal(basis, basis.pairs.refused_by_jobseeker[:, i])
    else:
        reason = _by_score(basis, best, is_held, "outcompeted")
    return _unmatched(basis, market.jobseekers.ids[i], reason, rule, best, openings=0)


def _vacancy(basis: Basis, j: int, best: int, openings: int, is_held: bool) -> Unmatched:
    rule = ""
    if best < 0:
        reason, rule = "no_eligible_jobseeker", _main_refusal(basis, basis.pairs.refused_by_vacancy[:, j])
    else:
        reason = _by_score(basis, best, is_held, "placed_elsewhere")
    return _unmatched(basis, basis.market.vacancies.ids[j], reason, rule, best, openings)


def _by_score(basis: Basis, best: int, is_held: bool, otherwise: str) -> str:
    """Reason for somebody or something with an eligible pair."""
    if best < round(basis.settings.min_score * 1e6):
        return "below_min_score"
    if basis.solution.status == "infeasible":
        return "no_plan"
    return "held_back" if is_held else otherwise


def _main_refusal(basis: Basis, counts: NDArray[np.int32]) -> str:
    """Code of the rule that refuses most of the pairs counted, the first of the list when equal."""
    return basis.rules[int(np.argmax(counts))].code if len(counts) and counts.max() > 0 else ""


def _unmatched(basis: Basis, key: str, reason: str, rule: str, best: int, openings: int) -> Unmatched:
    names = {r.code: (r.nl_name, r.en_name) for r in basis.rules}
    score = best / 1e6
    nl, en = reason_text(
        reason, rule=names.get(rule, ("", "")), best=max(score, 0.0), limit=basis.settings.min_score
    )
    return Unmatched(
        id=key, reason=reason, openings=openings, detail=rule, best=score if best >= 0 else None, nl=nl, en=en
    )
