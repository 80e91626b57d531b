"""The assignment problem as numbers: pairs with scores, capacities, side rows."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy.sparse import csc_array, csr_array

from matching.exceptions import ProblemError
from matching.solvers._check import (
    MICRO,
    as_columns,
    as_integers,
    as_limits,
    as_micro,
    as_prices,
    as_vector,
    refuse,
)
from matching.solvers._columns import column_digest, row_sums
from matching.solvers._keys import (
    KEY_BITS,
    KEY_SCALE,
    first_pairs,
    occurrence_numbers,
    tie_keys,
)
from matching.solvers._row_order import row_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import sparray

_MAX = 2**31 - 2  # positions, capacities and group numbers are stored as int32
_Array = TypeVar("_Array")


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class AssignmentProblem:
    """Which pairs may be chosen, what each is worth, and what the choice as a whole must keep to.

    Choose pairs so that the sum of their scores is largest, each jobseeker and each vacancy within its
    capacity, and each side row within its limits (or short or over at its price) [1]_::

        max  sum_e score_e x_e  -  sum_r (shortfall_price_r short_r + excess_price_r over_r)
        s.t. sum_{e of i} x_e <= jobseeker_capacity_i     sum_{e of j} x_e <= vacancy_capacity_j
             lower_r - short_r <= sum_e rows_re x_e <= upper_r + over_r        x_e in {0, 1}

    Everything is checked and copied here; the arrays are read-only afterwards.

    Parameters
    ----------
    jobseeker, vacancy
        Positions of each pair, of shape (n_pairs,). Pairs may be parallel: the same two positions with
        different row coefficients.
    score
        Of shape (n_pairs,): floats in [0, 1], rounded once to micro-units, or integers that *are*
        micro-units, in [0, 1 000 000]. Higher is better.
    jobseeker_capacity, vacancy_capacity
        How many pairs each may be in, of shape (n_jobseekers,) and (n_vacancies,), at least 0.
    rows
        SciPy sparse array (n_rows, n_pairs) of non-negative whole numbers (heads, hundredths of an hour,
        cents). Default: no side rows.
    lower, upper
        Limits of each row, whole numbers of at least 0, of shape (n_rows,). None leaves a side open, and so
        do -inf in `lower` and inf in `upper`. An open lower limit is stored as 0 and an open upper limit as
        the total of the row: numbers that no choice of pairs can break.
    shortfall_price, excess_price
        Score units for each unit below `lower` or above `upper`, of shape (n_rows,), in [0, 1e9]; infinite,
        the default, makes the limit hard.
    pair_group
        Group of each pair, -1 for none; at most one pair of a group is chosen.
    fixed
        1 chosen, -1 forbidden, 0 free (default), of shape (n_pairs,).
    tie_key
        Number in [0, 2**20) of each pair that breaks ties between equal scores. Default: mixed from the two
        positions, and among parallel pairs from their content.
    jobseeker_score, vacancy_score
        How much each side wants the pair, as `score`; read by the method ``"stable"`` alone. Default:
        `score`.

    Attributes
    ----------
    weight : of shape (n_pairs,), int64
        The keyed weight that is optimised: micro-score * 2**20 + tie key.
    columns : csc_array of shape (n_rows, n_pairs)
        Coefficients of the side rows, pair by pair, in 32 bits where they fit.
    shortfall_weight, excess_weight : tuple of int or None
        The prices in keyed weight, None where the limit is hard.
    first_pairs : of shape (n_jobseekers + 1,), int64, or None
        Where the pairs of each jobseeker begin; None when the pairs did not come in strict order of jobseeker
        and vacancy, which costs some time.

    Raises
    ------
    ProblemError
        When arrays disagree or hold what they may not; the message says which, where and why.

    References
    ----------
    .. [1] Burkard, R., M. Dell'Amico and S. Martello (2012). *Assignment Problems*, revised reprint. SIAM.
       https://doi.org/10.1137/1.9781611972238

    Examples
    --------
    >>> problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1])
    >>> problem.n_pairs, problem.n_rows
    (3, 0)
    >>> problem.micro_score.tolist()
    [900000, 600000, 800000]
    >>> AssignmentProblem([0], [0], [1.5], [1], [1])
    Traceback (most recent call last):
    matching.exceptions.ProblemError: score[0]: must be in [0, 1], got 1.5 (1 of 1 entries).
    """

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    weight: NDArray[np.int64]
    jobseeker_capacity: NDArray[np.int32]
    vacancy_capacity: NDArray[np.int32]
    columns: csc_array
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    shortfall_price: NDArray[np.float64]
    excess_price: NDArray[np.float64]
    pair_group: NDArray[np.int32] | None
    fixed: NDArray[np.int8] | None
    jobseeker_score: NDArray[np.int64] | None
    vacancy_score: NDArray[np.int64] | None
    shortfall_weight: tuple[int | None, ...]
    excess_weight: tuple[int | None, ...]
    first_pairs: NDArray[np.int64] | None

    def __init__(
        self,
        jobseeker: ArrayLike,
        vacancy: ArrayLike,
        score: ArrayLike,
        jobseeker_capacity: ArrayLike,
        vacancy_capacity: ArrayLike,
        *,
        rows: sparray | ArrayLike | None = None,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
        shortfall_price: ArrayLike | None = None,
        excess_price: ArrayLike | None = None,
        pair_group: ArrayLike | None = None,
        fixed: ArrayLike | None = None,
        tie_key: ArrayLike | None = None,
        jobseeker_score: ArrayLike | None = None,
        vacancy_score: ArrayLike | None = None,
    ) -> None:
        cap_i = as_integers(jobseeker_capacity, "jobseeker_capacity", np.int32, low=0, high=_MAX)
        cap_j = as_integers(vacancy_capacity, "vacancy_capacity", np.int32, low=0, high=_MAX)
        n = len(as_vector(jobseeker, "jobseeker"))
        i = _positions(jobseeker, "jobseeker", len(cap_i), n)
        j = _positions(vacancy, "vacancy", len(cap_j), n)
        micro = as_micro(score, "score", n)
        group = _optional(
            pair_group, lambda v: as_integers(v, "pair_group", np.int32, low=-1, high=_MAX, length=n)
        )
        pin = _optional(fixed, lambda v: as_integers(v, "fixed", np.int8, low=-1, high=1, length=n))
        self._keep(jobseeker=i, vacancy=j, columns=as_columns(rows, n))
        self._keep_limits(lower, upper, shortfall_price, excess_price)
        first = first_pairs(i, j, len(cap_i))
        if tie_key is not None:
            key = as_integers(tie_key, "tie_key", np.int64, low=0, high=KEY_SCALE - 1, length=n)
        elif first is not None:
            key = tie_keys(i, j, None)
        else:
            key = _keys_of_some_parallel(self, micro, group)
        micro <<= KEY_BITS
        micro |= key
        self._keep(weight=micro, pair_group=group, fixed=pin, first_pairs=first)
        self._keep(jobseeker_capacity=cap_i, vacancy_capacity=cap_j)
        self._keep(
            jobseeker_score=_optional(jobseeker_score, lambda v: as_micro(v, "jobseeker_score", n)),
            vacancy_score=_optional(vacancy_score, lambda v: as_micro(v, "vacancy_score", n)),
        )

    @property
    def n_pairs(self) -> int:
        """Number of pairs."""
        return len(self.weight)

    @property
    def n_jobseekers(self) -> int:
        """Number of jobseekers."""
        return len(self.jobseeker_capacity)

    @property
    def n_vacancies(self) -> int:
        """Number of vacancies."""
        return len(self.vacancy_capacity)

    @property
    def n_rows(self) -> int:
        """Number of side rows."""
        return len(self.lower)

    @property
    def rows(self) -> csr_array:
        """Coefficients of the side rows, of shape (n_rows, n_pairs), laid out anew at each call."""
        rows: csr_array = self.columns.tocsr()
        for array in (rows.data, rows.indices, rows.indptr):
            array.setflags(write=False)
        return rows

    @property
    def micro_score(self) -> NDArray[np.int64]:
        """Score of each pair in whole micro-units, of shape (n_pairs,)."""
        return self.weight >> KEY_BITS

    @property
    def tie_key(self) -> NDArray[np.int64]:
        """Tie key of each pair, of shape (n_pairs,)."""
        key: NDArray[np.int64] = self.weight & (KEY_SCALE - 1)
        return key

    def __repr__(self) -> str:
        return (
            f"AssignmentProblem({self.n_jobseekers} jobseekers, {self.n_vacancies} vacancies, "
            f"{self.n_pairs} pairs, {self.n_rows} rows)"
        )

    def with_rows(self, columns: csc_array, order: NDArray[np.int64]) -> AssignmentProblem:
        """Return the problem with its rows in another order, and `columns` that are in it."""
        other = copy(self)
        AssignmentProblem._keep(
            other,
            columns=columns,
            lower=self.lower[order],
            upper=self.upper[order],
            shortfall_price=self.shortfall_price[order],
            excess_price=self.excess_price[order],
            shortfall_weight=tuple(self.shortfall_weight[row] for row in order.tolist()),
            excess_weight=tuple(self.excess_weight[row] for row in order.tolist()),
        )
        return other

    def _keep(self, **values: object) -> None:
        """Set attributes once, their arrays read-only."""
        for name, value in values.items():
            parts = (value.data, value.indices, value.indptr) if isinstance(value, csc_array) else (value,)
            for array in parts:
                if isinstance(array, np.ndarray):
                    array.setflags(write=False)
            object.__setattr__(self, name, value)

    def _keep_limits(
        self,
        lower: ArrayLike | None,
        upper: ArrayLike | None,
        shortfall_price: ArrayLike | None,
        excess_price: ArrayLike | None,
    ) -> None:
        n_rows = self.columns.shape[0]
        total = row_sums(self.columns)[0]
        low = as_limits(lower, "lower", np.zeros(n_rows, dtype=np.int64), -np.inf)
        high = as_limits(upper, "upper", np.maximum(total, low), np.inf)
        refuse(low > high, low, "lower", "must be at most upper")
        short = as_prices(shortfall_price, "shortfall_price", n_rows)
        over = as_prices(excess_price, "excess_price", n_rows)
        self._keep(lower=low, upper=high, shortfall_price=short, excess_price=over)
        self._keep(shortfall_weight=_keyed_prices(short), excess_weight=_keyed_prices(over))


def _optional(value: ArrayLike | None, convert: Callable[[ArrayLike], _Array]) -> _Array | None:
    return None if value is None else convert(value)


def _positions(value: ArrayLike, name: str, bound: int, length: int) -> NDArray[np.int32]:
    if length and not bound:
        msg = f"{name}: {length} pairs are given, but {name}_capacity is empty."
        raise ProblemError(msg)
    return as_integers(value, name, np.int32, low=0, high=max(0, bound - 1), length=length)


def _keys_of_some_parallel(
    problem: AssignmentProblem, micro: NDArray[np.int64], group: NDArray[np.int32] | None
) -> NDArray[np.int64]:
    digest = column_digest(problem.columns, problem.n_rows, row_order(problem))
    content = (micro, digest) if group is None else (group, micro, digest)
    places = problem.jobseeker, problem.vacancy
    return tie_keys(*places, occurrence_numbers(*places, content))


def _keyed_prices(price: NDArray[np.float64]) -> tuple[int | None, ...]:
    """Prices as whole keyed weights; Python integers, since sums of them may pass 64 bits."""
    return tuple(None if np.isinf(value) else round(float(value) * MICRO * KEY_SCALE) for value in price)
