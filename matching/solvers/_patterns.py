"""The pairs of one row by themselves, and the sets of them that are worth most at given prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ProblemError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance

_MAX_PAIRS = 4000  # of a row that is taken apart
_MAX_LOOKS = 1_000_000
_ROOM = 2**61  # the price of an empty set stays below


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A set of pairs of one row, and what it is worth at the prices it was found at."""

    pairs: tuple[int, ...]
    value: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Best sets of a row.

    Attributes
    ----------
    bound
        No set is worth more.
    is_complete
        Whether all sets within the slack are among the patterns.
    patterns
        Best first.
    """

    bound: int
    is_complete: bool
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A row with a lower limit that can be missed at a price, and its pairs, by vacancy.

    Attributes
    ----------
    row
        Its number.
    pairs
        Positions in the instance.
    units
        Coefficient of each pair.
    jobseeker, vacancy
        Of each pair, position in the room.
    jobseeker_room, vacancy_room
        Places of those who have pairs in it.
    lower, price
        Limit, and keyed weight per unit short.
    memory
        What being in the row costs each jobseeker; kept from one call to the next, for speed only.
    """

    row: int
    pairs: NDArray[np.int64]
    units: NDArray[np.int64]
    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    jobseeker_room: NDArray[np.int32]
    vacancy_room: NDArray[np.int32]
    lower: int
    price: int
    memory: NDArray[np.int64]

    def best_patterns(
        self, gain: NDArray[np.int64], *, slack: int, most: int, seconds: float | None = None
    ) -> Found:
        """List the sets within `slack` of the best, `most` of them at most, given what each pair gains."""
        from matching.solvers import _native  # compiled: absent on a machine without a compiler

        try:
            bound, is_complete, first, pairs, values = _native.best_patterns(
                gain,
                self.units,
                self.jobseeker,
                self.vacancy,
                self.jobseeker_room,
                self.vacancy_room,
                self.lower,
                self.price,
                self.memory,
                min(slack, _ROOM),
                most,
                _MAX_LOOKS,
                np.inf if seconds is None else seconds,
            )
        except ValueError as error:
            raise ProblemError(str(error)) from error
        where, ends = self.pairs[pairs].tolist(), first.tolist()
        patterns = tuple(
            Pattern(tuple(sorted(where[start:end])), value)
            for start, end, value in zip(ends[:-1], ends[1:], values, strict=True)
        )
        return Found(bound=bound, is_complete=is_complete, patterns=patterns)


def find_blocks(instance: Instance) -> tuple[Block, ...]:
    """Rows whose pairs differ in what they bring, no two with a pair in common; small rows first.

    Such rows are what makes the linear relaxation loose: it takes the fraction of a pair that fits.
    """
    by_row = instance.columns.tocsr()
    taken = np.zeros(instance.n_pairs, dtype=np.bool_)
    blocks = []
    for row in np.argsort(np.diff(by_row.indptr), kind="stable").tolist():
        price = instance.shortfall_weight[row]
        if price is None or instance.price_ceiling[row] < price or instance.price_floor[row] < 0:
            continue
        part = slice(by_row.indptr[row], by_row.indptr[row + 1])
        pairs, units, lower = by_row.indices[part], by_row.data[part], int(instance.lower[row])
        if not 1 < len(pairs) <= _MAX_PAIRS or price * lower >= _ROOM:
            continue
        if units.min() < units.max() and not taken[pairs].any():
            taken[pairs] = True
            blocks.append(_block(instance, row, pairs, units, price))
    return tuple(blocks)


def _block(
    instance: Instance, row: int, pairs: NDArray[np.int32], units: NDArray[np.int64], price: int
) -> Block:
    order = np.lexsort((pairs, instance.vacancy[pairs]))
    pairs = pairs[order]
    who, jobseeker = np.unique(instance.jobseeker[pairs], return_inverse=True)
    where, vacancy = np.unique(instance.vacancy[pairs], return_inverse=True)
    return Block(
        row=row,
        pairs=pairs.astype(np.int64),
        units=units[order].astype(np.int64),
        jobseeker=jobseeker.astype(np.int32),
        vacancy=vacancy.astype(np.int32),
        jobseeker_room=instance.jobseeker_capacity[who],
        vacancy_room=instance.vacancy_capacity[where],
        lower=int(instance.lower[row]),
        price=price,
        memory=np.zeros(len(who), dtype=np.int64),
    )
