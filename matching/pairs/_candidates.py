"""The eligible pairs that score high enough, of markets whose eligible pairs would not fit in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from matching.exceptions import RuleError, SizeError
from matching.pairs._block import Block, packed
from matching.pairs._filters import Filters, workload
from matching.pairs._pairs import MAX_BYTES, listed_pairs, refusals
from matching.pairs._rules import DEFAULT_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.pairs._pairs import Pairs
    from matching.pairs._rule import EligibilityRule

MICRO = 1_000_000
_CELL_BYTES = 48
"""Memory of one pair that is scored, where no rule refuses any."""
_PAIR_BYTES = 40
"""Memory of one pair that is listed, with what it takes to put the list in order."""
_COMPACT = 1 << 23
"""Pairs found after which those that are among the best of neither side are dropped."""


class PairScore(Protocol):
    """Scores pairs, no further than it takes to know which are high enough; see `matching.scoring.Screen`."""

    def __call__(
        self, block: Block, at_least: NDArray[np.integer]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Pairs of the block that score ``at_least`` of their jobseeker, and their scores.

        Pairs are places in ``block.people`` and ``block.vacancies``, as `Block.pairs` gives them and in that
        order. Scores are in millionths, and depend on the pair alone. May be called from several threads at
        once.
        """


def find_candidates(
    market: Market,
    score: PairScore,
    *,
    at_least: float = 0.0,
    best: int | None = None,
    prices: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
    also: Iterable[tuple[int, int]] = (),
    rules: Sequence[EligibilityRule] | None = None,
    block_rows: int | None = None,
    threads: int | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Callable[[int, int], None] | None = None,
) -> Pairs:
    """Find the eligible pairs that score high enough: exact, in blocks that are never one matrix.

    The answer is that of testing all pairs with all rules, scoring those that are left and taking the best.

    Parameters
    ----------
    market
        The market.
    score
        What scores pairs, such as `matching.scoring.Screen`.
    at_least
        Lowest score, in [0, 1].
    best
        Keep a pair that is among this many best of its jobseeker or of its vacancy; left out, keep all.
        Of equal scores the one with the first id counts as better.
    prices : int64 of shape (n_jobseekers,) and (n_vacancies,)
        Keep only pairs that score more than the prices of both together, in millionths: the pairs that could
        improve an assignment with these dual prices. Prices are at least 0.
    also
        Positions of pairs to list whatever they score, unless a rule refuses them.
    rules, block_rows, threads, progress
        As in `find_pairs`.
    max_bytes
        Most memory that may be used beside the market and what scores it.

    Returns
    -------
    Pairs
        With the scores of the pairs in `Pairs.micro`; pairs that rules refuse are counted as in `find_pairs`.

    Raises
    ------
    SizeError
        Before it is begun, when the blocks or the best pairs would not fit ``max_bytes``; without ``best``
        also as soon as the pairs found do not.
    RuleError
        When a setting is out of range.

    Notes
    -----
    Time is that of the rules, about 8 ns a pair of the market and core, and of the scores, about 0.15 us an
    eligible pair with the shipped card. Memory is linear in the pairs listed.

    Examples
    --------
    >>> from matching import features, scoring
    >>> from matching.market import load_region
    >>> market = load_region("drenthe", jobseekers=60, vacancies=30)
    >>> screen = scoring.Screen(features.build(market.open), scoring.load_card())
    >>> pairs = find_candidates(market, screen, at_least=0.35)
    >>> len(pairs) + pairs.n_below == pairs.n_eligible, bool(pairs.micro.min() >= 350_000)
    (True, True)
    """
    n, m = market.n_jobseekers, market.n_vacancies
    asked = _Asked.of(market, at_least, prices, best)
    block_rows, threads = workload(n, m, block_rows, threads)
    _check_memory(n, m, asked, (block_rows, threads), max_bytes)
    filters = Filters(market, DEFAULT_RULES if rules is None else rules)
    counts, found = filters.counts(), _Found(asked, max_bytes)
    for work in filters.each(
        lambda block: asked.of_block(block, score),
        counts,
        block_rows=block_rows,
        threads=threads,
        progress=progress,
    ):
        found.add(*work)
    part = found.joined()
    n_beyond = found.n_above - len(part.micro)
    part = _Part.join([part, _further(market, score, also, part, filters.rules)])
    part = part.some(np.lexsort((part.vacancy, part.jobseeker)))
    return listed_pairs(
        filters,
        counts,
        part.jobseeker,
        part.vacancy,
        micro=part.micro,
        n_below=found.n_eligible - n_beyond - len(part.micro),
        n_beyond=n_beyond,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Pairs that score high enough; ``own`` says which are among the best of their jobseeker."""

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    micro: NDArray[np.int64]
    own: NDArray[np.bool_]

    def some(self, places: NDArray[np.intp]) -> _Part:
        """Take some of the pairs."""
        return _Part(self.jobseeker[places], self.vacancy[places], self.micro[places], self.own[places])

    def among_best(self, best: int) -> _Part:
        """Pairs among the best of their jobseeker, or of their vacancy as far as these pairs go."""
        return self.some(np.flatnonzero(self.own | is_best(self.vacancy, self.micro, self.jobseeker, best)))

    @staticmethod
    def join(parts: list[_Part]) -> _Part:
        """All pairs of several parts."""
        none = _Part(*(np.zeros(0, kind) for kind in (np.int32, np.int32, np.int64, bool)))
        names = ("jobseeker", "vacancy", "micro", "own")
        return _Part(*(np.concatenate([getattr(part, name) for part in (none, *parts)]) for name in names))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Which scores are high enough: at least the floor of the jobseeker, and more than both prices."""

    floor: NDArray[np.int64]
    prices: tuple[NDArray[np.int64], NDArray[np.int64]] | None
    best: int | None

    @classmethod
    def of(
        cls,
        market: Market,
        at_least: float,
        prices: tuple[NDArray[np.int64], NDArray[np.int64]] | None,
        best: int | None,
    ) -> _Asked:
        """Check what is asked, and note the lowest score that can be enough for each jobseeker."""
        n, m = market.n_jobseekers, market.n_vacancies
        if not 0 <= at_least <= 1:
            raise RuleError(f"at_least must be in [0, 1], got {at_least!r}.")
        if best is not None and best < 1:
            raise RuleError(f"best must be at least 1, got {best!r}.")
        floor = np.full(n, round(at_least * MICRO), np.int64)
        if prices is not None:
            own, other = prices
            if own.shape != (n,) or other.shape != (m,) or min(own.min(initial=0), other.min(initial=0)) < 0:
                raise RuleError(f"prices must be at least 0, of shapes ({n},) and ({m},).")
            lowest = other.min() if m else 0
            floor = np.maximum(floor, own + lowest + 1)
        return cls(floor, prices, best)

    def of_block(self, block: Block, score: PairScore) -> tuple[_Part, int, int]:
        """Pairs of a block that may be among the best, how many score high enough, and are eligible."""
        row, vacancy, micro = score(block, self.floor[block.people])
        jobseeker = block.people[row].astype(np.int32)
        part = _Part(jobseeker, vacancy, micro, np.ones(len(micro), bool))
        if self.prices is not None:
            price = self.prices[0][jobseeker] + self.prices[1][vacancy]
            part = part.some(np.flatnonzero(micro > price))
        n_above = len(part.micro)
        if self.best is not None:
            own = is_best(part.jobseeker, part.micro, part.vacancy, self.best)
            part = replace(part, own=own).among_best(self.best)
        return part, n_above, len(block)


@dataclass(slots=True, eq=False)
class _Found:
    """The pairs of the blocks so far; those that cannot be among the best are dropped as they come."""

    asked: _Asked
    max_bytes: int
    parts: list[_Part] = field(default_factory=list)
    n_held: int = 0
    n_above: int = 0
    n_eligible: int = 0

    def add(self, part: _Part, n_above: int, n_eligible: int) -> None:
        """Add what was found in a block."""
        self.parts.append(part)
        self.n_held += len(part.micro)
        self.n_above += n_above
        self.n_eligible += n_eligible
        if self.asked.best is not None and self.n_held > _COMPACT:
            self.parts = [self.joined()]
            self.n_held = len(self.parts[0].micro)
        if self.n_held * _PAIR_BYTES > self.max_bytes:
            msg = (
                f"find_candidates: {self.n_held:,} pairs score high enough so far, which takes more than "
                f"{self.max_bytes / 2**30:.1f} GB; raise at_least, lower best, or raise max_bytes."
            )
            raise SizeError(msg)

    def joined(self) -> _Part:
        """All pairs found, sorted by jobseeker and vacancy."""
        part = _Part.join(self.parts)
        if self.asked.best is not None:
            part = part.among_best(self.asked.best)
        return part.some(np.lexsort((part.vacancy, part.jobseeker)))


def is_best(
    group: NDArray[np.int32], micro: NDArray[np.int64], other: NDArray[np.int32], best: int
) -> NDArray[np.bool_]:
    """Say which pairs are among the best of their group; of equal scores the lower position is better."""
    order = np.lexsort((other, -micro, group))
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    found = np.zeros(len(order), bool)
    found[order[rank < best]] = True
    return found


def _further(
    market: Market,
    score: PairScore,
    also: Iterable[tuple[int, int]],
    part: _Part,
    rules: Sequence[EligibilityRule],
) -> _Part:
    """Pairs that were asked for by name, are not there and are refused by no rule."""
    there = part.jobseeker.astype(np.int64) * market.n_vacancies + part.vacancy
    parts = []
    for i, j in sorted(set(also)):
        at = np.searchsorted(there, i * market.n_vacancies + j)
        listed = at < len(there) and there[at] == i * market.n_vacancies + j
        if not listed and not refusals(market, i, j, rules):
            one, other = np.array([i], np.int32), np.array([j], np.int32)
            yes = np.ones((1, 1), bool)
            *_, micro = score(Block(people=one, vacancies=other, eligible=packed(yes)), np.zeros(1, np.int64))
            parts.append(_Part(one, other, micro, yes[0]))
    return _Part.join(parts)


def _check_memory(n: int, m: int, asked: _Asked, workload: tuple[int, int], max_bytes: int) -> None:
    block_rows, threads = workload
    blocks = min(block_rows, n) * m * (threads + 1) * _CELL_BYTES
    listed = 0 if asked.best is None else (min(n * m, (n + m) * asked.best) + _COMPACT) * _PAIR_BYTES
    if blocks + min(listed, n * m * _PAIR_BYTES) > max_bytes:
        msg = (
            f"find_candidates: {n:,} x {m:,} pairs may take {blocks / 2**30:.1f} GB for the blocks that are "
            f"worked on and {listed / 2**30:.1f} GB for the best pairs, at most "
            f"{max_bytes / 2**30:.1f} GB is allowed; lower block_rows, threads or best, or raise max_bytes."
        )
        raise SizeError(msg)
