"""Pots: each cost is paid once, from pots that share it or by the first pot in the order of the promises."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import numpy as np

from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

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
    def shares(self) -> Hashable | None:
        """What pots that may pay in place of each other have in common; ``None`` when it shares nothing."""

    @property
    def pays_for(self) -> str | None:
        """Cost that it pays: ``placement`` or an instrument; ``None`` when it has no money."""

    def charges(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which candidates it is for, and for which it would be if an unknown fact were known."""

    def charger(self, market: Market) -> Callable[[Match], bool]:
        """Make the test whether it is for one match, read from its records."""

    def among(self, ahead: tuple[Pot, ...], beside: tuple[Pot, ...], place: int) -> Constraint:
        """Make the same promise behind some pots, and in its place among those that share."""


MAX_SHARING = 4
"""Most pots that share a cost; further ones go behind them."""


def arrange(given: Sequence[Constraint]) -> list[Constraint]:
    """Tell each pot which pots for the same cost go before it, and which share it; others stay the same."""
    arranged = [_behind(constraint, given) for constraint in given]
    placed: list[Constraint] = []
    for constraint in arranged:
        sharing = _sharing(constraint, arranged)
        if isinstance(constraint, Pot) and len(sharing) > 1:
            place = next(nth for nth, pot in enumerate(sharing) if pot is constraint)
            placed.append(constraint.among(constraint.ahead, sharing, place))
        else:
            placed.append(constraint)
    return placed


def _sharing(pot: object, given: Sequence[Constraint]) -> tuple[Pot, ...]:
    """Pots that share with a pot, itself included, in their order; empty when there are none for it."""
    if not isinstance(pot, Pot) or pot.shares is None:
        return ()
    same = [other for other in given if isinstance(other, Pot) and other.shares == pot.shares][:MAX_SHARING]
    return tuple(same) if any(other is pot for other in same) else ()


def _behind(constraint: Constraint, given: Sequence[Constraint]) -> Constraint:
    """Put a pot behind those before it that pay the same cost and do not share it."""
    if not isinstance(constraint, Pot) or constraint.pays_for is None:
        return constraint
    earlier = given[: next(at for at, other in enumerate(given) if other is constraint)]
    sharing = {id(pot) for pot in _sharing(constraint, given)}
    ahead = (pot for pot in earlier if isinstance(pot, Pot) and pot.pays_for == constraint.pays_for)
    return constraint.among(tuple(pot for pot in ahead if id(pot) not in sharing), (), 0)


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
    ahead: Sequence[Pot], market: Market, counts: Callable[[Match], bool]
) -> Callable[[Match], bool]:
    """Make the test whether a match counts and no pot ahead is for it."""
    others = [pot.charger(market) for pot in ahead]
    return lambda match: counts(match) and not any(other(match) for other in others)


_C = TypeVar("_C")


def copy_among(constraint: _C, ahead: tuple[Pot, ...], beside: tuple[Pot, ...], place: int) -> _C:
    """Copy a promise with the pots ahead of it and beside it, which are no fields that a user sets."""
    made = copy(constraint)
    object.__setattr__(made, "ahead", ahead)
    object.__setattr__(made, "beside", beside)
    object.__setattr__(made, "place", place)
    return made
