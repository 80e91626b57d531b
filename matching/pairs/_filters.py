"""All rules over blocks of jobseekers, with vacancies that a rule cannot tell apart tested as one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.exceptions import RuleError
from matching.pairs._block import Block, n_set, packed
from matching.pairs._classes import distinct, some_people, some_vacancies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.pairs._rule import EligibilityRule

T = TypeVar("T")

BLOCK_CELLS = 1 << 24
"""Most pairs tested at once. Affects memory and speed only, never the answer."""
_EXACT = 1 << 24
"""Whole numbers below this are exact in floats of 32 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refused:
    """What the rules refuse in a block.

    Parameters
    ----------
    first : of shape (n_rules,)
        Pairs of the block that each rule was the first of the list to refuse.
    by_jobseeker : of shape (n_rules, n_block)
        Pairs that each rule refuses by itself, per jobseeker.
    by_class
        The same per class of vacancies, one array a rule.
    """

    first: NDArray[np.int64]
    by_jobseeker: NDArray[np.int32]
    by_class: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """Sums over blocks; fields as in `Refused`, by position in the market."""

    first: NDArray[np.int64]
    by_jobseeker: NDArray[np.int32]
    by_class: list[NDArray[np.int64]]

    def add(self, people: NDArray[np.integer], refused: Refused) -> None:
        """Add what the rules refused to the jobseekers of a block."""
        self.first[:] += refused.first
        self.by_jobseeker[:, people] = refused.by_jobseeker
        for total, more in zip(self.by_class, refused.by_class, strict=True):
            total += more


class Filters:
    """The rules, ready for the blocks of one market.

    Neighbours stand in one block, so that few places are tested at once. Rules answer once for the vacancies
    that they cannot tell apart; the answers are packed to bits before they are spread over the vacancies.

    Parameters
    ----------
    market
        The market.
    rules
        Rules that are on, in order.
    """

    def __init__(self, market: Market, rules: Sequence[EligibilityRule]) -> None:
        n, m = market.n_jobseekers, market.n_vacancies
        places = market.jobseekers.places
        self.order = np.lexsort((places.longitude, places.latitude))
        self.n_vacancies = m
        self._every = np.arange(m)
        self.rules = tuple(rules)
        sorted_people = some_people(market, self.order)
        classes = [_classes(market, rule, m) for rule in rules]
        self._of = [of for _, of in classes]
        self._sizes = [np.bincount(of, minlength=len(first)) for first, of in classes]
        self._markets = [some_vacancies(sorted_people, first) for first, _ in classes]
        self._n = n

    def block(self, rows: slice) -> tuple[Block, Refused]:
        """Apply all rules to a block of the jobseekers in ``order``."""
        n_rows = rows.stop - rows.start
        alive = np.repeat(packed(np.ones((n_rows, 1), bool)), self.n_vacancies, axis=0)
        n_alive = n_rows * self.n_vacancies
        first = np.zeros(len(self.rules), np.int64)
        by_jobseeker = np.zeros((len(self.rules), n_rows), np.int32)
        by_class = [np.zeros(len(sizes), np.int64) for sizes in self._sizes]
        number = np.float32 if max(n_rows, self.n_vacancies) < _EXACT else np.float64
        for at, rule in enumerate(self.rules):
            refused = rule.refuses(self._markets[at], rows)
            if refused.any():
                counted = refused.astype(number)
                # Exact sums of whole numbers, by the matrix product. Some builds of it fill registers up with
                # what lies behind a row; they do not use what comes of that, but its flag stays.
                with np.errstate(invalid="ignore"):
                    by_jobseeker[at] = counted @ self._sizes[at].astype(number)
                    by_class[at][:] = np.ones(n_rows, number) @ counted
                alive &= np.take(~packed(refused), self._of[at], axis=0)
                first[at] = n_alive - (n_alive := n_set(alive))
        block = Block(people=self.order[rows], vacancies=self._every, eligible=alive)
        return block, Refused(first=first, by_jobseeker=by_jobseeker, by_class=tuple(by_class))

    def each(
        self,
        work: Callable[[Block], T],
        counts: Counts,
        *,
        block_rows: int | None = None,
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[T]:
        """Do the work of every block, in order, on some threads; blocks are made as they are asked for.

        What the rules refuse is added to ``counts``.
        An exception of the work or of ``progress``, `KeyboardInterrupt` among them, ends all of it.
        """
        block_rows, threads = workload(self._n, self.n_vacancies, block_rows, threads)
        slices = [slice(at, min(at + block_rows, self._n)) for at in range(0, self._n, block_rows)]

        def run(rows: slice) -> tuple[Refused, T]:
            block, refused = self.block(rows)
            return refused, work(block)

        for rows, (refused, done) in zip(slices, _in_order(run, slices, threads), strict=True):
            counts.add(self.order[rows], refused)
            yield done
            if progress is not None:
                progress(rows.stop, self._n)

    def counts(self) -> Counts:
        """Start with counts of nothing, to which blocks are added."""
        n_rules = len(self.rules)
        return Counts(
            first=np.zeros(n_rules, np.int64),
            by_jobseeker=np.zeros((n_rules, self._n), np.int32),
            by_class=[np.zeros(len(sizes), np.int64) for sizes in self._sizes],
        )

    def by_vacancy(self, counts: Counts) -> NDArray[np.int32]:
        """Spread the counts of classes over vacancies: (n_rules, n_vacancies)."""
        found = np.zeros((len(self.rules), self.n_vacancies), np.int32)
        for at, (of, by_class) in enumerate(zip(self._of, counts.by_class, strict=True)):
            found[at] = by_class[of]
        return found


def workload(n: int, m: int, block_rows: int | None, threads: int | None) -> tuple[int, int]:
    """Jobseekers in a block and blocks at once, as asked or as suits the machine.

    Raises
    ------
    RuleError
        When one of them is below 1.
    """
    for name, value in (("block_rows", block_rows), ("threads", threads)):
        if value is not None and value < 1:
            raise RuleError(f"{name} must be at least 1, got {value!r}.")
    if threads is None:
        threads = os.cpu_count() or 1
    if block_rows is None:
        # A block for every thread, though not so few pairs that making it costs more than testing it.
        few = max(BLOCK_CELLS // 16, -(-n * m // threads))
        block_rows = max(1, min(BLOCK_CELLS, few) // max(m, 1))
    return block_rows, threads


def _in_order(run: Callable[[slice], T], slices: list[slice], threads: int) -> Iterator[T]:
    """Results in the order of the slices; a few are worked on ahead, so that memory stays bounded."""
    if threads == 1 or len(slices) < 2:
        yield from map(run, slices)
        return
    executor = ThreadPoolExecutor(threads)
    try:
        todo = iter(slices)
        waiting = [executor.submit(run, rows) for rows in islice(todo, threads + 1)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [executor.submit(run, rows) for rows in islice(todo, 1)]
    finally:
        executor.shutdown(cancel_futures=True)


def _classes(market: Market, rule: EligibilityRule, m: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    if rule.reads is None:
        return np.arange(m), np.arange(m)
    return distinct((getattr(market.vacancies, name) for name in rule.reads), m)
