"""The Lagrangian dual: prices of rows found by exact assignments, each of which gives a bound."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._cut import best_pairs
from matching.solvers._lp import UNIT
from matching.solvers._pricing import Prices, adjusted_weight, price_pairs
from matching.solvers._relaxation import Relaxation, first_relaxation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._hints import Hints
    from matching.solvers._inner import Assignment, InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._watch import Watch

_FIRST_STEP, _WARM_STEP = 0.02, 0.001  # score units per scaled unit of a row
_LONGER, _SHORTER = 1.3, 0.5
_NEWEST = (
    0.7  # weight of the newest activity; claims jump between contracts and only mean something on average
)
_MAX_ROUNDS = 60
_DENSE = 24  # pairs per member above which few of them are tried first; speed only
_CUT = (8, 4)  # pairs of least loss of each jobseeker and vacancy, added in one go
_WINDOW = 10
"""Assignments over which progress is judged; what all of them chose counts as chosen by the relaxation."""


def ascend(instance: Instance, inner: InnerEngine, accuracy: int, hints: Hints, watch: Watch) -> Relaxation:
    """Find row prices of a low bound, until it falls by less than `accuracy` (keyed weight) in ten rounds.

    A dense instance is cut to the pairs that lose least; then all pairs are priced, and those that might
    lower the answer are added, until bound of all and bound of some agree.
    """
    n_members = len(instance.jobseeker_capacity) + len(instance.vacancy_capacity)
    price = np.zeros(instance.n_rows, dtype=np.int64) if hints.row_price is None else hints.row_price
    first_step = _FIRST_STEP if hints.row_price is None else _WARM_STEP
    if instance.n_pairs <= _DENSE * n_members:
        return _ascend(instance, inner, price, first_step, hints.state, accuracy, watch)
    kept = np.zeros(instance.n_pairs, dtype=np.bool_)
    prices = first_relaxation(instance, inner, hints).prices
    rounds = 0
    while True:
        kept |= best_pairs(instance.jobseeker, instance.vacancy, prices.loss, _CUT)
        pairs = np.flatnonzero(kept)
        part = _ascend(instance.take(pairs), inner, price, first_step, prices.vacancy, accuracy, watch)
        rounds += part.rounds
        prices = price_pairs(instance, part.prices.row, part.prices.vacancy)
        if prices.bound - part.prices.bound <= accuracy or rounds >= 2 * _MAX_ROUNDS or watch.is_over():
            return Relaxation(
                prices=prices, whole=pairs[part.whole], partly=pairs[part.partly], rounds=rounds
            )
        price, first_step = prices.row, _WARM_STEP


def _ascend(
    instance: Instance,
    inner: InnerEngine,
    start: NDArray[np.int64],
    first_step: float,
    state: object,
    accuracy: int,
    watch: Watch,
) -> Relaxation:
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
    last_sign = np.zeros(instance.n_rows)
    recent: deque[NDArray[np.int64]] = deque(maxlen=_WINDOW)
    best: Prices | None = None
    bounds: list[int] = []
    while best is None or not (len(bounds) == _MAX_ROUNDS or _is_flat(bounds, accuracy) or watch.is_over()):
        answer = _assign(instance, inner, price, state)
        state = answer.state
        recent.append(answer.chosen)
        prices = price_pairs(instance, np.rint(price).astype(np.int64), answer.vacancy_price)
        best = prices if best is None or prices.bound < best.bound else best
        bounds.append(best.bound)
        sign = _direction(instance, instance.activity(answer.chosen), price)
        turned = sign * last_sign
        step = np.where(turned > 0, step * _LONGER, np.where(turned < 0, step * _SHORTER, step))
        last_sign = np.where(sign != 0, sign, last_sign)
        price = np.clip(price + step * sign, floor, ceiling)
    often = np.zeros(instance.n_pairs, dtype=np.int64)
    for chosen in recent:
        often[chosen] += 1
    return Relaxation(
        prices=best,
        whole=np.flatnonzero(often == len(recent)),
        partly=np.flatnonzero((often > 0) & (often < len(recent))),
        rounds=len(bounds),
    )


def _assign(instance: Instance, inner: InnerEngine, price: NDArray[np.float64], state: object) -> Assignment:
    weight = adjusted_weight(instance, np.rint(price).astype(np.int64))
    capacity = instance.jobseeker_capacity, instance.vacancy_capacity
    return inner.assign(instance.indptr, instance.vacancy, weight, *capacity, state)


def _direction(
    instance: Instance, activity: NDArray[np.int64], price: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where the price of each row should go: up when it is short, down when it is over, else towards 0."""
    limit = np.where(price > 0, instance.lower, instance.upper)
    within = np.clip(activity, instance.lower, instance.upper)
    return np.sign(np.where(price == 0, within, limit) - activity).astype(np.float64)


def _is_flat(bounds: list[int], accuracy: int) -> bool:
    return len(bounds) > 2 * _WINDOW and bounds[-1 - _WINDOW] - bounds[-1] < accuracy
