"""Selection rates: how many of each target group have a placement, told without telling of a few people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from matching import policy
from matching.plan._suppress import suppress
from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.plan._proposals import Proposal

Z_95: Final = 1.959964
"""Standard normal deviate of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionRate:
    """How many people of a target group there are, and how many of them have a placement.

    Parameters
    ----------
    groups
        Codes of the target groups that somebody is in at once; empty for everybody.
    people, placed
        Counts; ``None`` when the count, or one that would follow from it, is under 10.
    """

    groups: tuple[str, ...]
    people: int | None
    placed: int | None

    @property
    def rate(self) -> float | None:
        """Share of the people with a placement, in [0, 1]; ``None`` when a count was left out."""
        return None if self.placed is None or not self.people else self.placed / self.people

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lowest and highest rate that chance alone explains, see `wilson`; ``None`` without a rate."""
        return None if self.placed is None or not self.people else wilson(self.placed, self.people)

    def to_dict(self) -> dict[str, object]:
        """As plain values: groups, counts, rate, low and high."""
        low, high = self.interval or (None, None)
        return {
            "groups": list(self.groups),
            "people": self.people,
            "placed": self.placed,
            "rate": self.rate,
            "low": low,
            "high": high,
        }


def wilson(placed: int, people: int) -> tuple[float, float]:
    """Interval of 95 % around a share [1]_: it stays in [0, 1], also for few people and extreme shares.

    Parameters
    ----------
    placed, people
        How many of how many; ``people`` is at least 1.

    References
    ----------
    .. [1] Wilson, E.B. (1927). Probable inference, the law of succession, and statistical inference.
       *Journal of the American Statistical Association*, 22(158): 209-212.
       https://doi.org/10.1080/01621459.1927.10502953

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson(40, 100)]
    [0.309, 0.498]
    """
    share, spread = placed / people, Z_95 * Z_95 / people
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(share * (1 - share) / people + spread / (4 * people)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def selection_rates(market: Market, placements: Iterable[Proposal]) -> tuple[SelectionRate, ...]:
    """Count everybody, each target group, and everybody who is in two groups at once.

    Who has a placement counts in the groups of its first day, as promises do; who has none in those of the
    reference date. Somebody in several groups counts in each of them and once in the total.

    Parameters
    ----------
    market
        The market.
    placements
        At most one for each jobseeker.

    Returns
    -------
    tuple of SelectionRate
        Everybody, then groups with at least one member, then pairs of groups that may be shown. No count that
        is left out follows from those that are given by sums and differences.

    Notes
    -----
    A pair that is a whole group says nothing new and is left out, as is one that may not be shown: its line
    would tell that there is somebody.
    """
    start = {market.jobseeker_position(p.jobseeker): p.start for p in placements}
    placed = np.zeros(market.n_jobseekers, bool)
    placed[list(start)] = True
    members = {}
    for group in TargetGroup:
        inside = np.array(
            [
                policy.holds(
                    policy.group_period(fact, group, settings=market.policy), start.get(at, market.on)
                )
                for at, fact in enumerate(market.protected.facts)
            ],
            bool,
        )
        if inside.any():
            members[str(group)] = inside
    masks: dict[tuple[str, ...], NDArray[np.bool_]] = {(): np.ones(market.n_jobseekers, bool)}
    masks |= {(group,): inside for group, inside in members.items()}
    for one, other in combinations(members, 2):
        both = members[one] & members[other]
        if both.any() and not any(np.array_equal(both, members[group]) for group in (one, other)):
            masks[one, other] = both
    shown = suppress(masks, placed)
    return tuple(
        SelectionRate(
            groups=groups,
            people=int(mask.sum()) if shown[groups].people else None,
            placed=int((mask & placed).sum()) if shown[groups].placed else None,
        )
        for groups, mask in masks.items()
        if len(groups) < 2 or shown[groups].people
    )
