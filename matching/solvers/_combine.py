"""Rows taken apart and put together again: whole sets of pairs of a row in place of fractions of pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.sparse import csc_array

from matching.solvers._exact import exact_sum
from matching.solvers._highs_worker import Request
from matching.solvers._lp import UNIT, elastic_columns, pair_limit
from matching.solvers._pricing import adjusted_weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._instance import Instance
    from matching.solvers._patterns import Block, Found


Set: TypeAlias = tuple[int, tuple[int, ...]]
"""A block and pairs in it, or -1 and a pair outside the blocks: what a column stands for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Point:
    """Prices of places and of the rows that are not taken apart, in keyed weight."""

    jobseeker: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """What prices prove, in exact integers.

    Attributes
    ----------
    point
        The prices, those of jobseekers raised to the best gain of a pair outside the blocks.
    net
        Of each pair, adjusted weight minus the prices of its places; not positive outside the blocks.
    found
        Best sets of each block.
    bound
        No choice has a higher value.
    """

    point: Point
    net: NDArray[np.int64]
    found: tuple[Found, ...]
    bound: int


class Combination:
    """Linear program over pairs outside the blocks and whole sets of pairs inside [1]_.

    References
    ----------
    .. [1] Dantzig, G.B., and P. Wolfe (1960). Decomposition principle for linear programs. *Operations
       Research*, 8(1): 101-111. https://doi.org/10.1287/opre.8.1.101
    """

    def __init__(self, instance: Instance, blocks: tuple[Block, ...]) -> None:
        self.instance, self.blocks = instance, blocks
        self.apart = np.zeros(instance.n_rows, dtype=np.bool_)
        self.apart[[block.row for block in blocks]] = True
        self.block_of = np.full(instance.n_pairs, -1, dtype=np.int64)
        for number, block in enumerate(blocks):
            self.block_of[block.pairs] = number
        self._units = np.zeros(instance.n_pairs, dtype=np.int64)
        for block in blocks:
            self._units[block.pairs] = block.units
        self._members = np.zeros(instance.n_pairs, dtype=np.bool_)
        self._sets: set[Set] = set()
        self._columns: list[Set] = []
        self._program = self._elastic_program()
        self._n_elastic = len(self._program.cost)

    def _elastic_program(self) -> Request:
        instance = self.instance
        places = len(instance.jobseeker_capacity) + len(instance.vacancy_capacity)
        self._kept_rows = np.r_[np.arange(places), places + np.flatnonzero(~self.apart)]
        self._row_in_program = np.where(self.apart, -1, places + np.cumsum(~self.apart) - 1)
        elastic = elastic_columns(instance, None)
        mine = np.flatnonzero(~self.apart[elastic.row])
        self._elastic_row, self._elastic_sign = elastic.row[mine], elastic.sign[mine]
        others = np.flatnonzero(~self.apart)
        row = places + np.searchsorted(others, elastic.row[mine])
        n, n_blocks = len(mine), len(self.blocks)
        shape = (places + len(others) + n_blocks, n)
        matrix = csc_array((elastic.sign[mine].astype(np.float64), (row, np.arange(n))), shape=shape)
        low, high = instance.lower / instance.scale, instance.upper / instance.scale
        low = np.where(instance.price_ceiling > 0, low, -np.inf)[others]
        high = np.where(instance.price_floor < 0, high, np.inf)[others]
        room = np.r_[instance.jobseeker_capacity, instance.vacancy_capacity].astype(np.float64)
        return Request(
            cost=-elastic.price[mine],
            col_lower=np.zeros(n),
            col_upper=np.full(n, np.inf),
            row_lower=np.r_[np.full(places, -np.inf), low, np.ones(n_blocks)],
            row_upper=np.r_[room, high, np.ones(n_blocks)],
            start=matrix.indptr.astype(np.int32),
            index=matrix.indices.astype(np.int32),
            value=matrix.data,
        )

    def add(self, pairs: NDArray[np.int64], sets: list[Set]) -> int:
        """Add pairs outside the blocks, and sets of pairs with their blocks, that are not in it; how many."""
        new = pairs[~self._members[pairs]]
        sets = [key for key in sets if key not in self._sets]
        if len(new) + len(sets) == 0:
            return 0
        self._members[new] = True
        self._sets.update(sets)
        last, instance, n = self._program, self.instance, len(new) + len(sets)
        matrix, worth = self.columns(new, sets)
        self._columns += [(-1, (pair,)) for pair in new.tolist()] + sets
        self._program = replace(
            last,
            cost=np.r_[last.cost, worth],
            col_lower=np.r_[last.col_lower, np.zeros(n)],
            col_upper=np.r_[last.col_upper, pair_limit(instance, new), np.full(len(sets), np.inf)],
            start=np.r_[last.start, last.start[-1] + matrix.indptr[1:].astype(np.int32)],
            index=np.r_[last.index, matrix.indices.astype(np.int32)],
            value=np.r_[last.value, matrix.data],
        )
        return n

    def columns(self, pairs: NDArray[np.int64], sets: list[Set]) -> tuple[csc_array, NDArray[np.float64]]:
        """Coefficients of pairs and sets in places, rows and blocks, and their worth in score units."""
        instance, n_pairs = self.instance, len(pairs)
        size = [len(members) for _, members in sets]
        inside = np.array([pair for _, members in sets for pair in members], dtype=np.int64)
        of_set = np.repeat(np.arange(len(sets)), size)
        pair, column = np.r_[pairs, inside], np.r_[np.arange(n_pairs), n_pairs + of_set]
        part = instance.columns[:, pair]
        row, number = self._row_in_program[part.indices], np.array([k for k, _ in sets], dtype=np.int64)
        entries = (
            (instance.jobseeker[pair], column, np.ones(len(pair))),
            (len(instance.jobseeker_capacity) + instance.vacancy[pair], column, np.ones(len(pair))),
            (row, np.repeat(column, np.diff(part.indptr)), part.data / instance.scale[part.indices]),
            (len(self._kept_rows) + number, n_pairs + np.arange(len(sets)), np.ones(len(sets))),
        )
        rows, columns, values = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        is_kept = rows >= 0
        matrix = csc_array(
            (values[is_kept], (rows[is_kept], columns[is_kept])),
            shape=(len(self._kept_rows) + len(self.blocks), n_pairs + len(sets)),
        )
        units = np.zeros(len(sets), dtype=np.int64)
        np.add.at(units, of_set, self._units[inside])
        lower = np.array([block.lower for block in self.blocks], dtype=np.int64)[number]
        price = np.array([block.price for block in self.blocks], dtype=np.int64)[number]
        worth = np.zeros(n_pairs + len(sets))
        np.add.at(worth, column, instance.weight[pair] / UNIT)
        worth[n_pairs:] -= price * np.maximum(lower - units, 0) / UNIT
        return matrix, worth

    def _short(self, number: int, pairs: NDArray[np.int64]) -> int:
        """Keyed weight that a set costs its block for what it is short."""
        block = self.blocks[number]
        return block.price * max(block.lower - int(self._units[pairs].sum()), 0)

    def sets_of(self, pairs: NDArray[np.int64]) -> list[Set]:
        """Take a choice apart: its pairs in each block."""
        number = self.block_of[pairs]
        return [(k, tuple(pairs[number == k].tolist())) for k in range(len(self.blocks))]

    def losses(self, priced: Priced) -> NDArray[np.int64]:
        """Tell by how much a choice with a column falls short of the bound, at least; of each column."""
        loss = np.zeros(len(self._columns), dtype=np.int64)
        for column, (number, members) in enumerate(self._columns):
            pairs = np.array(members, dtype=np.int64)
            value = int(priced.net[pairs].sum())
            if number >= 0:
                value -= self._short(number, pairs) + priced.found[number].bound
            loss[column] = -value
        return loss

    def whole(self, columns: NDArray[np.int64], start: NDArray[np.int64], scale: float) -> Request:
        """Program in which some columns are taken wholly or not at all, beginning with a choice of pairs."""
        last, n = self._program, self._n_elastic
        order = np.r_[n + columns, np.arange(n)]
        matrix = csc_array((last.value, last.index, last.start), shape=(len(last.row_lower), len(last.cost)))
        matrix = csc_array(matrix[:, order])
        return Request(
            cost=scale * last.cost[order],
            col_lower=last.col_lower[order],
            col_upper=last.col_upper[order],
            row_lower=last.row_lower,
            row_upper=last.row_upper,
            start=matrix.indptr.astype(np.int32),
            index=matrix.indices.astype(np.int32),
            value=matrix.data,
            n_whole=len(columns),
            start_value=self._values(columns, start),
        )

    def _values(self, columns: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Values of some columns and of the elastic ones for a choice; none when it is not made of these."""
        taken = self.marks(pairs)[columns]
        if taken.sum() < np.sum(self.block_of[pairs] < 0) + len(self.blocks):
            return np.empty(0)
        row, sign = self._elastic_row, self._elastic_sign
        activity = self.instance.activity(pairs)
        limit = np.where(sign > 0, self.instance.lower[row], self.instance.upper[row])
        missing = np.maximum(sign * (limit - activity[row]), 0) / self.instance.scale[row]
        values: NDArray[np.float64] = np.r_[taken.astype(np.float64), missing]
        return values

    def marks(self, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark the columns that a choice is made of."""
        outside = pairs[self.block_of[pairs] < 0].tolist()
        parts: set[Set] = {(-1, (pair,)) for pair in outside} | set(self.sets_of(pairs))
        return np.array([column in parts for column in self._columns], dtype=np.bool_)

    def pairs_of(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Pairs that some columns stand for, sorted."""
        members = [pair for column in columns.tolist() for pair in self._columns[column][1]]
        return np.array(sorted(members), dtype=np.int64)

    def point(self, charges: NDArray[np.float64]) -> Point:
        """Prices from what places, and the rows that are not taken apart, charge, in score units."""
        instance = self.instance
        n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
        others = np.flatnonzero(~self.apart)
        row = np.zeros(instance.n_rows)
        row[others] = -charges[n_i + n_j : n_i + n_j + len(others)] / instance.scale[others]
        size = np.clip(np.r_[charges[: n_i + n_j], np.abs(row)] * UNIT, 0.0, 2.0**57)
        price = np.rint(size).astype(np.int64)
        price[n_i + n_j :] *= np.sign(row).astype(np.int64)
        return Point(jobseeker=price[:n_i], vacancy=price[n_i : n_i + n_j], row=price[n_i + n_j :])

    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Least and most of each place and row that is not taken apart, as in the program."""
        n = len(self._kept_rows)
        return self._program.row_lower[:n], self._program.row_upper[:n]

    def charge_range(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Tell what places and rows may charge, in score units, for the bound to hold."""
        instance, others = self.instance, np.flatnonzero(~self.apart)
        n = len(self._kept_rows) - len(others)
        unit = instance.scale[others] / UNIT
        low = np.r_[np.zeros(n), -instance.price_ceiling[others] * unit]
        return low, np.r_[np.full(n, np.inf), -instance.price_floor[others] * unit]

    def touch(self, free: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Mark the pairs outside the blocks that use one of some places and rows, and those that use places.

        The places and rows are marked in the order of the charges.
        """
        instance = self.instance
        n_i, n_j = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
        placed: NDArray[np.bool_] = free[instance.jobseeker] | free[n_i + instance.vacancy]
        row = np.zeros(instance.n_rows, dtype=np.int64)
        row[~self.apart] = free[n_i + n_j :]
        touched = placed | (instance.columns.T @ row > 0)
        return touched & (self.block_of < 0), placed

    def charges(self, point: Point) -> NDArray[np.float64]:
        """Tell what places and rows charge at some prices: what `point` reads."""
        others = np.flatnonzero(~self.apart)
        row = -point.row[others].astype(np.float64) * self.instance.scale[others]
        charges: NDArray[np.float64] = np.r_[point.jobseeker, point.vacancy, row] / UNIT
        return charges

    def price(self, point: Point, *, slack: int, most: int, seconds: float | None) -> Priced:
        """Bound at a point, and the best sets there."""
        instance = self.instance
        row = np.where(self.apart, 0, np.clip(point.row, instance.price_floor, instance.price_ceiling))
        gain = adjusted_weight(instance, row) - point.vacancy[instance.vacancy]
        jobseeker = point.jobseeker.copy()
        free = np.flatnonzero(self.block_of < 0)
        np.maximum.at(jobseeker, instance.jobseeker[free], gain[free])
        net = gain - jobseeker[instance.jobseeker]
        options = {"slack": slack, "most": most}
        end = None if seconds is None else monotonic() + seconds
        found = tuple(
            block.best_patterns(
                net[block.pairs], **options, seconds=None if end is None else max(end - monotonic(), 0.0)
            )
            for block in self.blocks
        )
        bound = instance.offset + exact_sum(jobseeker, instance.jobseeker_capacity)
        bound += exact_sum(point.vacancy, instance.vacancy_capacity) + sum(f.bound for f in found)
        for price, low, high in zip(
            row.tolist(), instance.lower.tolist(), instance.upper.tolist(), strict=True
        ):
            bound -= price * (low if price > 0 else high)
        point = Point(jobseeker=jobseeker, vacancy=point.vacancy, row=row)
        return Priced(point=point, net=net, found=found, bound=bound)
