"""Picks pairs from blocks of a matrix in plain NumPy, where no compiler was present."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._check import MICRO
from matching.solvers._keys import KEY_BITS, tie_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64] | NDArray[np.float64]

_NOWHERE = np.iinfo(np.int64).min // 4


class PlainReader:
    """What the compiled `BlockReader` does; see `Reader`."""

    def __init__(
        self,
        n_jobseekers: int,
        guessed_price: NDArray[np.int64],
        per_jobseeker: int,
        per_vacancy: int,
        are_scores: bool,
    ) -> None:
        self._are_scores = are_scores
        self._guess = guessed_price
        self._per_jobseeker = per_jobseeker
        self._picked: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
        n_vacancies = len(guessed_price)
        self._best = np.full((per_vacancy, n_vacancies), _NOWHERE, np.int64)
        self._best_weight = np.zeros((per_vacancy, n_vacancies), np.int64)
        self._best_jobseeker = np.zeros((per_vacancy, n_vacancies), np.int64)

    def add(self, rows: Rows, first: int) -> None:
        """Look at the rows of jobseekers `first` and on, each once."""
        rows = self._weights(rows, first)
        gain = rows - self._guess
        at, j = _largest(gain, self._per_jobseeker)
        self._pick(at + first, j, rows[at, j])
        everyone = np.arange(first, first + len(rows))
        best = np.maximum(gain.max(axis=1, initial=0), 0)[:, None]
        # Those of a vacancy are picked by how little the jobseeker would lose against its own best.
        gain = np.vstack([self._best, rows - best])
        weight = np.vstack([self._best_weight, rows])
        person = np.vstack([self._best_jobseeker, np.repeat(everyone[:, None], rows.shape[1], axis=1)])
        top = np.argpartition(-gain, len(self._best) - 1, axis=0)[: len(self._best)]
        self._best = np.take_along_axis(gain, top, axis=0)
        self._best_weight = np.take_along_axis(weight, top, axis=0)
        self._best_jobseeker = np.take_along_axis(person, top, axis=0)

    def shortlist(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Jobseeker, vacancy and weight of the best pairs of each; some come more than once."""
        rank, j = np.nonzero(self._best > _NOWHERE)
        self._pick(self._best_jobseeker[rank, j], j, self._best_weight[rank, j])
        i, j, weight = (np.concatenate(parts) for parts in zip(*self._picked, strict=True))
        return i.astype(np.int32), j.astype(np.int32), weight

    def missed(
        self,
        rows: Rows,
        first: int,
        jobseeker_price: NDArray[np.int64],
        vacancy_price: NDArray[np.int64],
        most: int,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Pairs that are worth more than the prices of their ends, at most `most` of each jobseeker."""
        rows = self._weights(rows, first)
        above = rows - vacancy_price - jobseeker_price[first : first + len(rows), None]
        at, j = _largest(above, most)
        real = above[at, j] > 0
        at, j = at[real], j[real]
        return (at + first).astype(np.int32), j.astype(np.int32), rows[at, j]

    def _weights(self, rows: Rows, first: int) -> NDArray[np.int64]:
        return keyed_weights(rows, first) if self._are_scores else rows.astype(np.int64, copy=False)

    def _pick(self, i: NDArray[np.int64], j: NDArray[np.int64], weight: NDArray[np.int64]) -> None:
        useful = weight > 0
        self._picked.append((i[useful], j[useful], weight[useful]))


def _largest(value: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of the largest values of each row."""
    n = min(most, value.shape[1])
    columns = np.argpartition(-value, n - 1, axis=1)[:, :n] if n else np.empty((len(value), 0), np.int64)
    return np.repeat(np.arange(len(value)), n), columns.ravel()


def micro_scores(rows: Rows, first: int) -> NDArray[np.int64]:
    """Scores of jobseekers `first` and on in micro-units, from floats in [0, 1] or from integers that are."""
    top = 1 if rows.dtype.kind == "f" else MICRO
    if rows.size and not (rows.min() >= 0 and rows.max() <= top):
        last = first + len(rows) - 1
        msg = f"score: must be in [0, {top}], also of jobseekers {first} to {last}; NaN is no score."
        raise ProblemError(msg)
    return np.rint(rows * MICRO).astype(np.int64) if top == 1 else rows.astype(np.int64, copy=False)


def keyed_weights(rows: Rows, first: int) -> NDArray[np.int64]:
    """Keyed weights of jobseekers `first` and on, from their scores."""
    n, n_vacancies = rows.shape
    person = np.repeat(np.arange(first, first + n, dtype=np.int32), n_vacancies)
    vacancy = np.tile(np.arange(n_vacancies, dtype=np.int32), n)
    key = tie_keys(person, vacancy, None).reshape(rows.shape)
    return (micro_scores(rows, first) << KEY_BITS) | key
