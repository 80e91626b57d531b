"""Side rows for a made-up region: euro contracts, quotas in heads and hours, and employers' limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.solver._instances import Instance

PRIORITY_PRICE = (3000.0, 100.0, 3.0)
EURO_PER_GROUP = (0, 30_000, 18_000, 12_000, 9_000, 25_000)
"""Yearly social-return value of a full-time placement; half of it rests on the hours."""


def with_rows(instance: Instance, n_rows: int, seed: int = 0) -> Instance:
    """Add side rows: 45 % contracts in cents, 30 % quotas in heads, 10 % in hours, 15 % limits in heads.

    A target lies between what a plain plan reaches and what the row could reach at the very most, so that
    most rows bind and not all can be kept; each has one of the three priorities as its price.
    """
    rng = np.random.default_rng([seed, n_rows, 3])
    builder = _Builder(instance)
    counts = np.floor(n_rows * np.array([0.45, 0.30, 0.10])).astype(int)
    for contract in range(counts[0]):
        builder.contract(contract)
    for number in range(counts[1]):
        builder.quota(number, rng, hours=False)
    for number in range(counts[2]):
        builder.quota(counts[1] + number, rng, hours=True)
    n_limits = n_rows - int(counts.sum())
    for number in range(n_limits):
        builder.limit(counts[0] + number)
    rows = builder.table()
    plain = np.zeros(rows.shape[1])
    plain[_plain_plan(instance)] = 1.0
    reached = rows.astype(np.float64) @ plain
    most = builder.most(rows)
    share = 0.05 + 0.25 * rng.random(n_rows)
    target = np.ceil(reached + share * np.maximum(0.0, most - reached)).astype(np.int64)
    is_limit = np.arange(n_rows) >= n_rows - n_limits
    allowed = np.floor((0.4 + 0.4 * rng.random(n_rows)) * reached).astype(np.int64)
    open_above = np.asarray(rows.sum(axis=1), dtype=np.int64).reshape(n_rows)
    priority = np.floor(3 * rng.random(n_rows)).astype(int)
    lower = np.where(is_limit, 0, target)
    return replace(
        instance,
        name=f"{instance.name} / {n_rows} rows",
        rows=rows,
        lower=lower,
        upper=np.where(is_limit, allowed, np.maximum(open_above, lower)),
        shortfall_price=np.array(PRIORITY_PRICE)[priority] / np.maximum(1, lower),
    )


class _Builder:
    """Collects the coefficients row by row."""

    def __init__(self, instance: Instance) -> None:
        if instance.people is None:
            msg = f"{instance.name}: side rows need a region with people."
            raise ValueError(msg)
        self.people = instance.people
        self.i = instance.jobseeker
        self.j = instance.vacancy
        self.capacity = instance.vacancy_capacity
        self.group = self.people.group[self.i]
        self.employer = self.people.employer[self.j]
        self.hours = np.minimum(self.people.hours[self.i], self.people.vacancy_hours[self.j])
        # The pairs of each employer, largest employers first: contracts go to those.
        self.by_employer = np.argsort(self.employer, kind="stable")
        self.starts = np.searchsorted(self.employer[self.by_employer], np.arange(self.employer.max() + 2))
        openings = np.bincount(self.people.employer, weights=self.capacity)
        self.largest = np.argsort(-openings, kind="stable")
        self.members: list[NDArray[np.int64]] = []
        self.values: list[NDArray[np.int64]] = []

    def contract(self, rank: int) -> None:
        """Social return in cents on the contract of one employer: by group and hours, so no two alike."""
        pairs = self._of_employer(rank)
        pairs = pairs[self.group[pairs] > 0]
        euro = np.array(EURO_PER_GROUP)[self.group[pairs]]
        # Half the value for the group, half for the hours; the year is 52 weeks, as far as the plan runs.
        cents = 50 * euro + euro * self.hours[pairs] // 80
        self._add(pairs, cents - cents * (self.i[pairs] % 7) // 13)

    def quota(self, number: int, rng: np.random.Generator, *, hours: bool) -> None:
        """At least so many heads, or hundredths of hours, of one group: of one town, or living anywhere."""
        group = 1 + number % 5
        member = self.group == group
        if number >= 5:
            n_towns = int(self.people.town.max()) + 1
            first = int(np.floor(n_towns * rng.random() * rng.random()))
            width = max(1, n_towns // 8)
            town = self.people.town[self.i]
            member &= (town >= first) & (town < first + width)
        pairs = np.nonzero(member)[0]
        self._add(pairs, self.hours[pairs] if hours else np.ones(len(pairs), np.int64))

    def limit(self, rank: int) -> None:
        """At most so many heads for one employer."""
        pairs = self._of_employer(rank)
        self._add(pairs, np.ones(len(pairs), np.int64))

    def table(self) -> csr_array:
        """All rows as one sparse table of integers."""
        indptr = np.concatenate([[0], np.cumsum([len(pairs) for pairs in self.members])])
        data, indices = np.concatenate(self.values), np.concatenate(self.members)
        return csr_array((data, indices, indptr), shape=(len(self.members), len(self.i)))

    def most(self, rows: csr_array) -> NDArray[np.float64]:
        """Most that each row could reach, were either side free of the other: an upper bound."""
        most = np.zeros(len(self.members))
        for row, (pairs, value) in enumerate(zip(self.members, self.values, strict=True)):
            by_jobseeker = np.zeros(len(self.people.group), np.int64)
            by_vacancy = np.zeros(len(self.capacity), np.int64)
            np.maximum.at(by_jobseeker, self.i[pairs], value)
            np.maximum.at(by_vacancy, self.j[pairs], value)
            most[row] = min(by_jobseeker.sum(), (by_vacancy * self.capacity).sum())
        return most

    def _of_employer(self, rank: int) -> NDArray[np.int64]:
        employer = self.largest[rank % len(self.largest)]
        return np.sort(self.by_employer[self.starts[employer] : self.starts[employer + 1]])

    def _add(self, pairs: NDArray[np.int64], values: NDArray[np.int64]) -> None:
        self.members.append(pairs.astype(np.int64))
        self.values.append(values.astype(np.int64))


def _plain_plan(instance: Instance) -> NDArray[np.int64]:
    """Pairs of three rounds in which people apply where they score best and vacancies keep the best."""
    i, j, weight = instance.jobseeker, instance.vacancy, instance.weight
    order = np.argsort(-weight, kind="stable")
    free = instance.vacancy_capacity.astype(np.int64).copy()
    waiting = np.ones(len(instance.jobseeker_capacity), bool)
    chosen = []
    for _ in range(3):
        open_pairs = order[waiting[i[order]] & (free[j[order]] > 0)]
        _, first = np.unique(i[open_pairs], return_index=True)
        best = open_pairs[np.sort(first)]
        # Within each vacancy the applicants stay in order of weight.
        by_vacancy = best[np.argsort(j[best], kind="stable")]
        starts = np.searchsorted(j[by_vacancy], j[by_vacancy])
        hired = by_vacancy[np.arange(len(by_vacancy)) - starts < free[j[by_vacancy]]]
        chosen.append(hired)
        waiting[i[hired]] = False
        np.subtract.at(free, j[hired], 1)
    return np.concatenate(chosen)
