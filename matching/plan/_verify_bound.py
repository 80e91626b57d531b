"""Whether the bound of a plan follows from its prices, in whole numbers."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from matching.plan._verification import Check
from matching.solvers import KEY_SCALE, MICRO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.plan._plan import Plan
    from matching.solvers import AssignmentProblem

_UNIT = MICRO * KEY_SCALE
_MOST = 2**62


def bound_by_prices(plan: Plan) -> tuple[float, Check]:
    """Bound that follows from the prices over every candidate, and whether what the plan states agrees.

    For any prices p, q >= 0 of places and l of rows (l at most what breaking the row costs) no choice of
    pairs is worth more than ``sum a_i p_i + sum b_j q_j + sum_e max(0, w_e - p_i - q_j + l A_e) - l limit``,
    by weak duality. All of it is whole numbers of keyed weight, prices included, so that nothing rounds.
    Without promises that bound is all the proof there is: the plan may state none below it, and is optimal
    only if it is worth as much. With promises the search may tighten it, which prices alone cannot show.
    """
    problem, solution = plan.basis.problem, plan.basis.solution
    if plan.status == "infeasible":
        return 0.0, Check(name="bound", n=problem.n_pairs)
    chosen = solution.chosen
    value, score = _worth(problem, chosen)
    bound = _bound(plan)
    keys = _total(problem.weight[chosen] & (KEY_SCALE - 1))
    faults = []
    if value > min(bound, solution.keyed_bound):
        lowest = min(bound, solution.keyed_bound) / _UNIT
        faults.append(f"the plan is worth {value / _UNIT:.6f}, which passes the bound {lowest:.6f}")
    if not problem.n_rows and solution.keyed_bound < bound:
        faults.append(f"the bound {solution.keyed_bound / _UNIT:.6f} is below what prices prove")
    proves = solution.goal == "total score" and plan.status == "optimal"
    if not problem.n_rows and proves and bound != value:
        faults.append(f"called optimal, {(bound - value) / _UNIT:.6g} below the bound by prices")
    for name, stated, found in (
        ("objective", plan.objective, (value - keys) / _UNIT),
        ("bound", plan.bound, (solution.keyed_bound - keys) / _UNIT),
        ("gap", plan.gap, max(solution.keyed_bound - value, 0) / max(_UNIT, score)),
    ):
        # The stated figures are floats of whole numbers: their last digits alone may differ.
        if abs(stated - found) > 1e-9 * max(1.0, abs(found)):
            faults.append(f"the {name} is said to be {stated:.9g}, recomputed {found:.9g}")
    return (bound - keys) / _UNIT, Check(name="bound", n=problem.n_pairs, faults=tuple(faults))


def _worth(problem: AssignmentProblem, chosen: NDArray[np.int64]) -> tuple[int, int]:
    """Keyed weight of a choice less priced shortfall and excess, and its score alone."""
    value = _total(problem.weight[chosen])
    score = _total(problem.weight[chosen] // KEY_SCALE) * KEY_SCALE
    if problem.n_rows:
        activity = np.asarray(problem.columns[:, chosen].sum(axis=1), np.int64).reshape(-1).tolist()
        for row, reached in enumerate(activity):
            for units, price in (
                (int(problem.lower[row]) - reached, float(problem.shortfall_price[row])),
                (reached - int(problem.upper[row]), float(problem.excess_price[row])),
            ):
                if units > 0 and price < inf:  # a hard promise that is broken is told by the recount
                    value -= units * round(price * _UNIT)
    return value, score


def _bound(plan: Plan) -> float:
    """Bound by prices, in keyed weight: a whole number, or infinite when a row price is out of all range."""
    problem, solution = plan.basis.problem, plan.basis.solution
    fixed = np.zeros(problem.n_pairs, np.int8) if problem.fixed is None else problem.fixed
    given = np.flatnonzero(fixed > 0)
    price_i, price_j = _whole(solution.jobseeker_price), _whole(solution.vacancy_price)
    room_i = problem.jobseeker_capacity - np.bincount(problem.jobseeker[given], minlength=len(price_i))
    room_j = problem.vacancy_capacity - np.bincount(problem.vacancy[given], minlength=len(price_j))
    worth, constant = problem.weight.copy(), 0
    if problem.n_rows:
        row_price = _row_prices(problem, solution.row_price)
        if (problem.columns.T @ np.abs(row_price).astype(float)).max(initial=0.0) > _MOST:
            return inf
        worth += np.asarray(problem.columns.T @ row_price).reshape(-1)
        binding = np.where(row_price > 0, problem.lower, problem.upper)
        constant = sum(p * limit for p, limit in zip(row_price.tolist(), binding.tolist(), strict=True))
    is_open = (fixed == 0) & (room_i[problem.jobseeker] > 0) & (room_j[problem.vacancy] > 0)
    reduced = worth - price_i[problem.jobseeker] - price_j[problem.vacancy]
    gain = np.where(is_open, np.maximum(reduced, 0), 0)
    if problem.pair_group is not None:  # one of a group at most
        grouped = problem.pair_group >= 0
        best = np.zeros(problem.pair_group.max(initial=-1) + 1, np.int64)
        np.maximum.at(best, problem.pair_group[grouped], gain[grouped])
        gain = np.r_[gain[~grouped], best]
    places = _cost(room_i, price_i) + _cost(room_j, price_j)
    return _total(worth[given]) + places + _total(gain) - constant


def _row_prices(problem: AssignmentProblem, price: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole row prices, none above what breaking the row costs."""
    least, most = (
        np.minimum(np.rint(limit * _UNIT), float(_MOST))
        for limit in (problem.excess_price, problem.shortfall_price)
    )
    whole: NDArray[np.int64] = np.clip(np.rint(price * _UNIT), -least, most).astype(np.int64)
    return whole


def _whole(prices: NDArray[np.float64]) -> NDArray[np.int64]:
    """Prices in whole keyed weight, never negative: any such prices give a bound."""
    whole: NDArray[np.int64] = np.rint(np.clip(prices * _UNIT, 0, float(2**53))).astype(np.int64)
    return whole


def _cost(room: NDArray[np.int64], price: NDArray[np.int64]) -> int:
    """Places times their prices: a product that may pass 64 bits."""
    return sum(int(places) * int(each) for places, each in zip(room.tolist(), price.tolist(), strict=True))


def _total(values: NDArray[np.int64]) -> int:
    """Sum in whole numbers of any size."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
