"""Price-and-cut over blocks of keyed weights: few pairs in memory, all of them priced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from matching.exceptions import ProblemError
from matching.solvers._check import refuse_masked
from matching.solvers._dense_reader import PlainReader, micro_scores
from matching.solvers._exact import exact_sum
from matching.solvers._keys import KEY_SCALE
from matching.solvers._native_engine import MAX_WEIGHT, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from matching.solvers._inner import InnerEngine

    Pairs = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
    Rows = NDArray[np.int64] | NDArray[np.float64]

_FIRST_CUT = (8, 8)  # best pairs of each jobseeker above guessed prices, and of each vacancy below its best
_NEXT_CUT = 6  # missed pairs of each jobseeker added in one round
_MARGIN = 0.03  # of the spread of weights: pairs that are so near to being missed are added along
_SAMPLE = (16, 16)  # runs of rows, and rows in each, that prices are guessed from
_WARMTH = 0.1  # of the spread of weights: how freely the sample chooses
_SWEEPS = 6
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
    total, bound
        Weight chosen, and what no choice can pass.
    rounds, n_pairs
        Sparse problems solved, and pairs in the last of them.
    """

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    jobseeker_price: NDArray[np.int64]
    vacancy_price: NDArray[np.int64]
    total: int
    bound: int
    rounds: int
    n_pairs: int


class Reader(Protocol):
    """Picks pairs from a matrix that is read in blocks of rows: of weights, or of scores to be keyed."""

    def add(self, rows: Rows, first: int) -> None:
        """Look at the rows of jobseekers `first` and on, each once."""

    def shortlist(self) -> Pairs:
        """Jobseeker, vacancy and weight of the best pairs of each; some come more than once."""

    def missed(
        self,
        rows: Rows,
        first: int,
        jobseeker_price: NDArray[np.int64],
        vacancy_price: NDArray[np.int64],
        most: int,
    ) -> Pairs:
        """Pairs that are worth more than the prices of their ends, at most `most` of each jobseeker."""


class Blocks:
    """All rows of a matrix, in turn.

    Parameters
    ----------
    rows_of
        Gives the rows of jobseekers ``start`` up to ``stop``.
    are_scores
        Whether entries are scores, floats in [0, 1] or integers that are micro-units, and not keyed weights.
    """

    def __init__(
        self,
        rows_of: Callable[[int, int], NDArray[np.generic]],
        n_jobseekers: int,
        n_vacancies: int,
        *,
        are_scores: bool = False,
    ) -> None:
        self._rows_of = rows_of
        self.n_jobseekers, self.n_vacancies = n_jobseekers, n_vacancies
        self.are_scores = are_scores

    @staticmethod
    def entries_at_once(n_jobseekers: int, n_vacancies: int) -> int:
        """Size of the largest block that is asked for."""
        return min(n_jobseekers, max(1, _ENTRIES_AT_ONCE // max(1, n_vacancies), _SAMPLE[1])) * n_vacancies

    def rows(self, first: int, last: int) -> Rows:
        """Give some rows, contiguous, as int64 or float64."""
        given = self._rows_of(first, last)
        refuse_masked(given, "score")
        shape = (last - first, self.n_vacancies)
        try:
            rows = np.asarray(given)
        except ValueError as error:
            msg = f"score: must give numbers of shape {shape}, got rows of different lengths."
            raise ProblemError(msg) from error
        if self.are_scores:
            if rows.shape != shape or rows.dtype.kind not in "iuf":
                msg = f"score: must give numbers of shape {shape}, got {rows.dtype} {rows.shape}."
                raise ProblemError(msg)
            if rows.dtype.kind == "f":
                return np.ascontiguousarray(rows, np.float64)
            return np.ascontiguousarray(rows, np.int64)
        if rows.shape != shape or rows.dtype != np.int64:
            msg = f"block: must give int64 of shape {shape}, got {rows.dtype} {rows.shape}."
            raise ProblemError(msg)
        return np.ascontiguousarray(rows, np.int64)

    def rough_weights(self, first: int, last: int) -> NDArray[np.float32]:
        """Give some rows of weights without their keys, as nearly as single precision allows."""
        rows = self.rows(first, last)
        if not self.are_scores:
            return rows.astype(np.float32)
        return micro_scores(rows, first).astype(np.float32) * np.float32(KEY_SCALE)

    def __iter__(self) -> Iterator[tuple[int, Rows]]:
        """Give the first jobseeker of each block, and its rows."""
        step = max(1, _ENTRIES_AT_ONCE // max(1, self.n_vacancies))
        for first in range(0, self.n_jobseekers, step):
            yield first, self.rows(first, min(self.n_jobseekers, first + step))


def assign_blocks(
    blocks: Blocks,
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    inner: InnerEngine,
) -> DenseAssignment:
    """Choose among all pairs by price-and-cut; mostly 2 to 4 rounds, with about 1 % of the pairs.

    Raises
    ------
    ProblemError
        When a block has another shape or type, a weight is beyond 2**58, or a score is not in its range.
    """
    n_vacancies = blocks.n_vacancies
    places = max(1, int(jobseeker_capacity.max(initial=1)))
    prices, spread = _guess_prices(blocks, jobseeker_capacity, vacancy_capacity)
    margin = int(_MARGIN * spread)
    try:
        reader = _reader(inner, blocks, prices, _FIRST_CUT[0] + places - 1, _FIRST_CUT[1])
        for first, rows in blocks:
            reader.add(rows, first)
        key, weight = _merge([_keyed(reader.shortlist(), n_vacancies)])
        state: object = None
        rounds = 0
        while True:
            rounds += 1
            indptr = np.searchsorted(key, np.arange(blocks.n_jobseekers + 1) * n_vacancies)
            vacancy = (key % max(1, n_vacancies)).astype(np.int32)
            answer = inner.assign(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity, state)
            asked = np.maximum(answer.jobseeker_price - margin, 0)
            missed = [
                # A jobseeker's chosen pairs can be worth more than its price too, and are no news.
                reader.missed(rows, first, asked, answer.vacancy_price, _NEXT_CUT + places - 1)
                for first, rows in blocks
            ]
            chosen, n_before = key[answer.chosen], len(key)
            news = _news(missed, key, answer.jobseeker_price, answer.vacancy_price, n_vacancies)
            if news is None:
                break
            key, weight = _merge([(key, weight), news])
            margin = 0
            # After many new pairs the old choice is in the way, and only its prices are of use.
            few = len(key) - n_before < blocks.n_jobseekers // 4
            state = _start(inner, np.searchsorted(key, chosen) if few else chosen[:0], answer.vacancy_price)
    except ValueError as error:
        raise ProblemError(str(error)) from error
    return DenseAssignment(
        jobseeker=(chosen // max(1, n_vacancies)).astype(np.int32),
        vacancy=vacancy[answer.chosen],
        jobseeker_price=answer.jobseeker_price,
        vacancy_price=answer.vacancy_price,
        total=exact_sum(weight[answer.chosen]),
        bound=answer.bound,
        rounds=rounds,
        n_pairs=n_before,
    )


def _reader(
    inner: InnerEngine, blocks: Blocks, prices: NDArray[np.int64], per_jobseeker: int, per_vacancy: int
) -> Reader:
    if inner.name == "reference":
        return PlainReader(blocks.n_jobseekers, prices, per_jobseeker, per_vacancy, blocks.are_scores)
    from matching.solvers import _native  # compiled: absent on a machine without a compiler

    return _native.BlockReader(blocks.n_jobseekers, prices, per_jobseeker, per_vacancy, blocks.are_scores)


def _start(inner: InnerEngine, chosen: NDArray[np.int64], price: NDArray[np.int64]) -> object:
    """Put it as the engine takes a start."""
    return price if inner.name == "reference" else State(chosen, price)


def _guess_prices(
    blocks: Blocks, jobseeker_capacity: NDArray[np.int32], vacancy_capacity: NDArray[np.int32]
) -> tuple[NDArray[np.int64], float]:
    """Guess the price of each vacancy from a sample of jobseekers, and the spread of weights; speed only.

    The sample chooses freely, the better the likelier, and prices balance what it chooses with the places
    there are (Sinkhorn's scaling [1]_).

    References
    ----------
    .. [1] Sinkhorn, R., and P. Knopp (1967). Concerning nonnegative matrices and doubly stochastic matrices.
       *Pacific Journal of Mathematics*, 21(2): 343-348. https://doi.org/10.2140/pjm.1967.21.343
    """
    runs, length = _SAMPLE
    n, m = blocks.n_jobseekers, blocks.n_vacancies
    if n == 0 or m == 0 or not jobseeker_capacity.any():
        return np.zeros(m, np.int64), 0.0
    starts = sorted({run * max(0, n - length) // (runs - 1) for run in range(runs)})
    parts = [blocks.rough_weights(first, min(n, first + length)) for first in starts]
    sample = np.concatenate(parts)
    sample -= sample.max(axis=1, keepdims=True)
    spread = float(sample.std(dtype=np.float32)) + 1.0
    sample /= _WARMTH * spread
    liking = np.exp(sample, out=sample)
    share = vacancy_capacity * np.float32(len(sample) / int(jobseeker_capacity.sum()))
    appeal = np.ones(m, np.float32)
    for _ in range(_SWEEPS):
        wanted = (1 / (liking @ appeal)) @ liking
        appeal = np.minimum(1, share / np.maximum(wanted, 1e-30)).astype(np.float32)
    price = -np.log(np.maximum(appeal, 1e-30)) * (_WARMTH * spread)
    return np.clip(price, 0, MAX_WEIGHT).astype(np.int64), spread


def _news(
    missed: list[Pairs],
    known: NDArray[np.int64],
    jobseeker_price: NDArray[np.int64],
    vacancy_price: NDArray[np.int64],
    n_vacancies: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Pairs not known yet; None when none of them is worth more than its prices."""
    if not missed:
        return None
    i, j = (np.concatenate([part[side] for part in missed]) for side in (0, 1))
    key, weight = _keyed((i, j, np.concatenate([part[2] for part in missed])), n_vacancies)
    place = np.searchsorted(known, key)
    new = np.append(known, -1)[place] != key
    if not np.any(weight[new] > jobseeker_price[i[new]] + vacancy_price[j[new]]):
        return None
    return key[new], weight[new]


def _keyed(pairs: Pairs, n_vacancies: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
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
