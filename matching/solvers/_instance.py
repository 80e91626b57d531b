"""The free part of a problem, in one order: what the algorithms read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._columns import activity, column_digest
from matching.solvers._exact import exact_sum
from matching.solvers._keys import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """Pairs that may still be chosen, sorted by jobseeker, vacancy, weight and content.

    Attributes
    ----------
    position
        Of each pair, its position in the problem; None when the two are the same.
    indptr
        The pairs of jobseeker ``i`` are ``indptr[i]:indptr[i + 1]``.
    jobseeker, vacancy, weight
        Of each pair; the weight is keyed.
    jobseeker_capacity, vacancy_capacity
        Places that are left.
    columns
        Coefficients (n_rows, n_pairs), in 32 bits where they fit; the last rows are the pair groups that
        capacities do not imply.
    lower, upper
        What the free pairs must reach, at least 0, and stay under, negative when fixed pairs passed it.
    shortfall_weight, excess_weight
        Keyed price of each unit short or over, None where hard.
    scale
        Largest coefficient of each row, at least 1.
    price_floor, price_ceiling
        Range of the row prices that give a valid bound, in keyed weight per unit.
    n_given_rows
        Rows of the problem; those after them are pair groups.
    fixed
        Positions in the problem of the pairs that are chosen from the start, sorted.
    offset
        Keyed weight of the fixed pairs.
    """

    position: NDArray[np.int64] | None
    indptr: NDArray[np.int64]
    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    weight: NDArray[np.int64]
    jobseeker_capacity: NDArray[np.int32]
    vacancy_capacity: NDArray[np.int32]
    columns: csc_array
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    shortfall_weight: tuple[int | None, ...]
    excess_weight: tuple[int | None, ...]
    scale: NDArray[np.int64]
    price_floor: NDArray[np.int64]
    price_ceiling: NDArray[np.int64]
    n_given_rows: int
    fixed: NDArray[np.int64]
    offset: int

    @property
    def n_pairs(self) -> int:
        """Number of free pairs."""
        return len(self.weight)

    @property
    def n_rows(self) -> int:
        """Number of rows, pair groups included."""
        return len(self.lower)

    def take(self, pairs: NDArray[np.int64]) -> Instance:
        """Leave only some pairs, given sorted."""
        return replace(
            self,
            position=self.positions(pairs),
            indptr=np.searchsorted(pairs, self.indptr).astype(np.int64),
            jobseeker=self.jobseeker[pairs],
            vacancy=self.vacancy[pairs],
            weight=self.weight[pairs],
            columns=self.columns[:, pairs],
        )

    def positions(self, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Positions in the problem of some pairs."""
        return pairs if self.position is None else self.position[pairs]

    def digest(self, pairs: NDArray[np.int64] | None = None) -> NDArray[np.uint64]:
        """Digest of the row coefficients of some pairs, or of all."""
        if self.n_given_rows == 0:
            return np.zeros(self.n_pairs if pairs is None else len(pairs), dtype=np.uint64)
        columns = self.columns if pairs is None else self.columns[:, pairs]
        return column_digest(columns, self.n_given_rows)

    def codes(self, pairs: NDArray[np.int64] | None = None) -> NDArray[np.uint64]:
        """Digest what some pairs are, or all, so that a later problem can recognise them."""
        jobseeker = self.jobseeker if pairs is None else self.jobseeker[pairs]
        vacancy = self.vacancy if pairs is None else self.vacancy[pairs]
        return codes_of(jobseeker, vacancy, self.digest(pairs))

    def activity(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum of the coefficients of some pairs, of shape (n_rows,)."""
        return activity(self.columns, chosen)


def codes_of(
    jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32], digest: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Digest what pairs are: their two positions and their row coefficients."""
    return mix(mix(mix(jobseeker.astype(np.uint64)) ^ vacancy.astype(np.uint64)) ^ digest)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Some pairs of an instance, within its capacities, and what they are worth.

    Attributes
    ----------
    pairs
        Positions in the instance, sorted.
    value
        Keyed weight of the pairs, fixed ones included, minus the priced shortfall and excess.
    broken
        Units by which hard rows are short or over, summed; 0 when all are kept.
    """

    pairs: NDArray[np.int64]
    value: int
    broken: int

    def better_than(self, other: Choice | None) -> bool:
        """Whether fewer hard units are broken, or as many at a higher value."""
        return other is None or (-self.broken, self.value) > (-other.broken, other.value)


def evaluate(instance: Instance, pairs: NDArray[np.int64]) -> Choice:
    """Value of some pairs, recomputed in integers."""
    value = instance.offset + exact_sum(instance.weight[pairs])
    if instance.n_rows == 0:
        return Choice(pairs, value, 0)
    broken = 0
    activity = instance.activity(pairs)
    for units, price in (
        (instance.lower - activity, instance.shortfall_weight),
        (activity - instance.upper, instance.excess_weight),
    ):
        for row in np.flatnonzero(units > 0).tolist():
            weight = price[row]
            if weight is None:
                broken += int(units[row])
            else:
                value -= int(units[row]) * weight
    return Choice(pairs, value, broken)
