"""What every constraint is and gives: rows over candidates, their limits and their prices."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, runtime_checkable

from matching.policy import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._planned_claim import PlannedClaim
    from matching.findings import Issue
    from matching.market import Market
    from matching.policy import PolicySettings

Unit = Literal["heads", "hours", "jobs", "eur"]
Language = Literal["nl", "en"]

UNIT_SCALE: Mapping[str, int] = {"heads": 1, "hours": 100, "jobs": DEFAULTS.job_hours, "eur": 100}
"""Whole numbers of a row in one unit: heads, hundredths of an hour, cents; see `unit_scale`."""

PRIORITY_PRICE: Mapping[int, float] = {1: 3000.0, 2: 100.0, 3: 3.0}
"""Score units that a promise of each priority costs when it is 100 % short, or 100 % over."""


@runtime_checkable
class Constraint(Protocol):
    """A promise: how it becomes rows over candidates, and how its activity is counted without them."""

    kind: ClassVar[str]
    """Its name in TOML and JSON."""

    @property
    def label(self) -> str:
        """Name as given, else made of what it asks."""

    @property
    def priority(self) -> int:
        """1, 2 or 3: how dear it is, see `PRIORITY_PRICE`."""

    @property
    def hard(self) -> bool:
        """Whether a plan that breaks it is no plan."""

    @property
    def price(self) -> float | None:
        """Score units for 100 % short or over, instead of that of the priority."""

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find what is wrong on this market; severity ``refused`` means that it cannot be computed."""

    def expand(self, candidates: Candidates) -> Claims | None:
        """Add claims to candidates, if any."""

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Make the rows over the candidates."""

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count each row, in the same order, by a plain loop that shares nothing with `compile`."""

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""

    def to_dict(self) -> dict[str, object]:
        """Give its kind and fields, for JSON; `matching.constraints.from_dict` reads it back."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claims:
    """Candidates that may be claimed on a contract.

    Parameters
    ----------
    positions
        Indices of the candidates, sorted, int64.
    contract
        Position of the contract.
    worth
        How much a claim of each candidate, all along, relieves its promise, in score units: the dearest
        are kept when there are too many for one pair.
    worth_of
        The same of other candidates, for what a claim has on this contract.
    """

    positions: NDArray[np.int64]
    contract: int
    worth: NDArray[np.float64]
    worth_of: Callable[[NDArray[np.int64], PlannedClaim], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One row over the candidates: ``lower <= sum of coefficients of the chosen <= upper``.

    Parameters
    ----------
    name
        Unique among the rows of a problem.
    constraint, index
        The constraint that it is of, and its place among the rows of that constraint.
    unit
        Unit that its numbers are shown in.
    scale
        How many whole numbers make one unit.
    positions, coefficients
        Indices of the candidates that count, sorted, and how much, above 0; int64.
    lower, upper
        Limits; ``None`` is open.
    shortfall_price, excess_price
        Score units for each whole number short or over; infinite when hard, 0 where the side is open.
    target
        The whole number that is 100 %.
    left_out
        Number of jobseekers who might have counted if a fact were known.
    """

    name: str
    constraint: Constraint
    index: int
    unit: Unit
    scale: int
    positions: NDArray[np.int64]
    coefficients: NDArray[np.int64]
    lower: int | None
    upper: int | None
    shortfall_price: float
    excess_price: float
    target: int
    left_out: int


def unit_scale(unit: str, settings: PolicySettings) -> int:
    """Whole numbers of a row in one unit, by the hours of a job that the settings state."""
    return settings.job_hours if unit == "jobs" else UNIT_SCALE[unit]


def unit_prices(
    constraint: Constraint, scale: int, lower: int | None, upper: int | None
) -> tuple[float, float]:
    """Price of one whole number short and of one over: the price of 100 %, over what 100 % is."""
    whole = inf if constraint.hard else constraint.price
    if whole is None:
        whole = PRIORITY_PRICE[constraint.priority]
    short, over = (0.0 if bound is None else whole / max(bound, scale) for bound in (lower, upper))
    return short, over
