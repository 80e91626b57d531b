"""Greedy choice: the best pair first, then the next that still fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance


def choose_greedily(instance: Instance) -> NDArray[np.int64]:
    """Take pairs in the order of their weight, each if both sides have a place and no upper limit is passed.

    Lower limits are not looked at. Without rows the total is at least half of the best one [1]_. Time is
    O(n_pairs log n_pairs), most of it sorting.

    Returns
    -------
    Positions in the instance, sorted.

    References
    ----------
    .. [1] Avis, D. (1983). A survey of heuristics for the weighted matching problem. *Networks*, 13(4):
       475-493. https://doi.org/10.1002/net.3230130404
    """
    order = np.argsort(-instance.weight, kind="stable")
    columns = instance.columns
    room_i, room_j = instance.jobseeker_capacity.tolist(), instance.vacancy_capacity.tolist()
    room = instance.upper.tolist()
    starts, ends = columns.indptr[:-1][order].tolist(), columns.indptr[1:][order].tolist()
    i_list, j_list = instance.jobseeker[order].tolist(), instance.vacancy[order].tolist()
    chosen = []
    for pair, i, j, start, end in zip(order.tolist(), i_list, j_list, starts, ends, strict=True):
        if room_i[i] == 0 or room_j[j] == 0:
            continue
        rows, units = columns.indices[start:end].tolist(), columns.data[start:end].tolist()
        if any(size > room[row] for row, size in zip(rows, units, strict=True)):
            continue
        room_i[i] -= 1
        room_j[j] -= 1
        for row, size in zip(rows, units, strict=True):
            room[row] -= size
        chosen.append(pair)
    return np.array(sorted(chosen), dtype=np.int64)
