"""Greedy choice: the best pair first, then the next that still fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._fill import FIRST_BLOCK, best_first

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
    order = best_first(instance)
    columns = instance.columns
    room_i, room_j = instance.jobseeker_capacity.tolist(), instance.vacancy_capacity.tolist()
    room = instance.upper.tolist()
    chosen: list[int] = []
    start, size = 0, FIRST_BLOCK
    while start < len(order):
        block = order[start : start + size]
        # Places run out, so that ever fewer pairs of a block pass its first look.
        start, size = start + size, 2 * size
        i, j = instance.jobseeker[block], instance.vacancy[block]
        has_room = (np.array(room_i)[i] > 0) & (np.array(room_j)[j] > 0)
        block, i, j = block[has_room], i[has_room], j[has_room]
        starts, ends = columns.indptr[:-1][block].tolist(), columns.indptr[1:][block].tolist()
        facts = (block.tolist(), i.tolist(), j.tolist(), starts, ends)
        for pair, i_of, j_of, first, last in zip(*facts, strict=True):
            if room_i[i_of] == 0 or room_j[j_of] == 0:
                continue
            rows, units = columns.indices[first:last].tolist(), columns.data[first:last].tolist()
            if any(unit > room[row] for row, unit in zip(rows, units, strict=True)):
                continue
            room_i[i_of] -= 1
            room_j[j_of] -= 1
            for row, unit in zip(rows, units, strict=True):
                room[row] -= unit
            chosen.append(pair)
    return np.array(sorted(chosen), dtype=np.int64)
