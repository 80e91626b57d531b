"""The pairs of jobseeker and vacancy that no rule refuses."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import SizeError
from matching.pairs._rule import Refusal
from matching.pairs._rules import DEFAULT_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.pairs._rule import EligibilityRule

BLOCK_CELLS = 1 << 20
"""Pairs tested at once. Affects memory and speed only, never the answer."""
MAX_BYTES = 4 << 30
"""Most memory that the list of pairs may take."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Every pair that may be considered, and what was refused; the arrays are read-only.

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
        refuse, by code.
    refused_by_jobseeker, refused_by_vacancy : int32 of shape (n_rules, n_jobseekers), (n_rules, n_vacancies)
        The first of these counts, per jobseeker and per vacancy.
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

    def __len__(self) -> int:
        return len(self.jobseeker)

    def __repr__(self) -> str:
        n_all = self.n_jobseekers * self.n_vacancies
        share = f" ({len(self) / n_all:.1%})" if n_all else ""
        lines = [f"{len(self):,} of {n_all:,} pairs are eligible{share}"]
        for code, n in sorted(self.refused.items(), key=lambda item: -item[1]):
            if n:
                lines.append(f"  {code:<20} refuses {n:>12,}, first {self.refused_first[code]:>12,}")
        return "\n".join(lines)


def find_pairs(
    market: Market,
    *,
    rules: Sequence[EligibilityRule] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pairs:
    """Find every pair that no rule refuses; each jobseeker is compared with each vacancy.

    Parameters
    ----------
    market
        The market.
    rules
        Rules that are on; left out, `DEFAULT_RULES`.
    progress
        Called with the number of jobseekers done and the number in all, after each block.

    Returns
    -------
    Pairs

    Raises
    ------
    SizeError
        When the list of pairs could not be held in 4 GB; raised before anything is computed.

    Notes
    -----
    Time is O(n_rules * n_jobseekers * n_vacancies), about 2 seconds for 10 million pairs; memory is a block
    of a million pairs and the answer.

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
    rules = tuple(DEFAULT_RULES if rules is None else rules)
    n, m = market.n_jobseekers, market.n_vacancies
    _check_size(n, m)
    by_jobseeker = np.zeros((len(rules), n), np.int32)
    by_vacancy = np.zeros((len(rules), m), np.int32)
    first = np.zeros(len(rules), np.int64)
    kept: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []
    step = max(1, BLOCK_CELLS // max(m, 1))
    for start in range(0, n, step):
        rows = slice(start, min(start + step, n))
        eligible = np.ones((rows.stop - start, m), bool)
        for at, rule in enumerate(rules):
            refused = rule.refuses(market, rows)
            by_jobseeker[at, rows] = np.count_nonzero(refused, axis=1)
            by_vacancy[at] += refused.sum(axis=0, dtype=np.int32)
            first[at] += np.count_nonzero(refused & eligible)
            eligible &= ~refused
        kept.append(_positions(eligible, start))
        if progress is not None:
            progress(rows.stop, n)
    empty = [np.zeros(0, np.int32)]
    codes = [rule.code for rule in rules]
    return Pairs(
        jobseeker=_frozen(np.concatenate([row for row, _ in kept] or empty)),
        vacancy=_frozen(np.concatenate([column for _, column in kept] or empty)),
        n_jobseekers=n,
        n_vacancies=m,
        rules=rules,
        refused=MappingProxyType(
            dict(zip(codes, by_jobseeker.sum(axis=1, dtype=np.int64).tolist(), strict=True))
        ),
        refused_first=MappingProxyType(dict(zip(codes, first.tolist(), strict=True))),
        refused_by_jobseeker=_frozen(by_jobseeker),
        refused_by_vacancy=_frozen(by_vacancy),
    )


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


def _positions(eligible: NDArray[np.bool_], start: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Rows and columns of the pairs of a block; ten times as fast as ``np.nonzero``."""
    n_rows, m = eligible.shape
    row = np.repeat(np.arange(n_rows, dtype=np.int32), np.count_nonzero(eligible, axis=1))
    column = np.flatnonzero(eligible).astype(np.int32) - row * np.int32(m)
    return row + np.int32(start), column


def _check_size(n: int, m: int) -> None:
    # Two int32 positions a pair, held in parts and once more while they are joined.
    needed = n * m * 16
    if needed > MAX_BYTES:
        msg = (
            f"find_pairs: {n:,} x {m:,} pairs may take {needed / 2**30:.0f} GB, at most "
            f"{MAX_BYTES / 2**30:.0f} GB is allowed; match per region or take fewer vacancies at once."
        )
        raise SizeError(msg)


def _frozen(array: NDArray[np.int32]) -> NDArray[np.int32]:
    array.setflags(write=False)
    return array
