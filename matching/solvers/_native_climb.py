"""Local search under side rows with the compiled kernel: from a choice of pairs to a better one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._instance import Choice, evaluate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance
    from matching.solvers._pricing import Prices

_DEAREST = 2**62  # price of a unit of a hard row, and the highest of a soft one
_STAGES = 10


class Climber:
    """The pairs of an instance that lose least at the prices of a bound, ready for local searches.

    Each jobseeker must have one place at most. The same input gives the same answers unless a limit in
    seconds strikes.

    Parameters
    ----------
    instance, prices
        What may be chosen, and the bound.
    kept
        Positions of pairs that are tried in any case.
    pairs_per_jobseeker
        How many pairs are tried, on average. More find better choices later.
    """

    def __init__(
        self,
        instance: Instance,
        prices: Prices,
        kept: NDArray[np.int64],
        *,
        pairs_per_jobseeker: float = 2.0,
    ) -> None:
        n_near = min(instance.n_pairs, int(pairs_per_jobseeker * len(instance.jobseeker_capacity)))
        self.reach = int(np.partition(prices.loss, n_near - 1)[n_near - 1]) if n_near else 0
        near = prices.loss <= self.reach
        near[kept] = True
        self._instance, self._prices = instance, prices
        self._keep(np.flatnonzero(near))

    def _keep(self, pairs: NDArray[np.int64]) -> None:
        part, prices = self._instance.take(pairs), self._prices
        self._pairs = pairs
        self._arrays = (
            part.indptr,
            part.vacancy,
            prices.loss[pairs],
            part.jobseeker_capacity,
            part.vacancy_capacity,
            prices.jobseeker,
            prices.vacancy,
            part.columns.indptr.astype(np.int64),
            part.columns.indices.astype(np.int32),
            part.columns.data.astype(np.int64),
            part.lower,
            part.upper,
            _prices(part.shortfall_weight),
            _prices(part.excess_weight),
            prices.row,
        )

    def climb(
        self,
        start: NDArray[np.int64],
        *,
        is_rough: bool = False,
        enough: int = 0,
        shakes: int = 0,
        looks: int = 2**62,
        seed: int = 0,
        seconds: float = np.inf,
    ) -> Choice:
        """Improve a choice by chains of moves, then by small rebuilds, broken limits counted at their price.

        Parameters
        ----------
        start
            Positions of the pairs to begin with, sorted, within the capacities. Those that were not tried
            until now are from here on.
        is_rough
            Whether it passes over rows: then these are first brought near their limits step by step.
        enough
            Distance to the bound, in keyed weight, at which to stop.
        shakes
            Small rebuilds at most.
        looks
            Pairs looked at, at most, after the first descent; about 30 ns a look.
        seed
            Of the fixed sequence of rebuilds.
        seconds
            Time allowed.

        Raises
        ------
        ProblemError
            When a jobseeker has several places, or the choice is not within the capacities.
        """
        from matching.solvers import _native  # compiled: absent on a machine without a compiler

        if not np.isin(start, self._pairs).all():
            self._keep(np.union1d(self._pairs, start))
        begin = np.searchsorted(self._pairs, start)
        try:
            pairs = _native.climb(
                *self._arrays,
                chosen=begin.astype(np.int64),
                reach=float(self.reach),
                enough=float(enough),
                n_stages=_STAGES if is_rough else 0,
                n_shakes=shakes,
                max_looks=looks,
                seed=seed,
                time_limit=seconds,
            )
        except ValueError as error:
            raise ProblemError(str(error)) from error
        return evaluate(self._instance, self._pairs[pairs])


def _prices(weight: tuple[int | None, ...]) -> NDArray[np.int64]:
    return np.array([_DEAREST if price is None else min(price, _DEAREST) for price in weight], dtype=np.int64)
