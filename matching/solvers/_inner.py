"""What an inner engine is: exact maximum-weight b-matching in integers, with prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assignment:
    """An optimal choice of pairs and the prices that prove it, or the best one found in the time given.

    For every pair, ``weight <= jobseeker_price + vacancy_price`` unless the pair is chosen; prices are at
    least 0, and 0 where a place is left. Hence the sums of capacity * price over both sides, plus
    ``weight - jobseeker_price - vacancy_price`` of the chosen pairs, equal the weight chosen. When the
    time came first prices are still at least 0, and the same sum is a bound.

    Attributes
    ----------
    chosen : of shape (n_chosen,), int64
        Positions of the chosen pairs, sorted.
    jobseeker_price, vacancy_price : int64
        Prices in keyed weight, at least 0.
    total, bound
        Weight chosen, and the sum that no choice can pass; the same when the choice is proven the best.
    state
        Opaque; `start` of a next call on a similar problem.
    """

    chosen: NDArray[np.int64]
    jobseeker_price: NDArray[np.int64]
    vacancy_price: NDArray[np.int64]
    total: int = 0
    bound: int = 0
    state: object = field(default=None, repr=False)


class InnerEngine(Protocol):
    """Exact solver of the problem without side rows."""

    @property
    def name(self) -> str:
        """``"native"`` or ``"reference"``."""

    def assign(
        self,
        indptr: NDArray[np.int64],
        vacancy: NDArray[np.int32],
        weight: NDArray[np.int64],
        jobseeker_capacity: NDArray[np.int32],
        vacancy_capacity: NDArray[np.int32],
        start: object = None,
        *,
        time_limit: float | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Assignment:
        """Choose pairs of largest total weight, each at most once, within both capacities.

        Parameters
        ----------
        indptr : of shape (n_jobseekers + 1,)
            The pairs of jobseeker ``i`` are ``indptr[i]:indptr[i + 1]``.
        vacancy : of shape (n_pairs,)
            Vacancy position of each pair; parallel pairs are allowed.
        weight : of shape (n_pairs,)
            Keyed weights; a pair whose weight is not positive is never chosen.
        jobseeker_capacity, vacancy_capacity
            At least 0.
        start
            `state` of an earlier answer, of this engine or another; never changes the weight chosen.
        time_limit
            Seconds after which the best choice so far is given; None for no limit.
        progress
            Told the weight chosen and its bound about once a second.
        """
