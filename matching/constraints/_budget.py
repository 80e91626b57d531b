"""Budget: what placements or their instruments cost stays within a pot."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching import policy
from matching.constraints._counted import Counted, check_period, read_day, read_group
from matching.constraints._fields import is_amount
from matching.constraints._instrument_costs import COST_ITEMS, needs, subsidy_cents
from matching.constraints._pots import copy_among, unpaid, unpaid_counter
from matching.constraints._promise import Promise, row_of
from matching.constraints._where import check_where, read_where
from matching.constraints._words import say_euros, say_group
from matching.exceptions import ConstraintError
from matching.records import ContractKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._instrument_costs import CostItem
    from matching.constraints._pots import Pot
    from matching.constraints._rows import Language, Row
    from matching.findings import Issue
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Promise):
    """What a pot pays for, placements or one of their instruments, costs no more than is in it.

    Every placement with the cost that the pot is for is charged to it, and when it is empty there is no
    further one. A cost is paid once. Up to four pots that pay the same amount for it share: a placement that
    several of them are for may be paid from any of these. Then there is a row for each pot, and one for pots
    together, about the placements that nobody else pays, in whole placements; a pot that shares all of its
    placements has no row of its own. Of pots that pay different amounts, and next to a `ProgrammeTarget`,
    the first in the order of the promises pays: where they overlap that is a finding.

    Parameters
    ----------
    amount
        Euros in the pot, at least 0.
    per_placement
        Euros for each placement that has the cost. For ``lks`` it may be left out: then the subsidy of a
        year, see `policy.wage_subsidy`.
    instrument
        Pay for an instrument that a placement needs, see `policy.needed_instruments`: ``adaptation``,
        ``job_coach`` or ``lks``. Default: for the placement itself.
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
    >>> print(Budget(amount=80_000, instrument="lks").describe("en"))
    at most EUR 80,000 of wage-cost subsidy
    """

    kind: ClassVar[str] = "budget"

    amount: float | Decimal
    per_placement: float | Decimal | None = None
    instrument: CostItem | None = None
    group: str | None = None
    where: Mapping[str, str | Sequence[str]] | None = field(default=None, hash=False)
    first: date | str | None = None
    last: date | str | None = None
    hard: bool = True
    ahead: tuple[Pot, ...] = field(default=(), init=False, repr=False, compare=False)
    beside: tuple[Budget, ...] = field(default=(), init=False, repr=False, compare=False)
    place: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.check_fields("group", "instrument")
        if self.instrument is not None and self.instrument not in COST_ITEMS[1:]:
            msg = f"{self.kind}: instrument must be one of {', '.join(COST_ITEMS[1:])}, "
            raise ConstraintError(msg + f"got {self.instrument!r}.")
        if self.per_placement is None and self.instrument != "lks":
            msg = f"{self.kind}: per_placement must be given; only lks has an amount of its own."
            raise ConstraintError(msg)
        for name in ("amount", "per_placement"):
            value = getattr(self, name)
            if value is not None and not is_amount(value):
                msg = f"{self.kind}: {name} must be euros of at least 0, got {value!r}."
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
    def _cents(self) -> int:
        return round(Fraction(str(self.per_placement or 0)) * 100)

    @property
    def pays_for(self) -> CostItem:
        """The placement, or the instrument."""
        return self.instrument or "placement"

    @property
    def label(self) -> str:
        """Name as given, else what it pays for and whom."""
        item = "" if self.instrument is None else f" {self.instrument}"
        return self.name if self.name is not None else f"budget{item} {self.group or 'all'}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a filter that nothing in the market passes."""
        return check_where(read_where(self.where), market, self.label)

    def charges(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which candidates have the cost and are of the group, the filter and the period."""
        sure, unsure = self._counted().select(candidates)
        cost = needs(candidates, self.pays_for)
        return sure & cost, unsure & cost

    def charger(self, market: Market) -> Callable[[Match], bool]:
        """Make the test whether the pot is for one match."""
        counts = self._counted().counter(market)
        people, vacancies = market.records.jobseekers, market.records.vacancies

        def has_cost(match: Match) -> bool:
            needed = policy.needed_instruments(people[match.jobseeker], vacancies[match.vacancy])
            return self.instrument is None or self.instrument in needed

        return lambda match: has_cost(match) and counts(match)

    @property
    def shares(self) -> tuple[object, ...] | None:
        """Cost, amount and how dear it is, when it pays a fixed amount."""
        if not self._cents:
            return None
        return self.pays_for, self._cents, self.hard, self.price, self.priority

    def among(self, ahead: tuple[Pot, ...], beside: tuple[Pot, ...], place: int) -> Budget:
        """Make the same pot, which leaves to pots ahead what they are for, and shares with others."""
        return copy_among(self, ahead, beside, place)

    def _unions(self) -> list[set[int]]:
        """List the sets of pots, by their place among those that share, of which this is the last."""
        return [
            {self.place, *(at for at in range(self.place) if number >> at & 1)}
            for number in range(2**self.place)
        ]

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give a row of cents, and one for each set of pots that share, of which it is the last."""
        if self.beside:
            return self._shared_rows(candidates)
        sure, unsure = self.charges(candidates)
        sure = unpaid(self.ahead, candidates, sure)
        amount = np.full(len(candidates), self._cents, np.int64)
        if self.per_placement is None:
            at = np.flatnonzero(sure)
            amount[at] = subsidy_cents(candidates, at)
            unsure = unsure | (sure & (amount == 0))
        upper = int(Fraction(str(self.amount)) * 100)
        return (row_of(self, candidates, sure, left_out=unsure, amount=amount, unit="eur", upper=upper),)

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Cents of the placements that it pays for."""
        pays = [unpaid_counter(pot.ahead, market, pot.charger(market)) for pot in self.beside or (self,)]
        payers = [{at for at, is_for in enumerate(pays) if is_for(match)} for match in matches]
        costs = [self._cost(market, match) if who else 0 for match, who in zip(matches, payers, strict=True)]
        unions = self._unions()
        return tuple(
            sum(cost for cost, who in zip(costs, payers, strict=True) if who <= union) for union in unions
        )

    def _shared_rows(self, candidates: Candidates) -> tuple[Row, ...]:
        """Rows of sets of pots: the placements that only they pay cost no more than is in them together.

        That is enough for every placement to be paid whole by one pot (Hall, 1935), since all cost the same.
        """
        pays = [unpaid(pot.ahead, candidates, pot.charges(candidates)[0]) for pot in self.beside]
        unsure = self.charges(candidates)[1]
        unions = self._unions()
        rows: list[Row] = []
        for nth, union in enumerate(unions):
            inside = np.any([pays[at] for at in union], axis=0)
            outside = [pays[at] for at in range(len(pays)) if at not in union]
            counted = inside & ~np.any([*outside, ~inside], axis=0)
            others = [pays[at] for at in union if at != self.place]
            if others and not np.any(counted & pays[self.place] & np.any(others, axis=0)):
                continue  # nothing is shared: the other rows say the same
            if not others and not counted.any() and pays[self.place].any():
                continue  # all that it pays is in rows of several pots
            pots = [self.beside[at] for at in sorted(union)]
            row = row_of(
                self,
                candidates,
                counted,
                left_out=None if rows else unsure,
                amount=self._cents,
                unit="eur",
                upper=sum(pot.in_whole_placements() for pot in pots),
                index=nth,
                name=" + ".join(pot.label for pot in pots),
            )
            rows.append(row)
        return tuple(rows)

    def in_whole_placements(self) -> int:
        """Cents in the pot that make whole placements."""
        return int(Fraction(str(self.amount)) * 100) // self._cents * self._cents

    def _cost(self, market: Market, match: Match) -> int:
        if self.per_placement is not None:
            return self._cents
        person, vacancy = market.records.jobseekers[match.jobseeker], market.records.vacancies[match.vacancy]
        placement = policy.planned_placement(person, vacancy, market.on, settings=market.policy)
        subsidy = policy.wage_subsidy(
            person.protected,
            placement.hours_min,
            placement.start,
            bbl=vacancy.contract_kind == ContractKind.BBL,
            settings=market.policy,
        )
        return 0 if subsidy is None else subsidy.paid_cents

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        nl = language == "nl"
        text = f"{'hoogstens' if nl else 'at most'} {say_euros(self.amount, language)}"
        if self.per_placement is not None:
            per = f"{say_euros(self.per_placement, language)} "
            text += f", {per}per plaatsing" if nl else f" at {per}a placement"
        if self.instrument is not None:
            text += f" {'voor' if nl else 'of'} {_INSTRUMENTS[language][self.instrument]}"
        if self.group is not None:
            link = "voor" if nl else ("for" if self.instrument else "of")
            text += f" {link} {say_group(self.group, language)}"
        return text


_INSTRUMENTS = {
    "nl": {"adaptation": "werkplekaanpassing", "job_coach": "jobcoach", "lks": "loonkostensubsidie"},
    "en": {"adaptation": "workplace adaptation", "job_coach": "job coach", "lks": "wage-cost subsidy"},
}
