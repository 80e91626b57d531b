"""How long the reference engine may go on, and who wants to know how far it is."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.solvers._shortest_paths import Side


class Pace:
    """Clock and progress of one solve."""

    def __init__(
        self, time_limit: float | None = None, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self._end = math.inf if time_limit is None else monotonic() + time_limit
        self._progress = progress
        self._next = monotonic() + 1.0

    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def tell(self, near: Side, far: Side, weight: list[int], chosen: list[bool]) -> None:
        """Tell the weight chosen and the bound of the prices so far, once a second."""
        if self._progress is None or monotonic() < self._next:
            return
        self._next = monotonic() + 1.0
        bound = sum(
            price * places for s in (near, far) for price, places in zip(s.price, s.capacity, strict=True)
        )
        taken = [pair for pair, is_chosen in enumerate(chosen) if is_chosen]
        total = sum(weight[pair] for pair in taken)
        surplus = (weight[p] - near.price[far.other[p]] - far.price[near.other[p]] for p in taken)
        self._progress(total, bound + sum(max(0, s) for s in surplus))
