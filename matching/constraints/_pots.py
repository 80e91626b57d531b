"""Pots: each cost is paid once, by the first pot that is for it in the order in which they are given."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import numpy as np

from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from matching import policy
    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Constraint
    from matching.findings import Issue
    from matching.market import Market

_ORDER = Rule(
    "constraints.pot_order",
    "assumed",
    "voor {count} werkzoekenden is ook {first!r} er: die pot gaat voor en betaalt, ook als hij leeg is",
    "for {count} jobseekers {first!r} is there too: that pot goes first and pays, even when it is empty",
)


@runtime_checkable
class Pot(Protocol):
    """A promise with money in it."""

    @property
    def label(self) -> str:
        """Name."""

    @property
    def ahead(self) -> tuple[Pot, ...]:
        """Pots for the same cost that go before it."""

    @property
    def pays_for(self) -> str | None:
        """Cost that it pays: ``placement`` or an instrument; ``None`` when it has no money."""

    def charges(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which candidates it is for, and for which it would be if an unknown fact were known."""

    def charger(self, market: Market, settings: policy.PolicySettings) -> Callable[[Match], bool]:
        """Make the test whether it is for one match, read from its records."""

    def behind(self, pots: tuple[Pot, ...]) -> Constraint:
        """Make the same promise, which leaves to those pots what they are for."""


def put_behind(constraint: Constraint, given: Sequence[Constraint]) -> Constraint:
    """Put a pot behind those that are given before it and pay the same cost; any other promise is itself."""
    if not isinstance(constraint, Pot) or constraint.pays_for is None:
        return constraint
    cost = constraint.pays_for
    return constraint.behind(tuple(pot for pot in given if isinstance(pot, Pot) and pot.pays_for == cost))


def overlaps(constraints: Iterable[Constraint], candidates: Candidates) -> Iterator[Issue]:
    """Find pots that could pay what a pot ahead of them pays: the order decides, and that is said."""
    for pot in constraints:
        if not isinstance(pot, Pot) or not pot.ahead:
            continue
        mine = pot.charges(candidates)[0]
        for other in pot.ahead:
            both = mine & other.charges(candidates)[0]
            if both.any():
                people = len(np.unique(candidates.jobseeker[both]))
                yield _ORDER.issue(record=pot.label, count=people, first=other.label)


def unpaid(ahead: Sequence[Pot], candidates: Candidates, counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the candidates that count no pot ahead is for."""
    for pot in ahead:
        counted = counted & ~pot.charges(candidates)[0]
    return counted


def unpaid_counter(
    ahead: Sequence[Pot], market: Market, settings: policy.PolicySettings, counts: Callable[[Match], bool]
) -> Callable[[Match], bool]:
    """Make the test whether a match counts and no pot ahead is for it."""
    others = [pot.charger(market, settings) for pot in ahead]
    return lambda match: counts(match) and not any(other(match) for other in others)


_C = TypeVar("_C")


def copy_behind(constraint: _C, pots: tuple[Pot, ...]) -> _C:
    """Copy a promise with the pots ahead of it, which are no field that a user sets."""
    made = copy(constraint)
    object.__setattr__(made, "ahead", pots)
    return made
