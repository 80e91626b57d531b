"""Side rows: relaxation, rounding, then integer steps on what the bound leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._fill import fill
from matching.solvers._mip import fits
from matching.solvers._relaxation import relax
from matching.solvers._search import Search

if TYPE_CHECKING:
    from matching.solvers._hints import Hints
    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._watch import Watch


_WIDER = ((500, 200), (1000, 200), (2000, 200), (4000, 200))
"""Pairs and nodes of the steps around the best choice; work, not time, so that runs repeat."""


def solve_elastic(instance: Instance, inner: InnerEngine, gap: float, hints: Hints, watch: Watch) -> Search:
    """Best choice under side rows, with a bound; hard rows are dear to break.

    1. Relaxation over all pairs by column generation; its prices give an exact integer bound.
    2. Rounding: what the relaxation chose wholly, filled up best first.
    3. Integer steps [1]_: what the relaxation chose wholly stays, the rest is free; then wider around the
       best choice.
    4. Every pair that loses more than bound - best is out: no better choice has it. As soon as what is
       left is small, one step over all of it proves the optimum.

    References
    ----------
    .. [1] Berthold, T. (2014). RENS: the optimal rounding. *Mathematical Programming Computation*, 6: 33-54.
       https://doi.org/10.1007/s12532-013-0060-9
    """
    by_weight = np.argsort(-instance.weight, kind="stable")
    search = Search(instance, gap, watch, fill(instance, np.empty(0, dtype=np.int64), by_weight))
    before = hints.chosen(instance)
    if len(before) and fits(instance, before):
        search.offer(fill(instance, before, by_weight))
    search.relaxation = relax(instance, inner, search.slack // 20, hints, watch)
    search.lower_bound(search.relaxation.prices.bound)
    whole = search.relaxation.whole_pairs()
    search.offer(fill(instance, whole, np.argsort(search.relaxation.prices.loss, kind="stable")))
    if not search.is_done and not search.prove():
        search.round(whole)
    improve(search)
    return search


def improve(search: Search) -> None:
    """Widen the search around a choice that keeps the hard rows, until proven or out of steps."""
    for n_pairs, nodes in _WIDER:
        if search.best.broken or search.is_done or search.prove():
            return
        search.widen(n_pairs, nodes)
    if not search.is_done:
        search.prove()
