"""Stable choice: no jobseeker and vacancy would both rather have each other."""

from __future__ import annotations

from heapq import heappush, heapreplace
from typing import TYPE_CHECKING

import numpy as np

try:
    from matching.solvers import _native
except ImportError:  # installed without a compiler
    _native = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance


def defer_acceptance(
    instance: Instance, jobseeker_score: NDArray[np.int64], vacancy_score: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Let jobseekers propose in the order of their wishes; vacancies keep their best proposals [1]_.

    Each jobseeker holds as many proposals as it has places, each vacancy keeps as many as it has openings.
    Equal scores are broken by the weight of the pair (its score, then its tie key), then by position. The
    outcome is stable, and no stable outcome is better for any jobseeker. Pairs of one `pair_group` are
    claims on one placement: the best of them stands for all. Rows are not looked at.

    Parameters
    ----------
    instance
        Pairs and places.
    jobseeker_score, vacancy_score : of shape (n_pairs,)
        How much each side wants each pair of the instance, in micro-units.

    Returns
    -------
    Positions in the instance, sorted.

    Notes
    -----
    Time is O(n_pairs log n_pairs), most of it sorting. Ctrl-C ends it.

    References
    ----------
    .. [1] Gale, D., and L.S. Shapley (1962). College admissions and the stability of marriage. *American
       Mathematical Monthly*, 69(1): 9-15. https://doi.org/10.2307/2312726
    """
    if _native is not None:
        shape = instance.indptr, instance.vacancy
        scores = np.ascontiguousarray(jobseeker_score), np.ascontiguousarray(vacancy_score)
        places = instance.jobseeker_capacity, instance.vacancy_capacity
        return _native.defer_acceptance(*shape, *scores, instance.weight, *places)
    wishes = np.lexsort((-instance.weight, -jobseeker_score, instance.jobseeker))
    standing = np.empty(instance.n_pairs, dtype=np.int64)
    standing[np.lexsort((instance.weight, vacancy_score))] = np.arange(instance.n_pairs)
    wish_list, rank, vacancy = wishes.tolist(), standing.tolist(), instance.vacancy.tolist()
    jobseeker, openings = instance.jobseeker.tolist(), instance.vacancy_capacity.tolist()
    next_wish, last_wish = instance.indptr[:-1].tolist(), instance.indptr[1:].tolist()
    kept: list[list[tuple[int, int]]] = [[] for _ in openings]
    # Whoever has a place left and a wish left is in the stack once per place.
    places = np.minimum(instance.jobseeker_capacity, np.diff(instance.indptr))
    waiting = np.repeat(np.arange(len(places)), places).tolist()
    while waiting:
        i = waiting.pop()
        if next_wish[i] == last_wish[i]:
            continue
        pair = wish_list[next_wish[i]]
        next_wish[i] += 1
        proposals = kept[vacancy[pair]]
        if len(proposals) < openings[vacancy[pair]]:
            heappush(proposals, (rank[pair], pair))
        elif proposals and rank[pair] > proposals[0][0]:
            _, refused = heapreplace(proposals, (rank[pair], pair))
            waiting.append(jobseeker[refused])
        else:
            waiting.append(i)
    return np.array(sorted(pair for proposals in kept for _, pair in proposals), dtype=np.int64)
