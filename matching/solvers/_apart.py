"""The proof for rows in euros or hours: whole sets of their pairs give a closer bound, and better choices."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._combine import Combination, Point
from matching.solvers._core import Core
from matching.solvers._highs import optimise
from matching.solvers._instance import evaluate
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._mip import SCALE, fits, whole_options
from matching.solvers._patterns import find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from matching.solvers._combine import Priced, Set
    from matching.solvers._highs_worker import Answer
    from matching.solvers._search import Search

LEAST_PAIRS = 3000
"""Pairs below which all that matters soon fits one integer step."""

_MAX_ROUNDS = 80
_PATIENCE = (4, 6)  # rounds in which the bound must fall, of few prices and of all: these begin slowly
_PARTS = 50  # of the gap asked for: by one of them at least
_NEAR = UNIT // 20  # loss up to which the places of a pair matter
_MANY = 1_000_000  # pairs of an instance beyond which only the places near the blocks are looked at
_SLACK = UNIT // 50  # sets that fall short of the best by more are not added in a round
_SETS = 10  # added of each block in a round
_STEPS = (2.0, 3.0)
"""Pairs outside the blocks, per pair chosen, in the whole steps."""

_NODES = 100
_NODES_TO_PROVE = 20_000
_TO_PROVE: Mapping[str, float | str] = MappingProxyType({"presolve": "off", "mip_pscost_minreliable": 1})
"""Options of HiGHS: the bound is so close that trying branches, and presolving, cost more than they save."""

_REACH_TO_PROVE = UNIT // 10  # sets that fall short by more are too many to look for
_SETS_TO_PROVE = 2_000  # of each block
_COLUMNS_TO_PROVE = 20_000


class Apart:
    """Rows in cents or hours taken apart, for a lower bound and better choices (Dantzig and Wolfe).

    A row in cents is met by few pairs, and the linear relaxation takes the very fraction of a pair that is
    lacking. Where each such row chooses among whole sets of its pairs, that fraction is gone, and with it
    most of the distance between relaxation and optimum. Choices that break hard rows are left alone.

    Parameters
    ----------
    search
        What is known so far.
    start
        Prices thought good; None for those of the relaxation.

    Attributes
    ----------
    best
        Prices of the lowest bound; None where whole sets are of no use.
    """

    best: Priced | None = None

    def __init__(self, search: Search, start: Point | None = None) -> None:
        self._search = search
        self._narrow: Core | None = None
        self._wide: Core | None = None
        instance = search.instance
        if instance.n_pairs < LEAST_PAIRS or instance.jobseeker_capacity.max(initial=0) > 1:
            return
        blocks = find_blocks(instance)
        if search.best.broken or search.is_done or not blocks:
            return
        self._program = Combination(instance, blocks)
        prices = search.relaxation.prices
        point = Point(jobseeker=prices.jobseeker, vacancy=prices.vacancy, row=prices.row)
        self.best = self._price(start or point)
        if self.best.bound > prices.bound:
            self.best = self._price(point)

    def sharpen(self, rounds: int) -> None:
        """Move the prices of places near the blocks, so many times at most: soon done."""
        if self.best is not None and not self._search.is_done:
            if self._narrow is None:
                self._narrow = self._core(self.best, (), is_wide=False)
            self._descend(self._narrow, self.best, rounds, _PATIENCE[0])

    def improve(self) -> None:
        """Move all prices, until the bound is as low as such prices go; then choose among whole sets."""
        if self.best is None or self._search.is_done:
            return
        if self._search.instance.n_pairs <= _MANY:
            known = () if self._narrow is None else self._narrow.sets
            if self._wide is None:
                self._wide = self._core(self.best, known, is_wide=True)
            self._descend(self._wide, self.best, _MAX_ROUNDS, _PATIENCE[1])
        else:
            self.sharpen(_MAX_ROUNDS)
        for core in (self._narrow, self._wide):
            self._program.add(np.empty(0, dtype=np.int64), [] if core is None else list(core.sets))
        for size in _STEPS:
            if self._search.is_done or _prove(self._search, self._program, self.best):
                return
            _choose(self._search, self._program, self.best, size)

    def _core(self, priced: Priced, sets: Iterable[Set], *, is_wide: bool) -> Core:
        """Program of the places of pairs that lose little, or are chosen: of all, or of those in blocks."""
        search, program = self._search, self._program
        near = search.relaxation.prices.loss <= _NEAR
        near[search.best.pairs] = True
        if not is_wide:
            near &= program.block_of >= 0
        instance = search.instance
        free = np.zeros(len(program.charges(priced.point)), dtype=np.bool_)
        n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
        free[instance.jobseeker[near]] = free[n_i + instance.vacancy[near]] = True
        free[n_i + n_j :] = is_wide
        return Core(program, priced, free, [*program.sets_of(search.best.pairs), *sets])

    def _descend(self, core: Core, best: Priced, rounds: int, patience: int) -> None:
        """Move prices at most so many times, as long as that pays within some rounds."""
        search = self._search
        bounds = [search.bound]
        while len(bounds) <= rounds and not search.is_done:
            point = core.solve(search.watch.seconds_left())
            if point is None:
                break
            priced = self._price(point)
            core.learn(point, priced)
            if priced.bound < best.bound:
                self.best = best = priced
                core.centre(best.point)
            bounds.append(search.bound)
            least = max(search.slack // _PARTS, UNIT // 10_000)
            if len(bounds) > patience and bounds[-1 - patience] - bounds[-1] < least:
                break

    def _price(self, point: Point) -> Priced:
        search = self._search
        priced = self._program.price(point, slack=_SLACK, most=_SETS, seconds=search.watch.seconds_left())
        if priced.bound < search.bound:
            search.lower_bound(priced.bound)
            search.point = priced.point
        search.rounds += 1
        return priced


def _choose(search: Search, program: Combination, priced: Priced, size: float) -> None:
    """Choose anew among the columns that lose least."""
    best = search.best
    outside = -priced.net[program.block_of < 0]
    count = min(int(size * len(best.pairs)), len(outside) - 1)
    reach = int(np.partition(outside, count)[count]) if count >= 0 else 0
    pairs = np.flatnonzero((program.block_of < 0) & (-priced.net <= reach))
    program.add(np.union1d(pairs, best.pairs[program.block_of[best.pairs] < 0]), program.sets_of(best.pairs))
    usable = (program.losses(priced) <= reach) | program.marks(best.pairs)
    _step(search, program, usable, _NODES, search.slack // 4)


def _prove(search: Search, program: Combination, priced: Priced) -> bool:
    """Put every column that stands between best choice and gap into one step; False when too many."""
    reach = priced.bound - search.slack - search.best.value
    pairs = np.flatnonzero((program.block_of < 0) & (-priced.net <= reach))
    if reach > _REACH_TO_PROVE or len(pairs) > _COLUMNS_TO_PROVE:
        return False
    sets: list[Set] = []
    for number, block in enumerate(program.blocks):
        found = block.best_patterns(
            priced.net[block.pairs],
            slack=max(reach, 0),
            most=_SETS_TO_PROVE,
            seconds=search.watch.seconds_left(),
        )
        if not found.is_complete or len(sets) > _COLUMNS_TO_PROVE:
            return False
        sets += [(number, pattern.pairs) for pattern in found.patterns]
    program.add(pairs, sets)
    usable = program.losses(priced) <= reach
    answer = _step(search, program, usable, _NODES_TO_PROVE, search.slack, _TO_PROVE)
    if np.isfinite(answer.bound):
        within = search.instance.offset + int(np.ceil(answer.bound / SCALE * UNIT))
        # What HiGHS calls solved is so to its tolerance, which is far below a micro-unit.
        if answer.status == "optimal" and within - search.best.value <= KEY_SCALE:
            within = search.best.value
        search.lower_bound(max(within, priced.bound - reach - 1, search.best.value))
    return True


def _step(
    search: Search,
    program: Combination,
    usable: NDArray[np.bool_],
    nodes: int,
    slack: int,
    more_options: Mapping[str, float | str] = MappingProxyType({}),
) -> Answer:
    """Branch and bound over some columns, from the best choice where it is made of them."""
    instance = search.instance
    columns = np.flatnonzero(usable)
    seconds = search.watch.seconds_left()
    target = search.bound - search.slack - instance.offset
    request = replace(
        program.whole(columns, search.best.pairs, SCALE),
        options={**whole_options(nodes=nodes, slack=slack, target=target), **more_options},
        deadline=None if seconds is None else monotonic() + seconds,
    )
    answer = optimise(request)
    search.nodes += answer.nodes
    if len(answer.value):
        pairs = program.pairs_of(columns[answer.value[: len(columns)] > 0.5])
        if fits(instance, pairs):
            search.offer(evaluate(instance, pairs))
    return answer
