"""Reserved vacancies: kept for target groups that the jobseeker is not known to be outside of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.pairs._rule import EligibilityRule
from matching.pairs._start import start_of, starts
from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.policy import Period, PolicySettings
    from matching.records import ProtectedFacts

_BENEFITS = (TargetGroup.BIJSTAND, TargetGroup.WW, TargetGroup.WIA_WAO, TargetGroup.WAJONG)


class Reserved(EligibilityRule):
    """The jobseeker is, or may be, in one of the groups on the day that the work starts.

    Facts are unknown, and refuse nobody, for a jobseeker of whom no fact at all is stated; for a group that
    goes with a benefit the benefit must be known too; for an age group the age.
    """

    __slots__ = ()
    code = "reserved"
    reads = ("reserved_for", "start")
    nl_name, en_name = "voorbehouden vacature", "reserved vacancy"
    nl = "de vacature is voorbehouden aan {groups}; de werkzoekende hoort daar op {start} niet bij"
    en = "the vacancy is reserved for {groups}; the jobseeker is not in it on {start}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        return outside(market, rows, market.vacancies.reserved_for)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        return is_outside(market, i, j, market.records.vacancies[j].reserved_for)


def outside(market: Market, rows: slice, groups: Sequence[Iterable[str]]) -> NDArray[np.bool_]:
    """Whether each jobseeker is surely outside all groups of each vacancy; no groups: nobody is."""
    facts = market.protected.facts[rows]
    refused = np.zeros((len(facts), market.n_vacancies), bool)
    columns: dict[tuple[str, ...], list[int]] = {}
    for column, asked in enumerate(groups):
        columns.setdefault(tuple(sorted(asked)), []).append(column)
    columns.pop((), None)
    periods = {
        group: _table(facts, group, market.policy) for group in {one for some in columns for one in some}
    }
    for some, places in columns.items():
        start, later = starts(market, rows, np.array(places))
        inside = np.zeros(start.shape, bool)
        for group in some:
            for first, until in periods[group]:
                # A start that may still be later may fall in any period that has not ended.
                inside |= ((first <= start) | later) & (start < until)
        refused[:, places] = ~inside
    return refused


def is_outside(market: Market, i: int, j: int, groups: Iterable[str]) -> Mapping[str, object] | None:
    """Values of a pair whose jobseeker is surely outside all the groups, else ``None``."""
    facts = market.records.jobseekers[i].protected
    start, may_be_later = start_of(market, i, j)
    asked = tuple(sorted(groups))
    for group in asked:
        for first, until in possible_periods(facts, group, market.policy):
            if (may_be_later or first is None or first <= start) and (until is None or start < until):
                return None
    return {"groups": asked, "start": start} if asked else None


def possible_periods(facts: ProtectedFacts, group: str, settings: PolicySettings) -> tuple[Period, ...]:
    """Periods in which a jobseeker may be in a group: all time when nothing is known."""
    if group in (TargetGroup.JONGERE, TargetGroup.VIJFTIGPLUS):
        known = policy.group_period(facts, group, settings=settings)
        return (*known, *policy.doubt_period(facts, group, settings=settings))
    if not facts.target_groups or (group in _BENEFITS and facts.benefit is None):
        return ((None, None),)
    return policy.group_period(facts, group, settings=settings)


def _table(
    facts: Sequence[ProtectedFacts], group: str, settings: PolicySettings
) -> list[tuple[NDArray[np.datetime64], NDArray[np.datetime64]]]:
    """First days and first days without of the possible periods, of shape (n, 1); absent ones are empty."""
    spans = [possible_periods(fact, group, settings) for fact in facts]
    width = max(map(len, spans), default=0)
    first = np.full((width, len(spans), 1), np.datetime64(date.max, "D"))
    until = np.full((width, len(spans), 1), np.datetime64(date.min, "D"))
    for row, some in enumerate(spans):
        for at, (start, end) in enumerate(some):
            first[at, row] = start or date.min
            until[at, row] = end or date.max
    return list(zip(first, until, strict=True))
