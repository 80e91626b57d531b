"""What one solve leaves for the next: prices, the pairs in use, the choice and a basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array

from matching.exceptions import ProblemError
from matching.solvers._columns import column_digest
from matching.solvers._row_marks import RowMarks, find_rows, mark_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._combine import Point
    from matching.solvers._instance import Instance
    from matching.solvers._lp import Master


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WarmStart:
    """State of an earlier answer, in terms that outlast a change of pairs and rows.

    Jobseekers and vacancies are known by their positions alone.

    Attributes
    ----------
    vacancy_price
        Prices of the bound, in keyed weight.
    row_price, rows
        Prices of the rows, None when they are no good, and what the rows were.
    chosen, columns
        Jobseeker and vacancy of the free pairs that were chosen, and their coefficients.
    member, member_status
        Codes of the pairs of the linear program, sorted, and their place in its basis.
    other_status
        Basis statuses of the elastic columns and of the rows.
    point
        Prices of rows taken apart, None when they were not.
    engine, state, n_pairs, n_jobseekers
        Name of the inner engine, its own state, and the free pairs and jobseekers there were.
    """

    vacancy_price: NDArray[np.int64]
    row_price: NDArray[np.int64] | None
    rows: RowMarks
    chosen: tuple[NDArray[np.int32], NDArray[np.int32]]
    columns: csc_array
    member: NDArray[np.uint64]
    member_status: NDArray[np.int8]
    other_status: tuple[NDArray[np.int8], NDArray[np.int8]] | None
    point: Point | None
    engine: str
    state: object
    n_pairs: int
    n_jobseekers: int


def carry_over(warm_start: object, jobseeker: NDArray[np.int64], vacancy: NDArray[np.int64]) -> object:
    """Fit a warm start to a problem whose jobseekers and vacancies have other positions.

    Parameters
    ----------
    warm_start
        `Solution.warm_start` of the earlier answer.
    jobseeker, vacancy
        Earlier position of each jobseeker and vacancy there is now, -1 of those that are new.

    Examples
    --------
    The first jobseeker left, a vacancy came in front.

    >>> from matching.solvers import AssignmentProblem, solve
    >>> before = solve(AssignmentProblem([0, 1], [0, 0], [0.9, 0.8], [1, 1], [1])).warm_start
    >>> problem = AssignmentProblem([0, 0], [0, 1], [0.5, 0.8], [1], [1, 1])
    >>> solve(problem, warm_start=carry_over(before, np.array([1]), np.array([-1, 0]))).chosen.tolist()
    [1]
    """
    warm = _checked(warm_start)
    if warm is None:
        return None
    sides = jobseeker, vacancy
    size = warm.n_jobseekers, len(warm.vacancy_price)
    if all(np.array_equal(was, np.arange(n)) for was, n in zip(sides, size, strict=True)):
        return warm
    now = [np.full(n, -1, dtype=np.int32) for n in size]
    for place, was in zip(now, sides, strict=True):
        place[was[was >= 0]] = np.flatnonzero(was >= 0)
    i, j = (place[of] for place, of in zip(now, warm.chosen, strict=True))
    stayed = (i >= 0) & (j >= 0)
    point = warm.point
    if point is not None:
        at_i, at_j = _taken(point.jobseeker, jobseeker), _taken(point.vacancy, vacancy)
        point = replace(point, jobseeker=at_i, vacancy=at_j)
    return replace(
        warm,
        n_jobseekers=len(jobseeker),
        vacancy_price=_taken(warm.vacancy_price, vacancy),
        chosen=(i[stayed], j[stayed]),
        columns=warm.columns[:, np.flatnonzero(stayed)],
        member=warm.member[:0],
        member_status=warm.member_status[:0],
        other_status=None,
        point=point,
        state=None,
    )


def _taken(price: NDArray[np.int64], was: NDArray[np.int64]) -> NDArray[np.int64]:
    """Prices of those there are now, 0 of new ones."""
    return np.where(was >= 0, np.append(price, 0)[was], 0)


def _checked(warm_start: object) -> WarmStart | None:
    if warm_start is not None and not isinstance(warm_start, WarmStart):
        msg = f"warm_start: must be the warm_start of a Solution, got {type(warm_start).__name__}."
        raise ProblemError(msg)
    return warm_start


class Hints:
    """The parts of a warm start that fit the instance at hand; all of them only save work.

    Parameters
    ----------
    warm_start
        `Solution.warm_start` of an earlier answer, or None.

    Attributes
    ----------
    state
        Start of the inner engine.
    vacancy_price
        Prices of vacancies, 0 where none is known.
    row_price
        Prices of rows, 0 for new rows; None when none are known, or hardly any.
    """

    def __init__(self, warm_start: object, instance: Instance, engine: str) -> None:
        warm = self._warm = _checked(warm_start)
        self.state: object = None
        self.row_price: NDArray[np.int64] | None = None
        self.vacancy_price = np.zeros(len(instance.vacancy_capacity), dtype=np.int64)
        if warm is None:
            return
        common = slice(min(len(self.vacancy_price), len(warm.vacancy_price)))
        self.vacancy_price[common] = warm.vacancy_price[common]
        self._row = find_rows(warm.rows, mark_rows(instance)) if instance.n_rows else np.arange(0)
        if warm.row_price is not None and 2 * np.count_nonzero(self._row >= 0) >= instance.n_rows:
            self.row_price = self._of_rows(warm.row_price)
            # An engine's own state speaks of positions; prices of vacancies fit any pairs.
            same = warm.engine == engine and warm.n_pairs == instance.n_pairs
            self.state = warm.state if same and warm.state is not None else self.vacancy_price

    def _of_rows(self, price: NDArray[np.int64]) -> NDArray[np.int64]:
        """Prices of the rows as they are now, 0 for new ones."""
        return _taken(price, self._row)

    @property
    def _same_rows(self) -> bool:
        """Whether there are the same rows in the same order, so that what counts them still fits."""
        return (
            self._warm is not None
            and self.row_price is not None
            and np.array_equal(self._row, np.arange(len(self._warm.rows.content)))
        )

    def step(self, known: float, new: float) -> float | NDArray[np.float64]:
        """First step of the price of each row: one for rows that are known, one for new ones."""
        is_new = self._row < 0
        return np.where(is_new, new, known) if is_new.any() else known

    def point(self, instance: Instance) -> Point | None:
        """Prices of rows taken apart, if they are of as many people and vacancies."""
        point = None if self._warm is None else self._warm.point
        if point is None or self.row_price is None:
            return None
        shape = len(point.jobseeker), len(point.vacancy)
        if shape != (len(instance.jobseeker_capacity), len(instance.vacancy_capacity)):
            return None
        return replace(point, row=self._of_rows(point.row))

    def chosen(self, instance: Instance) -> NDArray[np.bool_]:
        """Mark the pairs of the instance that were chosen before.

        Of parallel pairs it is the one of the same coefficients in the rows that are still there, else the
        one of the highest weight.
        """
        marked = np.zeros(instance.n_pairs, dtype=np.bool_)
        if self._warm is None:
            return marked
        place = _places(instance.jobseeker, instance.vacancy)
        wanted = _places(*self._warm.chosen)
        first, end = np.searchsorted(place, wanted), np.searchsorted(place, wanted, side="right")
        marked[first[end - first == 1]] = True
        several = np.flatnonzero(end - first > 1)
        if len(several):
            row = np.flatnonzero(self._row >= 0)
            before = _digest(self._warm.columns[:, several], self._row[row]).tolist()
            runs = [
                np.arange(*run) for run in zip(first[several].tolist(), end[several].tolist(), strict=True)
            ]
            now = _digest(instance.columns[:, np.concatenate(runs)], row)
            ends = np.cumsum([len(run) for run in runs])[:-1]
            for run, digests, digest in zip(runs, np.split(now, ends), before, strict=True):
                marked[run[np.flatnonzero(digests == digest)[-1:]] if digest in digests else run[-1:]] = True
        return marked

    def members(self, instance: Instance) -> NDArray[np.bool_]:
        """Mark the pairs of the instance that were in the linear program before."""
        if self._warm is None or not self._same_rows:
            return np.zeros(instance.n_pairs, dtype=np.bool_)
        return np.isin(instance.codes(), self._warm.member)

    def apply_basis(self, master: Master) -> None:
        """Start the program from the basis of the earlier one, as far as it has the same pairs."""
        if self._warm is None or self._warm.other_status is None or not self._same_rows:
            return
        if len(self._warm.member) == 0:
            return
        code = master.instance.codes(master.pairs)
        where = np.minimum(np.searchsorted(self._warm.member, code), len(self._warm.member) - 1)
        known = self._warm.member[where] == code
        at_lower = int(highspy.HighsBasisStatus.kLower)
        master.set_basis(np.where(known, self._warm.member_status[where], at_lower), self._warm.other_status)


def _places(jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]) -> NDArray[np.int64]:
    """Both positions of pairs in one number."""
    place: NDArray[np.int64] = jobseeker.astype(np.int64) << 32 | vacancy
    return place


def _digest(columns: csc_array, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Digest of the coefficients of pairs in some rows, in the order given."""
    return column_digest(csc_array(columns.tocsr()[rows]), len(rows))
