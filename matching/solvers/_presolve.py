"""From a problem to its free part: settle fixed pairs, leave out what cannot be chosen, sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from matching.solvers._auction import rank_in_runs
from matching.solvers._columns import activity, column_digest, row_sums
from matching.solvers._exact import exact_sum
from matching.solvers._instance import Instance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._problem import AssignmentProblem

_ROOM = 2**57  # adjusted weights stay below, within what the engines take


def make_instance(problem: AssignmentProblem, *, claims_matter: bool = True) -> Instance | None:
    """Free part of a problem; None when the fixed pairs alone pass a capacity or share a group.

    Where rows do not matter, the best of several claims on one placement stands for all of them.
    """
    fixed = np.empty(0, dtype=np.int64) if problem.fixed is None else np.flatnonzero(problem.fixed == 1)
    used_i = np.bincount(problem.jobseeker[fixed], minlength=problem.n_jobseekers)
    used_j = np.bincount(problem.vacancy[fixed], minlength=problem.n_vacancies)
    capacity_i = (problem.jobseeker_capacity - used_i).astype(np.int32)
    capacity_j = (problem.vacancy_capacity - used_j).astype(np.int32)
    taken = _groups(problem, fixed)
    if np.any(capacity_i < 0) or np.any(capacity_j < 0) or len(np.unique(taken)) < len(taken):
        return None
    position = None
    if not _is_plain(problem):
        free = (capacity_i[problem.jobseeker] > 0) & (capacity_j[problem.vacancy] > 0)
        if problem.fixed is not None:
            free &= problem.fixed == 0
        if problem.pair_group is not None:
            free &= ~np.isin(problem.pair_group, taken)
        position = _sorted(problem, np.flatnonzero(free))
        if problem.pair_group is not None and (problem.n_rows == 0 or not claims_matter):
            position = _best_of_groups(problem, position)
    return _assemble(problem, position, fixed, (capacity_i, capacity_j))


def _is_plain(problem: AssignmentProblem) -> bool:
    """Whether all pairs are free and in order, so that none has to be copied."""
    return (
        problem.first_pairs is not None
        and problem.pair_group is None
        and (problem.fixed is None or not problem.fixed.any())
        and bool(problem.jobseeker_capacity.all() and problem.vacancy_capacity.all())
    )


def _assemble(
    problem: AssignmentProblem,
    position: NDArray[np.int64] | None,
    fixed: NDArray[np.int64],
    capacity: tuple[NDArray[np.int32], NDArray[np.int32]],
) -> Instance:
    columns, n_groups = problem.columns, 0
    settled = activity(columns, fixed)
    if position is None:
        first, i, j, weight = problem.first_pairs, problem.jobseeker, problem.vacancy, problem.weight
        assert first is not None
    else:
        i, j, weight = problem.jobseeker[position], problem.vacancy[position], problem.weight[position]
        first = np.searchsorted(i, np.arange(problem.n_jobseekers + 1)).astype(np.int64)
        groups = _group_rows(problem, position, capacity)
        n_groups = groups.shape[0]
        columns = columns[:, position]
        if n_groups:
            columns = csc_array(vstack([columns, groups], format="csc", dtype=columns.dtype))
    lower = np.maximum(problem.lower - settled, 0)
    upper = problem.upper - settled
    hard: tuple[int | None, ...] = (None,) * n_groups
    limits = {
        "lower": np.r_[lower, np.zeros(n_groups, dtype=np.int64)],
        "upper": np.r_[upper, np.ones(n_groups, dtype=np.int64)],
        "shortfall_weight": problem.shortfall_weight + hard,
        "excess_weight": problem.excess_weight + hard,
    }
    scale, floor, ceiling = price_range(columns, **limits)
    return Instance(
        position=position,
        indptr=first,
        jobseeker=i,
        vacancy=j,
        weight=weight,
        jobseeker_capacity=capacity[0],
        vacancy_capacity=capacity[1],
        columns=columns,
        scale=scale,
        price_floor=floor,
        price_ceiling=ceiling,
        n_given_rows=problem.n_rows,
        fixed=fixed,
        offset=exact_sum(problem.weight[fixed]),
        **limits,
    )


def price_range(
    columns: csc_array,
    lower: NDArray[np.int64],
    upper: NDArray[np.int64],
    shortfall_weight: tuple[int | None, ...],
    excess_weight: tuple[int | None, ...],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Scale of each row, and the range in which its price gives a valid bound.

    A price above that of a shortfall would pay for more than the row can ask (the elastic row is its own
    ceiling); a limit that cannot be broken has no price. All prices are kept so small that the adjusted
    weight of a pair, with all its rows, fits 64 bits.
    """
    n_rows = columns.shape[0]
    total, largest = row_sums(columns)
    scale = np.maximum(largest, 1)
    most_rows = int(np.diff(columns.indptr).max(initial=1)) if n_rows else 1
    room = [_ROOM // (int(size) * max(most_rows, 1)) for size in scale.tolist()]
    ceiling = [min(r, r if s is None else s) for r, s in zip(room, shortfall_weight, strict=True)]
    floor = [min(r, r if x is None else x) for r, x in zip(room, excess_weight, strict=True)]
    return (
        scale,
        -np.where(upper < total, np.array(floor, dtype=np.int64).reshape(n_rows), 0),
        np.where(lower > 0, np.array(ceiling, dtype=np.int64).reshape(n_rows), 0),
    )


def _groups(problem: AssignmentProblem, pairs: NDArray[np.int64]) -> NDArray[np.int32]:
    """Collect the groups of those of the pairs that have one."""
    if problem.pair_group is None:
        return np.empty(0, dtype=np.int32)
    group = problem.pair_group[pairs]
    return group[group >= 0]


def _sorted(problem: AssignmentProblem, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order pairs by what they are, so that the order of the input cannot matter."""
    if problem.first_pairs is not None:
        return pairs
    place = problem.jobseeker[pairs].astype(np.int64) << 32 | problem.vacancy[pairs].astype(np.int64)
    group = np.zeros(len(pairs), dtype=np.int32) if problem.pair_group is None else problem.pair_group[pairs]
    digest = column_digest(problem.columns, problem.n_rows)[pairs]
    return pairs[np.lexsort((group, digest, problem.weight[pairs], place))]


def _best_of_groups(problem: AssignmentProblem, position: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the best of the parallel pairs of one group: without rows nothing else tells them apart."""
    assert problem.pair_group is not None
    i, j, group = problem.jobseeker[position], problem.vacancy[position], problem.pair_group[position]
    # Pairs without a group stay: they stand alone under a group number of their own.
    own = np.where(group >= 0, group.astype(np.int64), -1 - np.arange(len(group)))
    order = np.lexsort((-problem.weight[position], own, j, i))
    first = np.ones(len(order), dtype=np.bool_)
    for part in (i, j, own):
        first[1:] &= part[order][1:] == part[order][:-1]
    first[1:] = ~first[1:]
    return position[np.sort(order[first])]


def _group_rows(
    problem: AssignmentProblem,
    position: NDArray[np.int64],
    capacity: tuple[NDArray[np.int32], NDArray[np.int32]],
) -> csr_array:
    """Rows "at most one of the group", for groups that no single place implies."""
    empty = csr_array((0, len(position)), dtype=np.int64)
    if problem.pair_group is None:
        return empty
    group = problem.pair_group[position]
    pairs = np.flatnonzero(group >= 0)
    pairs = pairs[np.argsort(group[pairs], kind="stable")]
    if len(pairs) == 0:
        return empty
    label = group[pairs]
    starts = np.flatnonzero(rank_in_runs(label) == 0)
    size = np.diff(np.r_[starts, len(pairs)])
    needed = size > 1
    for member, places in (
        (problem.jobseeker[position], capacity[0]),
        (problem.vacancy[position], capacity[1]),
    ):
        low, high = np.minimum.reduceat(member[pairs], starts), np.maximum.reduceat(member[pairs], starts)
        needed &= ~((low == high) & (places[low] == 1))
    inside = np.repeat(needed, size)
    row = np.repeat(np.cumsum(needed) - 1, size)[inside]
    ones = np.ones(len(row), dtype=np.int64)
    where = (row.astype(np.int32), pairs[inside].astype(np.int32))
    return csr_array((ones, where), shape=(int(needed.sum()), len(position)))
