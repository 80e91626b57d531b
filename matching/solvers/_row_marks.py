"""What rows are, so that a later problem knows them again when rows come, go, move or change their limits."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._columns import row_digest

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from matching.solvers._instance import Instance

_SAMPLE = 1 << 18  # pairs that are looked at, about; those of every second, fourth ... jobseeker beyond


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowMarks:
    """Marks of each row.

    Attributes
    ----------
    content
        Digest of the coefficients, of shape (n_rows,).
    terms
        Digest of limits and prices of the given rows, of shape (n_given_rows,).
    """

    content: NDArray[np.uint64]
    terms: NDArray[np.int64]


def mark_rows(instance: Instance) -> RowMarks:
    """Mark the rows of an instance."""
    if instance.n_rows == 0:
        return RowMarks(content=np.empty(0, dtype=np.uint64), terms=_terms(instance))
    step = 1
    while instance.n_pairs > step * _SAMPLE:
        step *= 2
    starts, ends = instance.indptr[:-1:step], instance.indptr[1::step]
    size = ends - starts
    pairs = np.arange(size.sum()) + np.repeat(starts - np.cumsum(size) + size, size)
    columns = instance.columns if step == 1 else instance.columns[:, pairs]
    content = row_digest(columns, instance.jobseeker[pairs], instance.vacancy[pairs])
    return RowMarks(content=content, terms=_terms(instance))


def find_rows(old: RowMarks, new: RowMarks) -> NDArray[np.int64]:
    """Find the number of each new row among the old ones, -1 where there is none.

    A row is the one of equal coefficients, also if its limits changed; else, since pairs may have come and
    gone, the one of equal limits and prices; else the one in its place, if there are as many.
    """
    found = np.full(len(new.content), -1, dtype=np.int64)
    if np.array_equal(old.content, new.content):
        return np.arange(len(found))
    old_content, new_content = old.content.tolist(), new.content.tolist()
    old_terms, new_terms = old.terms.tolist(), new.terms.tolist()
    n_old, n_new = len(old_terms), len(new_terms)
    both = [
        list(zip(content[:n], terms, strict=True))
        for content, terms, n in ((old_content, old_terms, n_old), (new_content, new_terms, n_new))
    ]
    _pair_up(found, *both)
    _pair_up(found, old_content, new_content)
    _pair_up(found, old_terms, new_terms)
    if n_old == n_new:
        _pair_up(found, range(n_old), range(n_new))
    return found


def _pair_up(found: NDArray[np.int64], old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
    """Pair rows of equal marks that have none yet, in order."""
    taken = set(found.tolist())
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for number, mark in enumerate(old):
        if number not in taken:
            waiting[mark].append(number)
    for number, mark in enumerate(new):
        if found[number] < 0 and waiting[mark]:
            found[number] = waiting[mark].popleft()


def _terms(instance: Instance) -> NDArray[np.int64]:
    """Digest of limits and prices; an open limit is none, whatever number stands for it."""
    n = instance.n_given_rows
    lower = np.where(instance.price_ceiling > 0, instance.lower, -1).tolist()[:n]
    upper = np.where(instance.price_floor < 0, instance.upper, -1).tolist()[:n]
    prices = [
        [-1 if weight is None else weight for weight in weights[:n]]
        for weights in (instance.shortfall_weight, instance.excess_weight)
    ]
    # Hashes of whole numbers are the same in every process.
    terms = [hash(row) for row in zip(lower, upper, *prices, strict=True)]
    return np.array(terms, dtype=np.int64)
