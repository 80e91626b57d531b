"""Pin: a jobseeker is placed on one vacancy, because a person decided so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from matching.constraints._promise import Promise, row_of
from matching.exceptions import ConstraintError
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market

UNKNOWN_ID = Rule(
    "constraints.unknown_id",
    "refused",
    "{kind} {id!r} is niet in deze markt; de afspraak is niet te berekenen",
    "{kind} {id!r} is not in this market; the promise cannot be computed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(Promise):
    """A jobseeker is placed on a vacancy, because a named person decided so.

    The pair must be eligible and score high enough to be proposed; otherwise the pin is short, and says so.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    by, reason
        Who decided, by an id, and why.
    priority, hard, price, name
        See `Quota`.

    Examples
    --------
    >>> print(Pin(jobseeker="W-1", vacancy="V-9").describe("en"))
    W-1 on V-9
    """

    kind: ClassVar[str] = "pin"

    jobseeker: str
    vacancy: str
    by: str | None = None
    reason: str | None = None
    priority: int = 1

    def __post_init__(self) -> None:
        self.check_fields("by", "reason", "jobseeker", "vacancy")
        if not self.jobseeker or not self.vacancy:
            msg = f"{self.kind}: jobseeker and vacancy must both be given."
            raise ConstraintError(msg)

    @property
    def label(self) -> str:
        """Name as given, else the pair."""
        return self.name if self.name is not None else f"pin {self.jobseeker} - {self.vacancy}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find ids that are not in the market."""
        return unknown_ids(self.label, market, jobseeker=self.jobseeker, vacancy=self.vacancy)

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row: the pair, whatever it is claimed on."""
        i = candidates.market.jobseeker_position(self.jobseeker)
        j = candidates.market.vacancy_position(self.vacancy)
        is_pair = (candidates.jobseeker == i) & (candidates.vacancy == j)
        return (row_of(self, candidates, is_pair, lower=1),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Whether the pair is among the matches, as 0 or 1."""
        people, offers = market.records.jobseekers, market.records.vacancies
        pair = self.jobseeker, self.vacancy
        return (sum((people[m.jobseeker].id, offers[m.vacancy].id) == pair for m in matches),)

    def describe(self, language: Language) -> str:
        """Say what it asks."""
        return f"{self.jobseeker} {'op' if language == 'nl' else 'on'} {self.vacancy}"


def unknown_ids(label: str, market: Market, **ids: str | None) -> tuple[Issue, ...]:
    """Find ids of jobseekers, vacancies or employers that are not in the market."""
    known = {
        "jobseeker": market.jobseekers.ids,
        "vacancy": market.vacancies.ids,
        "employer": [*(employer.id for employer in market.employers), *market.vacancies.employer],
    }
    return tuple(
        UNKNOWN_ID.issue(record=label, kind=kind, id=value)
        for kind, value in ids.items()
        if value is not None and value not in known[kind]
    )
