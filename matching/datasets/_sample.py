"""What the generator returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.records import Contract, Employer, Jobseeker, Vacancy


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Invented records of one region on one date.

    Parameters
    ----------
    region
        Code of the labour-market region.
    on
        Reference date.
    jobseekers, vacancies, employers, contracts
        The records as organisations would hand them over, in the order of their ids.
    truth
        The complete jobseeker of each id: nothing blank, plain titles with their ESCO codes. It measures how
        good a plan is for who people are, next to what was known of them.
    """

    region: str
    on: date
    jobseekers: tuple[Jobseeker, ...]
    vacancies: tuple[Vacancy, ...]
    employers: tuple[Employer, ...]
    contracts: tuple[Contract, ...]
    truth: Mapping[str, Jobseeker]
