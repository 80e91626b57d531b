"""The proof for rows in euros or hours: whole sets of their pairs give a closer bound, and better choices."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._combine import Combination, Point, Priced, Set
from matching.solvers._cut import best_pairs
from matching.solvers._highs import optimise
from matching.solvers._instance import evaluate
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._mip import SCALE, fits, whole_options
from matching.solvers._patterns import find_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._highs_worker import Answer
    from matching.solvers._search import Search

LEAST_PAIRS = 3000
"""Pairs below which all that matters soon fits one integer step."""

_MAX_ROUNDS = 80
_SLACK = UNIT // 50  # sets that fall short of the best by more are not added in a round
_SETS = 10  # added of each block in a round
_CUT = (4, 2)  # pairs of least loss of each jobseeker and vacancy to begin with
_STEPS = (2.0, 3.0)
"""Pairs outside the blocks, per pair chosen, in the whole steps."""

_NODES = 100
_NODES_TO_PROVE = 20_000
_REACH_TO_PROVE = UNIT // 10  # sets that fall short by more are too many to look for
_SETS_TO_PROVE = 2_000  # of each block
_COLUMNS_TO_PROVE = 20_000


def take_apart(search: Search) -> None:
    """Lower the bound and improve the best choice by whole sets of pairs of one row (Dantzig and Wolfe).

    A row in cents is met by few pairs, and the linear relaxation takes the very fraction of a pair that is
    lacking. Where each such row chooses among whole sets of its pairs, that fraction is gone, and with it
    most of the distance between relaxation and optimum. Choices that break hard rows are left alone.
    """
    program = _program(search)
    if program is None:
        return
    priced = _descend(search, program)
    for size in _STEPS:
        if search.is_done or _prove(search, program, priced):
            return
        _choose(search, program, priced, size)


def sharpen(search: Search) -> None:
    """Lower the bound by what whole sets of pairs prove at the prices as they are: no linear program."""
    program = _program(search)
    if program is not None:
        seconds = search.watch.seconds_left()
        search.lower_bound(program.price(_point(search), slack=0, most=1, seconds=seconds).bound)


def _program(search: Search) -> Combination | None:
    """Program without columns, None where whole sets are of no use."""
    instance = search.instance
    if instance.n_pairs < LEAST_PAIRS or instance.jobseeker_capacity.max(initial=0) > 1:
        return None
    if search.best.broken or search.is_done:
        return None
    blocks = find_blocks(instance)
    return Combination(instance, blocks) if blocks else None


def _point(search: Search) -> Point:
    prices = search.relaxation.prices
    return Point(jobseeker=prices.jobseeker, vacancy=prices.vacancy, row=prices.row)


def _descend(search: Search, program: Combination) -> Priced:
    """Column generation: prices half way between the best so far and those of the program [1]_.

    References
    ----------
    .. [1] Pessoa, A., R. Sadykov, E. Uchoa and F. Vanderbeck (2018). Automation and combination of
       linear-programming based stabilization techniques in column generation. *INFORMS Journal on
       Computing*, 30(2): 339-360. https://doi.org/10.1287/ijoc.2017.0784
    """
    instance, prices = search.instance, search.relaxation.prices
    near = best_pairs(instance.jobseeker, instance.vacancy, prices.loss, _CUT)
    near[search.best.pairs] = True
    program.add(np.flatnonzero(near & (program.block_of < 0)), program.sets_of(search.best.pairs))
    point = _point(search)
    priced = best = program.price(point, slack=_SLACK, most=_SETS, seconds=search.watch.seconds_left())
    is_master, last = False, None
    for _ in range(_MAX_ROUNDS):
        search.lower_bound(priced.bound)
        search.rounds += 1
        best = priced if priced.bound < best.bound else best
        sets = [(k, p.pairs) for k, found in enumerate(priced.found) for p in found.patterns]
        n_added = program.add(program.missing(point), sets)
        if search.is_done or (n_added == 0 and is_master):
            break
        if n_added or last is None:
            last = program.solve(search.watch.seconds_left())
            if last is None:
                break
        objective, master = last
        distance = best.bound - instance.offset - round(objective * UNIT)
        if distance <= max(search.slack // 20, UNIT // 10_000):
            break
        is_master = n_added == 0
        point = master if is_master else best.point.towards(master)
        priced = program.price(point, slack=_SLACK, most=_SETS, seconds=search.watch.seconds_left())
    return best


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
    answer = _step(search, program, program.losses(priced) <= reach, _NODES_TO_PROVE, search.slack)
    if np.isfinite(answer.bound):
        within = search.instance.offset + int(np.ceil(answer.bound / SCALE * UNIT))
        # What HiGHS calls solved is so to its tolerance, which is far below a micro-unit.
        if answer.status == "optimal" and within - search.best.value <= KEY_SCALE:
            within = search.best.value
        search.lower_bound(max(within, priced.bound - reach - 1, search.best.value))
    return True


def _step(search: Search, program: Combination, usable: NDArray[np.bool_], nodes: int, slack: int) -> Answer:
    """Branch and bound over some columns, from the best choice where it is made of them."""
    instance = search.instance
    columns = np.flatnonzero(usable)
    seconds = search.watch.seconds_left()
    request = replace(
        program.whole(columns, search.best.pairs, SCALE),
        options=whole_options(nodes=nodes, slack=slack, target=search.bound - search.slack - instance.offset),
        deadline=None if seconds is None else monotonic() + seconds,
    )
    answer = optimise(request)
    search.nodes += answer.nodes
    if len(answer.value):
        pairs = program.pairs_of(columns[answer.value[: len(columns)] > 0.5])
        if fits(instance, pairs):
            search.offer(evaluate(instance, pairs))
    return answer
