"""Local search under side rows with the compiled kernel: from a choice of pairs to a better one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._instance import Choice, evaluate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance

_DEAREST = 2**62  # price of a unit of a hard row, and the highest of a soft one


def climb(
    instance: Instance,
    chosen: NDArray[np.int64],
    loss: NDArray[np.int64],
    *,
    pairs_per_jobseeker: float = 2.5,
    looks_per_pair: int = 50,
    seconds: float = np.inf,
) -> Choice:
    """Improve a choice by moves, evictions and small rebuilds, with the price of missed limits counted in.

    Takes the choice of an assignment at good row prices to within about 2e-3 of the bound. The same input
    gives the same answer unless `seconds` strike.

    Parameters
    ----------
    instance
        Each jobseeker must have one place at most.
    chosen
        Positions of the pairs to start from, sorted, within the capacities.
    loss
        Of each pair, what it loses against the prices of a bound; pairs of least loss are tried.
    pairs_per_jobseeker
        How many pairs are tried, on average. More find better choices later.
    looks_per_pair
        Work allowed, as a multiple of the pairs of the instance; about 10 ns a look.
    seconds
        Time allowed.

    Raises
    ------
    ProblemError
        When a jobseeker has several places, or the choice is not within the capacities.
    """
    from matching.solvers import _native  # compiled: absent on a machine without a compiler

    n_jobseekers = len(instance.jobseeker_capacity)
    if n_jobseekers and instance.jobseeker_capacity.max() > 1:
        msg = "jobseeker_capacity: must be at most 1 for a climb."
        raise ProblemError(msg)
    # Nobody may be given a place without one; their pairs lose more than any reach.
    usable = np.where(instance.jobseeker_capacity[instance.jobseeker] > 0, loss, _DEAREST)
    n_near = min(instance.n_pairs, int(pairs_per_jobseeker * n_jobseekers))
    reach = int(np.partition(usable, n_near - 1)[n_near - 1]) if n_near else 0
    try:
        pairs, _ = _native.climb(
            instance.indptr,
            instance.vacancy,
            instance.weight,
            instance.vacancy_capacity,
            instance.columns.indptr.astype(np.int64),
            instance.columns.indices.astype(np.int32),
            instance.columns.data.astype(np.int64),
            instance.lower,
            instance.upper,
            _prices(instance.shortfall_weight),
            _prices(instance.excess_weight),
            chosen,
            usable,
            min(reach, _DEAREST - 1),
            looks_per_pair * instance.n_pairs,
            seconds,
        )
    except ValueError as error:
        raise ProblemError(str(error)) from error
    return evaluate(instance, pairs)


def _prices(weight: tuple[int | None, ...]) -> NDArray[np.int64]:
    return np.array([_DEAREST if price is None else min(price, _DEAREST) for price in weight], dtype=np.int64)
