"""What a plan proposes: one pair a proposal, with its planned hours and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Decided = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A jobseeker proposed for a vacancy; a named person decides.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    rank
        1 for the placement that promises count; 2 and up for further proposals of the same person.
    contract
        Id of the contract that the placement is claimed on, ``None`` for no claim.
    then_contract, then_from
        Id of the contract that it is claimed on from a day on, and that day; ``None`` when it stays on one.
    score, jobseeker_score, vacancy_score
        In (0, 1): of the pair, and of each side's own points.
    coverage
        Share of the score's weight that was known, in [0, 1].
    hours_per_week
        Planned hours, ``None`` when neither side states them.
    start, end
        Planned first and last day; an open end is ``None``.
    pinned
        Whether a person had accepted this pair before the plan was made.
    second_job
        Whether it is a job beside the placement of the same person, with rank 2; promises do not count it.
    """

    jobseeker: str
    vacancy: str
    rank: int
    contract: str | None
    then_contract: str | None = None
    then_from: date | None = None
    score: float
    jobseeker_score: float
    vacancy_score: float
    coverage: float
    hours_per_week: float | None
    start: date
    end: date | None
    pinned: bool = False
    second_job: bool = False

    @property
    def claimed_on(self) -> str | None:
        """Contracts that it is claimed on, the second with its first day; ``None`` for no claim."""
        if self.then_contract is None:
            return self.contract
        return f"{self.contract} > {self.then_contract} {self.then_from}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a named person decided on a pair: kept as a pin, or never proposed again.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    decided
        ``accepted`` or ``rejected``.
    by, on, reason
        Who, when and why; empty when not stated.
    second_job
        Whether it was proposed beside another job of the person.

    Examples
    --------
    >>> Decision(jobseeker="W-1", vacancy="V-9", decided="rejected", by="C-03", reason="geen vervoer").decided
    'rejected'
    """

    jobseeker: str
    vacancy: str
    decided: Decided
    by: str = ""
    on: str = ""
    reason: str = ""
    second_job: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A jobseeker without a proposal, or a vacancy with openings left, and why.

    Parameters
    ----------
    id
        Id of the jobseeker or vacancy.
    reason
        Stable code, see `matching.plan.REASONS`.
    openings
        Openings left; 0 for a jobseeker.
    detail
        Code of the rule that refused most, or empty.
    best
        Best score that was possible, ``None`` when there was no eligible pair.
    nl, en
        The reason in words.
    """

    id: str
    reason: str
    openings: int
    detail: str
    best: float | None
    nl: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """How a promise came out.

    Parameters
    ----------
    name, kind, unit
        Name of the row, kind of its constraint, and ``heads``, ``hours``, ``jobs`` or ``eur``.
    at_least, at_most
        Its limits in that unit, ``None`` where open.
    activity
        What the plan reaches, in that unit.
    shortfall, excess
        How much is missing or too much, in that unit.
    state
        ``met``, ``tight`` (met without room), ``short``, ``over`` or ``not_computable``.
    price
        What one unit more of the promise costs or saves at the margin, in score units; see `Solution`.
    priority, hard
        As asked.
    left_out
        How many candidates were not counted because a fact is unknown.
    note
        Why a row is not computable; empty otherwise.
    """

    name: str
    kind: str
    unit: str
    at_least: float | None
    at_most: float | None
    activity: float
    shortfall: float
    excess: float
    state: Literal["met", "tight", "short", "over", "not_computable"]
    price: float
    priority: int
    hard: bool
    left_out: int = 0
    note: str = ""
