"""A coarse auction: prices of places that are nearly right, found cheaply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._pace import Pace


def coarse_prices(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    increment: int,
    pace: Pace,
) -> NDArray[np.int64]:
    """Prices of vacancies at the end of an auction with a minimum bid increment.

    All jobseekers with a place left bid at once for their best pair, what it is worth more to them than
    their second best, plus the increment; each vacancy keeps its highest bids (the Jacobi form of the
    auction [1]_, with one price per place). The result is within `increment` per match of optimal prices,
    and only ever a start: nothing exact depends on it.

    Returns
    -------
    of shape (n_vacancies,), int64
        Lowest bid kept where all places are taken, else 0.

    References
    ----------
    .. [1] Bertsekas, D.P. (1992). Auction algorithms for network flow problems: a tutorial introduction.
       *Computational Optimization and Applications*, 1: 7-66. https://doi.org/10.1007/BF00247653
    """
    price = np.zeros(len(vacancy_capacity), dtype=np.int64)
    degree = np.diff(indptr)
    jobseeker = np.repeat(np.arange(len(degree)), degree)
    bid = np.zeros(len(weight), dtype=np.int64)
    kept = np.zeros(len(weight), dtype=np.bool_)
    held = np.empty(0, dtype=np.int64)
    content = (degree == 0) | (jobseeker_capacity == 0)
    bidders = np.flatnonzero(~content)
    while len(bidders) and not pace.is_over():
        pairs, starts, bidder = _pairs_of(bidders, indptr, degree)
        gain = np.where(kept[pairs], 0, weight[pairs] - price[vacancy[pairs]])
        best = np.maximum.reduceat(gain, starts)
        is_best = np.flatnonzero(gain == best[bidder])
        wanted = is_best[np.r_[True, bidder[is_best][1:] != bidder[is_best][:-1]]]
        gain[wanted] = 0
        second = np.maximum(np.maximum.reduceat(gain, starts), 0)
        content[bidders[best <= 0]] = True
        offers = pairs[wanted[best > 0]]
        bid[offers] = price[vacancy[offers]] + (best - second)[best > 0] + increment
        held = _settle(np.r_[held, offers], vacancy, bid, vacancy_capacity, price)
        kept[:] = False
        kept[held] = True
        taken = np.bincount(jobseeker[held], minlength=len(degree))
        bidders = np.flatnonzero(~content & (taken < jobseeker_capacity))
    return price


def _pairs_of(
    members: NDArray[np.int64], indptr: NDArray[np.int64], degree: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of some jobseekers, where those of each start, and whose each is (as a number in `members`)."""
    count = degree[members]
    starts = np.cumsum(count) - count
    owner = np.repeat(np.arange(len(members)), count)
    return np.arange(len(owner)) + (indptr[members] - starts)[owner], starts, owner


def _settle(
    bids: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    bid: NDArray[np.int64],
    capacity: NDArray[np.int32],
    price: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Keep the highest bids of each vacancy; a full vacancy asks its lowest bid from now on."""
    bids = bids[np.lexsort((-bid[bids], vacancy[bids]))]
    rank = rank_in_runs(vacancy[bids])
    bids, rank = bids[rank < capacity[vacancy[bids]]], rank[rank < capacity[vacancy[bids]]]
    last = bids[rank == capacity[vacancy[bids]] - 1]
    price[vacancy[last]] = bid[last]
    return bids


def rank_in_runs(label: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """Count off the entries within each run of equal labels, from 0."""
    position = np.arange(len(label))
    first = np.ones(len(label), dtype=np.bool_)
    first[1:] = label[1:] != label[:-1]
    return position - np.maximum.accumulate(np.where(first, position, 0))
