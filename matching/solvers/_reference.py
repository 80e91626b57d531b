"""The reference engine: coarse auction, then shortest paths in exact integers, then the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import SolverError
from matching.solvers._auction import coarse_prices
from matching.solvers._cut import assign_by_cuts
from matching.solvers._exact import exact_sum
from matching.solvers._inner import Assignment
from matching.solvers._shortest_paths import Side, fill_places, make_side

if TYPE_CHECKING:
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
) -> Assignment:
    """Choose pairs of largest total weight, each at most once, within both capacities.

    See `InnerEngine.assign`. Time is dominated by the shortest paths: about 1 s for 10,000 jobseekers
    and 280,000 pairs. `start` is an array of vacancy prices; anything else is a cold start.
    """
    shape = (jobseeker_capacity, vacancy_capacity)
    if len(weight) > _DENSE * (len(jobseeker_capacity) + len(vacancy_capacity)):
        answer = assign_by_cuts(indptr, vacancy, weight, *shape, start, _assign_sparse)
    else:
        answer = _assign_sparse(indptr, vacancy, weight, *shape, start)
    prove(answer, indptr, vacancy, weight, *shape)
    return answer


def _assign_sparse(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    start: object,
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
        price = coarse_prices(ends, j, gain, jobseeker_capacity, vacancy_capacity, increment)
    jobseekers = make_side(i, j, jobseeker_capacity, np.zeros(len(jobseeker_capacity), dtype=np.int64))
    vacancies = make_side(j, i, vacancy_capacity, price)
    chosen = _take_best(i, j, gain, price, jobseekers, vacancies)
    fill_places(jobseekers, vacancies, gain.tolist(), chosen)
    fill_places(vacancies, jobseekers, gain.tolist(), chosen)
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
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    i, j, kept = jobseeker[answer.chosen], vacancy[answer.chosen], weight[answer.chosen]
    over = np.any(np.bincount(i, minlength=len(jobseeker_capacity)) > jobseeker_capacity) or np.any(
        np.bincount(j, minlength=len(vacancy_capacity)) > vacancy_capacity
    )
    surplus = weight - answer.jobseeker_price[jobseeker] - answer.vacancy_price[vacancy]
    dual = (
        exact_sum(answer.jobseeker_price, jobseeker_capacity)
        + exact_sum(answer.vacancy_price, vacancy_capacity)
        + exact_sum(np.maximum(surplus, 0))
    )
    negative = np.any(answer.jobseeker_price < 0) or np.any(answer.vacancy_price < 0)
    if over or negative or np.any(np.diff(answer.chosen) <= 0) or exact_sum(kept) != dual:
        msg = f"the assignment is not proven: weight {exact_sum(kept)}, value of its prices {dual}."
        raise SolverError(msg)
