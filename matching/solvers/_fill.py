"""Fill what room is left, best pair first: from any choice to a fuller one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._instance import Choice, evaluate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance

FIRST_BLOCK = 1 << 15  # pairs looked at in one go to begin with; memory and speed only


class Ledger:
    """Places and rows as used so far, to tell what one more pair would change."""

    def __init__(self, instance: Instance, pairs: NDArray[np.int64]) -> None:
        i, j = instance.jobseeker[pairs], instance.vacancy[pairs]
        n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
        self.room_i = (instance.jobseeker_capacity - np.bincount(i, minlength=n_i)).tolist()
        self.room_j = (instance.vacancy_capacity - np.bincount(j, minlength=n_j)).tolist()
        activity = instance.activity(pairs)
        self.short = (instance.lower - activity).tolist()
        self.room = (instance.upper - activity).tolist()
        self._short_price, self._over_price = instance.shortfall_weight, instance.excess_weight

    def gain(self, weight: int, rows: list[int], units: list[int]) -> tuple[int, int]:
        """Hard units mended (negative: broken) and value gained by one more pair."""
        mended = 0
        for row, size in zip(rows, units, strict=True):
            filled = min(size, max(self.short[row], 0))
            passed = size - min(size, max(self.room[row], 0))
            for change, price in ((filled, self._short_price[row]), (-passed, self._over_price[row])):
                if price is None:
                    mended += change
                else:
                    weight += change * price
        return mended, weight

    def take(self, i: int, j: int, rows: list[int], units: list[int]) -> None:
        """Use one place of each side, and the rows of the pair."""
        self.room_i[i] -= 1
        self.room_j[j] -= 1
        for row, size in zip(rows, units, strict=True):
            self.short[row] -= size
            self.room[row] -= size


def best_first(instance: Instance) -> NDArray[np.int64]:
    """All pairs, those of the highest weight first."""
    return np.argsort(-instance.weight, kind="stable")


def fill(instance: Instance, pairs: NDArray[np.int64], order: NDArray[np.int64]) -> Choice:
    """Add pairs in the given order, each if there is room and it is a gain.

    A pair that mends a hard row counts as a gain whatever its value; one that breaks a hard row never does.
    """
    ledger = Ledger(instance, pairs)
    chosen = np.zeros(instance.n_pairs, dtype=np.bool_)
    chosen[pairs] = True
    start, size = 0, FIRST_BLOCK
    while start < len(order):
        _fill_block(instance, ledger, chosen, order[start : start + size])
        # Places run out, so that ever fewer pairs of a block pass its first look.
        start, size = start + size, 2 * size
    return evaluate(instance, np.flatnonzero(chosen))


def _fill_block(
    instance: Instance, ledger: Ledger, chosen: NDArray[np.bool_], block: NDArray[np.int64]
) -> None:
    room_i, room_j = np.array(ledger.room_i), np.array(ledger.room_j)
    has_room = (room_i[instance.jobseeker[block]] > 0) & (room_j[instance.vacancy[block]] > 0)
    block = block[has_room & ~chosen[block]]
    columns = instance.columns
    starts, ends = columns.indptr[:-1][block].tolist(), columns.indptr[1:][block].tolist()
    i_list, j_list = instance.jobseeker[block].tolist(), instance.vacancy[block].tolist()
    facts = (block.tolist(), i_list, j_list, instance.weight[block].tolist(), starts, ends)
    for pair, i, j, weight, start, end in zip(*facts, strict=True):
        if ledger.room_i[i] == 0 or ledger.room_j[j] == 0:
            continue
        rows, units = columns.indices[start:end].tolist(), columns.data[start:end].tolist()
        if ledger.gain(weight, rows, units) > (0, 0):
            ledger.take(i, j, rows, units)
            chosen[pair] = True
