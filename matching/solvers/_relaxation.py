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
    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._watch import Watch

_FIRST_CUT = (4, 2)  # pairs of least loss of each jobseeker and vacancy to begin with
_NEXT_CUT = (3, 2)  # pairs added of each in one round
_MARGIN = UNIT // 50  # pairs that lose more than this against the prices of a round are not added
_MAX_ROUNDS = 60
_HARD_PRICE = 10.0  # score units per scaled unit of a hard row to begin with
_DEARER = 30.0
_MAX_DEARER = 5
_TOLERANCE = 1e-6  # of HiGHS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxation:
    """What a relaxation tells of the whole problem.

    Attributes
    ----------
    prices
        Prices of its lowest bound.
    whole, partly
        Pairs that it chose, and pairs that it chose in part; sorted.
    rounds
        Programs or assignments solved.
    master
        Linear program with its last solution, if there was one.
    """

    prices: Prices
    whole: NDArray[np.int64]
    partly: NDArray[np.int64]
    rounds: int
    master: Master | None = None


def relax(instance: Instance, start: Prices, accuracy: int, hints: Hints, watch: Watch) -> Relaxation:
    """Solve the elastic linear program until bound and program differ by at most `accuracy` (keyed weight).

    It begins with the pairs that lose least at the prices given. All pairs are priced in every round; those
    that the program lacks and that might improve it are added.
    """
    members = best_pairs(instance.jobseeker, instance.vacancy, start.loss, _FIRST_CUT)
    members |= hints.members(instance)
    master = Master(instance, np.flatnonzero(members), _HARD_PRICE)
    hints.apply_basis(master)
    best, rounds, dearer = start, 0, 0
    while rounds < _MAX_ROUNDS and not watch.is_over() and master.solve(watch.seconds_left()):
        rounds += 1
        prices = price_pairs(instance, master.row_price, master.vacancy_price)
        best = prices if prices.bound < best.bound else best
        missing = np.flatnonzero(~members & (prices.loss <= _MARGIN))
        distance = prices.bound - instance.offset - round(master.objective * UNIT)
        if distance <= accuracy or len(missing) == 0:
            if dearer == _MAX_DEARER or not np.any(master.slack[master.elastic.hard] > _TOLERANCE):
                break
            # A hard row is broken: either it cannot be kept, or breaking it was too cheap.
            master.raise_hard_price(_DEARER)
            dearer += 1
        if len(missing):
            i, j = instance.jobseeker[missing], instance.vacancy[missing]
            new = missing[best_pairs(i, j, prices.loss[missing], _NEXT_CUT)]
            members[new] = True
            master.add(new)
    whole, some = master.x > 1 - _TOLERANCE, master.x > _TOLERANCE
    return Relaxation(
        prices=best,
        whole=np.sort(master.pairs[whole]),
        partly=np.sort(master.pairs[some & ~whole]),
        rounds=rounds,
        master=master,
    )


def first_relaxation(
    instance: Instance, inner: InnerEngine, hints: Hints, watch: Watch | None = None
) -> Relaxation:
    """Give prices to begin with: those of the hints, else of the assignment without rows."""
    nothing = np.empty(0, dtype=np.int64)
    if hints.row_price is not None:
        prices = price_pairs(instance, hints.row_price, hints.vacancy_price)
        return Relaxation(prices=prices, whole=nothing, partly=nothing, rounds=0)
    capacity = instance.jobseeker_capacity, instance.vacancy_capacity
    answer = inner.assign(
        instance.indptr,
        instance.vacancy,
        instance.weight,
        *capacity,
        hints.state,
        time_limit=None if watch is None else watch.seconds_left(),
    )
    prices = price_pairs(instance, np.zeros(instance.n_rows, dtype=np.int64), answer.vacancy_price)
    return Relaxation(prices=prices, whole=answer.chosen, partly=nothing, rounds=1)
