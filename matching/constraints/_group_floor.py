"""GroupFloor: a target group is placed at no less than some part of the overall rate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching import policy
from matching.constraints._counted import Counted, read_group
from matching.constraints._promise import Promise, check_share, row_of
from matching.constraints._reference import check_reached, missing, part_of, with_reached
from matching.constraints._words import say_group
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market

_NO_GROUND = Rule(
    "constraints.legal_ground",
    "doubted",
    "een ondergrens voor een doelgroep vraagt om een grondslag (legal_ground)",
    "a floor for a target group asks for its legal_ground",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFloor(Promise):
    """A target group, or who is in two groups at once, is placed at least at a part of the overall rate.

    The floor is a number of people: the part, times the rate of the best plan without floors and shares,
    times the members of the group on the reference date. It never lowers what others reach by its own form.

    Parameters
    ----------
    group
        A target group.
    also
        A second group: then it is about people in both.
    at_least
        Part of the overall rate, in (0, 1].
    reached
        Placements in the best plan without floors and shares. It must be known to compute the promise.
    legal_ground
        Ground on which the target group may be used; leaving it out is a finding.
    priority, hard, price, name
        See `Quota`.

    Examples
    --------
    >>> print(GroupFloor(group="statushouder", at_least=0.9).describe("en"))
    refugee permit holders placed at least at 90% of the overall rate
    """

    kind: ClassVar[str] = "group_floor"

    group: str
    also: str | None = None
    at_least: float
    reached: int | None = None
    legal_ground: str | None = None

    def __post_init__(self) -> None:
        self.check_fields("group", "also", "legal_ground")
        read_group(self.kind, self.group)
        read_group(self.kind, self.also)
        check_share(self.kind, "at_least", self.at_least)
        check_reached(self.kind, self.reached)

    @property
    def _groups(self) -> tuple[str, ...]:
        return (self.group,) if self.also is None else (self.group, self.also)

    @property
    def label(self) -> str:
        """Name as given, else the groups."""
        return self.name if self.name is not None else f"floor {' and '.join(self._groups)}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a missing legal ground, and a reference that is missing."""
        ground = () if self.legal_ground is not None else (_NO_GROUND.issue(record=self.label),)
        return (*ground, *missing(self.label, self.reached))

    def _floor(self, market: Market) -> int:
        members = sum(
            all(
                policy.holds(policy.group_period(known, group, settings=market.policy), market.on)
                for group in self._groups
            )
            for known in market.protected.facts
        )
        rate = Fraction(self.reached or 0, max(1, market.n_jobseekers))
        return min(members, part_of(self.at_least, rate * members))

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row of heads."""
        sure, unsure = Counted(groups=self._groups).select(candidates)
        lower = self._floor(candidates.market)
        return (row_of(self, candidates, sure, left_out=unsure, lower=lower),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the placements of members."""
        return (sum(map(Counted(groups=self._groups).counter(market), matches)),)

    def reference_pairs(self, candidates: Candidates) -> NDArray[np.bool_]:
        """All of them."""
        return np.ones(len(candidates), bool)

    def measure(self, market: Market, matches: Sequence[Match]) -> int:
        """Count all placements."""
        return len(matches)

    def with_reference(self, reached: int) -> GroupFloor:
        """Make the same promise with the number of placements of the reference plan."""
        return with_reached(self, reached)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        link = " en " if language == "nl" else " and "
        groups = link.join(say_group(group, language) for group in self._groups)
        if language == "nl":
            return f"{groups} minstens op {self.at_least:.0%} van het algemene plaatsingspercentage"
        return f"{groups} placed at least at {self.at_least:.0%} of the overall rate"
