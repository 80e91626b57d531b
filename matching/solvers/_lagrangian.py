"""The Lagrangian dual: prices of rows found by exact assignments, each of which gives a bound."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._cut import best_pairs
from matching.solvers._exact import exact_sum
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._pricing import adjusted_weight, limit_value, price_pairs
from matching.solvers._relaxation import Relaxation, first_relaxation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._hints import Hints
    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._watch import Watch

    Steps = float | NDArray[np.float64]

FIRST_STEP, SECOND_STEP, WARM_STEP = 0.05, 0.005, 0.001
"""First steps in score units per scaled unit of a row: from nothing, from near, from prices thought good."""

_LONGER, _SHORTER = 1.3, 0.5
_SEARCHING = 2.0  # how much longer until a price has turned for the first time
_MAX_ROUNDS = 60
_DENSE = 24  # pairs per member above which few of them are tried first; speed only
_CUT = (8, 4)  # pairs of least loss of each jobseeker and vacancy, added in one go
_PARTS = 50  # of the gap asked for; a bound that falls by less than one of them in some rounds is good
_WINDOW = 5  # those rounds
_SHARE = 0.6  # of the time left, if there is a limit
_SECONDS_TO_CUT = 1e-6  # a pair
_STARTS = 8  # assignments that are handed on
_RECENT = 10
"""Assignments that are compared; what all of them chose counts as chosen by the relaxation."""


def ascend(
    instance: Instance, inner: InnerEngine, gap: float, hints: Hints, watch: Watch, *, first_step: Steps
) -> tuple[Relaxation, list[NDArray[np.int64]]]:
    """Find row prices of a low bound, until it falls by little of the gap asked for in some rounds.

    Returns the relaxation, and assignments of low bounds, best first, which only look at the rows through
    their prices. A dense instance is cut to the pairs that lose least; then all pairs are priced, and those
    that might lower the answer are added, until bound of all and bound of some agree.
    """
    n_members = len(instance.jobseeker_capacity) + len(instance.vacancy_capacity)
    price = np.zeros(instance.n_rows, dtype=np.int64) if hints.row_price is None else hints.row_price
    # Under a time limit the local search needs a share too.
    watch = watch.part(_SHARE)
    if instance.n_pairs <= _DENSE * n_members or not watch.lasts(_SECONDS_TO_CUT * instance.n_pairs):
        return _ascend(instance, inner, price, first_step, hints.state, gap, watch)
    kept = np.zeros(instance.n_pairs, dtype=np.bool_)
    prices = first_relaxation(instance, inner, hints, watch).prices
    rounds = 0
    while True:
        kept |= best_pairs(instance.jobseeker, instance.vacancy, prices.loss, _CUT)
        pairs = np.flatnonzero(kept)
        part, starts = _ascend(instance.take(pairs), inner, price, first_step, prices.vacancy, gap, watch)
        rounds += part.rounds
        prices = price_pairs(instance, part.prices.row, part.prices.vacancy)
        accuracy = _accuracy(instance, pairs[starts[0]], gap)
        if prices.bound - part.prices.bound <= accuracy or rounds >= 2 * _MAX_ROUNDS or watch.is_over():
            whole, partly = pairs[part.whole], pairs[part.partly]
            relaxation = Relaxation(prices=prices, whole=whole, partly=partly, rounds=rounds)
            return relaxation, [pairs[chosen] for chosen in starts]
        price, first_step = prices.row, WARM_STEP


def _ascend(
    instance: Instance,
    inner: InnerEngine,
    start: NDArray[np.int64],
    first_step: Steps,
    state: object,
    gap: float,
    watch: Watch,
) -> tuple[Relaxation, list[NDArray[np.int64]]]:
    """Subgradient steps over all pairs of an instance.

    In each round the rows are priced into the weights and the assignment is solved exactly, from where the
    last one ended: its weight plus the value of the limits is a bound [1]_. The price of a row then moves
    against what it is over or short, by a step of its own: longer while the sign stays, shorter when it
    turns (resilient propagation [2]_). Since prices stay under those of shortfall and excess, the dual is
    that of the elastic problem.

    References
    ----------
    .. [1] Fisher, M.L. (1981). The Lagrangian relaxation method for solving integer programming problems.
       *Management Science*, 27(1): 1-18. https://doi.org/10.1287/mnsc.27.1.1
    .. [2] Riedmiller, M., and H. Braun (1993). A direct adaptive method for faster backpropagation learning:
       the RPROP algorithm. *IEEE International Conference on Neural Networks*, 586-591.
       https://doi.org/10.1109/ICNN.1993.298623
    """
    floor, ceiling = instance.price_floor.astype(np.float64), instance.price_ceiling.astype(np.float64)
    price = np.clip(start.astype(np.float64), floor, ceiling)
    step = first_step * UNIT / instance.scale
    last_sign, has_turned = np.zeros(instance.n_rows), np.zeros(instance.n_rows, dtype=np.bool_)
    recent: deque[NDArray[np.int64]] = deque(maxlen=_RECENT)
    bounds: list[int] = []
    adjusted = np.empty_like(instance.weight)
    for _ in range(_MAX_ROUNDS):
        whole_price = np.rint(price).astype(np.int64)
        # Without prices there is nothing to work out, which counts when there is hardly any time.
        prices = whole_price.any()
        weight = adjusted_weight(instance, whole_price, out=adjusted) if prices else instance.weight
        capacity = instance.jobseeker_capacity, instance.vacancy_capacity
        seconds = watch.seconds_left()
        answer = inner.assign(instance.indptr, instance.vacancy, weight, *capacity, state, time_limit=seconds)
        state = answer.state
        recent.append(answer.chosen)
        # The engine has proven that no assignment has a larger adjusted weight.
        bound = instance.offset + answer.bound - limit_value(instance, whole_price)
        if not bounds or bound < bounds[-1]:
            best_price, best_answer = whole_price, answer
        bounds.append(min([bound, *bounds[-1:]]))
        if _is_flat(bounds, _accuracy(instance, answer.chosen, gap)) or watch.is_over():
            break
        sign = _direction(instance, instance.activity(answer.chosen), price)
        turned = sign * last_sign
        has_turned |= turned < 0
        longer = np.where(has_turned, _LONGER, _SEARCHING)
        step = np.where(turned > 0, step * longer, np.where(turned < 0, step * _SHORTER, step))
        last_sign = np.where(sign != 0, sign, last_sign)
        price = np.clip(price + step * sign, floor, ceiling)
    others = [chosen for chosen in reversed(recent) if chosen is not best_answer.chosen]
    starts, vacancy_price = [best_answer.chosen, *others[: _STARTS - 1]], best_answer.vacancy_price
    del weight, adjusted, answer, best_answer, state  # makes room: the compiled solver hangs on them
    best = price_pairs(instance, best_price, vacancy_price)
    often = np.zeros(instance.n_pairs, dtype=np.int8)
    for chosen in recent:
        often[chosen] += 1
    relaxation = Relaxation(
        prices=best,
        whole=np.flatnonzero(often == len(recent)),
        partly=np.flatnonzero((often > 0) & (often < len(recent))),
        rounds=len(bounds),
    )
    return relaxation, starts


def _direction(
    instance: Instance, activity: NDArray[np.int64], price: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where the price of each row should go: up when it is short, down when it is over, else towards 0."""
    limit = np.where(price > 0, instance.lower, instance.upper)
    within = np.clip(activity, instance.lower, instance.upper)
    return np.sign(np.where(price == 0, within, limit) - activity).astype(np.float64)


def _accuracy(instance: Instance, chosen: NDArray[np.int64], gap: float) -> int:
    """Part of the gap, in keyed weight, that the bound may still fall."""
    score = instance.offset + exact_sum(instance.weight[chosen])
    return max(int(gap / _PARTS * max(UNIT, score)), KEY_SCALE)


def _is_flat(bounds: list[int], accuracy: int) -> bool:
    return len(bounds) > _WINDOW and bounds[-1 - _WINDOW] - bounds[-1] < accuracy
