"""Price-and-cut: solve on few pairs of each member, price all pairs, add what was missed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._auction import rank_in_runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.solvers._inner import Assignment
    from matching.solvers._pace import Pace

_FIRST_CUT = (8, 3)  # best pairs of each jobseeker and vacancy to begin with
_NEXT_CUT = (6, 6)  # pairs added per member and round


def assign_by_cuts(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    start: object,
    assign: Callable[..., Assignment],
    pace: Pace,
) -> Assignment:
    """Optimal assignment of a dense instance, by an engine that would rather see few pairs.

    The best pairs of each member are solved first; then all pairs are priced, those worth more than their
    two places cost are added, until there are none: the answer is optimal for all pairs, unless the
    time was up.
    """
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity), dtype=np.int32), np.diff(indptr))
    more = int(jobseeker_capacity.max(initial=1)) - 1
    kept = best_pairs(jobseeker, vacancy, -weight, (_FIRST_CUT[0] + more, _FIRST_CUT[1]))
    while True:
        pairs = np.flatnonzero(kept)
        ends = np.searchsorted(pairs, indptr).astype(np.int64)
        answer = assign(
            ends, vacancy[pairs], weight[pairs], jobseeker_capacity, vacancy_capacity, start, pace
        )
        loss = answer.jobseeker_price[jobseeker] + answer.vacancy_price[vacancy] - weight
        missed = np.flatnonzero((loss < 0) & ~kept)
        if len(missed) == 0 or pace.is_over():
            break
        kept[missed[best_pairs(jobseeker[missed], vacancy[missed], loss[missed], _NEXT_CUT)]] = True
        start = answer.state
    return replace(answer, chosen=pairs[answer.chosen])


def best_pairs(
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
    loss: NDArray[np.int64],
    count: tuple[int, int],
) -> NDArray[np.bool_]:
    """Mark the pairs of least loss: so many of each jobseeker, so many of each vacancy.

    Pairs come sorted by jobseeker and vacancy. Parallel pairs count once, and are marked together: they
    are claims on the same placement.
    """
    first = np.ones(len(loss), dtype=np.bool_)
    first[1:] = (jobseeker[1:] != jobseeker[:-1]) | (vacancy[1:] != vacancy[:-1])
    starts = np.flatnonzero(first)
    marked = np.zeros(len(starts), dtype=np.bool_)
    if len(starts) == 0:
        return marked
    least = np.minimum.reduceat(loss, starts)
    for member, most in ((jobseeker[starts], count[0]), (vacancy[starts], count[1])):
        order = np.lexsort((least, member))
        marked[order[rank_in_runs(member[order]) < most]] = True
    of_all: NDArray[np.bool_] = marked[np.cumsum(first) - 1]
    return of_all
