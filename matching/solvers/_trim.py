"""Give up pairs until no hard upper limit is passed: from any choice to one that may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._instance import Choice, evaluate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance


def trim(instance: Instance, pairs: NDArray[np.int64]) -> Choice:
    """Leave out the pairs of least weight in each row that is hard above and over its limit."""
    over = instance.activity(pairs) > instance.upper
    rows = [row for row in np.flatnonzero(over).tolist() if instance.excess_weight[row] is None]
    if not rows:
        return evaluate(instance, pairs)
    by_row = instance.columns[:, pairs].tocsr()
    kept = np.ones(len(pairs), dtype=np.bool_)
    for row in rows:
        entries = slice(by_row.indptr[row], by_row.indptr[row + 1])
        here = kept[by_row.indices[entries]]
        member, units = by_row.indices[entries][here], by_row.data[entries][here].astype(np.int64)
        order = np.argsort(instance.weight[pairs[member]], kind="stable")
        given_up = np.cumsum(units[order]) - units[order]
        kept[member[order][given_up < units.sum() - instance.upper[row]]] = False
    return evaluate(instance, pairs[kept])
