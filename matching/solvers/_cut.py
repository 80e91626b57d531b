"""Price-and-cut: solve on few pairs of each member, price all pairs, add what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._inner import Assignment
from matching.solvers._pricing import best_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Instance

_DENSE = 24
"""Pairs per member above which an instance is cut; affects speed only."""

_FIRST_CUT = (8, 3)  # best pairs of each jobseeker and vacancy to begin with
_NEXT_CUT = (6, 6)  # pairs added per member and round


def assign_all(
    instance: Instance, weight: NDArray[np.int64], inner: InnerEngine, start: object = None
) -> tuple[Assignment, int]:
    """Optimal assignment over all pairs of an instance at given weights, and the rounds it took.

    A dense instance is solved on its best pairs first; then all pairs are priced, those worth more than
    their two places cost are added, until there are none: the answer is optimal for all pairs.
    """
    n_members = len(instance.jobseeker_capacity) + len(instance.vacancy_capacity)
    if instance.n_pairs <= _DENSE * n_members:
        everyone = np.ones(instance.n_pairs, dtype=np.bool_)
        return _assign_some(instance, weight, everyone, inner, start), 1
    extra = int(instance.jobseeker_capacity.max(initial=1)) - 1
    kept = best_pairs(instance, -weight, _FIRST_CUT[0] + extra, _FIRST_CUT[1])
    rounds = 0
    while True:
        rounds += 1
        answer = _assign_some(instance, weight, kept, inner, start)
        loss = answer.jobseeker_price[instance.jobseeker] + answer.vacancy_price[instance.vacancy] - weight
        missed = (loss < 0) & ~kept
        if not missed.any():
            return answer, rounds
        kept |= best_pairs(instance, loss, *_NEXT_CUT, among=missed)
        start = answer.state


def _assign_some(
    instance: Instance,
    weight: NDArray[np.int64],
    kept: NDArray[np.bool_],
    inner: InnerEngine,
    start: object,
) -> Assignment:
    pairs = np.flatnonzero(kept)
    indptr = np.searchsorted(pairs, instance.indptr).astype(np.int64)
    capacity = (instance.jobseeker_capacity, instance.vacancy_capacity)
    answer = inner.assign(indptr, instance.vacancy[pairs], weight[pairs], *capacity, start)
    return Assignment(
        chosen=pairs[answer.chosen],
        jobseeker_price=answer.jobseeker_price,
        vacancy_price=answer.vacancy_price,
        state=answer.state,
    )
