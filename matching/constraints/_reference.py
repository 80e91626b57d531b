"""Floors and shares stand on a number: what is reached in the best plan without them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from matching.constraints._promise import check_whole
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Constraint
    from matching.findings import Issue
    from matching.market import Market

NO_REFERENCE = Rule(
    "constraints.reference",
    "refused",
    "niet bekend is wat zonder deze afspraak wordt bereikt; geef reached",
    "it is not known what is reached without this promise; give reached",
)


@runtime_checkable
class NeedsReference(Protocol):
    """A promise of a part of what the best plan without it reaches.

    With ``reached`` it compiles to a bound that is a plain number, so that it can only raise its own group:
    written as a ratio it would lower the others too. Without, it cannot be computed. Who has a solver
    solves the problem of `reference_pairs` without any promise of this sort, and gives `measure` of that
    plan to `with_reference`.
    """

    @property
    def reached(self) -> int | None:
        """What the reference plan reaches, in heads; ``None`` until it is known."""

    def reference_pairs(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Which candidates the reference plan may use."""

    def measure(self, market: Market, matches: Sequence[Match]) -> int:
        """Count what a reference plan reaches."""

    def with_reference(self, reached: int) -> Constraint:
        """Make the same promise with that number."""


def without_reference(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """Promises that stand on no other plan, or know what it reaches: those of a reference problem.

    Examples
    --------
    >>> from matching.constraints import Quota, Share
    >>> share = Share(at_least=0.1, where={"organisation": "Emmen"})
    >>> [one.label for one in without_reference([Quota("ww", at_least=1), share])]
    ['ww']
    """
    return tuple(one for one in constraints if not isinstance(one, NeedsReference))


def check_reached(kind: str, reached: object) -> None:
    """Check a number that was reached, when it is given."""
    if reached is not None:
        check_whole(kind, "reached", reached)


def missing(label: str, reached: int | None) -> tuple[Issue, ...]:
    """Find that the number is not known."""
    return () if reached is not None else (NO_REFERENCE.issue(record=label),)


def part_of(part: float, whole: Fraction | int) -> int:
    """Least whole number that is at least a part of a whole; the text of a float is what was typed."""
    return ceil(Fraction(str(part)) * whole)


_C = TypeVar("_C")


def with_reached(constraint: _C, reached: int) -> _C:
    """Copy a promise with the number that was reached."""
    return replace(constraint, reached=reached)  # type: ignore[type-var]  # every constraint is a dataclass
