"""Successive shortest paths in exact integers: from any feasible prices to an optimal assignment."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._pace import Pace


@dataclass(slots=True)
class Side:
    """One side of the market: the pairs of each member, their places and their price.

    Attributes
    ----------
    pairs
        Positions of the pairs of each member.
    other
        Of each pair, the member at the other side.
    capacity, load, price
        Of each member: places, places taken, price of a place.
    """

    pairs: list[list[int]]
    other: list[int]
    capacity: list[int]
    load: list[int]
    price: list[int]


def make_side(
    member: NDArray[np.signedinteger],
    other: NDArray[np.signedinteger],
    capacity: NDArray[np.int32],
    price: NDArray[np.int64],
) -> Side:
    """Side of the market whose member of each pair is given."""
    order = np.argsort(member, kind="stable")
    ends = np.searchsorted(member[order], np.arange(len(capacity) + 1)).tolist()
    in_order = order.tolist()
    return Side(
        [in_order[start:end] for start, end in pairwise(ends)],
        other.tolist(),
        capacity.tolist(),
        [0] * len(capacity),
        price.tolist(),
    )


def fill_places(near: Side, far: Side, weight: list[int], chosen: list[bool], pace: Pace) -> None:
    """Give every place of `near` that has a positive price to its best use, or lower the price to 0.

    Repeats the shortest-path step of the Hungarian method [1]_ on reduced costs [2]_, generalised to
    several places per member on both sides and to pairs that are used at most once. On entry and on exit,
    also when the time is up before all is done,
    ``near.price + far.price - weight`` is at least 0 for pairs not chosen and at most 0 for chosen pairs.
    Called with the sides exchanged it is the reverse phase, which settles places of the other side that
    have a price but nobody to pay it.

    References
    ----------
    .. [1] Kuhn, H.W. (1955). The Hungarian method for the assignment problem. *Naval Research Logistics
       Quarterly*, 2: 83-97. https://doi.org/10.1002/nav.3800020109
    .. [2] Edmonds, J., and R.M. Karp (1972). Theoretical improvements in algorithmic efficiency for network
       flow problems. *Journal of the ACM*, 19(2): 248-264. https://doi.org/10.1145/321694.321699
    """
    for root, places in enumerate(near.capacity):
        while near.load[root] < places and near.price[root] > 0 and not pace.is_over():
            _augment(root, near, far, weight, chosen)
            pace.tell(near, far, weight, chosen)


def _augment(root: int, near: Side, far: Side, weight: list[int], chosen: list[bool]) -> None:
    """Move one unit along the shortest path from a free place of `root` to where it is least missed."""
    search = _Search(root, near, far, weight, chosen)
    search.run()
    search.lower_prices()
    search.shift()


class _Search:
    """Dijkstra's search over near and far members, on integer reduced costs.

    A path ends at a free place of a far member (cost 0) or takes the place of a near member (cost: its
    price; for the root itself: its place stays empty). Far member ``j`` has the label ``-1 - j``, near
    members their position.
    """

    __slots__ = (
        "came_by",
        "chosen",
        "distance",
        "end",
        "far",
        "heap",
        "near",
        "root",
        "settled",
        "shortest",
        "weight",
    )

    def __init__(self, root: int, near: Side, far: Side, weight: list[int], chosen: list[bool]) -> None:
        self.root, self.near, self.far, self.weight, self.chosen = root, near, far, weight, chosen
        self.distance = {root: 0}
        self.came_by: dict[int, int] = {}
        self.settled: set[int] = set()
        self.shortest, self.end = near.price[root], root
        self.heap = [(0, root)]

    def run(self) -> None:
        while self.heap:
            length, node = heappop(self.heap)
            if length >= self.shortest:
                return
            if node in self.settled:
                continue
            self.settled.add(node)
            if node >= 0:
                self._scan_near(node, length)
            else:
                self._scan_far(-1 - node, length)

    def _scan_near(self, i: int, length: int) -> None:
        base = length + self.near.price[i]
        if base < self.shortest:
            self.shortest, self.end = base, i
        near_other, price, weight, chosen = self.near.other, self.far.price, self.weight, self.chosen
        distance = self.distance
        for pair in self.near.pairs[i]:
            j = near_other[pair]
            onward = base + price[j] - weight[pair]
            if onward < self.shortest and onward < distance.get(-1 - j, self.shortest) and not chosen[pair]:
                distance[-1 - j] = onward
                self.came_by[-1 - j] = pair
                if self.far.load[j] < self.far.capacity[j]:
                    self.shortest, self.end = onward, -1 - j
                else:
                    heappush(self.heap, (onward, -1 - j))

    def _scan_far(self, j: int, length: int) -> None:
        base = length - self.far.price[j]
        for pair in self.far.pairs[j]:
            if self.chosen[pair]:
                i = self.far.other[pair]
                onward = base + self.weight[pair] - self.near.price[i]
                if onward < self.distance.get(i, self.shortest):
                    self.distance[i] = onward
                    self.came_by[i] = pair
                    heappush(self.heap, (onward, i))

    def lower_prices(self) -> None:
        for node in self.settled:
            if node >= 0:
                self.near.price[node] -= self.shortest - self.distance[node]
            else:
                self.far.price[-1 - node] += self.shortest - self.distance[node]

    def shift(self) -> None:
        """Exchange chosen and other pairs along the path, from its end back to the root."""
        node = self.end
        if node == self.root:
            return
        self.near.load[self.root] += 1
        if node >= 0:
            self.near.load[node] -= 1
        else:
            self.far.load[-1 - node] += 1
        while node != self.root:
            pair = self.came_by[node]
            self.chosen[pair] = node < 0
            node = self.far.other[pair] if node < 0 else -1 - self.near.other[pair]
