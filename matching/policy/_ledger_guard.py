"""Bookings of placements on contracts, and the guard against claiming an hour twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.findings import Rule
from matching.policy._blocks import HIRE
from matching.policy._months import counted_months
from matching.policy._periods import intersect, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from matching.findings import Issue
    from matching.policy._blocks import WorkTerms
    from matching.policy._periods import Period
    from matching.policy._placement import PlannedPlacement
    from matching.records import ProtectedFacts

_DOUBLE = Rule(
    "policy.double_claim",
    "refused",
    "uren van deze persoon zijn vanaf {day} al geboekt (op {contracts}); de boeking telt niet",
    "hours of this person are booked from {day} already (on {contracts}); the booking does not count",
)
_LATER = Rule(
    "policy.double_claim",
    "doubted",
    "uren van deze persoon zijn vanaf {day} al geboekt (op {contracts}); de boeking telt vanaf {free}",
    "hours of this person are booked from {day} already (on {contracts}); the booking counts from {free}",
)
_SAME = Rule(
    "policy.same_job",
    "doubted",
    "een andere boeking heeft dezelfde uren en dagen; zij telt als tweede baan: is het een, noem dan job",
    "another booking has the same hours and days; it counts as a second job: if they are one, give job",
)
_TWICE = Rule(
    "policy.duplicate_booking",
    "refused",
    "deze boeking komt meer dan eens voor; alleen de eerste telt",
    "this booking occurs more than once; only the first counts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A realised placement, or part of it, booked on one contract.

    Parameters
    ----------
    id
        Id of the booking.
    jobseeker, contract
        Ids.
    protected
        Protected facts of the person.
    placement
        Hours and dates of the job.
    terms
        What is known of the work.
    job
        Id of the placement when it has several bookings; default the id of the booking.
    first, last
        Days that are claimed; default as long as job and contract last.
    share
        Part of the hours that is claimed, in (0, 1].
    """

    id: str
    jobseeker: str
    contract: str
    protected: ProtectedFacts
    placement: PlannedPlacement
    terms: WorkTerms = HIRE
    job: str | None = None
    first: date | None = None
    last: date | None = None
    share: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            msg = f"booking {self.id}: share must be in (0, 1], got {float(self.share):g}."
            raise RuleError(msg)
        if self.first is not None and self.last is not None and self.last < self.first:
            msg = f"booking {self.id}: first must not be after last, got {self.first} and {self.last}."
            raise RuleError(msg)
        job = self.placement
        if job.end is not None and job.end < job.start:
            msg = f"booking {self.id}: the job must not end before it starts, got {job.start} and {job.end}."
            raise RuleError(msg)

    @property
    def placement_id(self) -> str:
        """Id of the placement that it is a booking of."""
        return self.job if self.job is not None else self.id

    def days(self, term: tuple[date, date]) -> tuple[date, date]:
        """First and last day that it claims within a contract; the last comes first when there are none."""
        starts = (self.placement.start, self.first, term[0])
        ends = (self.placement.end, self.last, term[1])
        return max(day for day in starts if day is not None), min(day for day in ends if day is not None)


def guard(
    bookings: Iterable[Booking],
    terms: Mapping[str, tuple[date, date]],
    *,
    full_time: Mapping[str, int],
) -> tuple[tuple[Booking, ...], tuple[Issue, ...]]:
    """Keep of bookings what claims no hour of a person twice; of two the one that starts last gives way.

    The parts that are claimed of one placement add up to the whole at most, the hours of all placements of a
    person to a full-time week. A booking that would pass that counts from the first day from which it no
    longer does.

    Parameters
    ----------
    bookings
        Each on a contract of ``terms``.
    terms
        First and last day by contract.
    full_time
        Hundredths of an hour of a full-time week by contract.

    Returns
    -------
    tuple
        The bookings that stand, by person and first day; and a finding for each that does not, or in part.
    """
    issues: list[Issue] = []
    once: dict[str, Booking] = {}
    for booking in bookings:
        if booking.id in once:
            issues.append(_TWICE.issue(record=booking.id))
        else:
            once[booking.id] = booking
    kept: dict[str, list[_Claimed]] = {}
    ordered = sorted(
        (_Claimed(booking, *booking.days(terms[booking.contract]), full_time) for booking in once.values()),
        key=lambda one: (one.booking.jobseeker, one.first, one.booking.id),
    )
    for one in ordered:
        mine = kept.setdefault(one.booking.jobseeker, [])
        clash, free = _clash(mine, one)
        if clash is not None:
            contracts = ", ".join(sorted({other.booking.contract for other in mine if other.runs(clash)}))
            rule = _DOUBLE if free is None else _LATER
            issues.append(rule.issue(record=one.booking.id, day=clash, contracts=contracts, free=free))
        elif any(_may_be_one(one, other) for other in mine):
            issues.append(_SAME.issue(record=one.booking.id))
        if clash is None:
            mine.append(one)
        elif free is not None:
            mine.append(_Claimed(replace(one.booking, first=free), free, one.last, full_time))
    stand = (one.booking for mine in kept.values() for one in sorted(mine, key=lambda one: one.first))
    return tuple(stand), tuple(issues)


def months_before(
    bookings: Iterable[Booking], terms: Mapping[str, tuple[date, date]]
) -> dict[str, Fraction | None]:
    """Months of the placement of each booking that were booked before its first day, wherever.

    Parameters
    ----------
    bookings
        As `guard` gives them, by person and first day.
    terms
        First and last day by contract.

    Returns
    -------
    dict
        By id; ``None`` for the first booking of a placement.
    """
    day = timedelta(days=1)
    before: dict[str, Fraction | None] = {}
    booked: dict[str, list[tuple[Period, Booking]]] = {}
    for booking in bookings:
        first, last = booking.days(terms[booking.contract])
        mine = booked.setdefault(booking.placement_id, [])
        spells = [(spell, one) for part, one in mine for spell in intersect([part], [(None, first)])]
        months = [
            counted_months((one.placement.start, None), terms[one.contract], claimed=(begin, end - day))
            for (begin, end), one in spells
            if begin and end
        ]
        before[booking.id] = sum(months, Fraction(0)) if mine else None
        if first <= last:
            # Spells that overlap are parts of the hours, claimed side by side: their months count once.
            new = without([(first, last + day)], [part for part, _ in mine])
            mine += [(spell, booking) for spell in new]
    return before


class _Claimed:
    """The days that a booking claims, and its part of a full-time week."""

    def __init__(self, booking: Booking, first: date, last: date, full_time: Mapping[str, int]) -> None:
        self.booking, self.first, self.last = booking, first, last
        week = Fraction(booking.placement.hours_min, full_time[booking.contract])
        self.week = booking.share * min(week, Fraction(1))

    def runs(self, day: date) -> bool:
        return self.first <= day <= self.last


def _clash(booked: Sequence[_Claimed], one: _Claimed) -> tuple[date | None, date | None]:
    """First day on which a claim would pass the whole, and the first from which it no longer does."""
    day = timedelta(days=1)
    begins = {other.first for other in booked} | {
        other.last + day for other in booked if other.last < one.last
    }
    edges = sorted({one.first, *begins} if one.first <= one.last else ())
    edges = [edge for edge in edges if one.runs(edge)]
    full = [edge for edge in edges if _is_full([other for other in booked if other.runs(edge)], one)]
    if not full:
        return None, None
    return full[0], next((edge for edge in edges if edge > full[-1]), None)


def _is_full(running: Sequence[_Claimed], one: _Claimed) -> bool:
    job = one.booking.placement_id
    parts = sum((other.booking.share for other in running if other.booking.placement_id == job), Fraction(0))
    return parts + one.booking.share > 1 or sum((other.week for other in running), one.week) > 1


def _may_be_one(one: _Claimed, other: _Claimed) -> bool:
    """Whether two claims at a time may be about one placement, though they do not say so."""
    return (
        one.booking.job is None
        and other.booking.job is None
        and one.booking.placement == other.booking.placement
        and max(one.first, other.first) <= min(one.last, other.last)
        and one.booking.share + other.booking.share > 1
    )
