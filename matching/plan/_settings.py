"""What is asked of a plan besides the market and its promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from matching.exceptions import RuleError
from matching.solvers import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PROPOSALS = 10_000
"""Highest cap of a shortlist: more than any list that a person reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was asked of `match` besides the market and its constraints.

    Parameters
    ----------
    proposals_per_jobseeker, proposals_per_opening
        Caps of a shortlist, in [1, 10 000]; 1 and 1 for a plan of placements.
    min_score
        Pairs below it are not proposed, in [0, 1].
    gap
        Largest relative distance to the bound that is accepted, in [0, 1].
    time_limit
        Seconds, ``None`` for no limit; a plan that was stopped by it is not reproducible.
    seed
        Breaks ties another way.
    method
        As in `matching.solvers.solve`.
    rules
        Codes of the eligibility rules that were on.
    second_jobs
        Whether people whose planned hours leave room are proposed for a second job; no shortlists then.
    """

    proposals_per_jobseeker: int = 1
    proposals_per_opening: int = 1
    min_score: float = 0.35
    gap: float = 1e-3
    time_limit: float | None = None
    seed: int = 0
    method: Method = "auto"
    rules: tuple[str, ...] = ()
    second_jobs: bool = False

    def __post_init__(self) -> None:
        for name in ("proposals_per_jobseeker", "proposals_per_opening"):
            _check_whole(name, getattr(self, name), 1, MAX_PROPOSALS)
        _check_whole("seed", self.seed, 0, 2**63 - 1)
        _check_number("min_score", self.min_score, 0, 1)
        _check_number("gap", self.gap, 0, 1)
        if self.time_limit is not None:
            _check_number("time_limit", self.time_limit, 0, float("inf"))
        if self.method not in get_args(Method):
            msg = f"method must be one of {', '.join(get_args(Method))}, got {self.method!r}."
            raise RuleError(msg)
        if not isinstance(self.second_jobs, bool):
            msg = f"second_jobs must be True or False, got {self.second_jobs!r}."
            raise RuleError(msg)
        if self.second_jobs and (self.proposals_per_jobseeker, self.proposals_per_opening) != (1, 1):
            msg = (
                "second_jobs goes with placements only, not with a shortlist: leave it out, or leave both "
                "proposals_per_jobseeker and proposals_per_opening at 1."
            )
            raise RuleError(msg)


def check_kinds(values: Sequence[object], name: str, kind: type, hint: str) -> None:
    """Refuse a list with something else in it, naming its place."""
    for at, value in enumerate(values):
        if not isinstance(value, kind):
            msg = f"{name}[{at}] must be {hint}, got {type(value).__name__}."
            raise RuleError(msg)


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        msg = f"{name} must be a whole number in [{low}, {high}], got {value!r}."
        raise RuleError(msg)


def _check_number(name: str, value: object, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        msg = f"{name} must be a number in [{low:g}, {high:g}], got {value!r}."
        raise RuleError(msg)
