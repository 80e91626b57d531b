"""Share: some part of all placements goes to a municipality, an organisation or any filter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching.constraints._counted import Counted
from matching.constraints._promise import Promise, check_share, row_of
from matching.constraints._reference import check_reached, missing, part_of, with_reached
from matching.constraints._where import check_where, read_where
from matching.constraints._words import say_number, say_where
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Promise):
    """At least a part of the placements is for whatever a filter keeps.

    The part is of the number that the best plan without floors and shares places, not of this plan's own:
    so it can raise the share, and never by placing fewer others.

    Parameters
    ----------
    at_least
        Part of all placements, in (0, 1].
    where
        Filter of the placements that count; see `Quota`.
    reached
        Placements in the best plan without floors and shares. It must be known to compute the promise.
    priority, hard, price, name
        See `Quota`.

    Examples
    --------
    >>> share = Share(at_least=0.15, where={"organisation": "Emmen"}, reached=420)
    >>> print(share.describe("en"))
    at least 15% of 420 placements; organisation Emmen
    """

    kind: ClassVar[str] = "share"

    at_least: float
    where: Mapping[str, str | Sequence[str]] = field(hash=False)
    reached: int | None = None

    def __post_init__(self) -> None:
        self.check_fields()
        check_share(self.kind, "at_least", self.at_least)
        check_reached(self.kind, self.reached)
        object.__setattr__(self, "where", read_where(self.where))
        if not self.where:
            msg = f"{self.kind}: where must have at least one key."
            raise ConstraintError(msg)

    @property
    def label(self) -> str:
        """Name as given, else the filter."""
        filters = "; ".join(f"{key} {', '.join(values)}" for key, values in read_where(self.where).items())
        return self.name if self.name is not None else f"share of {filters}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a filter that nothing passes, and a reference that is missing."""
        return (*check_where(read_where(self.where), market, self.label), *missing(self.label, self.reached))

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row of heads."""
        sure, unsure = Counted(where=read_where(self.where)).select(candidates)
        lower = part_of(self.at_least, self.reached or 0)
        return (row_of(self, candidates, sure, left_out=unsure, lower=lower),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the placements that pass the filter."""
        return (sum(map(Counted(where=read_where(self.where)).counter(market), matches)),)

    def reference_pairs(self, candidates: Candidates) -> NDArray[np.bool_]:
        """All of them."""
        return np.ones(len(candidates), bool)

    def measure(self, market: Market, matches: Sequence[Match]) -> int:
        """Count all placements."""
        return len(matches)

    def with_reference(self, reached: int) -> Share:
        """Make the same promise with the number of placements of the reference plan."""
        return with_reached(self, reached)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        filters = say_where(read_where(self.where), language)
        whole = "" if self.reached is None else f"{say_number(self.reached, language)} "
        if language == "nl":
            return f"minstens {self.at_least:.0%} van {whole or 'de '}plaatsingen; {filters}"
        return f"at least {self.at_least:.0%} of {whole or 'the '}placements; {filters}"
