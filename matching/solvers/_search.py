"""The search for a best choice: what is known so far, and the steps that improve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._exact import exact_sum
from matching.solvers._fill import fill
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._mip import Effort, Step, integer_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.solvers._combine import Point
    from matching.solvers._instance import Choice, Instance
    from matching.solvers._relaxation import Relaxation
    from matching.solvers._watch import Watch

_NODES = 100
"""Nodes of a step over a part of the pairs."""

_NODES_TO_PROVE = 50_000
"""Nodes of a step over all pairs that matter."""

_NO_BOUND = 1 << 100

RESOLUTION = KEY_SCALE >> 10
"""Keyed weight, about a thousandth of a micro-unit, that floating-point codes cannot tell from nothing."""


class Search:
    """Best choice and bound of an instance.

    Attributes
    ----------
    best
        Best choice so far.
    bound
        No choice has a higher value, in keyed weight; far too high before the first relaxation.
    rounds, nodes
        Relaxations solved and branch-and-bound nodes explored.
    is_impossible
        Whether it is proven that no choice keeps all hard rows.
    conflict
        Hard rows that cannot be kept together.
    relaxation
        Where the relaxation stands.
    point
        Prices of the lowest bound of rows taken apart, None when there is none.
    """

    relaxation: Relaxation
    point: Point | None = None

    def __init__(self, instance: Instance, gap: float, watch: Watch, best: Choice) -> None:
        self.instance, self.gap, self.watch, self.best = instance, gap, watch, best
        self.bound = _NO_BOUND
        self.rounds = self.nodes = 0
        self.is_impossible = False
        self.conflict: tuple[int, ...] = ()

    @property
    def score(self) -> int:
        """Keyed weight of the best choice, without prices of missed limits."""
        return self.instance.offset + exact_sum(self.instance.weight[self.best.pairs])

    @property
    def slack(self) -> int:
        """Distance to the bound that the gap asked for allows, in keyed weight."""
        return int(self.gap * max(UNIT, self.score))

    @property
    def is_reached(self) -> bool:
        """Whether the best choice is as close to the bound as was asked for."""
        return not self.best.broken and self.bound - self.best.value <= max(self.slack, RESOLUTION)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do, or no time to do it."""
        return self.is_reached or self.is_impossible or self.watch.is_over()

    def judge(self, relaxation: Relaxation) -> None:
        """Use the prices of a relaxation from here on."""
        self.relaxation = relaxation
        self.lower_bound(relaxation.prices.bound)
        self.rounds += relaxation.rounds

    def fill(self) -> None:
        """Offer what the relaxation chose wholly, filled up."""
        relaxation = self.relaxation
        order = np.argsort(relaxation.prices.loss, kind="stable")
        self.offer(fill(self.instance, relaxation.whole, order))

    def offer(self, choice: Choice | None) -> None:
        """Keep a choice if it is the best so far."""
        if choice is not None and choice.better_than(self.best):
            self.best = choice
            self._report()

    def lower_bound(self, bound: int) -> None:
        """Keep a bound if it is the lowest so far."""
        if bound < self.bound:
            self.bound = bound
            self._report()

    def _report(self) -> None:
        if self.bound < _NO_BOUND and not self.best.broken:
            self.watch.report(self.bound, self.best.value, self.score)

    def round(self) -> None:
        """Keep what the relaxation chose wholly, and choose anew among the best of what fits beside it."""
        instance, whole, partly = self.instance, self.relaxation.whole, self.relaxation.partly
        used_i = np.bincount(instance.jobseeker[whole], minlength=len(instance.jobseeker_capacity))
        used_j = np.bincount(instance.vacancy[whole], minlength=len(instance.vacancy_capacity))
        beside = (used_i < instance.jobseeker_capacity)[instance.jobseeker]
        beside &= (used_j < instance.vacancy_capacity)[instance.vacancy]
        beside[whole] = False
        loss = self.relaxation.prices.loss.copy()
        loss[partly] = 0
        self._step(_least(loss, beside, 100 + 3 * len(partly) // 2), whole)

    def combine(self, choices: Sequence[Choice]) -> None:
        """Choose anew among the pairs that are in some of these choices; those in all of them stay."""
        times = np.zeros(self.instance.n_pairs, dtype=np.int64)
        for choice in choices:
            times[choice.pairs] += 1
        self._step(
            np.flatnonzero((times > 0) & (times < len(choices))), np.flatnonzero(times == len(choices))
        )

    def widen(self, n_pairs: int) -> None:
        """Choose anew around the best pairs that are not chosen: whoever they would move is free to move."""
        instance, chosen = self.instance, self.best.pairs
        outside = np.ones(instance.n_pairs, dtype=np.bool_)
        outside[chosen] = False
        core = _least(self.relaxation.prices.loss, outside, n_pairs)
        moved = np.isin(instance.jobseeker[chosen], instance.jobseeker[core])
        moved |= np.isin(instance.vacancy[chosen], instance.vacancy[core])
        self._step(np.sort(np.r_[core, chosen[moved]]), chosen[~moved])

    def prove(self, n_pairs: int) -> bool:
        """Put all pairs that stand between the best choice and the gap asked for into one step.

        A choice with a pair that loses more falls short of the bound by more, so that no such choice can
        break the gap. False when the pairs are more than `n_pairs`, or hard rows are broken.
        """
        prices = self.relaxation.prices
        possible = prices.loss <= prices.bound - self.slack - self.best.value
        pairs = np.flatnonzero(possible)
        if self.best.broken or len(pairs) > n_pairs:
            return False
        step = self._step(pairs, np.empty(0, dtype=np.int64), nodes=_NODES_TO_PROVE, slack=self.slack)
        if step.bound is not None:
            outside = prices.loss[~possible]
            beyond = prices.bound - int(outside.min()) if len(outside) else self.best.value
            # What HiGHS calls solved, asked for no gap, is so to its tolerance: far below a micro-unit.
            within = self.best.value if self._is_exact(step) else step.bound
            self.lower_bound(max(within, beyond, self.best.value))
        return True

    def _is_exact(self, step: Step) -> bool:
        is_near = step.bound is not None and step.bound - self.best.value <= KEY_SCALE
        return step.is_solved and is_near and self.slack <= RESOLUTION

    def _step(
        self,
        pairs: NDArray[np.int64],
        kept: NDArray[np.int64],
        *,
        nodes: int = _NODES,
        slack: int | None = None,
    ) -> Step:
        effort = Effort(
            target=self.bound - self.slack,
            slack=self.slack // 4 if slack is None else slack,
            nodes=nodes,
            seconds=self.watch.seconds_left(),
        )
        step = integer_step(self.instance, pairs, kept, self.best, effort)
        self.nodes += step.nodes
        self.offer(step.choice)
        return step


def _least(loss: NDArray[np.int64], among: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """Pairs of least loss, sorted by position; equal losses by position."""
    pairs = np.flatnonzero(among)
    return np.sort(pairs[np.argsort(loss[pairs], kind="stable")[:count]])
