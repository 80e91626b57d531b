"""Exclude: a person, a vacancy, an employer or a combination is left out, because a person decided so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from matching.constraints._counted import Counted
from matching.constraints._pin import unknown_ids
from matching.constraints._promise import Promise, row_of
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude(Promise):
    """No placement of a jobseeker, on a vacancy, at an employer, or of a combination of them.

    Parameters
    ----------
    jobseeker, vacancy, employer
        Ids; those that are given must all hold.
    by, reason
        Who decided, by an id, and why.
    hard
        Whether a plan that breaks it is no plan; so unless it is switched off.
    priority, price, name
        See `Quota`.

    Examples
    --------
    >>> Exclude(jobseeker="W-1", employer="E-7").describe("en")
    'no placement of jobseeker W-1, employer E-7'
    """

    kind: ClassVar[str] = "exclude"

    jobseeker: str | None = None
    vacancy: str | None = None
    employer: str | None = None
    by: str | None = None
    reason: str | None = None
    hard: bool = True

    def __post_init__(self) -> None:
        self.check_fields("jobseeker", "vacancy", "employer", "by", "reason")
        if not self._ids():
            msg = f"{self.kind}: jobseeker, vacancy or employer must be given."
            raise ConstraintError(msg)

    def _ids(self) -> dict[str, str]:
        given = {"jobseeker": self.jobseeker, "vacancy": self.vacancy, "employer": self.employer}
        return {key: value for key, value in given.items() if value is not None}

    def _counted(self) -> Counted:
        return Counted(where={key: (value,) for key, value in self._ids().items()})

    @property
    def label(self) -> str:
        """Name as given, else the ids."""
        return self.name if self.name is not None else f"exclude {' '.join(self._ids().values())}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find ids that are not in the market."""
        return unknown_ids(self.label, market, **self._ids())

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row of at most 0."""
        return (row_of(self, candidates, self._counted().select(candidates)[0], upper=0),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the matches that should not be."""
        return (sum(map(self._counted().counter(market), matches)),)

    def describe(self, language: Language) -> str:
        """Say what it asks."""
        names = ", ".join(f"{key} {value}" for key, value in self._ids().items())
        return f"{'geen plaatsing van' if language == 'nl' else 'no placement of'} {names}"
