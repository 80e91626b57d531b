"""Dense regions with the native engine: weights come in blocks of rows and need not exist as one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._exact import exact_sum
from matching.solvers._native_engine import MAX_WEIGHT, State, assign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

_FIRST_CUT = (
    12,
    2,
    3,
)  # best pairs of each jobseeker above guessed prices and by weight, and of each vacancy
_SAMPLE = (16, 32)  # runs of rows, and rows in each, that prices are guessed from
_POPULAR = 1.28  # standard deviations above the mean: what about one in ten of them would pay
_NEXT_CUT = 6  # missed pairs of each jobseeker added in one round
_ENTRIES_AT_ONCE = 1 << 17  # of a block: small enough to be read from cache the second time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DenseAssignment:
    """An optimal choice among all pairs of a matrix that was only ever seen in blocks.

    Attributes
    ----------
    jobseeker, vacancy : of shape (n_chosen,), int32
        The chosen pairs, by jobseeker.
    jobseeker_price, vacancy_price : int64
        Prices in keyed weight that prove the choice: no pair is worth more than those of its two ends,
        chosen pairs of jobseekers with several places apart.
    total
        Weight chosen.
    rounds, n_pairs
        Sparse problems solved, and pairs in the last of them.
    """

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    jobseeker_price: NDArray[np.int64]
    vacancy_price: NDArray[np.int64]
    total: int
    rounds: int
    n_pairs: int


def assign_blocks(
    block: Callable[[int, int], NDArray[np.int64]],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> DenseAssignment:
    """Choose among all pairs by price-and-cut.

    The best pairs of each jobseeker and vacancy are solved exactly; then all pairs are priced, those that
    are worth more than the prices of their ends are added, and it is solved again from there, until there
    are none. Mostly 2 to 5 rounds, with about 1 % of the pairs.

    Parameters
    ----------
    block
        Gives the keyed weights of jobseekers ``start`` up to ``stop``, of shape
        ``(stop - start, n_vacancies)``. Called for all jobseekers once a round; must give the same each time.
    jobseeker_capacity, vacancy_capacity
        At least 0.

    Raises
    ------
    ProblemError
        When a block has another shape or type, or a weight is beyond 2**58.
    """
    from matching.solvers import _native  # compiled: absent on a machine without a compiler

    n_jobseekers, n_vacancies = len(jobseeker_capacity), len(vacancy_capacity)
    places = max(1, int(jobseeker_capacity.max(initial=1)))
    try:
        guess = _guess_prices(block, n_jobseekers, n_vacancies)
        reader = _native.BlockReader(n_jobseekers, guess, _FIRST_CUT[0] + places - 1, *_FIRST_CUT[1:])
        for first, rows in _blocks(block, n_jobseekers, n_vacancies):
            reader.add(rows, first)
        key, weight = _merge([_keyed(reader.shortlist(), n_vacancies)])
        state, rounds = None, 0
        while True:
            rounds += 1
            indptr = np.searchsorted(key, np.arange(n_jobseekers + 1) * n_vacancies)
            vacancy = (key % max(1, n_vacancies)).astype(np.int32)
            answer = assign(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity, state)
            missed = [
                # A jobseeker's chosen pairs can be worth more than its price too, and are no news.
                reader.missed(
                    rows, first, answer.jobseeker_price, answer.vacancy_price, _NEXT_CUT + places - 1
                )
                for first, rows in _blocks(block, n_jobseekers, n_vacancies)
            ]
            chosen, n_before = key[answer.chosen], len(key)
            key, weight = _merge([(key, weight), *(_keyed(some, n_vacancies) for some in missed)])
            if len(key) == n_before:
                break
            # After many new pairs the old choice is in the way, and only its prices are of use.
            few = len(key) - n_before < n_jobseekers // 4
            before = np.searchsorted(key, chosen) if few else np.empty(0, np.int64)
            state = State(before, answer.vacancy_price)
    except ValueError as error:
        raise ProblemError(str(error)) from error
    return DenseAssignment(
        jobseeker=(chosen // max(1, n_vacancies)).astype(np.int32),
        vacancy=vacancy[answer.chosen],
        jobseeker_price=answer.jobseeker_price,
        vacancy_price=answer.vacancy_price,
        total=exact_sum(weight[answer.chosen]),
        rounds=rounds,
        n_pairs=n_before,
    )


def _guess_prices(
    block: Callable[[int, int], NDArray[np.int64]], n_jobseekers: int, n_vacancies: int
) -> NDArray[np.int64]:
    """Guess the price of each vacancy from its worth to a sample of jobseekers; affects speed only."""
    runs, length = _SAMPLE
    starts = sorted({run * max(0, n_jobseekers - length) // (runs - 1) for run in range(runs)})
    sample = np.concatenate(
        [_rows(block, first, min(n_jobseekers, first + length), n_vacancies) for first in starts]
    )
    if len(sample) == 0:
        return np.zeros(n_vacancies, np.int64)
    guess = sample.mean(axis=0) + _POPULAR * sample.std(axis=0)
    whole: NDArray[np.int64] = np.clip(guess, 0, MAX_WEIGHT).astype(np.int64)
    return whole


def _rows(
    block: Callable[[int, int], NDArray[np.int64]], first: int, last: int, n_vacancies: int
) -> NDArray[np.int64]:
    """Rows of a block, checked and contiguous."""
    rows = block(first, last)
    if rows.shape != (last - first, n_vacancies) or rows.dtype != np.int64:
        msg = f"block: must give int64 of shape {(last - first, n_vacancies)}, got {rows.dtype} {rows.shape}."
        raise ProblemError(msg)
    return np.ascontiguousarray(rows)


def _blocks(
    block: Callable[[int, int], NDArray[np.int64]], n_jobseekers: int, n_vacancies: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Give all rows in turn, some at a time."""
    step = max(1, _ENTRIES_AT_ONCE // max(1, n_vacancies))
    for first in range(0, n_jobseekers, step):
        yield first, _rows(block, first, min(n_jobseekers, first + step), n_vacancies)


def _keyed(
    pairs: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]], n_vacancies: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    jobseeker, vacancy, weight = pairs
    return jobseeker.astype(np.int64) * n_vacancies + vacancy, weight


def _merge(
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort the pairs, each once."""
    key = np.concatenate([part[0] for part in parts])
    weight = np.concatenate([part[1] for part in parts])
    key, first = np.unique(key, return_index=True)
    return key, weight[first]
