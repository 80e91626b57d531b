"""Agreement jobs: paid hours over 25.5 a week."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from matching.policy._settings import PolicySettings


def agreement_jobs(hours_hundredths: int, *, settings: PolicySettings = DEFAULTS) -> Fraction:
    """Agreement jobs of paid hours a week, exact: nothing is rounded per person and there is no ceiling.

    Parameters
    ----------
    hours_hundredths
        Paid hours a week of one person, or of several together, in hundredths; at least 0.

    Examples
    --------
    32 hours a week are 1.255 jobs, 12 hours 0.471.

    >>> round(float(agreement_jobs(3200)), 3), round(float(agreement_jobs(1200)), 3)
    (1.255, 0.471)
    >>> agreement_jobs(3200) + agreement_jobs(1900)
    Fraction(2, 1)
    """
    if hours_hundredths < 0:
        msg = f"hours_hundredths must be at least 0, got {hours_hundredths}."
        raise ValueError(msg)
    return Fraction(hours_hundredths, settings.job_hours)
