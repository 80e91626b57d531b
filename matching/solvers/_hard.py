"""Hard rows: find a choice that keeps them, or prove that there is none and say which are in conflict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._auction import rank_in_runs
from matching.solvers._columns import row_sums
from matching.solvers._exact import exact_sum
from matching.solvers._fill import best_first, fill
from matching.solvers._hints import Hints
from matching.solvers._instance import evaluate
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._presolve import price_range
from matching.solvers._rows import SMALL_STEPS, improve, solve_elastic
from matching.solvers._search import Search

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._problem import AssignmentProblem
    from matching.solvers._watch import Watch

_FILTER_ROWS = 30
"""Rows up to which a conflict is made minimal; each costs one solve."""


def solve_rows(instance: Instance, inner: InnerEngine, gap: float, hints: Hints, watch: Watch) -> Search:
    """Best choice that keeps all hard rows, with a bound; the search names a conflict if there is none."""
    alone = row_out_of_reach(instance)
    if alone is not None:
        search = Search(instance, gap, watch, evaluate(instance, np.empty(0, dtype=np.int64)))
        search.is_impossible, search.conflict = True, (alone,)
        return search
    search = solve_elastic(instance, inner, gap, hints, watch)
    if search.best.broken and not watch.is_over():
        _keep_hard_rows(search, inner)
        improve(search, SMALL_STEPS)
    return search


def _keep_hard_rows(search: Search, inner: InnerEngine) -> None:
    """Look for a choice that keeps all hard rows, or prove that there is none."""
    instance = search.instance
    phase = _least_breach(instance, hard_rows(instance), inner, search.watch)
    search.rounds += phase.rounds
    search.nodes += phase.nodes
    search.offer(fill(instance, phase.best.pairs, best_first(instance)))
    if _is_impossible(phase):
        search.is_impossible = True
        search.conflict = find_conflict(instance, phase, inner, search.watch)


def hard_rows(instance: Instance) -> NDArray[np.bool_]:
    """Mark the rows that have a hard limit that can be missed."""
    over = np.array([weight is None for weight in instance.excess_weight], dtype=np.bool_)
    return hard_lower_rows(instance) | (over & (instance.price_floor < 0))


def hard_lower_rows(instance: Instance) -> NDArray[np.bool_]:
    """Mark the rows that have a hard lower limit that can be missed."""
    short = np.array([weight is None for weight in instance.shortfall_weight], dtype=np.bool_)
    return short & (instance.price_ceiling > 0)


def row_out_of_reach(instance: Instance) -> int | None:
    """First hard row that no choice keeps, were it the only one; None when a look at each does not tell."""
    hard = np.flatnonzero(hard_rows(instance)[: instance.n_given_rows]).tolist()
    over = [row for row in hard if instance.excess_weight[row] is None and instance.upper[row] < 0]
    asked = [row for row in hard if instance.shortfall_weight[row] is None and instance.lower[row] > 0]
    by_row = instance.columns.tocsr() if asked else None
    for row in asked:
        assert by_row is not None
        if _most_units(instance, by_row, row) < instance.lower[row]:
            over.append(row)
            break
    return min(over, default=None)


def nearest_activity(problem: AssignmentProblem, instance: Instance, row: int) -> int | None:
    """Activity at which a row out of reach is nearest to its limit; None for a row that is not.

    It is the most that the pairs allow where the lower limit is out of reach, and what the fixed pairs take
    where that is beyond the upper one.
    """
    if instance.upper[row] < 0:
        return int(problem.upper[row] - instance.upper[row])
    missing = int(instance.lower[row]) - _most_units(instance, instance.columns.tocsr(), row)
    return int(problem.lower[row]) - missing if missing > 0 else None


def _most_units(instance: Instance, by_row: csr_array, row: int) -> int:
    """Units that a row can reach at the very most, either side without limits."""
    part = slice(by_row.indptr[row], by_row.indptr[row + 1])
    pairs, units = by_row.indices[part], by_row.data[part].astype(np.int64)
    return min(
        _most_of(instance.jobseeker[pairs], instance.jobseeker_capacity, units),
        _most_of(instance.vacancy[pairs], instance.vacancy_capacity, units),
    )


def _most_of(member: NDArray[np.int32], capacity: NDArray[np.int32], units: NDArray[np.int64]) -> int:
    """Units that a row can reach at the very most, were the other side without limits."""
    order = np.lexsort((-units, member))
    within = rank_in_runs(member[order]) < capacity[member[order]]
    return exact_sum(units[order][within])


def find_conflict(instance: Instance, phase: Search, inner: InnerEngine, watch: Watch) -> tuple[int, ...]:
    """Hard rows that cannot be kept together; with few of them, none can be left out (deletion filter [1]_).

    References
    ----------
    .. [1] Chinneck, J.W. (2008). *Feasibility and Infeasibility in Optimization*. Springer.
       https://doi.org/10.1007/978-0-387-74932-7
    """
    rows = hard_rows(instance)
    if phase.relaxation.prices.bound < 0:
        # The prices are a proof by themselves, and only of the rows that have one.
        rows &= phase.relaxation.prices.row != 0
    conflict = np.flatnonzero(rows)
    n_given = instance.n_given_rows
    for row in conflict[conflict < n_given].tolist() if len(conflict) <= _FILTER_ROWS else ():
        if watch.is_over():
            break
        without = rows.copy()
        without[row] = False
        if _is_impossible(_least_breach(instance, without, inner, watch)):
            rows = without
    return tuple(np.flatnonzero(rows)[np.flatnonzero(rows) < n_given].tolist())


def _is_impossible(phase: Search) -> bool:
    return phase.bound < 0


def _least_breach(instance: Instance, rows: NDArray[np.bool_], inner: InnerEngine, watch: Watch) -> Search:
    """Break some hard rows least, all else forgotten: phase one of the simplex method, in whole pairs."""
    total, _ = row_sums(instance.columns)
    structural = np.arange(instance.n_rows) >= instance.n_given_rows
    counted = rows | structural
    # A hard limit costs at least a few micro-units a unit, or the search would stop short of keeping it.
    price = [max(UNIT // size, 4 * KEY_SCALE) for size in instance.scale.tolist()]
    short = tuple(p if w is None else 0 for p, w in zip(price, instance.shortfall_weight, strict=True))
    over = tuple(p if w is None else 0 for p, w in zip(price, instance.excess_weight, strict=True))
    lower = np.where(counted & np.array([p > 0 for p in short]), instance.lower, 0)
    upper = np.where(counted & np.array([p > 0 for p in over]), instance.upper, total)
    scale, floor, ceiling = price_range(instance.columns, lower, upper, short, over)
    phase_one = replace(
        instance,
        weight=np.zeros_like(instance.weight),
        offset=0,
        lower=lower,
        upper=upper,
        shortfall_weight=short,
        excess_weight=over,
        scale=scale,
        price_floor=floor,
        price_ceiling=ceiling,
    )
    return solve_elastic(phase_one, inner, 0.0, Hints(None, phase_one, inner.name), watch)
