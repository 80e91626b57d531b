"""Cap: at most so many placements for each consultant, team, employer or other value of a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from matching.constraints._counted import Counted
from matching.constraints._promise import Promise, check_whole, row_of
from matching.constraints._where import WHERE_KEYS, check_where, nearest, read_where, values_of
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(Promise):
    """At most so many placements for each value of a key: a consultant, a sector, an employer.

    Placements of which the value is not known are not counted.

    Parameters
    ----------
    per
        Key of a filter, see `Quota`; there is one row for each of its values in the market.
    at_most
        Placements for each of them.
    where
        Filter of the placements that count.
    priority, hard, price, name
        See `Quota`.

    Examples
    --------
    >>> Cap(per="consultant", at_most=12).describe("en")
    'at most 12 placements for each consultant'
    """

    kind: ClassVar[str] = "cap"

    per: str
    at_most: int
    where: Mapping[str, str | Sequence[str]] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        self.check_fields()
        check_whole(self.kind, "at_most", self.at_most)
        if self.per not in WHERE_KEYS:
            msg = f"{self.kind}: per must be a key, got {self.per!r}; the nearest is "
            raise ConstraintError(msg + f"{nearest(str(self.per), WHERE_KEYS)!r}.")
        where = read_where(self.where)
        if self.per in where:
            msg = f"{self.kind}: where must not be about {self.per}, which it is per."
            raise ConstraintError(msg)
        object.__setattr__(self, "where", where)

    @property
    def label(self) -> str:
        """Name as given, else the key."""
        return self.name if self.name is not None else f"at most {self.at_most} per {self.per}"

    def _parts(self, market: Market) -> list[tuple[str, Counted]]:
        where = read_where(self.where)
        return [
            (value, Counted(where={**where, self.per: (value,)})) for value in values_of(self.per, market)
        ]

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a filter that nothing in the market passes."""
        return check_where(read_where(self.where), market, self.label)

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row for each value, in their order."""
        rows = []
        for index, (value, counted) in enumerate(self._parts(candidates.market)):
            sure, _ = counted.select(candidates)
            rows.append(
                row_of(
                    self,
                    candidates,
                    sure,
                    upper=self.at_most,
                    index=index,
                    name=f"{self.label}: {value}",
                )
            )
        return tuple(rows)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the placements of each value."""
        return tuple(sum(map(counted.counter(market), matches)) for _, counted in self._parts(market))

    def describe(self, language: Language) -> str:
        """Say what it asks."""
        if language == "nl":
            return f"hoogstens {self.at_most} plaatsingen voor elke {self.per}"
        return f"at most {self.at_most} placements for each {self.per}"
