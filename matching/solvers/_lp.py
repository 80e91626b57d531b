"""The linear relaxation over some of the pairs, kept in HiGHS so that pairs can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, hstack, vstack

from matching.solvers._check import MICRO
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
) -> highspy.HighsLp:
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
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = scale * np.r_[instance.weight[pairs] / UNIT, -elastic.price]
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.r_[pair_limit(instance, pairs), np.full(n_slack, np.inf)]
    model.row_lower_ = np.r_[np.full(places, -np.inf), np.where(instance.price_ceiling > 0, lower, -np.inf)]
    room = np.r_[instance.jobseeker_capacity, instance.vacancy_capacity] - used[:places]
    model.row_upper_ = np.r_[room, np.where(instance.price_floor < 0, upper, np.inf)].astype(np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model


def pair_limit(instance: Instance, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Upper limit of each pair: 1, or none where a single place implies it."""
    single = instance.jobseeker_capacity[instance.jobseeker[pairs]] == 1
    return np.where(single, np.inf, 1.0)


def quiet_highs(**options: float | str) -> highspy.Highs:
    """HiGHS without output and without threads, so that the same input gives the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    for option, value in options.items():
        solver.setOptionValue(option, value)
    return solver


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
        self._highs = quiet_highs(solver="ipm" if len(pairs) > _SMALL else "simplex")
        self._highs.passModel(linear_program(instance, pairs, self.elastic))
        # HiGHS keeps columns in the order they came: pairs, elastic columns, pairs added later.
        self._first = len(pairs)

    def add(self, pairs: NDArray[np.int64]) -> None:
        """Add pairs; the next solution starts from the last."""
        matrix = constraint_matrix(self.instance, pairs)
        n = len(pairs)
        starts, index = matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32)
        cost = self.instance.weight[pairs] / UNIT
        limit = pair_limit(self.instance, pairs)
        self._highs.addCols(n, cost, np.zeros(n), limit, matrix.nnz, starts, index, matrix.data)
        self.pairs = np.r_[self.pairs, pairs]
        self.x = np.r_[self.x, np.zeros(n)]
        self._primal_from_here()

    def raise_hard_price(self, factor: float) -> None:
        """Make hard rows dearer to break."""
        price = np.where(self.elastic.hard, self.elastic.price * factor, self.elastic.price)
        self.elastic = Elastic(self.elastic.row, self.elastic.sign, price, self.elastic.hard)
        for number in np.flatnonzero(self.elastic.hard).tolist():
            self._highs.changeColCost(self._first + number, -float(price[number]))
        self._primal_from_here()

    def solve(self, seconds: float | None = None) -> bool:
        """Solve from where it stands; False when it was stopped or HiGHS gave no optimal solution."""
        highs = self._highs
        if seconds is not None:
            highs.setOptionValue("time_limit", highs.getRunTime() + max(seconds, 0.0))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = highs.getSolution()
        value, dual = np.array(solution.col_value), np.array(solution.row_dual)
        n_slack = len(self.elastic.row)
        self.slack = value[self._first : self._first + n_slack]
        self.x = np.r_[value[: self._first], value[self._first + n_slack :]]
        self.objective = float(highs.getInfo().objective_function_value)
        self._keep_prices(dual)
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
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_strategy", 4)

    def set_basis(
        self, pair_status: NDArray[np.int8], other_status: tuple[NDArray[np.int8], NDArray[np.int8]]
    ) -> None:
        """Start from a basis of another program, if its elastic columns and rows are as many."""
        slack_status, row_status = other_status
        if len(slack_status) != len(self.elastic.row) or len(row_status) != self._highs.getNumRow():
            return
        basis = highspy.HighsBasis()
        status = [highspy.HighsBasisStatus(s) for s in range(5)]
        basis.col_status = [status[s] for s in np.r_[pair_status, slack_status].tolist()]
        basis.row_status = [status[s] for s in row_status.tolist()]
        # Alien: it may have too few or too many basic columns, which HiGHS then mends.
        basis.valid, basis.alien = True, True
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setBasis(basis)

    def basis(self) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.int8]]:
        """Statuses of pairs, elastic columns and rows in the last basis."""
        basis = self._highs.getBasis()
        columns = np.array([int(s) for s in basis.col_status], dtype=np.int8)
        rows = np.array([int(s) for s in basis.row_status], dtype=np.int8)
        end = self._first + len(self.elastic.row)
        return np.r_[columns[: self._first], columns[end:]], columns[self._first : end], rows
