"""The national job agreement (banenafspraak): jobs promised and jobs counted, by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._table import read_rows, to_int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAgreementTarget:
    """Extra jobs promised since 2013, cumulative, and counted, at the end of a year.

    Parameters
    ----------
    year
        The year.
    market_target_jobs, government_target_jobs, total_target_jobs
        Jobs of 25.5 hours a week that were promised.
    market_target_hours, government_target_hours
        The same in paid hours of December, 110.92 for one job.
    market_realised, government_realised, total_realised
        Jobs counted by the national measurement; ``None`` when not in the sources.
    source
        Where it is published.
    """

    year: int
    market_target_hours: int
    market_target_jobs: int
    government_target_hours: int
    government_target_jobs: int
    total_target_jobs: int
    market_realised: int | None
    government_realised: int | None
    total_realised: int | None
    source: str


@cache
def job_agreement_targets() -> tuple[JobAgreementTarget, ...]:
    """National targets of the job agreement from 2015 to 2025, by year.

    Examples
    --------
    >>> last = job_agreement_targets()[-1]
    >>> last.year, last.total_target_jobs, last.market_target_jobs
    (2025, 125000, 100000)
    """
    return tuple(
        JobAgreementTarget(
            year=int(row["year"]),
            market_target_hours=int(row["market_target_hours"]),
            market_target_jobs=int(row["market_target_jobs"]),
            government_target_hours=int(row["government_target_hours"]),
            government_target_jobs=int(row["government_target_jobs"]),
            total_target_jobs=int(row["total_target_jobs"]),
            market_realised=to_int(row["market_realised"]),
            government_realised=to_int(row["government_realised"]),
            total_realised=to_int(row["total_realised"]),
            source=row["source"],
        )
        for row in read_rows("job_agreement_targets.csv")
    )
