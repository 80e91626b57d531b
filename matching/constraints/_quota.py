"""Quota: at least or at most so many heads, hours or jobs of a target group or of any filter."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from matching import policy
from matching.constraints._fields import MAX_AMOUNT, check_price, check_texts, is_amount, to_fields
from matching.constraints._rows import Row, unit_prices, unit_scale
from matching.constraints._where import Where, check_where, keeper, nearest, read_where, select
from matching.constraints._words import say_group, say_number, say_where
from matching.exceptions import ConstraintError
from matching.findings import Rule
from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Claims, Language
    from matching.findings import Issue
    from matching.market import Market
    from matching.records import ProtectedFacts

QuotaUnit = Literal["heads", "hours", "jobs"]
Side = Literal["least", "most", "both"]

_NO_GROUND = Rule(
    "constraints.legal_ground",
    "doubted",
    "een afspraak over een doelgroep vraagt om een grondslag (legal_ground)",
    "a promise about a target group asks for its legal_ground",
)
_UNITS = {
    "nl": {"heads": "personen", "hours": "uren per week", "jobs": "banen"},
    "en": {"heads": "people", "hours": "hours a week", "jobs": "jobs"},
}


@dataclass(frozen=True, slots=True)
class Quota:
    """At least or at most so many placements of a target group, or of whatever a filter keeps.

    Membership is tested on the day that the placement starts. Who is not known to be in the group, or not
    known to pass the filter, does not count; the row says how many people that are.

    Parameters
    ----------
    group
        A `TargetGroup`; ``banenafspraak`` is whoever counts for the job agreement. Default: everybody.
    at_least, at_most
        Bounds in the unit, at least 0; one of them or both. Heads are whole numbers.
    unit
        ``heads``; ``hours`` planned a week; or ``jobs``: planned hours over `PolicySettings.job_hours`.
    where
        Filter: values, or lists of values, by key. Of the jobseeker: ``organisation``, ``municipality``
        (code or name), ``region``, ``consultant``, ``jobseeker``. Of the vacancy: ``vacancy``,
        ``employer``, ``employer_group``, ``sector``, ``industry``, ``vacancy_organisation``,
        ``vacancy_municipality``, ``contract_kind``.
    priority
        1 (dearest) to 3; see `PRIORITY_PRICE`.
    hard
        Whether a plan that breaks it is no plan.
    price
        Score units for 100 % short or over, instead of that of the priority.
    name
        Name in the plan; default made of group and filter.
    legal_ground
        Ground on which the target group may be used; leaving it out is a finding.

    Raises
    ------
    ConstraintError
        When it is not well formed; names the field, the rule and the nearest valid value.

    Examples
    --------
    >>> quota = Quota("banenafspraak", at_least=40, unit="jobs", legal_ground="Wfsv art. 38b")
    >>> print(quota.describe("en"))
    at least 40 jobs of the group banenafspraak
    >>> Quota("bijstnd", at_least=40)
    Traceback (most recent call last):
    matching.exceptions.ConstraintError: quota: no target group 'bijstnd'; the nearest is 'bijstand'.
    """

    kind: ClassVar[str] = "quota"

    group: str | None = None
    _: KW_ONLY
    at_least: float | Decimal | None = None
    at_most: float | Decimal | None = None
    unit: QuotaUnit = "heads"
    where: Mapping[str, str | Sequence[str]] | None = field(default=None, hash=False)
    priority: int = 1
    hard: bool = False
    price: float | None = None
    name: str | None = None
    legal_ground: str | None = None

    def __post_init__(self) -> None:
        if self.group is not None and self.group not in list(TargetGroup):
            close = nearest(str(self.group), list(TargetGroup))
            msg = f"{self.kind}: no target group {self.group!r}; the nearest is {close!r}."
            raise ConstraintError(msg)
        if self.unit not in _UNITS["en"]:
            msg = f"{self.kind}: unit must be heads, hours or jobs, got {self.unit!r}."
            raise ConstraintError(msg)
        check_price(self)
        check_texts(self, "name", "legal_ground")
        self._check_bounds()
        object.__setattr__(self, "where", read_where(self.where))

    def _check_bounds(self) -> None:
        bounds = {"at_least": self.at_least, "at_most": self.at_most}
        given = {key: bound for key, bound in bounds.items() if bound is not None}
        if not given:
            msg = f"{self.kind}: at_least or at_most must be given."
            raise ConstraintError(msg)
        for key, bound in given.items():
            if not is_amount(bound):
                msg = f"{self.kind}: {key} must be a number of at least 0, got {bound!r}."
                raise ConstraintError(msg)
            if bound > MAX_AMOUNT:
                msg = f"{self.kind}: {key} must be at most {MAX_AMOUNT:,}, got {bound!r}."
                raise ConstraintError(msg)
            if self.unit == "heads" and bound != int(bound):
                msg = f"{self.kind}: {key} must be a whole number of heads, got {bound!r}."
                raise ConstraintError(msg)
        if len(given) == 2 and given["at_least"] > given["at_most"]:
            msg = f"{self.kind}: at_least must not be above at_most, got {self.at_least} and {self.at_most}."
            raise ConstraintError(msg)

    @property
    def label(self) -> str:
        """Name as given, else the group and the filter."""
        if self.name is not None:
            return self.name
        group = "all" if self.group is None else str(self.group)
        filters = [f"{key} {', '.join(values)}" for key, values in self._filter().items()]
        return group + (f" ({'; '.join(filters)})" if filters else "")

    def _filter(self) -> Where:
        return read_where(self.where)

    def _sides(self, settings: policy.PolicySettings) -> tuple[tuple[Side, int | None, int | None], ...]:
        """Rows: which planned hours count, lower and upper limit. Heads need one row for both limits."""
        # The text of a float is the number that was typed: 0.1 is a tenth here.
        scale = unit_scale(self.unit, settings)
        low = None if self.at_least is None else ceil(Fraction(str(self.at_least)) * scale)
        high = None if self.at_most is None else floor(Fraction(str(self.at_most)) * scale)
        if self.unit == "heads":
            return (("both", low, high),)
        sides: list[tuple[Side, int | None, int | None]] = []
        if low is not None:
            sides.append(("least", low, None))
        if high is not None:
            sides.append(("most", None, high))
        return tuple(sides)

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find a missing legal ground, and a filter that nothing in the market passes."""
        found = list(check_where(self._filter(), market, self.label))
        if self.group is not None and self.legal_ground is None:
            found.append(_NO_GROUND.issue(record=self.label))
        return tuple(found)

    def expand(self, candidates: Candidates) -> Claims | None:
        """Add no claims: a quota counts placements whatever they are claimed on."""
        return None

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """One row for heads; for hours and jobs one for each bound."""
        sure, unsure = select(self._filter(), candidates)
        member, doubtful = np.ones(len(sure), bool), np.zeros(len(sure), bool)
        if self.group is not None:
            member, doubtful = candidates.membership(self.group)
        counted = sure & member
        left_out = (sure | unsure) & (member | doubtful) & ~counted
        return tuple(
            self._row(candidates, index, side, counted, left_out)
            for index, side in enumerate(self._sides(candidates.settings))
        )

    def _row(
        self,
        candidates: Candidates,
        index: int,
        side: tuple[Side, int | None, int | None],
        counted: NDArray[np.bool_],
        left_out: NDArray[np.bool_],
    ) -> Row:
        towards, low, high = side
        if towards == "both":
            amount = np.ones(len(candidates), np.int64)
        else:
            amount = (candidates.hours_min if towards == "least" else candidates.hours_max).astype(np.int64)
        unknown_hours = counted & (amount == 0) & (candidates.hours_max > 0)
        at = np.flatnonzero(counted & (amount > 0))
        scale = unit_scale(self.unit, candidates.settings)
        short, over = unit_prices(self, scale, low, high)
        return Row(
            name=self.label if index == 0 else f"{self.label} (at most)",
            constraint=self,
            index=index,
            unit=self.unit,
            scale=scale,
            positions=at,
            coefficients=amount[at],
            lower=low,
            upper=high,
            shortfall_price=short,
            excess_price=over,
            target=max(low if low is not None else high or 0, scale),
            left_out=len(np.unique(candidates.jobseeker[left_out | unknown_hours])),
        )

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Heads, or hundredths of planned hours, of the matches that count, for each row."""
        sides = self._sides(market.policy)
        totals = [0] * len(sides)
        keeps = keeper(self._filter(), market)
        for match in matches:
            if not keeps(match):
                continue
            person = market.records.jobseekers[match.jobseeker]
            vacancy = market.records.vacancies[match.vacancy]
            if not self._is_member(
                person.protected, policy.planned_start(person, vacancy, market.on), market.policy
            ):
                continue
            amount = {"both": 1}
            if self.unit != "heads":
                placement = policy.planned_placement(person, vacancy, market.on, settings=market.policy)
                amount = {"least": placement.hours_min, "most": placement.hours_max}
            for at, (towards, _, _) in enumerate(sides):
                totals[at] += amount[towards]
        return tuple(totals)

    def _is_member(self, facts: ProtectedFacts, on: date, settings: policy.PolicySettings) -> bool:
        return self.group is None or policy.holds(
            policy.group_period(facts, self.group, settings=settings), on
        )

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence.

        Examples
        --------
        >>> Quota(at_most=3, where={"employer": "E-7"}).describe("nl")
        'hoogstens 3 personen; werkgever E-7'
        """
        words = {
            "nl": ("minstens", "hoogstens", "en", "uit de groep"),
            "en": ("at least", "at most", "and", "of the group"),
        }[language]
        bounds = zip(words, (self.at_least, self.at_most), strict=False)
        text = f" {words[2]} ".join(
            f"{word} {say_number(bound, language)}" for word, bound in bounds if bound is not None
        )
        text += f" {_UNITS[language][self.unit]}"
        if self.group is not None:
            text += f" {words[3]} {say_group(self.group, language)}"
        filters = say_where(self._filter(), language)
        return text + (f"; {filters}" if filters else "")

    def to_dict(self) -> dict[str, object]:
        """Give its kind and the fields that were set, for JSON.

        Examples
        --------
        >>> Quota("ww", at_least=3).to_dict()
        {'kind': 'quota', 'group': 'ww', 'at_least': 3}
        """
        return to_fields(self)
