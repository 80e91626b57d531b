"""Side rows: relaxation, rounding, then integer steps on what the bound leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._apart import Apart
from matching.solvers._fill import best_first, fill
from matching.solvers._instance import evaluate
from matching.solvers._lagrangian import FIRST_STEP, SECOND_STEP, WARM_STEP, ascend
from matching.solvers._native_climb import Climber
from matching.solvers._relaxation import first_relaxation, relax
from matching.solvers._search import Search
from matching.solvers._trim import trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.solvers._hints import Hints
    from matching.solvers._inner import InnerEngine
    from matching.solvers._instance import Choice, Instance
    from matching.solvers._watch import Watch


SMALL_STEPS = (0.2, 0.4, 0.8)
_LARGE_STEPS = (1.2, 1.7, 2.5, 4.0)
"""Pairs that may come in, per pair chosen, in the integer steps; work, not time, so that runs repeat."""

_LEAST_STEP = 250
_FEW_PAIRS = 2_000
"""Pairs of an instance up to which one integer step costs less than the shakes that it may spare."""

_SECONDS_TO_CLIMB, _SECONDS_TO_RELAX = 1e-7, 1e-6
"""Least time for it to be worth a start, a pair."""

_NEAR = 2.0  # times the gap asked for: an earlier choice as near as that is improved before others are tried
_MOST_TO_FILL = 500_000  # pairs; one by one they take a tenth of a second
_BRIEF = 2e-5  # seconds a pair; with less a choice is set aside first, which takes a hundredth of it
_SHAKES, _SHAKEN = 1000, 3  # small rebuilds of a choice at most, and choices that get them
_FIRST_ROUNDS, _MORE_ROUNDS = 4, 30  # of the lower bound, before a shake and after it


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
    search = Search(instance, gap, watch, _first_choice(instance, inner, hints))
    search.point = hints.point(instance)
    spare = _spare_choice(instance, inner, watch)
    if inner.name == "native":
        _solve_by_prices(search, inner, hints)
    else:
        search.judge(first_relaxation(instance, inner, hints))
        search.fill()
    if not search.is_done and watch.lasts(_SECONDS_TO_RELAX * instance.n_pairs):
        search.judge(relax(instance, search.relaxation.prices, search.slack // 20, hints, watch))
        search.fill()
        improve(search, SMALL_STEPS + _LARGE_STEPS)
    if watch.is_over():
        search.offer(spare)
    return search


def _solve_by_prices(search: Search, inner: InnerEngine, hints: Hints) -> None:
    """Lagrangian dual and local search: so cheap that many of them cost less than one linear program."""
    is_warm, before = hints.row_price is not None, search.best.pairs
    starts = _lower_bound(search, inner, hints, hints.step(WARM_STEP, FIRST_STEP) if is_warm else FIRST_STEP)
    if not search.watch.lasts(_SECONDS_TO_CLIMB * search.instance.n_pairs):
        search.offer(trim(search.instance, starts[0]))
        return
    can_climb = search.instance.jobseeker_capacity.max(initial=0) <= 1
    if is_warm and can_climb:
        _climb(search, before, starts, is_warm=True)
        if search.is_done:
            return
        # The prices were not as good as they were thought to be.
        hints.row_price, hints.state = search.relaxation.prices.row, search.relaxation.prices.vacancy
        before, starts = search.best.pairs, _lower_bound(search, inner, hints, SECOND_STEP)
    if can_climb:
        _climb(search, before, starts, is_warm=is_warm)
        if search.watch.is_over() and (search.best.broken or len(search.best.pairs) == 0):
            # The time was up before there was anything: as much of the relaxation as the rows allow.
            search.offer(fill(search.instance, np.empty(0, dtype=np.int64), starts[0]))
    else:
        search.fill()
    relaxation = search.relaxation
    # Claims on several contracts keep jumping between them: such a relaxation is no plan to round.
    if len(relaxation.partly) <= len(relaxation.whole) // 2:
        improve(search, SMALL_STEPS)


def _lower_bound(
    search: Search, inner: InnerEngine, hints: Hints, first_step: float | NDArray[np.float64]
) -> list[NDArray[np.int64]]:
    """Prices of a lower bound, for the search to use; returns choices that they suggest."""
    relaxation, starts = ascend(
        search.instance, inner, search.gap, hints, search.watch, first_step=first_step
    )
    search.judge(relaxation)
    return starts


def _climb(
    search: Search, before: NDArray[np.int64], starts: Sequence[NDArray[np.int64]], *, is_warm: bool
) -> None:
    """Local searches from an earlier choice and from those of the relaxation, in turn with a lower bound."""
    climber = Climber(search.instance, search.relaxation.prices, np.unique(np.concatenate([before, *starts])))
    found: list[Choice] = []
    apart = None
    if is_warm and len(before):
        found.append(_climb_from(search, climber, before))
        if search.bound - search.best.value <= _NEAR * search.slack:
            apart = Apart(search, search.point)
            _close(search, climber, found, apart)
    elif len(before):
        starts = [*starts, before]
    for start in starts:
        if search.is_done:
            return
        found.append(_climb_from(search, climber, start, is_rough=True))
    is_small = search.instance.n_pairs <= _FEW_PAIRS
    if search.is_done or (is_small and search.prove(2 * _LEAST_STEP)):
        return
    found.sort(key=lambda choice: (choice.broken, -choice.value))
    if apart is None or apart.best is None:
        apart = Apart(search, search.point)
    _close(search, climber, found, apart)
    for position in range(1, min(_SHAKEN, len(found))):
        _shake(search, climber, found, position)
    if not search.is_done:
        search.combine([search.best, *found[:_SHAKEN]])
        found[0] = search.best
        _shake(search, climber, found, 0)
    apart.improve()


def _close(search: Search, climber: Climber, found: list[Choice], apart: Apart) -> None:
    """Bring bound and best choice together by what costs little."""
    apart.sharpen(_FIRST_ROUNDS)
    _shake(search, climber, found, 0)
    apart.sharpen(_MORE_ROUNDS)


def _climb_from(
    search: Search, climber: Climber, start: NDArray[np.int64], *, is_rough: bool = False, shakes: int = 0
) -> Choice:
    """Climb, for the search to use what comes out."""
    choice = climber.climb(
        start,
        is_rough=is_rough,
        enough=search.relaxation.prices.bound - search.bound + search.slack,
        shakes=shakes,
        seconds=search.watch.seconds_or_infinite(),
    )
    search.offer(choice)
    if choice.broken and search.watch.is_over():
        search.offer(trim(search.instance, choice.pairs))
    return choice


def _shake(search: Search, climber: Climber, found: list[Choice], position: int) -> None:
    """Improve one of the choices found, unless the best is good enough."""
    if not search.is_done:
        found[position] = _climb_from(search, climber, found[position].pairs, shakes=_SHAKES)


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


def _first_choice(instance: Instance, inner: InnerEngine, hints: Hints) -> Choice:
    """Pairs of an earlier choice as far as they fit; the reference engine adds the best that fits beside."""
    nothing = np.empty(0, dtype=np.int64)
    before = hints.chosen(instance)
    pairs = np.flatnonzero(before)
    earlier = fill(instance, nothing, pairs)
    if len(earlier.pairs) < len(pairs) and _fits(instance, pairs):
        whole = evaluate(instance, pairs)  # pairs that are no gain one by one may be so together
        earlier = whole if whole.better_than(earlier) else earlier
    if inner.name == "native":
        return earlier
    choice = fill(instance, nothing, best_first(instance))
    for other in (earlier, fill(instance, earlier.pairs, best_first(instance))) if len(pairs) else ():
        choice = other if other.better_than(choice) else choice
    return choice


def _spare_choice(instance: Instance, inner: InnerEngine, watch: Watch) -> Choice | None:
    """Best pairs first, where the time may be up before the native engine has a choice of its own."""
    if inner.name != "native" or watch.seconds_or_infinite() > _BRIEF * instance.n_pairs:
        return None
    if instance.n_pairs > _MOST_TO_FILL:
        return None
    return fill(instance, np.empty(0, dtype=np.int64), best_first(instance))


def _fits(instance: Instance, pairs: NDArray[np.int64]) -> bool:
    """Whether pairs are within the places of both sides."""
    sides = (
        (instance.jobseeker, instance.jobseeker_capacity),
        (instance.vacancy, instance.vacancy_capacity),
    )
    return all(np.all(np.bincount(who[pairs], minlength=len(room)) <= room) for who, room in sides)
