"""The pairs of jobseeker and vacancy that no rule refuses."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np

from matching.exceptions import SizeError
from matching.pairs._filters import Filters
from matching.pairs._rule import Refusal
from matching.pairs._rules import DEFAULT_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.pairs._block import Block
    from matching.pairs._filters import Counts
    from matching.pairs._rule import EligibilityRule

Scalar = TypeVar("Scalar", bound=np.generic)

MAX_BYTES = 4 << 30
"""Most memory that the list of pairs may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """How many pairs one rule removed.

    Parameters
    ----------
    code
        Code of the rule.
    nl, en
        What it compares, in a word or two.
    refused
        Pairs that it refuses by itself: a pair that several rules refuse counts at each of them.
    first
        Pairs that it was the first of the list to refuse: each refused pair counts once, so that these and
        the eligible pairs add up to all pairs.
    """

    code: str
    nl: str
    en: str
    refused: int
    first: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """The pairs that may be considered, and what was refused; the arrays are read-only.

    Parameters
    ----------
    jobseeker, vacancy : int32 of shape (n_pairs,)
        Positions in the market, sorted by jobseeker and then vacancy.
    n_jobseekers, n_vacancies
        Size of the market; each jobseeker was compared with each vacancy.
    rules
        Rules that were on, in order.
    refused, refused_first
        How many of all pairs each rule refuses by itself, and how many it was the first of the list to
        refuse, by code; see `Removal`.
    refused_by_jobseeker, refused_by_vacancy : int32 of shape (n_rules, n_jobseekers), (n_rules, n_vacancies)
        The first of these counts, per jobseeker and per vacancy.
    micro : int64 of shape (n_pairs,) or None
        Scores in millionths, where `find_candidates` looked at them.
    n_below, n_beyond
        Eligible pairs that are not listed: for their score, and because either side has enough better ones.
    """

    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    n_jobseekers: int
    n_vacancies: int
    rules: tuple[EligibilityRule, ...]
    refused: Mapping[str, int]
    refused_first: Mapping[str, int]
    refused_by_jobseeker: NDArray[np.int32]
    refused_by_vacancy: NDArray[np.int32]
    micro: NDArray[np.int64] | None = None
    n_below: int = 0
    n_beyond: int = 0

    def __len__(self) -> int:
        return len(self.jobseeker)

    @property
    def n_eligible(self) -> int:
        """Pairs that no rule refuses, listed or not."""
        return len(self) + self.n_below + self.n_beyond

    def removed(self) -> tuple[Removal, ...]:
        """How many pairs each rule removed, the rule that removed most first."""
        found = [
            Removal(
                code=rule.code,
                nl=rule.nl_name,
                en=rule.en_name,
                refused=self.refused[rule.code],
                first=self.refused_first[rule.code],
            )
            for rule in self.rules
        ]
        return tuple(sorted(found, key=lambda one: -one.refused))

    def to_text(self, language: Literal["nl", "en"] = "en", *, most: int | None = None) -> str:
        """Say in lines how many pairs there are, and how many each rule and the score left out.

        Parameters
        ----------
        language
            Of the lines.
        most
            Rules to show, those that refuse most; left out, all that refuse any.
        """
        words = _WORDS[language]

        def number(n: int) -> str:
            return f"{n:,}".replace(",", words.thousands)

        n_all = self.n_jobseekers * self.n_vacancies
        share = f" ({self.n_eligible / n_all:.1%})" if n_all else ""
        share = share.replace(".", words.decimal)
        lines = [words.eligible.format(number(self.n_eligible), number(n_all)) + share]
        refusing = [one for one in self.removed() if one.refused]
        for one in refusing[:most]:
            name = one.nl if language == "nl" else one.en
            lines.append(words.refuses.format(name, number(one.refused), number(one.first)))
        if most is not None and len(refusing) > most:
            lines.append(words.more.format(len(refusing) - most))
        if self.n_below or self.n_beyond:
            left_out = number(self.n_below), number(self.n_beyond), number(len(self))
            lines.append(words.left_out.format(*left_out))
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.to_text()


class _Words(NamedTuple):
    thousands: str
    decimal: str
    eligible: str
    refuses: str
    more: str
    left_out: str


_WORDS = {
    "nl": _Words(
        ".",
        ",",
        "{} van {} paren zijn mogelijk",
        "  {:<22} weigert {:>15}, als eerste {:>15}",
        "  ... en {} regels meer",
        "  {} mogelijke paren scoren te laag, van {} zijn er genoeg betere; {} over",
    ),
    "en": _Words(
        ",",
        ".",
        "{} of {} pairs are eligible",
        "  {:<22} refuses {:>15}, first {:>15}",
        "  ... and {} more rules",
        "  {} eligible pairs score too low, {} have enough better ones; {} are left",
    ),
}


def find_pairs(
    market: Market,
    *,
    rules: Sequence[EligibilityRule] | None = None,
    block_rows: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pairs:
    """Find every pair that no rule refuses; each jobseeker is compared with each vacancy.

    Parameters
    ----------
    market
        The market.
    rules
        Rules that are on; left out, `DEFAULT_RULES`.
    block_rows, threads
        Jobseekers compared at once, and blocks worked on at once; left out, what suits the machine. Affect
        memory and speed only, never the answer.
    progress
        Called with the number of jobseekers done and the number in all, after each block. An exception that
        it raises ends the search, as `KeyboardInterrupt` does.

    Returns
    -------
    Pairs

    Raises
    ------
    SizeError
        When the list of pairs could not be held in 4 GB; raised before anything is computed.

    See Also
    --------
    find_candidates : Only those that score high enough, for markets of any size.

    Notes
    -----
    A rule tests vacancies that it cannot tell apart once. Ten million pairs take about half a second; memory
    is a block and the answer.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> market = Market.from_records(
    ...     [Jobseeker(id="W-1", hours_max=16), Jobseeker(id="W-2")],
    ...     [Vacancy(id="V-1", hours_min=32)],
    ...     on=date(2026, 1, 12),
    ... )
    >>> pairs = find_pairs(market)
    >>> pairs.jobseeker.tolist(), pairs.vacancy.tolist(), pairs.refused["hours"]
    ([1], [0], 1)
    """
    n, m = market.n_jobseekers, market.n_vacancies
    _check_size(n, m)
    filters = Filters(market, DEFAULT_RULES if rules is None else rules)
    counts = filters.counts()
    found = list(filters.each(_listed, counts, block_rows=block_rows, threads=threads, progress=progress))
    return listed_pairs(filters, counts, *in_order(found, n))


def refusals(
    market: Market, i: int, j: int, rules: Sequence[EligibilityRule] | None = None
) -> tuple[Refusal, ...]:
    """Say why the pair of row ``i`` and column ``j`` is refused; empty when it is eligible.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> market = Market.from_records(
    ...     [Jobseeker(id="W-1", hours_max=16)], [Vacancy(id="V-1", hours_min=32)], on=date(2026, 1, 12)
    ... )
    >>> [why.en for why in refusals(market, 0, 0)]
    ['the jobseeker can work at most 16 hours a week; the vacancy offers 32 or more hours']
    """
    found = []
    for rule in DEFAULT_RULES if rules is None else rules:
        values = rule.compare(market, i, j)
        if values is not None:
            found.append(Refusal.of(rule, values))
    return tuple(found)


def listed_pairs(
    filters: Filters,
    counts: Counts,
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
    *,
    micro: NDArray[np.int64] | None = None,
    n_below: int = 0,
    n_beyond: int = 0,
) -> Pairs:
    """List pairs, with what the rules refused of all."""
    codes = [rule.code for rule in filters.rules]
    refused = counts.by_jobseeker.sum(axis=1, dtype=np.int64).tolist()
    return Pairs(
        jobseeker=frozen(jobseeker),
        vacancy=frozen(vacancy),
        n_jobseekers=counts.by_jobseeker.shape[1],
        n_vacancies=filters.n_vacancies,
        rules=filters.rules,
        refused=MappingProxyType(dict(zip(codes, refused, strict=True))),
        refused_first=MappingProxyType(dict(zip(codes, counts.first.tolist(), strict=True))),
        refused_by_jobseeker=frozen(counts.by_jobseeker),
        refused_by_vacancy=frozen(filters.by_vacancy(counts)),
        micro=None if micro is None else frozen(micro),
        n_below=n_below,
        n_beyond=n_beyond,
    )


def _listed(block: Block) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    row, vacancy = block.pairs()
    return block.people[row].astype(np.int32), vacancy


def in_order(
    found: list[tuple[NDArray[np.int32], NDArray[np.int32]]], n: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Join parts that hold all pairs of some jobseekers each, sorted by vacancy, into order of jobseeker."""
    length = np.zeros(n, np.int64)
    for jobseeker, _ in found:
        length += np.bincount(jobseeker, minlength=n)
    start = np.concatenate([[0], np.cumsum(length)])
    joined = np.empty(start[-1], np.int32)
    for jobseeker, vacancy in found:
        begins = np.flatnonzero(np.diff(jobseeker, prepend=-1))
        shift = np.repeat(start[jobseeker[begins]] - begins, length[jobseeker[begins]])
        joined[shift + np.arange(len(vacancy))] = vacancy
    return np.repeat(np.arange(n, dtype=np.int32), length), joined


def _check_size(n: int, m: int) -> None:
    # Two int32 positions a pair, held in parts and once more while they are joined.
    needed = n * m * 16
    if needed > MAX_BYTES:
        msg = (
            f"find_pairs: {n:,} x {m:,} pairs may take {needed / 2**30:.0f} GB, at most "
            f"{MAX_BYTES / 2**30:.0f} GB is allowed; use find_candidates, match per region or take fewer "
            "vacancies at once."
        )
        raise SizeError(msg)


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return the array, no longer writable."""
    array.setflags(write=False)
    return array
