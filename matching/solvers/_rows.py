"""Side rows: relaxation, rounding, then integer steps on what the bound leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._apart import take_apart
from matching.solvers._fill import fill
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lagrangian import ascend
from matching.solvers._native_climb import climb
from matching.solvers._relaxation import first_relaxation, relax
from matching.solvers._search import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.solvers._hints import Hints
    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Choice, Instance
    from matching.solvers._watch import Watch


SMALL_STEPS = (0.2, 0.4, 0.8)
_LARGE_STEPS = (1.2, 1.7, 2.5, 4.0)
"""Pairs that may come in, per pair chosen, in the integer steps; work, not time, so that runs repeat."""

_LEAST_STEP = 250


def solve_elastic(instance: Instance, inner: InnerEngine, gap: float, hints: Hints, watch: Watch) -> Search:
    """Best choice under side rows, with a bound; hard rows are dear to break.

    1. Relaxation over all pairs; its prices give an exact integer bound. With the native engine the
       Lagrangian dual comes first, with a local search from what it chose, and the linear program only if
       that was not enough.
    2. Rounding [1]_: what the relaxation chose wholly stays, and the best of what fits beside it is chosen
       anew in an integer step.
    3. Every pair that loses more than bound - best is out: no better choice has it. As soon as what is
       left is small, one step over all of it proves the optimum.
    4. Until then, integer steps over ever wider neighbourhoods of the best choice.

    References
    ----------
    .. [1] Berthold, T. (2014). RENS: the optimal rounding. *Mathematical Programming Computation*, 6: 33-54.
       https://doi.org/10.1007/s12532-013-0060-9
    """
    search = Search(instance, gap, watch, _first_choice(instance, hints))
    if inner.name == "native":
        # Exact assignments are so cheap there that many of them cost less than one linear program.
        relaxation = ascend(instance, inner, max(search.slack // 200, KEY_SCALE), hints, watch)
        search.judge(relaxation)
        if not search.is_done and instance.jobseeker_capacity.max(initial=0) <= 1:
            seconds = watch.seconds_left()
            limit = np.inf if seconds is None else seconds
            search.offer(climb(instance, relaxation.whole, relaxation.prices.loss, seconds=limit))
        take_apart(search)
        # Claims on several contracts keep jumping between them: such a relaxation is no plan to round.
        if len(relaxation.partly) <= len(relaxation.whole) // 2:
            improve(search, SMALL_STEPS)
    else:
        search.judge(first_relaxation(instance, inner, hints))
    if not search.is_done:
        search.judge(relax(instance, search.relaxation.prices, search.slack // 20, hints, watch))
        improve(search, SMALL_STEPS + _LARGE_STEPS)
    return search


def improve(search: Search, sizes: Sequence[float]) -> None:
    """Round the relaxation, then take ever larger integer steps around the best choice until it is proven."""
    if search.is_done or search.prove(_LEAST_STEP):
        return
    search.round()
    for size in sizes:
        n_pairs = _LEAST_STEP + int(size * len(search.best.pairs))
        if search.best.broken or search.is_done or search.prove(2 * n_pairs):
            return
        search.widen(n_pairs)


def _first_choice(instance: Instance, hints: Hints) -> Choice:
    """Best pair first; where there was an earlier choice, that or the same beginning with its pairs."""
    nothing = np.empty(0, dtype=np.int64)
    choice = fill(instance, nothing, np.argsort(-instance.weight, kind="stable"))
    before = hints.chosen(instance)
    if before.any():
        again = fill(instance, nothing, np.lexsort((-instance.weight, ~before)))
        choice = again if again.better_than(choice) else choice
    return choice
