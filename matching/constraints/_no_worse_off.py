"""NoWorseOff: an organisation that shares its people and vacancies places no fewer than it would alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from matching.constraints._counted import Counted
from matching.constraints._promise import Promise, check_share, row_of
from matching.constraints._reference import check_reached, missing, part_of, with_reached
from matching.constraints._where import Where, check_where, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWorseOff(Promise):
    """The jobseekers of an organisation get at least as many places as it would reach on its own.

    Parameters
    ----------
    organisation
        The organisation that serves the jobseekers.
    reached
        Its placements in the best plan of its own jobseekers on its own vacancies. It must be known to
        compute the promise.
    at_least
        Part of that number, in (0, 1].
    priority, hard, price, name
        See `Quota`.

    Examples
    --------
    >>> print(NoWorseOff(organisation="Emmen", reached=120).describe("en"))
    Emmen places at least the 120 that it reaches alone
    """

    kind: ClassVar[str] = "no_worse_off"

    organisation: str
    reached: int | None = None
    at_least: float = 1.0

    def __post_init__(self) -> None:
        self.check_fields("organisation")
        check_share(self.kind, "at_least", self.at_least)
        check_reached(self.kind, self.reached)

    @property
    def _where(self) -> Where:
        return {"organisation": (self.organisation,)}

    @property
    def label(self) -> str:
        """Name as given, else the organisation."""
        return self.name if self.name is not None else f"{self.organisation} no worse off"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find an organisation without jobseekers, and a reference that is missing."""
        return (*check_where(self._where, market, self.label), *missing(self.label, self.reached))

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row of heads."""
        sure, unsure = Counted(where=self._where).select(candidates)
        lower = part_of(self.at_least, self.reached or 0)
        return (row_of(self, candidates, sure, left_out=unsure, lower=lower),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the placements of the organisation's jobseekers."""
        return (self.measure(market, matches),)

    def reference_pairs(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Keep its own jobseekers on its own vacancies."""
        return select({**self._where, "vacancy_organisation": (self.organisation,)}, candidates)[0]

    def measure(self, market: Market, matches: Sequence[Match]) -> int:
        """Count the placements of the organisation's jobseekers."""
        people = market.records.jobseekers
        return sum(people[match.jobseeker].organisation == self.organisation for match in matches)

    def with_reference(self, reached: int) -> NoWorseOff:
        """Make the same promise with what the organisation reaches alone."""
        return with_reached(self, reached)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        part = "" if self.at_least == 1 else f"{self.at_least:.0%} van "
        number = "" if self.reached is None else f" {self.reached}"
        if language == "nl":
            return f"{self.organisation} plaatst minstens {part}de{number} die het alleen bereikt"
        part = part.replace(" van ", " of ")
        return f"{self.organisation} places at least {part}the{number} that it reaches alone"
