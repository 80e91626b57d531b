"""The linear relaxation over some of the pairs, kept in HiGHS so that pairs can be added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, hstack, vstack

from matching.solvers._check import MICRO
from matching.solvers._highs import optimise
from matching.solvers._highs_worker import AT_LOWER, Request
from matching.solvers._keys import KEY_SCALE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance

UNIT = KEY_SCALE * MICRO
"""One score unit in keyed weight."""

_SMALL = 3000  # pairs up to which simplex beats an interior point from scratch


@dataclass(frozen=True, slots=True, eq=False)
class Elastic:
    """Columns by which rows may be short (+1) or over (-1), with their price per unit of the scaled row.

    Attributes
    ----------
    row, sign, price
        Of each column; the price in score units.
    hard
        Whether the row is hard, so that the price is only a means to find a plan that keeps it.
    """

    row: NDArray[np.int64]
    sign: NDArray[np.int64]
    price: NDArray[np.float64]
    hard: NDArray[np.bool_]


def elastic_columns(instance: Instance, hard_price: float | None) -> Elastic:
    """Shortfall and excess columns of the limits that can be missed; without a price not of hard ones."""
    parts: list[tuple[int, int, float, bool]] = []
    for binds, sign, weights in (
        (instance.price_ceiling > 0, 1, instance.shortfall_weight),
        (instance.price_floor < 0, -1, instance.excess_weight),
    ):
        for row in np.flatnonzero(binds).tolist():
            weight = weights[row]
            if weight is not None:
                parts.append((row, sign, weight * float(instance.scale[row]) / UNIT, False))
            elif hard_price is not None:
                parts.append((row, sign, hard_price, True))
    return Elastic(
        row=np.array([part[0] for part in parts], dtype=np.int64),
        sign=np.array([part[1] for part in parts], dtype=np.int64),
        price=np.array([part[2] for part in parts], dtype=np.float64),
        hard=np.array([part[3] for part in parts], dtype=np.bool_),
    )


def constraint_matrix(instance: Instance, pairs: NDArray[np.int64]) -> csc_array:
    """Places of jobseekers, places of vacancies and scaled rows, over some pairs."""
    n = len(pairs)
    ones, column = np.ones(n), np.arange(n)
    n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
    scaled = diags_array(1.0 / instance.scale) @ instance.columns[:, pairs].astype(np.float64)
    parts = [
        csr_array((ones, (instance.jobseeker[pairs], column)), shape=(n_i, n)),
        csr_array((ones, (instance.vacancy[pairs], column)), shape=(n_j, n)),
        csr_array(scaled) if instance.n_rows else csr_array((0, n)),
    ]
    return csc_array(vstack(parts, format="csc"))


def linear_program(
    instance: Instance,
    pairs: NDArray[np.int64],
    elastic: Elastic,
    *,
    kept: NDArray[np.int64] | None = None,
    scale: float = 1.0,
) -> Request:
    """Elastic linear program over some pairs, with other pairs chosen already; pairs come first.

    The objective is in score units times `scale`.
    """
    n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
    n_slack, places = len(elastic.row), n_i + n_j
    slack = csc_array(
        (elastic.sign.astype(np.float64), (places + elastic.row, np.arange(n_slack))),
        shape=(places + instance.n_rows, n_slack),
    )
    matrix = csc_array(hstack([constraint_matrix(instance, pairs), slack], format="csc"))
    used = np.zeros(places + instance.n_rows, dtype=np.int64)
    if kept is not None:
        used[:n_i] = np.bincount(instance.jobseeker[kept], minlength=n_i)
        used[n_i:places] = np.bincount(instance.vacancy[kept], minlength=n_j)
        used[places:] = instance.activity(kept)
    lower = (instance.lower - used[places:]) / instance.scale
    upper = (instance.upper - used[places:]) / instance.scale
    room = np.r_[instance.jobseeker_capacity, instance.vacancy_capacity] - used[:places]
    return Request(
        cost=scale * np.r_[instance.weight[pairs] / UNIT, -elastic.price],
        col_lower=np.zeros(matrix.shape[1]),
        col_upper=np.r_[pair_limit(instance, pairs), np.full(n_slack, np.inf)],
        row_lower=np.r_[np.full(places, -np.inf), np.where(instance.price_ceiling > 0, lower, -np.inf)],
        row_upper=np.r_[room, np.where(instance.price_floor < 0, upper, np.inf)].astype(np.float64),
        start=matrix.indptr.astype(np.int32),
        index=matrix.indices.astype(np.int32),
        value=matrix.data,
    )


def pair_limit(instance: Instance, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Upper limit of each pair: 1, or none where a single place implies it."""
    single = instance.jobseeker_capacity[instance.jobseeker[pairs]] == 1
    return np.where(single, np.inf, 1.0)


class Master:
    """Restricted master program of column generation [1]_: some pairs, all rows, elastic limits.

    Attributes
    ----------
    pairs
        Positions in the instance of the pairs in it, in the order of the columns.
    x
        Value of each of them in the last solution.
    objective
        Of the last solution, in score units; fixed pairs are not counted.
    row_price, vacancy_price
        Of the last solution, in keyed weight, rounded.
    slack
        Values of the elastic columns.

    References
    ----------
    .. [1] Lübbecke, M.E., and J. Desrosiers (2005). Selected topics in column generation. *Operations
       Research*, 53(6): 1007-1023. https://doi.org/10.1287/opre.1050.0234
    """

    def __init__(self, instance: Instance, pairs: NDArray[np.int64], hard_price: float) -> None:
        self.instance = instance
        self.pairs = pairs
        self.elastic = elastic_columns(instance, hard_price)
        self.solved = False
        self.x = np.zeros(len(pairs))
        self.slack = np.zeros(len(self.elastic.row))
        self.objective = -np.inf
        # Columns are in the order they came: pairs, elastic columns, pairs added later.
        self._first = len(pairs)
        start = {"solver": "ipm" if len(pairs) > _SMALL else "simplex"}
        self._program = replace(linear_program(instance, pairs, self.elastic), options=start)

    def add(self, pairs: NDArray[np.int64]) -> None:
        """Add pairs; the next solution starts from the last."""
        matrix = constraint_matrix(self.instance, pairs)
        last, n = self._program, len(pairs)
        status = np.full(n if len(last.col_status) else 0, AT_LOWER, dtype=np.int8)
        self._program = replace(
            last,
            cost=np.r_[last.cost, self.instance.weight[pairs] / UNIT],
            col_lower=np.r_[last.col_lower, np.zeros(n)],
            col_upper=np.r_[last.col_upper, pair_limit(self.instance, pairs)],
            start=np.r_[last.start, last.start[-1] + matrix.indptr[1:].astype(np.int32)],
            index=np.r_[last.index, matrix.indices.astype(np.int32)],
            value=np.r_[last.value, matrix.data],
            col_status=np.r_[last.col_status, status],
        )
        self.pairs = np.r_[self.pairs, pairs]
        self.x = np.r_[self.x, np.zeros(n)]
        self._primal_from_here()

    def raise_hard_price(self, factor: float) -> None:
        """Make hard rows dearer to break."""
        price = np.where(self.elastic.hard, self.elastic.price * factor, self.elastic.price)
        self.elastic = Elastic(self.elastic.row, self.elastic.sign, price, self.elastic.hard)
        cost = self._program.cost.copy()
        cost[self._first : self._first + len(price)] = -price
        self._program = replace(self._program, cost=cost)
        self._primal_from_here()

    def solve(self, seconds: float | None = None) -> bool:
        """Solve from where it stands; False when it was stopped or HiGHS gave no optimal solution."""
        deadline = None if seconds is None else monotonic() + seconds
        answer = optimise(replace(self._program, deadline=deadline))
        if answer.status != "optimal":
            return False
        self._program = replace(self._program, col_status=answer.col_status, row_status=answer.row_status)
        value, end = answer.value, self._first + len(self.elastic.row)
        self.slack = value[self._first : end]
        self.x = np.r_[value[: self._first], value[end:]]
        self.objective = answer.objective
        self._keep_prices(answer.dual)
        self.solved = True
        return True

    def _keep_prices(self, dual: NDArray[np.float64]) -> None:
        instance = self.instance
        n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
        row = -dual[n_i + n_j :] / instance.scale * UNIT
        # Clipped as floats first: beyond the range they are no valid prices and might not fit 64 bits.
        row = np.clip(row, instance.price_floor.astype(np.float64), instance.price_ceiling.astype(np.float64))
        self.row_price = np.rint(row).astype(np.int64)
        vacancy = np.clip(dual[n_i : n_i + n_j] * UNIT, 0.0, 2.0**60)
        self.vacancy_price = np.rint(vacancy).astype(np.int64)

    def _primal_from_here(self) -> None:
        """Go on by the primal simplex method: the last solution is still feasible."""
        self._program = replace(self._program, options={"solver": "simplex", "simplex_strategy": 4})

    def set_basis(
        self, pair_status: NDArray[np.int8], other_status: tuple[NDArray[np.int8], NDArray[np.int8]]
    ) -> None:
        """Start from a basis of another program, if its elastic columns and rows are as many."""
        slack_status, row_status = other_status
        if len(slack_status) != len(self.elastic.row) or len(row_status) != len(self._program.row_lower):
            return
        self._program = replace(
            self._program,
            options={"solver": "simplex"},
            col_status=np.r_[pair_status, slack_status],
            row_status=row_status,
        )

    def basis(self) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.int8]]:
        """Statuses of pairs, elastic columns and rows in the last basis."""
        columns, end = self._program.col_status, self._first + len(self.elastic.row)
        pairs = np.r_[columns[: self._first], columns[end:]]
        return pairs, columns[self._first : end], self._program.row_status
