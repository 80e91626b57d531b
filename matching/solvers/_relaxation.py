"""The linear relaxation over all pairs, by column generation, with a bound in exact integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._cut import best_pairs
from matching.solvers._lp import UNIT, Master
from matching.solvers._pricing import Prices, price_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._hints import Hints
    from matching.solvers._inner import Assignment, InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._watch import Watch

_FIRST_CUT = (4, 2)  # pairs of least loss of each jobseeker and vacancy to begin with
_NEXT_CUT = (3, 2)  # pairs added of each in one round
_MARGIN = UNIT // 50  # pairs that lose more than this against the prices of a round are not added
_MAX_ROUNDS = 60
_HARD_PRICE = 10.0  # score units per scaled unit of a hard row to begin with
_DEARER = 30.0
_MAX_DEARER = 5


@dataclass(slots=True)
class Relaxation:
    """Where the relaxation stands.

    Attributes
    ----------
    master
        Restricted program with its last solution.
    prices
        Prices of the lowest bound so far.
    rounds
        Programs solved.
    is_exact
        Whether the program over all pairs was solved to the accuracy asked for.
    """

    master: Master
    prices: Prices
    rounds: int
    is_exact: bool

    def whole_pairs(self) -> NDArray[np.int64]:
        """Pairs that the relaxation chose wholly, sorted."""
        if not self.master.solved:
            return np.empty(0, dtype=np.int64)
        return np.sort(self.master.pairs[self.master.x > 1 - 1e-6])


def relax(instance: Instance, inner: InnerEngine, accuracy: int, hints: Hints, watch: Watch) -> Relaxation:
    """Solve the elastic relaxation until bound and program differ by at most `accuracy` (keyed weight).

    Starts from prices: those of the hints, else of the assignment without rows. All pairs are priced in
    every round; those that the program lacks and that might improve it are added.
    """
    if hints.row_price is None:
        answer = assign_pairs(instance, inner, hints.state)
        no_rows = np.zeros(instance.n_rows, dtype=np.int64)
        prices = price_pairs(instance, no_rows, answer.vacancy_price)
    else:
        prices = price_pairs(instance, hints.row_price, hints.vacancy_price)
    members = best_pairs(instance.jobseeker, instance.vacancy, prices.loss, _FIRST_CUT)
    members |= hints.members(instance)
    master = Master(instance, np.flatnonzero(members), _HARD_PRICE)
    hints.apply_basis(master)
    state = Relaxation(master, prices, rounds=0, is_exact=False)
    dearer = 0
    for _ in range(_MAX_ROUNDS):
        if watch.is_over() or not master.solve(watch.seconds_left()):
            return state
        state.rounds += 1
        prices = price_pairs(instance, master.row_price, master.vacancy_price)
        if prices.bound < state.prices.bound:
            state.prices = prices
        master_value = instance.offset + round(master.objective * UNIT)
        missing = np.flatnonzero(~members & (prices.loss <= _MARGIN))
        if prices.bound - master_value <= accuracy or len(missing) == 0:
            if dearer == _MAX_DEARER or not np.any(master.slack[master.elastic.hard] > 1e-7):
                state.is_exact = True
                return state
            # A hard row is broken: either it cannot be kept, or breaking it was too cheap.
            master.raise_hard_price(_DEARER)
            dearer += 1
        i, j = instance.jobseeker[missing], instance.vacancy[missing]
        new = missing[best_pairs(i, j, prices.loss[missing], _NEXT_CUT)]
        members[new] = True
        if len(new):
            master.add(new)
    return state


def assign_pairs(instance: Instance, inner: InnerEngine, start: object = None) -> Assignment:
    """Optimal assignment of an instance, rows forgotten."""
    capacity = instance.jobseeker_capacity, instance.vacancy_capacity
    return inner.assign(instance.indptr, instance.vacancy, instance.weight, *capacity, start)
