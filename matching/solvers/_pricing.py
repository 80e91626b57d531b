"""Price all pairs: a bound that holds for every choice, and what each pair would lose against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._auction import rank_in_runs
from matching.solvers._columns import pay
from matching.solvers._exact import exact_sum

try:
    from matching.solvers import _native
except ImportError:  # installed without a compiler
    _native = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Integer prices of an instance and the bound they prove.

    Attributes
    ----------
    row
        Price of each row per unit: positive rewards activity (a lower limit), negative charges it.
    jobseeker, vacancy
        Price of a place.
    loss
        Of each pair: price of its two places minus its weight as adjusted by the rows. A pair with a
        positive loss lowers the bound by that much when it is chosen; a negative loss is a gain that only
        a jobseeker with several places can have.
    bound
        No choice has a higher value.
    """

    row: NDArray[np.int64]
    jobseeker: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    loss: NDArray[np.int64]
    bound: int


def adjusted_weight(
    instance: Instance, row_price: NDArray[np.int64], out: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Weight of each pair plus what its rows pay for it, in an array of its own or the one given."""
    adjusted = np.empty_like(instance.weight) if out is None else out
    if instance.n_rows == 0:
        adjusted[:] = instance.weight
    else:
        pay(instance.columns, row_price, instance.weight, out=adjusted)
    return adjusted


def price_pairs(instance: Instance, row_price: NDArray[np.int64], vacancy_price: NDArray[np.int64]) -> Prices:
    """Lagrangian bound [1]_ of all pairs at given prices of rows and vacancies, in exact integers.

    Each jobseeker takes the pairs of largest positive gain (adjusted weight minus the price of the
    vacancy) for its places; what that adds up to, plus the value of all places and limits, is a bound
    whatever the prices are.

    References
    ----------
    .. [1] Geoffrion, A.M. (1974). Lagrangean relaxation for integer programming. *Mathematical Programming
       Study*, 2: 82-114. https://doi.org/10.1007/BFb0120690
    """
    row = np.clip(row_price, instance.price_floor, instance.price_ceiling)
    vacancy = np.clip(vacancy_price, 0, 2**61)
    loss = adjusted_weight(instance, row)
    if _native is not None:
        jobseeker, best = _native.price_jobseekers(
            instance.indptr, instance.vacancy, instance.jobseeker_capacity, vacancy, loss
        )
    else:
        loss -= vacancy[instance.vacancy]
        jobseeker, best = _jobseeker_prices(instance, loss)
        np.subtract(jobseeker[instance.jobseeker], loss, out=loss)
    bound = instance.offset + best + exact_sum(vacancy, instance.vacancy_capacity)
    return Prices(row, jobseeker, vacancy, loss, bound - limit_value(instance, row))


def limit_value(instance: Instance, row_price: NDArray[np.int64]) -> int:
    """Limits of the rows at their prices: the lower one where activity is rewarded, else the upper one."""
    binding = np.where(row_price > 0, instance.lower, instance.upper)
    return sum(p * limit for p, limit in zip(row_price.tolist(), binding.tolist(), strict=True))


def _jobseeker_prices(instance: Instance, gain: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Gain of the last place of each jobseeker, and the sum of the gains of all places."""
    price = np.zeros(len(instance.jobseeker_capacity), dtype=np.int64)
    some = np.flatnonzero(np.diff(instance.indptr))
    if len(some) == 0:
        return price, 0
    if instance.jobseeker_capacity[some].max() == 1:
        price[some] = np.maximum(np.maximum.reduceat(gain, instance.indptr[:-1][some]), 0)
        return price, exact_sum(price)
    order = np.lexsort((-gain, instance.jobseeker))
    rank = rank_in_runs(instance.jobseeker)
    places = instance.jobseeker_capacity[instance.jobseeker]
    ranked = gain[order]
    last = rank == places - 1
    price[instance.jobseeker[last]] = np.maximum(ranked[last], 0)
    return price, exact_sum(np.maximum(ranked[rank < places], 0))
