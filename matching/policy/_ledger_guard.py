"""Bookings of placements on contracts, and the guard against claiming an hour twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.findings import Rule
from matching.policy._blocks import HIRE
from matching.policy._months import months_between
from matching.policy._periods import intersect, union

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
    bookings: Iterable[Booking], terms: Mapping[str, tuple[date, date]]
) -> tuple[tuple[Booking, ...], tuple[Issue, ...]]:
    """Split off bookings that would claim hours of a person twice; of two the one that starts last.

    Parameters
    ----------
    bookings
        Each on a contract of ``terms``.
    terms
        First and last day by contract.

    Returns
    -------
    tuple
        The bookings that stand, by person and first day; and a finding for each of the others.
    """
    issues: list[Issue] = []
    once: dict[str, Booking] = {}
    for booking in bookings:
        if booking.id in once:
            issues.append(_TWICE.issue(record=booking.id))
        else:
            once[booking.id] = booking
    kept: dict[str, list[tuple[tuple[date, date], Booking]]] = {}
    ordered = sorted(
        ((booking.days(terms[booking.contract]), booking) for booking in once.values()),
        key=lambda item: (item[1].jobseeker, item[0][0], item[1].id),
    )
    for days, booking in ordered:
        mine = kept.setdefault(booking.jobseeker, [])
        clash = _full_from(mine, days, booking.share)
        if clash is None:
            mine.append((days, booking))
        else:
            contracts = ", ".join(sorted({other.contract for _, other in mine}))
            issues.append(_DOUBLE.issue(record=booking.id, day=clash, contracts=contracts))
    return tuple(booking for mine in kept.values() for _, booking in mine), tuple(issues)


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
    booked: dict[str, list[Period]] = {}
    for booking in bookings:
        first, last = booking.days(terms[booking.contract])
        mine = booked.setdefault(booking.placement_id, [])
        # Spells that overlap are parts of the hours, claimed side by side: their months count once.
        spells = intersect(union(mine), [(None, first)])
        months = [months_between(begin, end - day) for begin, end in spells if begin and end]
        before[booking.id] = sum(months, Fraction(0)) if mine else None
        if first <= last:
            mine.append((first, last + day))
    return before


def _full_from(
    booked: Sequence[tuple[tuple[date, date], Booking]], days: tuple[date, date], share: Fraction
) -> date | None:
    """First day on which the parts would add up to more than the whole; ``None`` when there is none."""
    first, last = days
    if last < first:
        return None
    starts = {first, *(begin for (begin, _), _ in booked if first <= begin <= last)}
    for day in sorted(starts):
        running = sum((other.share for (begin, end), other in booked if begin <= day <= end), Fraction(0))
        if running + share > 1:
            return day
    return None
