"""Picks pairs from blocks of a matrix in plain NumPy, where no compiler was present."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOWHERE = np.iinfo(np.int64).min // 4


class PlainReader:
    """What the compiled `BlockReader` does; see `Reader`."""

    def __init__(
        self, n_jobseekers: int, guessed_price: NDArray[np.int64], per_jobseeker: int, per_vacancy: int
    ) -> None:
        self._guess = guessed_price
        self._per_jobseeker = per_jobseeker
        self._picked: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
        n_vacancies = len(guessed_price)
        self._best = np.full((per_vacancy, n_vacancies), _NOWHERE, np.int64)
        self._best_weight = np.zeros((per_vacancy, n_vacancies), np.int64)
        self._best_jobseeker = np.zeros((per_vacancy, n_vacancies), np.int64)

    def add(self, rows: NDArray[np.int64], first: int) -> None:
        """Look at the rows of jobseekers `first` and on, each once."""
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
        rows: NDArray[np.int64],
        first: int,
        jobseeker_price: NDArray[np.int64],
        vacancy_price: NDArray[np.int64],
        most: int,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Pairs that are worth more than the prices of their ends, at most `most` of each jobseeker."""
        above = rows - vacancy_price - jobseeker_price[first : first + len(rows), None]
        at, j = _largest(above, most)
        real = above[at, j] > 0
        at, j = at[real], j[real]
        return (at + first).astype(np.int32), j.astype(np.int32), rows[at, j]

    def _pick(self, i: NDArray[np.int64], j: NDArray[np.int64], weight: NDArray[np.int64]) -> None:
        useful = weight > 0
        self._picked.append((i[useful], j[useful], weight[useful]))


def _largest(value: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of the largest values of each row."""
    n = min(most, value.shape[1])
    columns = np.argpartition(-value, n - 1, axis=1)[:, :n] if n else np.empty((len(value), 0), np.int64)
    return np.repeat(np.arange(len(value)), n), columns.ravel()
