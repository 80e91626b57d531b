"""Seeded instances of the assignment problem: a made-up region, its vacancies and its candidate pairs.

Only sums, products, quotients, square roots and comparisons are used, which round alike everywhere, so
that an instance is the same bits on every machine; `frozen.json` holds the hash of each.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

MICRO = 10**6
KEY_SCALE = 2**20
N_OCCUPATIONS = 320
OCCUPATIONS_PER_GROUP = 8
CHUNK = 50_000
"""Jobseekers drawn at once; part of the definition, each chunk has its own stream."""

# Share of jobseekers in each target group, 22 % together, and by how much its members' scores lie lower.
GROUP_SHARE = (0.08, 0.05, 0.04, 0.03, 0.02)
GROUP_OFFSET = (0.0, -0.8, -0.3, -0.6, -0.4, -0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What the side rows read of the jobseekers and the vacancies of a region."""

    group: NDArray[np.int8]
    town: NDArray[np.int32]
    hours: NDArray[np.int64]
    vacancy_town: NDArray[np.int32]
    vacancy_hours: NDArray[np.int64]
    employer: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """An assignment problem as arrays, pairs sorted by jobseeker and vacancy.

    `weight` is micro-score * 2**20 + tie key. `rows` and what follows it are empty without side rows;
    `lower` and `upper` are whole numbers, `shortfall_price` is in score units per unit of the row.
    """

    name: str
    indptr: NDArray[np.int64]
    vacancy: NDArray[np.int32]
    weight: NDArray[np.int64]
    jobseeker_capacity: NDArray[np.int32]
    vacancy_capacity: NDArray[np.int32]
    people: People | None = field(default=None, repr=False)
    rows: csr_array | None = field(default=None, repr=False)
    lower: NDArray[np.int64] | None = None
    upper: NDArray[np.int64] | None = None
    shortfall_price: NDArray[np.float64] | None = None

    @property
    def jobseeker(self) -> NDArray[np.int32]:
        """Jobseeker of each pair."""
        n = len(self.jobseeker_capacity)
        return np.repeat(np.arange(n, dtype=np.int32), np.diff(self.indptr))

    def digest(self) -> str:
        """Hash of all arrays."""
        sha = hashlib.sha256()
        arrays = [self.indptr, self.vacancy, self.weight, self.jobseeker_capacity, self.vacancy_capacity]
        if self.rows is not None:
            arrays += [self.rows.indptr.astype(np.int64), self.rows.indices.astype(np.int64), self.rows.data]
            arrays += [self.lower, self.upper, self.shortfall_price]
        for array in arrays:
            sha.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
        return sha.hexdigest()


def tie_key(jobseeker: NDArray[np.int64], vacancy: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Mix 20 bits of each pair from its two positions and a seed."""
    return (_scramble(jobseeker, vacancy, seed) >> np.uint64(44)).astype(np.int64)


def sparse_instance(n_jobseekers: int, n_vacancies: int, seed: int = 0) -> Instance:
    """Return a region with about 29 candidate pairs a jobseeker: towns, Zipf occupations, skewed openings."""
    rng = np.random.default_rng([seed, n_jobseekers, n_vacancies])
    n_towns = max(6, n_jobseekers // 700)
    side_km = 60.0 * np.sqrt(n_jobseekers / 10_000)
    towns = rng.random((n_towns, 2)) * side_km
    seekers = _Side(rng, n_jobseekers, towns, shift=0)
    openings = _Side(rng, n_vacancies, towns, shift=97)
    group = np.searchsorted(np.cumsum(GROUP_SHARE), rng.random(n_jobseekers), side="right") + 1
    group[group > len(GROUP_SHARE)] = 0
    seekers.quality += np.array(GROUP_OFFSET)[group]
    # Openings with a heavy tail, at most 40: most vacancies have one, a few have very many.
    capacity = np.minimum(40, np.floor(1.0 / np.sqrt(1.0 - rng.random(n_vacancies)))).astype(np.int32)
    employer_rank = np.floor(max(4, n_vacancies / 3) * rng.random(n_vacancies) * rng.random(n_vacancies))
    people = People(
        group=group.astype(np.int8),
        town=seekers.town,
        hours=_hours(rng, n_jobseekers),
        vacancy_town=openings.town,
        vacancy_hours=_hours(rng, n_vacancies),
        employer=employer_rank.astype(np.int32),
    )
    orders = [_Order(openings, depth) for depth in range(3)]
    parts = [
        _pairs(seekers, openings, orders, start, np.random.default_rng([seed, n_jobseekers, 1, start]))
        for start in range(0, n_jobseekers, CHUNK)
    ]
    jobseeker, vacancy, micro = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    counts = np.bincount(jobseeker, minlength=n_jobseekers)
    return Instance(
        name=f"{_short(n_jobseekers)} x {_short(n_vacancies)}",
        indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vacancy=vacancy.astype(np.int32),
        weight=micro * KEY_SCALE + tie_key(jobseeker, vacancy, seed),
        jobseeker_capacity=np.ones(n_jobseekers, np.int32),
        vacancy_capacity=capacity,
        people=people,
    )


def dense_scores(kind: str, n: int, seed: int = 0) -> NDArray[np.int64]:
    """Return keyed weights of a dense square instance, `factor` (low rank and noise) or `uniform`."""
    rng = np.random.default_rng([seed, n, 2])
    if kind == "factor":
        left, right = rng.random((n, 4)) - 0.5, rng.random((n, 4)) - 0.5
        z = 0.5 * (rng.random((n, n)) - 0.5)
        for k in range(4):  # spelt out: a matrix product may round differently on another machine
            z += 4.0 * left[:, k, None] * right[None, :, k]
    elif kind == "uniform":
        z = 4.0 * (rng.random((n, n)) - 0.5)
    else:
        msg = f"kind: must be 'factor' or 'uniform', got {kind!r}."
        raise ValueError(msg)
    rows, columns = np.arange(n, dtype=np.int64)[:, None], np.arange(n, dtype=np.int64)[None, :]
    return _micro_score(z) * KEY_SCALE + tie_key(rows, columns, seed)


class _Side:
    """Places, occupations and qualities of the jobseekers or of the vacancies."""

    def __init__(self, rng: np.random.Generator, n: int, towns: NDArray[np.float64], shift: int) -> None:
        self.town = _zipf(rng, len(towns), n)
        # A sum of four uniforms is near enough to a bell curve, and exact on every machine.
        scatter = rng.random((n, 2, 4)).sum(axis=2) - 2.0
        self.place = towns[self.town] + 7.0 * scatter
        # Supply and demand have different favourite occupations.
        self.occupation = (_zipf(rng, N_OCCUPATIONS, n) * 37 + shift) % N_OCCUPATIONS
        self.quality = 1.2 * (rng.random((n, 3)).sum(axis=1) - 1.5)
        cell = np.floor((self.place - towns.min() + 40.0) / 6.0).astype(np.int64)
        self.cell = _interleave(cell[:, 0]) | _interleave(cell[:, 1]) << 1


class _Order:
    """Vacancies in an order in which neighbours are alike: by occupation, by occupation group, by place."""

    def __init__(self, vacancies: _Side, depth: int) -> None:
        self.depth = depth
        key = self.key(vacancies)
        self.by_key = np.argsort(key, kind="stable")
        self.sorted_key = key[self.by_key]

    def key(self, side: _Side) -> NDArray[np.int64]:
        divisor = (1, OCCUPATIONS_PER_GROUP, N_OCCUPATIONS)[self.depth]
        return (side.occupation.astype(np.int64) // divisor) << 40 | side.cell

    def draw(
        self, key: NDArray[np.int64], reach: float, n: int, rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Vacancies near each key: `n` steps to either side, most of them short."""
        u = rng.random((len(key), n))
        step = np.floor(reach * u / (1.05 - u))
        step = np.where(rng.random((len(key), n)) < 0.5, -step, step).astype(np.int64)
        at = np.searchsorted(self.sorted_key, key)[:, None] + step
        return self.by_key[np.clip(at, 0, len(self.by_key) - 1)]


def _pairs(
    seekers: _Side, vacancies: _Side, orders: list[_Order], start: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Candidate pairs of one chunk of jobseekers: jobseeker, vacancy, micro-score."""
    people = np.arange(start, min(start + CHUNK, len(seekers.town)))
    # In a large region more draws repeat or fall away, in a small one few do.
    draws = (18, 9, 7) if len(seekers.town) < CHUNK else (23, 12, 9)
    drawn = np.hstack(
        [
            order.draw(order.key(seekers)[people], reach, n, rng)
            for order, reach, n in zip(orders, (9.0, 14.0, 10.0), draws, strict=True)
        ]
    )
    n_vacancies = len(vacancies.town)
    place = np.unique((people[:, None] * n_vacancies + drawn).ravel())
    i, j = place // n_vacancies, place % n_vacancies
    offset = seekers.place[i] - vacancies.place[j]
    km = np.sqrt(offset[:, 0] * offset[:, 0] + offset[:, 1] * offset[:, 1])
    same = seekers.occupation[i] == vacancies.occupation[j]
    alike = seekers.occupation[i] // OCCUPATIONS_PER_GROUP == vacancies.occupation[j] // OCCUPATIONS_PER_GROUP
    noise = (_scramble(i, j, 7) >> np.uint64(33)).astype(np.float64) / 2.0**31
    z = 1.1 * same + 0.9 * alike - 0.035 * km + seekers.quality[i] + 0.5 * vacancies.quality[j]
    micro = _micro_score(z + 1.6 * (noise - 0.5))
    kept = (micro >= 120_000) & (km < 100.0)
    return i[kept], j[kept], micro[kept]


def _micro_score(z: NDArray[np.float64]) -> NDArray[np.int64]:
    """Squash to (0, 1) with a quotient, which is exact everywhere, where a logistic is not."""
    return np.rint(MICRO * (0.5 + 0.5 * z / (1.0 + np.abs(z)))).astype(np.int64)


def _zipf(rng: np.random.Generator, n_values: int, n: int) -> NDArray[np.int32]:
    """Values 0, 1, ... with frequencies as 1 / (rank + 3)."""
    share = np.cumsum(1.0 / np.arange(4, n_values + 4))
    return np.searchsorted(share, rng.random(n) * share[-1], side="right").astype(np.int32)


def _hours(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Hours a week in hundredths."""
    return np.array([1200, 1600, 2000, 2400, 2800, 3200, 3600, 4000])[np.floor(8 * rng.random(n)).astype(int)]


def _interleave(value: NDArray[np.int64]) -> NDArray[np.int64]:
    """Spread the low 16 bits, so that two of them make a place on a Z-shaped curve."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        value = (value | value << shift) & mask
    return value


def _scramble(i: NDArray[np.int64], j: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """Scramble pairs of positions to 64 bits (splitmix64)."""
    z = i.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    for value in (j.astype(np.uint64), np.uint64(0)):
        z = (z ^ value) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return z


def _short(n: int) -> str:
    return f"{n // 10**6}M" if n % 10**6 == 0 else f"{n // 1000}k" if n % 1000 == 0 else str(n)
