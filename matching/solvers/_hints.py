"""What one solve leaves for the next: prices, the pairs in use, the choice and a basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._instance import codes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._combine import Point
    from matching.solvers._instance import Instance
    from matching.solvers._lp import Master


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WarmStart:
    """State of an earlier answer. Pairs are known by their codes, so that the problem may change.

    Attributes
    ----------
    vacancy_price, row_price
        Prices of the bound, in keyed weight.
    chosen
        Jobseeker, vacancy and digest of the free pairs that were chosen.
    member, member_status
        Codes of the pairs of the linear program, sorted, and their place in its basis.
    other_status
        Basis statuses of the elastic columns and of the rows.
    point
        Prices of rows taken apart, None when they were not.
    engine, state, n_pairs
        Name of the inner engine, its own state, and the free pairs there were.
    """

    vacancy_price: NDArray[np.int64]
    row_price: NDArray[np.int64]
    chosen: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint64]]
    member: NDArray[np.uint64]
    member_status: NDArray[np.int8]
    other_status: tuple[NDArray[np.int8], NDArray[np.int8]] | None
    point: Point | None
    engine: str
    state: object
    n_pairs: int


class Hints:
    """The parts of a warm start that fit the instance at hand; all of them only save work.

    Parameters
    ----------
    warm_start
        `Solution.warm_start` of an earlier answer, or None.
    """

    def __init__(self, warm_start: object, instance: Instance, engine: str) -> None:
        if warm_start is not None and not isinstance(warm_start, WarmStart):
            msg = f"warm_start: must be the warm_start of a Solution, got {type(warm_start).__name__}."
            raise ProblemError(msg)
        fits = warm_start is not None and len(warm_start.vacancy_price) == len(instance.vacancy_capacity)
        self._warm = warm_start if fits else None
        self.state: object = None
        self.row_price: NDArray[np.int64] | None = None
        self.vacancy_price = np.zeros(len(instance.vacancy_capacity), dtype=np.int64)
        if self._warm is not None:
            self.vacancy_price = self._warm.vacancy_price
            # An engine's own state speaks of positions; prices of vacancies fit any pairs.
            same = self._warm.engine == engine and self._warm.n_pairs == instance.n_pairs
            self.state = self._warm.state if same and self._warm.state is not None else self.vacancy_price
            if len(self._warm.row_price) == instance.n_rows:
                self.row_price = self._warm.row_price

    def point(self, instance: Instance) -> Point | None:
        """Prices of rows taken apart, if they are of as many people, vacancies and rows."""
        point = None if self._warm is None else self._warm.point
        if point is None or self.row_price is None:
            return None
        return point if len(point.jobseeker) == len(instance.jobseeker_capacity) else None

    def chosen(self, instance: Instance) -> NDArray[np.bool_]:
        """Mark the pairs of the instance that were chosen before."""
        if self._warm is None:
            return np.zeros(instance.n_pairs, dtype=np.bool_)
        return np.isin(instance.codes(), codes_of(*self._warm.chosen))

    def members(self, instance: Instance) -> NDArray[np.bool_]:
        """Mark the pairs of the instance that were in the linear program before."""
        if self._warm is None or self.row_price is None:
            return np.zeros(instance.n_pairs, dtype=np.bool_)
        return np.isin(instance.codes(), self._warm.member)

    def apply_basis(self, master: Master) -> None:
        """Start the program from the basis of the earlier one, as far as it has the same pairs."""
        if self._warm is None or self._warm.other_status is None or self.row_price is None:
            return
        if len(self._warm.member) == 0:
            return
        code = master.instance.codes(master.pairs)
        where = np.minimum(np.searchsorted(self._warm.member, code), len(self._warm.member) - 1)
        known = self._warm.member[where] == code
        at_lower = int(highspy.HighsBasisStatus.kLower)
        master.set_basis(np.where(known, self._warm.member_status[where], at_lower), self._warm.other_status)
