"""What a placement would be: planned hours, first and last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from datetime import date

    from matching.policy._settings import PolicySettings
    from matching.records import Jobseeker, Vacancy


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPlacement:
    """Hours and dates that a placement is planned with.

    Parameters
    ----------
    hours_min, hours_max
        Hundredths of an hour a week that count towards at-least and towards at-most promises; equal when
        the planned hours are known.
    start, end
        First and last day; an ``end`` of ``None`` is open, one before the start has no days.
    lks_end
        Last day of the wage-cost subsidy (LKS) that began with the job; ``None`` where there is none, or its
        last day is not known.

    Raises
    ------
    RuleError
        When the hours are below 0, or the most is below the least.

    Examples
    --------
    >>> from datetime import date
    >>> PlannedPlacement(hours_min=-1000, hours_max=2400, start=date(2026, 1, 12), end=None)
    Traceback (most recent call last):
    matching.exceptions.RuleError: placement: hours must be 0 <= hours_min <= hours_max, got -1000 and 2400.
    """

    hours_min: int
    hours_max: int
    start: date
    end: date | None
    lks_end: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.hours_min <= self.hours_max:
            msg = "placement: hours must be 0 <= hours_min <= hours_max, "
            raise RuleError(msg + f"got {self.hours_min} and {self.hours_max}.")


def planned_placement(
    jobseeker: Jobseeker, vacancy: Vacancy, on: date, *, settings: PolicySettings = DEFAULTS
) -> PlannedPlacement:
    """Plan the hours and dates of a person on a vacancy.

    Planned hours are the smaller of both maxima; the hours of an inburgering route are not available for
    work. When one side states no maximum they are the minimum of
    the other; a minimum that is not stated either counts as 0 towards at-least promises and as the stated
    maximum towards at-most ones. When neither states a maximum they are 0 and
    `PolicySettings.unknown_hours_max`. The placement starts on the latest of the reference date, the first
    day of availability and the start of the vacancy, and ends with the vacancy.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Jobseeker, Vacancy
    >>> plan = planned_placement(
    ...     Jobseeker(id="W-1", hours_max=32), Vacancy(id="V-1", hours_max=24), date(2026, 1, 12)
    ... )
    >>> plan.hours_min, plan.start.isoformat()
    (2400, '2026-01-12')
    """
    low, high = _hours(
        working_hours(jobseeker),
        (_hundredths(vacancy.hours_min), _hundredths(vacancy.hours_max)),
        settings.unknown_hours_max,
    )
    start = planned_start(jobseeker, vacancy, on)
    return PlannedPlacement(hours_min=low, hours_max=high, start=start, end=vacancy.end)


def working_hours(jobseeker: Jobseeker) -> tuple[int | None, int | None]:
    """Least and most hundredths of an hour a week that a person can work beside an inburgering route.

    Examples
    --------
    >>> from matching.records import Jobseeker, ProtectedFacts
    >>> route = ProtectedFacts(integration_hours_per_week=12)
    >>> working_hours(Jobseeker(id="W-1", hours_min=24, hours_max=32, protected=route))
    (2000, 2000)
    """
    low, high = _hundredths(jobseeker.hours_min), _hundredths(jobseeker.hours_max)
    if high is None:
        return low, None
    high = max(0, high - (_hundredths(jobseeker.protected.integration_hours_per_week) or 0))
    return None if low is None else min(low, high), high


def planned_start(jobseeker: Jobseeker, vacancy: Vacancy, on: date) -> date:
    """First day of a placement: the latest of the reference date, availability and the vacancy's start.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Jobseeker, Vacancy
    >>> person = Jobseeker(id="W-1", available_from=date(2026, 2, 1))
    >>> planned_start(person, Vacancy(id="V-1"), date(2026, 1, 12)).isoformat()
    '2026-02-01'
    """
    dates = (on, jobseeker.available_from, vacancy.start)
    return max(day for day in dates if day is not None)


def _hours(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], unknown: int
) -> tuple[int, int]:
    if one[1] is not None and other[1] is not None:
        return (min(one[1], other[1]),) * 2
    known_min, known_max = one if one[1] is not None else other
    if known_max is None:
        return 0, unknown
    return (0, known_max) if known_min is None else (known_min, known_min)


def _hundredths(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 100)
