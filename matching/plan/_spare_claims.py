"""No more claims than needed: a contract that is met leaves placements to those that are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from matching.solvers import AssignmentProblem, Solution

from matching.solvers import KEY_SCALE, MICRO


def without_spare_claims(problem: AssignmentProblem, solution: Solution) -> Solution:
    """Give each placement, one after the other, the option that relieves promises most and claims least.

    The placements stay. What a contract is claimed beyond its need earns nothing, so that a solver may leave
    such claims: here one is moved to a promise that is short, or dropped. In the answer no claim can be moved
    or left out by itself without a promise getting shorter, and the objective is at least what it was.

    Parameters
    ----------
    problem
        With the options of each pair in its ``pair_group``, of equal score.
    solution
        Its answer.

    Notes
    -----
    Placements go in falling order of what they are claimed for, so that one large claim is dropped rather
    than many small ones. Cost is linear in the coefficients of their options, for each of a few rounds.
    """
    groups, fixed = problem.pair_group, problem.fixed
    chosen: list[int] = solution.chosen.tolist()
    if groups is None or not chosen:
        return solution
    options = np.flatnonzero((groups >= 0) & np.isin(groups, groups[solution.chosen]))
    promises = _Promises(problem, solution, options)
    of_group: dict[int, list[int]] = {}
    for at in options.tolist():
        if fixed is None or fixed[at] >= 0:
            of_group.setdefault(int(groups[at]), []).append(at)
    free = [nth for nth, at in enumerate(chosen) if groups[at] >= 0 and (fixed is None or not fixed[at])]
    free.sort(key=lambda nth: (-promises.total(chosen[nth]), chosen[nth]))
    changed = True
    while changed:
        changed = False
        for nth in free:
            now = chosen[nth]
            ranked = ((promises.cost(now, at), at != now, at) for at in of_group[int(groups[now])])
            best = min(ranked)[-1]
            if best != now:
                promises.swap(now, best)
                chosen[nth], changed = best, True
    return promises.answer(np.array(sorted(chosen), np.int64))


class _Promises:
    """What the chosen options reach on each row, and what other options would change."""

    def __init__(self, problem: AssignmentProblem, solution: Solution, options: NDArray[np.int64]) -> None:
        self._problem, self._solution, self._gained = problem, solution, 0
        columns = problem.rows[:, options].T.tocsr()
        ends, rows, amounts = (part.tolist() for part in (columns.indptr, columns.indices, columns.data))
        self._columns: dict[int, Mapping[int, int]] = {
            at: dict(zip(rows[begin:end], amounts[begin:end], strict=True))
            for at, begin, end in zip(options.tolist(), ends, ends[1:], strict=False)
        }
        self._lower, self._upper = problem.lower.tolist(), problem.upper.tolist()
        self._reached: list[int] = problem.rows[:, solution.chosen].sum(axis=1).tolist()

    def total(self, at: int) -> int:
        """Sum of what an option counts for; options of one pair differ in their claims only."""
        return sum(self._columns[at].values())

    def cost(self, now: int, other: int) -> tuple[bool, int, int]:
        """Whether another option is out of the question, what it costs in whole weights, and its total.

        It is when it breaks a hard promise further, or makes any shorter without relieving a dearer one.
        """
        changes = list(self._changes(now, other))
        costs = [0 if weight is None else weight * units for weight, units in changes]
        broken = any(weight is None and units > 0 for weight, units in changes)
        worse = sum(costs) >= 0 and any(units > 0 for _, units in changes)
        return broken or worse, sum(costs), self.total(other)

    def _changes(self, now: int, other: int) -> Iterator[tuple[int | None, int]]:
        """Price of a unit and units more, of each row that would be short or over otherwise."""
        one, two, problem = self._columns[now], self._columns[other], self._problem
        for row in one.keys() | two.keys():
            before = self._reached[row]
            after = before - one.get(row, 0) + two.get(row, 0)
            low, high = self._lower[row], self._upper[row]
            short = max(0, low - after) - max(0, low - before)
            over = max(0, after - high) - max(0, before - high)
            if short:
                yield problem.shortfall_weight[row], short
            if over:
                yield problem.excess_weight[row], over

    def swap(self, now: int, other: int) -> None:
        """Take another option of a pair."""
        self._gained -= self.cost(now, other)[1]
        for at, sign in ((now, -1), (other, 1)):
            for row, amount in self._columns[at].items():
                self._reached[row] += sign * amount

    def answer(self, chosen: NDArray[np.int64]) -> Solution:
        """Give the solution with other options chosen."""
        if np.array_equal(chosen, self._solution.chosen):
            return self._solution
        problem, before, unit = self._problem, self._solution, MICRO * KEY_SCALE
        # Tie keys are no score: they are in what is optimised, and not in the objective.
        keys = int(problem.tie_key[chosen].sum()) - int(problem.tie_key[before.chosen].sum())
        value = before.keyed_objective + self._gained + keys
        left = before.keyed_bound - value
        objective = before.objective + self._gained / unit
        reached = np.array(self._reached, np.int64)
        chosen.setflags(write=False)
        return replace(
            before,
            chosen=chosen,
            objective=objective,
            bound=objective + left / unit,
            gap=max(0, left) / max(unit, int(problem.micro_score[chosen].sum()) * KEY_SCALE),
            keyed_objective=value,
            shortfall=np.maximum(0, problem.lower - reached),
            excess=np.maximum(0, reached - problem.upper),
        )
