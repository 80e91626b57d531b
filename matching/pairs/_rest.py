"""The best pair of every jobseeker and vacancy that has none high enough: to say how near they come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import RuleError
from matching.pairs._candidates import find_candidates, is_best
from matching.pairs._classes import some_people, some_vacancies
from matching.pairs._pairs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import Market
    from matching.pairs._block import Block
    from matching.pairs._candidates import PairScore
    from matching.pairs._pairs import Pairs


def list_best_of_rest(market: Market, pairs: Pairs, score: PairScore, *, threads: int | None = None) -> Pairs:
    """List for every jobseeker and vacancy without a pair the best that no rule refuses, where there is one.

    Parameters
    ----------
    market, pairs, score
        The market, what `find_candidates` found in it, and the score that it was found with.
    threads
        As in `find_pairs`.

    Returns
    -------
    Pairs
        Those of ``pairs`` and the best ones of the rest.

    Raises
    ------
    RuleError
        When the pairs have no scores, as those of `find_pairs`.

    Examples
    --------
    >>> from matching import features, scoring
    >>> from matching.market import load_region
    >>> market = load_region("drenthe", jobseekers=30, vacancies=20)
    >>> screen = scoring.Screen(features.build(market.open), scoring.load_card())
    >>> few = find_candidates(market, screen, at_least=0.6)
    >>> every = list_best_of_rest(market, few, screen)
    >>> len(few) < len(every), every.n_eligible == few.n_eligible
    (True, True)
    """
    n, m = market.n_jobseekers, market.n_vacancies
    found = [(pairs.jobseeker, pairs.vacancy, _micro(pairs))]
    for side, length in ((0, n), (1, m)):
        lone = np.flatnonzero(np.bincount(found[0][side], minlength=length) == 0)
        if len(lone):
            found.append(_best_of(market, lone, side, pairs, score, threads))
    jobseeker, vacancy, micro = (np.concatenate([part[at] for part in found]) for at in range(3))
    # The same pair may be the best of both.
    key, first = np.unique(jobseeker.astype(np.int64) * m + vacancy, return_index=True)
    return replace(
        pairs,
        jobseeker=frozen(jobseeker[first]),
        vacancy=frozen(vacancy[first]),
        micro=frozen(micro[first]),
        n_below=pairs.n_below - (len(key) - len(pairs)),
    )


def _micro(pairs: Pairs) -> NDArray[np.int64]:
    if pairs.micro is None:
        msg = "list_best_of_rest: the pairs have no scores; take those of find_candidates."
        raise RuleError(msg)
    return pairs.micro


def _best_of(
    market: Market,
    lone: NDArray[np.intp],
    side: int,
    pairs: Pairs,
    score: PairScore,
    threads: int | None,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Best pair of each of some jobseekers (side 0) or vacancies (side 1) that has an eligible one."""
    every = (np.arange(market.n_jobseekers), np.arange(market.n_vacancies))
    rows, columns = (lone, every[1]) if side == 0 else (every[0], lone)
    part = some_people(market, lone) if side == 0 else some_vacancies(market, lone)

    def in_market(
        block: Block, at_least: NDArray[np.integer]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        inside = replace(block, people=rows[block.people], vacancies=columns[block.vacancies])
        return score(inside, at_least)

    found = find_candidates(part, in_market, best=1, rules=pairs.rules, threads=threads)
    own, other = (found.jobseeker, found.vacancy) if side == 0 else (found.vacancy, found.jobseeker)
    best = is_best(own, _micro(found), other, 1)
    return (
        rows[found.jobseeker[best]].astype(np.int32),
        columns[found.vacancy[best]].astype(np.int32),
        _micro(found)[best],
    )
