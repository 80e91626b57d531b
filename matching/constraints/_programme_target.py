"""ProgrammeTarget: a named programme places so many people of its own group in its own period."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from matching.constraints._counted import Counted, check_period, read_day, read_group
from matching.constraints._fields import is_amount
from matching.constraints._pots import copy_among, unpaid, unpaid_counter
from matching.constraints._promise import Promise, check_whole, row_of
from matching.constraints._where import check_where, read_where
from matching.constraints._words import say_euros, say_group, say_number
from matching.exceptions import ConstraintError
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._pots import Pot
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market

_NO_GROUND = Rule(
    "constraints.legal_ground",
    "doubted",
    "een programma voor een doelgroep vraagt om een grondslag (legal_ground)",
    "a programme for a target group asks for its legal_ground",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTarget(Promise):
    """A programme, such as Perspectief op Werk, places at least so many people, within its budget.

    Parameters
    ----------
    programme
        Its name.
    at_least
        People to be placed.
    group, where
        Whom it is for: a target group and a filter; see `Quota`.
    first, last
        First and last day of the starts that count; dates or ISO 8601.
    budget, per_placement
        Euros in its budget and euros for each placement; both or neither. What a `Budget` for placements
        or another programme pays that is given before it, is not charged to it.
    legal_ground
        Ground on which the target group may be used; leaving it out is a finding.
    priority, hard, price, name
        See `Quota`; they are of both rows.

    Examples
    --------
    >>> target = ProgrammeTarget(programme="Perspectief op Werk", at_least=25, group="bijstand")
    >>> print(target.describe("en"))
    Perspectief op Werk: at least 25 people of social assistance
    """

    kind: ClassVar[str] = "programme_target"

    programme: str
    at_least: int
    group: str | None = None
    where: Mapping[str, str | Sequence[str]] | None = field(default=None, hash=False)
    first: date | str | None = None
    last: date | str | None = None
    budget: float | Decimal | None = None
    per_placement: float | Decimal | None = None
    legal_ground: str | None = None
    ahead: tuple[Pot, ...] = field(default=(), init=False, repr=False, compare=False)
    beside: tuple[Pot, ...] = field(default=(), init=False, repr=False, compare=False)
    place: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.check_fields("programme", "group", "legal_ground")
        check_whole(self.kind, "at_least", self.at_least)
        for name in ("budget", "per_placement"):
            value = getattr(self, name)
            if value is not None and not is_amount(value):
                msg = f"{self.kind}: {name} must be euros of at least 0, got {value!r}."
                raise ConstraintError(msg)
        if (self.budget is None) != (self.per_placement is None):
            msg = f"{self.kind}: budget and per_placement go together."
            raise ConstraintError(msg)
        read_group(self.kind, self.group)
        object.__setattr__(self, "where", read_where(self.where))
        check_period(self)

    def _counted(self) -> Counted:
        return Counted(
            groups=() if self.group is None else (self.group,),
            where=read_where(self.where),
            first=read_day(self.kind, "first", self.first),
            last=read_day(self.kind, "last", self.last),
        )

    @property
    def label(self) -> str:
        """Name as given, else the programme."""
        return self.name if self.name is not None else self.programme

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a missing legal ground, and a filter that nothing in the market passes."""
        found = check_where(read_where(self.where), market, self.label)
        if self.group is not None and self.legal_ground is None:
            return (*found, _NO_GROUND.issue(record=self.label))
        return found

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give a row of heads and, with a budget, one of cents."""
        sure, unsure = self._counted().select(candidates)
        rows = [row_of(self, candidates, sure, left_out=unsure, lower=self.at_least)]
        if self.budget is not None:
            rows.append(
                row_of(
                    self,
                    candidates,
                    unpaid(self.ahead, candidates, sure),
                    amount=self._cents,
                    unit="eur",
                    upper=int(Fraction(str(self.budget)) * 100),
                    index=1,
                    name=f"{self.label} (budget)",
                )
            )
        return tuple(rows)

    @property
    def _cents(self) -> int:
        return round(Fraction(str(self.per_placement or 0)) * 100)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Count the placements, and the cents of those that it pays for."""
        counts = self._counted().counter(market)
        n = sum(map(counts, matches))
        if self.budget is None:
            return (n,)
        pays = unpaid_counter(self.ahead, market, counts)
        return (n, sum(map(pays, matches)) * self._cents)

    @property
    def pays_for(self) -> Literal["placement"] | None:
        """The placement, when it has a budget."""
        return None if self.budget is None else "placement"

    def charges(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which candidates are of the group, the filter and the period."""
        return self._counted().select(candidates)

    def charger(self, market: Market) -> Callable[[Match], bool]:
        """Make the test whether the programme is for one match."""
        return self._counted().counter(market)

    @property
    def shares(self) -> None:
        """Nothing: a programme pays for its own people."""
        return None

    def among(self, ahead: tuple[Pot, ...], beside: tuple[Pot, ...], place: int) -> ProgrammeTarget:
        """Make the same programme, which leaves to other pots what they pay."""
        return copy_among(self, ahead, beside, place)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        whom = (
            ""
            if self.group is None
            else f" {'uit' if language == 'nl' else 'of'} {say_group(self.group, language)}"
        )
        words = ("minstens", "mensen") if language == "nl" else ("at least", "people")
        text = f"{self.programme}: {words[0]} {say_number(self.at_least, language)} {words[1]}{whom}"
        if self.budget is None:
            return text
        link = "voor hoogstens" if language == "nl" else "for at most"
        return f"{text}, {link} {say_euros(self.budget, language)}"
