"""The quota of the job agreement: a levy for each missing job, and a bonus for each job; not in force."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from matching import registers
from matching.exceptions import RuleError
from matching.policy._jobs import agreement_jobs
from matching.policy._obligation import round_cents
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from matching.policy._settings import PolicySettings

QUOTA_IN_FORCE = False
"""The levy is suspended, and the bonus waits for an act: what is computed is what it would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLevy:
    """What an employer would owe for missing jobs.

    Parameters
    ----------
    shortage
        Missing jobs, down to one decimal; at least 0.
    cents
        The levy.
    exempt
        Whether the employer is too small to have a quota.
    """

    shortage: Fraction
    cents: int
    exempt: bool


def quota_levy(
    *,
    paid_hours: int,
    percentage: Fraction | float,
    target_group_hours: int,
    year: int = 2015,
    settings: PolicySettings = DEFAULTS,
) -> QuotaLevy:
    """Levy of an employer for a year: ``(A x B - C) / 1331`` missing jobs, down to one decimal.

    Parameters
    ----------
    paid_hours
        A: all paid hours of the year.
    percentage
        B: percentage of the year and sector; there is no default, because none is in force.
    target_group_hours
        C: paid hours of the target group, those hired in included.
    year
        Year of the amount, see `registers.instruments`.

    Raises
    ------
    RuleError
        When a number is below 0.

    Examples
    --------
    (3,246 - 1,331) / 1,331 = 1.438, so 1.4 missing jobs.

    >>> levy = quota_levy(paid_hours=162_300, percentage=2, target_group_hours=1_331)
    >>> float(levy.shortage), levy.cents
    (1.4, 700000)
    >>> quota_levy(paid_hours=40_574, percentage=2, target_group_hours=0).exempt
    True
    """
    for name, value in (
        ("paid_hours", paid_hours),
        ("percentage", percentage),
        ("target_group_hours", target_group_hours),
    ):
        if value < 0:
            msg = f"{name} must be at least 0, got {value}."
            raise RuleError(msg)
    if paid_hours < settings.quota_exempt_hours:
        return QuotaLevy(shortage=Fraction(0), cents=0, exempt=True)
    asked = paid_hours * Fraction(str(percentage)) / 100
    missing = max(Fraction(0), asked - target_group_hours) / settings.job_hours_year
    shortage = Fraction(floor(missing * 10), 10)
    return QuotaLevy(
        shortage=shortage, cents=round_cents(shortage * _amount("quotumheffing", year)), exempt=False
    )


def agreement_bonus_cents(
    hours_hundredths: int,
    *,
    year: int = 2025,
    jobs_max: Fraction | None = None,
    settings: PolicySettings = DEFAULTS,
) -> int:
    """Bonus of a year for paid hours a week of the target group, pro rata; due once the quota is in force.

    Parameters
    ----------
    hours_hundredths
        Hundredths of a paid hour a week.
    jobs_max
        Most jobs that count for one person; whether there is a limit is open, so the default is none.

    Examples
    --------
    >>> agreement_bonus_cents(3200), agreement_bonus_cents(3200, jobs_max=Fraction(1))
    (627451, 500000)
    """
    jobs = agreement_jobs(hours_hundredths, settings=settings)
    counted = jobs if jobs_max is None else min(jobs, jobs_max)
    return round_cents(counted * _amount("banenafspraakbonus", year))


def _amount(instrument: str, year: int) -> int:
    for row in registers.instruments(year):
        if row.instrument == instrument and row.value_cents is not None:
            return row.value_cents
    msg = f"no amount of {instrument} is known for {year}."
    raise RuleError(msg)
