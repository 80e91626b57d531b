"""Days and shifts: what the work needs, the jobseeker accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market
    from matching.records import Shift, Vacancy, Weekday


class Days(EligibilityRule):
    """All days of the work, and the school day of a BBL place, are accepted, when both are known."""

    __slots__ = ()
    code = "days"
    reads = ("days", "school_day")
    nl_name, en_name = "werkdagen", "days"
    nl = "de vacature vraagt {missing}; de werkzoekende kan alleen {accepted}"
    en = "the vacancy needs {missing}; the jobseeker can only work {accepted}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        accepted = market.jobseekers.days[rows, None]
        needed = market.vacancies.days | market.vacancies.school_day
        return np.asarray((accepted != 0) & ((needed & ~accepted) != 0))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        return _missing(days_needed(market.records.vacancies[j]), market.records.jobseekers[i].days)


class Shifts(EligibilityRule):
    """All parts of the day that are worked are accepted, when both are known."""

    __slots__ = ()
    code = "shifts"
    reads = ("shifts",)
    nl_name, en_name = "diensten", "shifts"
    nl = "de vacature vraagt {missing}; de werkzoekende kan alleen {accepted}"
    en = "the vacancy needs {missing}; the jobseeker can only work {accepted}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        accepted = market.jobseekers.shifts[rows, None]
        return np.asarray((accepted != 0) & ((market.vacancies.shifts & ~accepted) != 0))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        return _missing(market.records.vacancies[j].shifts, market.records.jobseekers[i].shifts)


def days_needed(vacancy: Vacancy) -> frozenset[Weekday]:
    """Days of the work and of school; empty when none is known."""
    school = () if vacancy.school_day is None else (vacancy.school_day,)
    return frozenset({*(vacancy.days or ()), *school})


def _missing(
    needed: frozenset[Weekday] | frozenset[Shift] | None,
    accepted: frozenset[Weekday] | frozenset[Shift] | None,
) -> Mapping[str, object] | None:
    if not needed or not accepted or needed <= accepted:
        return None
    return {"missing": in_order(needed - accepted), "accepted": in_order(accepted)}


def in_order(values: frozenset[Weekday] | frozenset[Shift]) -> tuple[str, ...]:
    """Values in the order of their list; of one or more."""
    return tuple(str(value) for value in type(next(iter(values))) if value in values)
