"""Dense regions: every jobseeker with every vacancy, by scores that need not exist as one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.exceptions import ProblemError, SolverError
from matching.solvers._check import MICRO, as_integers, refuse_masked
from matching.solvers._dense_blocks import Blocks, assign_blocks
from matching.solvers._engines import find_engine
from matching.solvers._exact import exact_sum
from matching.solvers._keys import KEY_SCALE, tie_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)

_MAX = 2**31 - 2
_BYTES_PER_ENTRY = 40  # of a block: its scores, its keyed weights, and what the reference engine makes of it
_PAIRS_PER_MEMBER = 40
_BYTES_PER_PAIR = 120


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DenseSolution:
    """The best choice among all pairs of two sides, proven.

    Attributes
    ----------
    jobseeker, vacancy : of shape (n_chosen,), int32
        Positions of the chosen pairs, by jobseeker; read-only.
    objective
        Scores of the chosen pairs, in score units.
    keyed_objective, keyed_bound
        The same in whole keyed weights (micro-units * 2**20 + tie keys), and what no choice can pass: equal.
    jobseeker_price, vacancy_price : float64
        What one more place would be worth, in score units. No pair scores higher than its two prices
        together, those of jobseekers with several places apart.
    rounds, n_pairs
        Sparse problems solved, and pairs in the last of them.
    engine
        ``"native"`` or ``"reference"``.
    """

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    objective: float
    keyed_objective: int
    keyed_bound: int
    jobseeker_price: NDArray[np.float64]
    vacancy_price: NDArray[np.float64]
    rounds: int
    n_pairs: int
    engine: str


def solve_dense(
    score: NDArray[np.generic] | Callable[[int, int], NDArray[np.generic]],
    jobseeker_capacity: ArrayLike,
    vacancy_capacity: ArrayLike,
    *,
    engine: str | None = None,
    max_bytes: int = 2**31,
) -> DenseSolution:
    """Choose among all pairs, each once, so that the sum of scores is largest, in exact integers.

    Price-and-cut [1]_: the best pairs of each member are solved exactly; then all pairs are priced, those
    worth more than the prices of their two places are added, and it is solved again, until there are none.
    The choice is that of `solve` on a problem of all pairs, with about 1 % of them in memory.

    Parameters
    ----------
    score
        Of shape (n_jobseekers, n_vacancies), floats in [0, 1] or integers that are micro-units; or a function
        that gives the rows of jobseekers ``start`` up to ``stop``. It is called for all jobseekers some
        three to eight times, and must give the same each time.
    jobseeker_capacity, vacancy_capacity
        How many pairs each may be in, at least 0; more than there are is the same as all.
    engine
        ``"native"`` or ``"reference"``; default: the fastest present.
    max_bytes
        Refuse to begin when the estimate of `dense_bytes` is above this.

    Raises
    ------
    ProblemError
        When scores or capacities are not what they should be, or too much memory would be needed.

    Notes
    -----
    A matrix of 2,000 by 2,000 takes about 0.05 s and one of 5,000 by 5,000 about 0.25 s.

    References
    ----------
    .. [1] Volgenant, A. (1996). Linear and semi-assignment problems: a core oriented approach. *Computers &
       Operations Research*, 23(10): 917-932. https://doi.org/10.1016/0305-0548(96)00010-X

    Examples
    --------
    Scores that are made when they are asked for, here from two factors of each side.

    >>> rng = np.random.default_rng(0)
    >>> people, jobs = rng.random((300, 2)), rng.random((200, 2))
    >>> answer = solve_dense(lambda start, stop: people[start:stop] @ jobs.T / 2, [1] * 300, [1] * 200)
    >>> len(answer.jobseeker), answer.keyed_objective == answer.keyed_bound
    (200, True)
    """
    inner = find_engine(engine)
    places_i = as_integers(jobseeker_capacity, "jobseeker_capacity", np.int32, low=0, high=_MAX)
    places_j = as_integers(vacancy_capacity, "vacancy_capacity", np.int32, low=0, high=_MAX)
    shape = len(places_i), len(places_j)
    if isinstance(max_bytes, bool) or not isinstance(max_bytes, int | np.integer):
        msg = f"max_bytes: must be a whole number, got {type(max_bytes).__name__}."
        raise ProblemError(msg)
    # Each pair is there once, so that more places than members of the other side are never used.
    places_i, places_j = np.minimum(places_i, shape[1]), np.minimum(places_j, shape[0])
    needed = dense_bytes(*shape)
    if needed > max_bytes:
        msg = (
            f"max_bytes: {shape[0]} x {shape[1]} needs about {needed} bytes, at most {max_bytes} may be used."
        )
        raise ProblemError(msg)
    blocks = Blocks(_rows_of(score, shape), *shape, are_scores=True)
    answer = assign_blocks(blocks, places_i, places_j, inner)
    if answer.total != answer.bound:
        msg = f"the assignment is not proven: weight {answer.total}, value of its prices {answer.bound}."
        raise SolverError(msg)
    keys = exact_sum(tie_keys(answer.jobseeker, answer.vacancy, None))
    return DenseSolution(
        jobseeker=_frozen(answer.jobseeker),
        vacancy=_frozen(answer.vacancy),
        objective=(answer.total - keys) / (MICRO * KEY_SCALE),
        keyed_objective=answer.total,
        keyed_bound=answer.bound,
        jobseeker_price=_frozen(answer.jobseeker_price / (MICRO * KEY_SCALE)),
        vacancy_price=_frozen(answer.vacancy_price / (MICRO * KEY_SCALE)),
        rounds=answer.rounds,
        n_pairs=answer.n_pairs,
        engine=inner.name,
    )


def dense_bytes(n_jobseekers: int, n_vacancies: int) -> int:
    """Estimate the memory that `solve_dense` needs, apart from the scores that it is given.

    Examples
    --------
    A square of 100,000 would be 80 GB as a matrix.

    >>> round(dense_bytes(100_000, 100_000) / 1e9, 1)
    1.0
    """
    block = Blocks.entries_at_once(n_jobseekers, n_vacancies)
    return block * _BYTES_PER_ENTRY + (n_jobseekers + n_vacancies) * _PAIRS_PER_MEMBER * _BYTES_PER_PAIR


def _rows_of(
    score: NDArray[np.generic] | Callable[[int, int], NDArray[np.generic]], shape: tuple[int, int]
) -> Callable[[int, int], NDArray[np.generic]]:
    """Give the rows of some jobseekers."""
    if callable(score):
        return score
    refuse_masked(score, "score")
    try:
        matrix = np.asarray(score)
    except ValueError as error:
        msg = f"score: must have shape {shape}, got rows of different lengths."
        raise ProblemError(msg) from error
    if matrix.shape != shape:
        msg = f"score: must have shape {shape}, that of the capacities, got {_kind(score, matrix)}."
        raise ProblemError(msg)
    return lambda start, stop: matrix[start:stop]


def _kind(score: object, matrix: NDArray[np.generic]) -> str:
    return type(score).__name__ if matrix.dtype == object else f"shape {matrix.shape}"


def _frozen(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    array.setflags(write=False)
    return array
