"""A linear program around the best prices so far: it moves those that matter, each by a little."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array

from matching.solvers._lp import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from matching.solvers._combine import Combination, Point, Priced, Set

_WIDTH = 0.01  # score units by which a price may move in a round
_TICK = 0.1  # seconds between looks whether somebody wants to interrupt


class Core:
    """Some of the prices, each within a box around the best so far [1]_; the others stay as they are.

    Within the box the first answers are as good as the last, where a program without one begins with prices
    that are good for nothing.

    Parameters
    ----------
    program
        Rows taken apart.
    priced
        Prices to begin with, and the best sets there.
    free
        Marks of the places and rows, in the order of `Combination.charges`, whose prices may move.
    sets
        Of the blocks, to begin with.

    Attributes
    ----------
    sets
        All that it knows, in the order they came.

    References
    ----------
    .. [1] Marsten, R.E., W.W. Hogan and J.W. Blankenship (1975). The boxstep method for large-scale
       optimization. *Operations Research*, 23(3): 389-405. https://doi.org/10.1287/opre.23.3.389
    """

    def __init__(
        self, program: Combination, priced: Priced, free: NDArray[np.bool_], sets: Iterable[Set]
    ) -> None:
        self.sets: dict[Set, None] = {}
        self._program, self._free = program, np.flatnonzero(free)
        self._rows = np.r_[self._free, len(free) + np.arange(len(program.blocks))]
        self._charge = program.charges(priced.point)
        self._fixed = np.where(free, 0.0, self._charge)
        self._is_outside, self._is_limited = program.touch(free)
        self._highs = self._boxes()
        near = self._is_outside & (priced.net >= -2 * _WIDTH * UNIT)
        self._add(np.flatnonzero(near), [*sets, *_sets(priced)])

    def _boxes(self) -> highspy.Highs:
        """Give each price that may move a column that keeps it above its box, and one that keeps it below."""
        n, n_blocks = len(self._free), len(self._program.blocks)
        low, high = (limits[self._free] for limits in self._program.limits())
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = n + n_blocks, 2 * n
        model.sense_ = highspy.ObjSense.kMaximize
        model.row_lower_, model.row_upper_ = np.r_[low, np.ones(n_blocks)], np.r_[high, np.ones(n_blocks)]
        model.col_cost_ = self._box_costs()
        model.col_lower_, model.col_upper_ = np.zeros(2 * n), np.full(2 * n, np.inf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(2 * n + 1, dtype=np.int32)
        model.a_matrix_.index_ = np.tile(np.arange(n, dtype=np.int32), 2)
        model.a_matrix_.value_ = np.r_[-np.ones(n), np.ones(n)]
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("parallel", "off"), ("presolve", "off")):
            highs.setOptionValue(option, value)
        highs.passModel(model)
        return highs

    def _box_costs(self) -> NDArray[np.float64]:
        charge = self._charge[self._free]
        low, high = (ends[self._free] for ends in self._program.charge_range())
        costs: NDArray[np.float64] = np.r_[
            -np.minimum(charge + _WIDTH, high), np.maximum(charge - _WIDTH, low)
        ]
        return costs

    def learn(self, point: Point, priced: Priced) -> None:
        """Add the sets found at prices of this program, and the pairs that gain there, or nearly."""
        raised = priced.point.jobseeker - point.jobseeker
        net = priced.net + raised[self._program.instance.jobseeker]
        self._add(np.flatnonzero(self._is_outside & (net > -_WIDTH * UNIT)), _sets(priced))

    def centre(self, point: Point) -> None:
        """Move the boxes."""
        self._charge[self._free] = self._program.charges(point)[self._free]
        costs = self._box_costs()
        self._highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _add(self, pairs: NDArray[np.int64], sets: Iterable[Set]) -> None:
        self._is_outside[pairs] = False
        new = [key for key in dict.fromkeys(sets) if key not in self.sets]
        self.sets |= dict.fromkeys(new)
        n = len(pairs) + len(new)
        if n == 0:
            return
        matrix, worth = self._program.columns(pairs, new)
        by_row = csr_array(matrix)
        worth = worth - by_row[: len(self._fixed)].T @ self._fixed
        part = csc_array(by_row[self._rows])
        start, index = part.indptr[:-1].astype(np.int32), part.indices.astype(np.int32)
        # A pair that no place in the program limits is taken once.
        most = np.r_[np.where(self._is_limited[pairs], np.inf, 1.0), np.full(len(new), np.inf)]
        self._highs.addCols(n, worth, np.zeros(n), most, part.nnz, start, index, part.data)

    def solve(self, seconds: float | None) -> Point | None:
        """Prices of the program; None when it was stopped."""
        highs = self._highs
        if seconds is not None:
            highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
        # In a thread, so that an interrupt from the keyboard is heard meanwhile.
        run = Thread(target=highs.run, daemon=True)
        run.start()
        while run.is_alive():
            run.join(_TICK)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        charge = self._charge.copy()
        charge[self._free] = np.array(highs.getSolution().row_dual)[: len(self._free)]
        return self._program.point(charge)


def _sets(priced: Priced) -> list[Set]:
    return [(k, pattern.pairs) for k, found in enumerate(priced.found) for pattern in found.patterns]
