"""Which placements a promise counts: by groups, a filter and a period of starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.constraints._where import Where, keeper, nearest, select
from matching.exceptions import ConstraintError
from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._promise import Promise
    from matching.market import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted: members of all the groups, passing the filter, starting in the period.

    Parameters
    ----------
    groups
        Target groups, of all of which a person must be a member on the start date.
    where
        Filter as `read_where` gives it.
    first, last
        First and last day of the starts; ``None`` is open.
    """

    groups: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    first: date | None = None
    last: date | None = None

    def select(self, candidates: Candidates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which candidates surely count, and which would if an unknown fact were known."""
        sure, unsure = select(self.where, candidates)
        possible = sure | unsure
        for group in self.groups:
            member, doubtful = candidates.membership(group)
            sure = sure & member
            possible &= member | doubtful
        if self.first is not None:
            possible &= candidates.start >= np.datetime64(self.first, "D")
        if self.last is not None:
            possible &= candidates.start <= np.datetime64(self.last, "D")
        sure = sure & possible
        return sure, possible & ~sure

    def counter(self, market: Market) -> Callable[[Match], bool]:
        """Make the test whether one match surely counts, read from its records."""
        keeps = keeper(self.where, market)

        def counts(match: Match) -> bool:
            if not keeps(match):
                return False
            person = market.records.jobseekers[match.jobseeker]
            vacancy = market.records.vacancies[match.vacancy]
            start = policy.planned_start(person, vacancy, market.on)
            if (self.first is not None and start < self.first) or (
                self.last is not None and start > self.last
            ):
                return False
            return all(
                policy.holds(policy.group_period(person.protected, group, settings=market.policy), start)
                for group in self.groups
            )

        return counts


def read_group(kind: str, group: str | None) -> str | None:
    """Check a target group; `ConstraintError` names the nearest."""
    if group is not None and group not in list(TargetGroup):
        close = nearest(str(group), list(TargetGroup))
        msg = f"{kind}: no target group {group!r}; the nearest is {close!r}."
        raise ConstraintError(msg)
    return group


def check_period(promise: Promise) -> None:
    """Read the first and last day of the starts that a promise is about; they must be in order."""
    days = [read_day(promise.kind, name, getattr(promise, name)) for name in ("first", "last")]
    for name, day in zip(("first", "last"), days, strict=True):
        object.__setattr__(promise, name, day)
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        msg = f"{promise.kind}: first must not be after last, got {days[0]} and {days[1]}."
        raise ConstraintError(msg)


def read_day(kind: str, name: str, value: date | str | None) -> date | None:
    """Read a day, as a date or as ISO 8601."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        msg = f"{kind}: {name} must be a date such as 2026-01-01, got {value!r}."
        raise ConstraintError(msg) from error
