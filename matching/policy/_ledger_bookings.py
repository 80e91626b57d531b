"""Bookings from the records of a back office: placements, and the months that are claimed of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from matching.findings import Issue, Rule
from matching.policy._blocks import WorkTerms
from matching.policy._ledger_guard import Booking
from matching.policy._months import add_months
from matching.policy._placement import PlannedPlacement
from matching.records import PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matching.records import Claim, Contract, Jobseeker, Placement, Vacancy

_NOT_GIVEN = Rule(
    "policy.unknown_record",
    "refused",
    "de boeking noemt {kind_nl} {id!r}, die niet is gegeven; de boeking telt niet",
    "the booking names {kind} {id!r}, which is not given; the booking does not count",
)
_NOT_STARTED = Rule(
    "policy.not_started",
    "refused",
    "plaatsing {id!r} is niet begonnen, of het is niet bekend wanneer ({status}); de boeking telt niet",
    "placement {id!r} has not started, or it is not known when ({status}); the booking does not count",
)
_NO_MONTHS = Rule(
    "policy.no_months",
    "doubted",
    "de boeking claimt geen enkele dag; zij telt niet",
    "the booking claims no day at all; it does not count",
)
_AT_WORK = (PlacementStatus.STARTED, PlacementStatus.ENDED)
_DUTCH = {
    "placement": "plaatsing",
    "jobseeker": "werkzoekende",
    "vacancy": "vacature",
    "contract": "contract",
}


def bookings_of(
    claims: Iterable[Claim],
    *,
    placements: Iterable[Placement],
    jobseekers: Iterable[Jobseeker],
    vacancies: Iterable[Vacancy],
    contracts: Iterable[Contract],
) -> tuple[tuple[Booking, ...], tuple[Issue, ...]]:
    """Make the bookings of a ledger; a claim that cannot be booked is a finding.

    The claims of one placement follow each other in the order of the first days of their contracts. Each
    takes its months from the day that placement and contract have both begun and the claim before it is over.

    Parameters
    ----------
    claims
        Months of placements on contracts.
    placements, jobseekers, vacancies, contracts
        The records that they name. Placements count that have started or ended; the last day of a wage-cost
        subsidy is their further fact ``lks_end``, a date.

    Returns
    -------
    tuple
        Bookings for `book`, by placement and first day; and the findings.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Claim, Contract, Jobseeker, Placement, Vacancy
    >>> work = {"jobseeker": "W-1", "vacancy": "V-1", "hours_per_week": 24, "status": "started"}
    >>> job = Placement(id="P-1", start=date(2026, 2, 1), **work)
    >>> made, _ = bookings_of(
    ...     [Claim(id="C-1", placement="P-1", contract="K-1", months=6)],
    ...     placements=[job],
    ...     jobseekers=[Jobseeker(id="W-1")],
    ...     vacancies=[Vacancy(id="V-1")],
    ...     contracts=[Contract(id="K-1", start=date(2026, 1, 1), end=date(2026, 12, 31))],
    ... )
    >>> made[0].first.isoformat(), made[0].last.isoformat()
    ('2026-02-01', '2026-07-31')
    """
    known = _Known(
        placements={one.id: one for one in placements},
        jobseekers={one.id: one for one in jobseekers},
        vacancies={one.id: one for one in vacancies},
        contracts={one.id: one for one in contracts},
    )
    issues: list[Issue] = []
    usable: list[tuple[Claim, date]] = []
    for claim in claims:
        found = known.first_day(claim)
        if isinstance(found, Issue):
            issues.append(found)
        else:
            usable.append((claim, found))
    over: dict[str, date] = {}
    bookings = []
    for claim, begun in sorted(usable, key=lambda item: (item[0].placement, item[1], item[0].id)):
        first = max(begun, over.get(claim.placement, begun))
        last = _last_day(first, claim.months)
        if last < first:
            issues.append(_NO_MONTHS.issue(record=claim.id))
        else:
            bookings.append(known.booking(claim, first, last))
            over[claim.placement] = last + timedelta(days=1)
    return tuple(bookings), tuple(issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The records that claims may name."""

    placements: Mapping[str, Placement]
    jobseekers: Mapping[str, Jobseeker]
    vacancies: Mapping[str, Vacancy]
    contracts: Mapping[str, Contract]

    def first_day(self, claim: Claim) -> date | Issue:
        """First day on which placement and contract have both begun, or why the claim cannot be booked."""
        placement, contract = self.placements.get(claim.placement), self.contracts.get(claim.contract)
        if placement is None:
            return _missing(claim, "placement", claim.placement)
        if contract is None:
            return _missing(claim, "contract", claim.contract)
        if placement.jobseeker not in self.jobseekers:
            return _missing(claim, "jobseeker", placement.jobseeker)
        if placement.vacancy not in self.vacancies:
            return _missing(claim, "vacancy", placement.vacancy)
        if placement.status not in _AT_WORK or placement.start is None:
            return _NOT_STARTED.issue(record=claim.id, id=placement.id, status=str(placement.status))
        return placement.start if contract.start is None else max(placement.start, contract.start)

    def booking(self, claim: Claim, first: date, last: date) -> Booking:
        """Make the booking of a claim on a placement that has started."""
        placement = self.placements[claim.placement]
        subsidised = placement.further.get("lks_end")
        hours = round((placement.hours_per_week or 0) * 100)
        return Booking(
            id=claim.id,
            job=placement.id,
            jobseeker=placement.jobseeker,
            contract=claim.contract,
            protected=self.jobseekers[placement.jobseeker].protected,
            placement=PlannedPlacement(
                hours_min=hours,
                hours_max=hours,
                start=placement.start or first,
                end=placement.end,
                lks_end=subsidised if isinstance(subsidised, date) else None,
            ),
            terms=WorkTerms.of(self.vacancies[placement.vacancy]),
            first=first,
            last=last,
        )


def _last_day(first: date, months: float) -> date:
    """Last of a number of months; a part of a month is so many of its days, rounded down."""
    exact = Fraction(str(months))  # the text of a float is the number that was typed
    begun = add_months(first, int(exact))
    days = int((exact - int(exact)) * (add_months(first, int(exact) + 1) - begun).days)
    return begun + timedelta(days=days - 1)


def _missing(claim: Claim, kind: str, key: str) -> Issue:
    return _NOT_GIVEN.issue(record=claim.id, kind=kind, kind_nl=_DUTCH[kind], id=key)
