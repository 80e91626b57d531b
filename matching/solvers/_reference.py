"""The reference engine: coarse auction, then shortest paths in exact integers, then the proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import SolverError
from matching.solvers._auction import coarse_prices
from matching.solvers._cut import assign_by_cuts
from matching.solvers._exact import exact_sum
from matching.solvers._inner import Assignment
from matching.solvers._pace import Pace
from matching.solvers._shortest_paths import Side, fill_places, make_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

name = "reference"

_DENSE = 24  # pairs per member above which few of them are tried first; speed only
_INCREMENTS_PER_WEIGHT = 200  # a finer auction costs more rounds, a coarser one more paths; flat around here


def assign(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    start: object = None,
    *,
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Assignment:
    """Choose pairs of largest total weight, each at most once, within both capacities.

    See `InnerEngine.assign`. Time is dominated by the shortest paths: about 1 s for 10,000 jobseekers
    and 280,000 pairs. `start` is an array of vacancy prices; anything else is a cold start.
    """
    shape = (jobseeker_capacity, vacancy_capacity)
    pace = Pace(time_limit, progress)
    if len(weight) > _DENSE * (len(jobseeker_capacity) + len(vacancy_capacity)):
        answer = assign_by_cuts(indptr, vacancy, weight, *shape, start, _assign_sparse, pace)
    else:
        answer = _assign_sparse(indptr, vacancy, weight, *shape, start, pace)
    is_over = pace.is_over()
    if is_over:
        answer = replace(answer, chosen=_use_free_places(answer.chosen, indptr, vacancy, weight, *shape))
    total, bound = certify(answer, indptr, vacancy, weight, *shape)
    if total != bound and not is_over:
        raise _not_proven(total, bound)
    return replace(answer, total=total, bound=bound)


def _assign_sparse(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    start: object,
    pace: Pace,
) -> Assignment:
    everyone = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    useful = np.flatnonzero(
        (weight > 0) & (jobseeker_capacity[everyone] > 0) & (vacancy_capacity[vacancy] > 0)
    )
    i, j, gain = everyone[useful], vacancy[useful], weight[useful]
    if isinstance(start, np.ndarray) and start.shape == vacancy_capacity.shape:
        price = np.clip(start.astype(np.int64), 0, gain.max(initial=0))
    else:
        ends = np.searchsorted(i, np.arange(len(jobseeker_capacity) + 1))
        increment = int(gain.max(initial=0)) // _INCREMENTS_PER_WEIGHT + 1
        price = coarse_prices(ends, j, gain, jobseeker_capacity, vacancy_capacity, increment, pace)
    jobseekers = make_side(i, j, jobseeker_capacity, np.zeros(len(jobseeker_capacity), dtype=np.int64))
    vacancies = make_side(j, i, vacancy_capacity, price)
    chosen = _take_best(i, j, gain, price, jobseekers, vacancies)
    weights = gain.tolist()
    fill_places(jobseekers, vacancies, weights, chosen, pace)
    fill_places(vacancies, jobseekers, weights, chosen, pace)
    pi, p = np.array(jobseekers.price, dtype=np.int64), np.array(vacancies.price, dtype=np.int64)
    # Who has no place at all can ask any price; theirs is what a first place would be worth.
    pi[jobseeker_capacity == 0] = p[vacancy_capacity == 0] = 0
    _raise_to_cover(p, vacancy, weight - pi[everyone], vacancy_capacity == 0)
    _raise_to_cover(pi, everyone, weight - p[vacancy], jobseeker_capacity == 0)
    taken = useful[np.array(chosen, dtype=np.bool_)]
    return Assignment(chosen=taken, jobseeker_price=pi, vacancy_price=p, state=p.copy())


def _take_best(
    jobseeker: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    price: NDArray[np.int64],
    jobseekers: Side,
    vacancies: Side,
) -> list[bool]:
    """Give each jobseeker its best pairs at these prices, as far as there is room.

    The price of a jobseeker becomes the gain of its first pair that was not taken, so that the prices
    are feasible for all pairs and fit the choice.
    """
    gain = weight - price[vacancy]
    order = np.lexsort((-gain, jobseeker))
    order = order[gain[order] > 0]
    chosen = [False] * len(weight)
    stuck = [False] * len(jobseekers.capacity)
    in_order = (order.tolist(), jobseeker[order].tolist(), vacancy[order].tolist(), gain[order].tolist())
    for pair, i, j, value in zip(*in_order, strict=True):
        if stuck[i]:
            continue
        if jobseekers.load[i] < jobseekers.capacity[i] and vacancies.load[j] < vacancies.capacity[j]:
            chosen[pair] = True
            jobseekers.load[i] += 1
            vacancies.load[j] += 1
        else:
            jobseekers.price[i] = value
            stuck[i] = True
    return chosen


def _raise_to_cover(
    price: NDArray[np.int64],
    member: NDArray[np.signedinteger],
    gain: NDArray[np.int64],
    which: NDArray[np.bool_],
) -> None:
    """Raise the prices of some members to the largest gain among their pairs."""
    pairs = np.flatnonzero(which[member] & (gain > 0))
    np.maximum.at(price, member[pairs], gain[pairs])


def _use_free_places(
    chosen: NDArray[np.int64],
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Add pairs that still fit, best first, whatever the prices: for when the time was up."""
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    room_i = jobseeker_capacity - np.bincount(jobseeker[chosen], minlength=len(jobseeker_capacity))
    room_j = vacancy_capacity - np.bincount(vacancy[chosen], minlength=len(vacancy_capacity))
    fits = (weight > 0) & (room_i[jobseeker] > 0) & (room_j[vacancy] > 0)
    fits[chosen] = False
    free = np.flatnonzero(fits)
    more = []
    for pair in free[np.argsort(-weight[free], kind="stable")].tolist():
        i, j = jobseeker[pair], vacancy[pair]
        if room_i[i] > 0 and room_j[j] > 0:
            more.append(pair)
            room_i[i] -= 1
            room_j[j] -= 1
    return np.sort(np.r_[chosen, np.array(more, dtype=np.int64)])


def prove(
    answer: Assignment,
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> None:
    """Recompute from scratch that the choice fits, and that its weight equals the value of the prices.

    Raises
    ------
    SolverError
        When it does not: the engine has a fault.
    """
    total, bound = certify(answer, indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity)
    if total != bound:
        raise _not_proven(total, bound)


def certify(
    answer: Assignment,
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> tuple[int, int]:
    """Weight of the choice and the value of its prices, which no choice can pass; both from scratch.

    Raises
    ------
    SolverError
        When the choice does not fit or a price is negative: the engine has a fault.
    """
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    i, j, kept = jobseeker[answer.chosen], vacancy[answer.chosen], weight[answer.chosen]
    over = np.any(np.bincount(i, minlength=len(jobseeker_capacity)) > jobseeker_capacity) or np.any(
        np.bincount(j, minlength=len(vacancy_capacity)) > vacancy_capacity
    )
    surplus = weight - answer.jobseeker_price[jobseeker] - answer.vacancy_price[vacancy]
    bound = (
        exact_sum(answer.jobseeker_price, jobseeker_capacity)
        + exact_sum(answer.vacancy_price, vacancy_capacity)
        + exact_sum(np.maximum(surplus, 0))
    )
    negative = np.any(answer.jobseeker_price < 0) or np.any(answer.vacancy_price < 0)
    if over or negative or np.any(np.diff(answer.chosen) <= 0):
        raise _not_proven(exact_sum(kept), bound)
    return exact_sum(kept), bound


def _not_proven(total: int, bound: int) -> SolverError:
    return SolverError(f"the assignment is not proven: weight {total}, value of its prices {bound}.")
