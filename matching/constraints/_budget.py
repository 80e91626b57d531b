"""Budget: what placements cost stays within a pot."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from matching import policy
from matching.constraints._counted import Counted, read_day, read_group
from matching.constraints._fields import is_amount
from matching.constraints._promise import Promise, row_of
from matching.constraints._where import check_where, read_where
from matching.constraints._words import say_group
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Promise):
    """Placements that a pot pays for cost no more than is in it.

    Every placement that the pot is for is charged to it, and when it is empty there is no further one. Pots
    that could pay for the same placement would fund it twice: keep them apart by group, filter or period.

    Parameters
    ----------
    amount
        Euros in the pot, at least 0.
    per_placement
        Euros for each placement.
    group, where
        Whom it is for: a target group and a filter; see `Quota`.
    first, last
        First and last day of the starts that it pays for; dates or ISO 8601.
    hard
        Whether a plan that overspends is no plan; so unless it is switched off.
    priority, price, name
        See `Quota`.

    Examples
    --------
    >>> print(Budget(amount=50_000, per_placement=2_500, group="bijstand").describe("en"))
    at most EUR 50,000 at EUR 2,500 a placement of social assistance
    """

    kind: ClassVar[str] = "budget"

    amount: float | Decimal
    per_placement: float | Decimal
    group: str | None = None
    where: Mapping[str, str | Sequence[str]] | None = field(default=None, hash=False)
    first: date | str | None = None
    last: date | str | None = None
    hard: bool = True

    def __post_init__(self) -> None:
        self.check_fields("group")
        for name in ("amount", "per_placement"):
            if not is_amount(getattr(self, name)):
                msg = f"{self.kind}: {name} must be euros of at least 0, got {getattr(self, name)!r}."
                raise ConstraintError(msg)
        read_group(self.kind, self.group)
        object.__setattr__(self, "where", read_where(self.where))
        for name in ("first", "last"):
            object.__setattr__(self, name, read_day(self.kind, name, getattr(self, name)))

    def _counted(self) -> Counted:
        return Counted(
            groups=() if self.group is None else (self.group,),
            where=read_where(self.where),
            first=read_day(self.kind, "first", self.first),
            last=read_day(self.kind, "last", self.last),
        )

    @property
    def _cents(self) -> int:
        return round(Fraction(str(self.per_placement)) * 100)

    @property
    def label(self) -> str:
        """Name as given, else whom it is for."""
        return self.name if self.name is not None else f"budget {self.group or 'all'}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a filter that nothing in the market passes."""
        return check_where(read_where(self.where), market, self.label)

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row of cents."""
        sure, unsure = self._counted().select(candidates)
        upper = int(Fraction(str(self.amount)) * 100)
        return (row_of(self, candidates, sure, left_out=unsure, amount=self._cents, unit="eur", upper=upper),)

    def activity(
        self, market: Market, matches: Sequence[Match], *, settings: policy.PolicySettings = policy.DEFAULTS
    ) -> tuple[int, ...]:
        """Cents of the placements that it pays for."""
        counts = self._counted().counter(market, settings)
        return (sum(self._cents for match in matches if counts(match)),)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        whom = (
            ""
            if self.group is None
            else f" {'voor' if language == 'nl' else 'of'} {say_group(self.group, language)}"
        )
        if language == "nl":
            amounts = [f"EUR {value:,.0f}".replace(",", ".") for value in (self.amount, self.per_placement)]
            return f"hoogstens {amounts[0]}, {amounts[1]} per plaatsing{whom}"
        return f"at most EUR {self.amount:,.0f} at EUR {self.per_placement:,.0f} a placement{whom}"
