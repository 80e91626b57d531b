"""The same agreement jobs counted under two maps, with the difference in its two parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError, RuleError
from matching.findings import Issues, Rule
from matching.policy._regions import check_custom, heirs
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from matching.findings import Issue
    from matching.policy._settings import Attribution, PolicySettings

Cause = Literal["geographic", "employer_identity"]
"""``geographic``: the job moved with its municipality; ``employer_identity``: it stopped counting."""

UNKNOWN_REGION = "unknown"
"""Region of jobs whose municipality is not known; they are counted, in none of the regions."""

_NOWHERE = Rule(
    "policy.unknown_municipality",
    "doubted",
    "er was op {before} geen gemeente {place!r}; de baan telt bij geen regio ({reason})",
    "there was no municipality {place!r} on {before}; the job counts in no region ({reason})",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedJob:
    """One job, or several together, that counted on the earlier date.

    Parameters
    ----------
    id
        Id of the placement, or of the group of jobs.
    jobs
        Agreement jobs, see `agreement_jobs`; at least 0.
    residence, workplace
        Municipality codes on the earlier map; ``None`` when unknown.
    employer
        Id of the hirer, where the work is done.
    lender
        Id of the formal employer when that is another one.
    """

    id: str
    jobs: Fraction
    residence: str | None = None
    workplace: str | None = None
    employer: str | None = None
    lender: str | None = None

    def __post_init__(self) -> None:
        if self.jobs < 0:
            msg = f"{self.id}: jobs must be at least 0, got {float(self.jobs):g}."
            raise RuleError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerMerger:
    """A joint body that became part of another employer: who it lent to that employer stops counting.

    Parameters
    ----------
    body, into
        Ids of the employer that ceased and of the one that took it over.
    effective_date
        First day on which lender and hirer are one employer.
    source
        Where that is stated.
    """

    body: str
    into: str
    effective_date: date
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Part of the difference: jobs of one placement that left or entered a region, or stopped counting.

    Parameters
    ----------
    job
        Id of the job.
    region
        Region that the correction is booked in.
    jobs
        Agreement jobs more (above 0) or fewer (below 0) in that region.
    cause
        See `Cause`.
    effective_date
        Since when, for a change of employer; ``None`` for the map.
    reason
        ``redivision``, ``region_changed`` or ``employer_merged``.
    """

    job: str
    region: str
    jobs: Fraction
    cause: Cause
    effective_date: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCount:
    """Agreement jobs of one region under both maps.

    Parameters
    ----------
    region
        Code or name of the region.
    counted_before
        Jobs that counted, on the earlier map.
    geographic, employer_identity
        The two parts of the difference.
    jobs_after
        Jobs that are there on the later map, whether they count or not.
    """

    region: str
    counted_before: Fraction
    geographic: Fraction
    employer_identity: Fraction
    jobs_after: Fraction

    @property
    def counted_after(self) -> Fraction:
        """Jobs that count on the later map."""
        return self.counted_before + self.geographic + self.employer_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """The same jobs under two maps; jobs stay, what counts changes.

    Parameters
    ----------
    before, after
        The two dates.
    attribution
        Whether a job was counted where the person lives or works.
    regions
        By code.
    corrections
        Every part of the difference, by job and region.
    issues
        Jobs whose municipality did not exist on the earlier date: their region is `UNKNOWN_REGION`.
    """

    before: date
    after: date
    attribution: Attribution
    regions: tuple[RegionCount, ...]
    corrections: tuple[Correction, ...]
    issues: Issues = field(default_factory=Issues)


def recount(
    jobs: Iterable[CountedJob],
    *,
    before: date,
    after: date,
    attribution: Attribution | None = None,
    mergers: Iterable[EmployerMerger] = (),
    shares: Mapping[tuple[str, str], Fraction] | None = None,
    custom: Mapping[str, str] | None = None,
    settings: PolicySettings = DEFAULTS,
) -> Recount:
    """Count the same jobs on the map of two dates, and say what the difference is made of.

    First the jobs move with their municipality. Then, where they are now, those stop counting whose lender
    and hirer have become one employer between the dates: the job remains. Targets are not adjusted.

    Parameters
    ----------
    jobs
        Jobs that counted on the earlier date.
    before, after
        Dates of the two maps, in order.
    attribution
        ``residence`` or ``workplace``; default that of the settings.
    mergers
        Joint bodies that were merged into an employer.
    shares, custom
        As in `heirs`; custom regions hold on both maps.

    Raises
    ------
    RuleError
        When the dates are not in order, a share that matters is not known, or two jobs have one id.
    NotCoveredError
        When the earlier date is before 2015.

    Examples
    --------
    A hundred jobs of Haaren, which was divided in 2021 over municipalities of two regions.

    >>> from datetime import date
    >>> counted = recount(
    ...     [CountedJob(id="P-1", jobs=Fraction(100), residence="GM0788")],
    ...     before=date(2020, 12, 31),
    ...     after=date(2021, 1, 1),
    ... )
    >>> [(row.region, float(row.counted_after), float(row.geographic)) for row in counted.regions]
    [('AM26', 50.8, 50.8), ('AM27', 49.2, -50.8)]
    """
    if before > after:
        msg = f"the dates of the two maps must be in order, got {before} and {after}."
        raise RuleError(msg)
    merged = {(merger.body, merger.into): merger for merger in mergers}
    own = check_custom(custom)
    attribution = attribution or settings.attribution
    seen: set[str] = set()
    counted: dict[str, Fraction] = {}
    present: dict[str, Fraction] = {}
    corrections: list[Correction] = []
    issues: list[Issue] = []
    for job in jobs:
        if job.id in seen:
            msg = f"job {job.id} is given more than once."
            raise RuleError(msg)
        seen.add(job.id)
        place = job.residence if attribution == "residence" else job.workplace
        old, parts, reason = _moved(job, place, before, after, shares, own, issues)
        counted[old] = counted.get(old, Fraction(0)) + job.jobs
        moved = {region: job.jobs * share for region, share in parts.items()}
        for region in sorted({old, *moved}):
            difference = moved.get(region, Fraction(0)) - (job.jobs if region == old else 0)
            if difference:
                corrections.append(_correction(job, region, difference, "geographic", None, reason))
        ended = _ended(job, merged, before, after)
        for region, number in moved.items():
            present[region] = present.get(region, Fraction(0)) + number
            if ended is not None:
                corrections.append(
                    _correction(job, region, -number, "employer_identity", ended, "employer_merged")
                )
    return Recount(
        before=before,
        after=after,
        attribution=attribution,
        regions=_regions(counted, present, corrections),
        corrections=tuple(corrections),
        issues=Issues(issues),
    )


def counts_on(job: CountedJob, mergers: Iterable[EmployerMerger], on: date) -> bool:
    """Whether a job still counts for the agreement on a date, after mergers of employers.

    Examples
    --------
    >>> from datetime import date
    >>> merger = EmployerMerger(body="E-GR", into="E-1", effective_date=date(2019, 1, 1))
    >>> job = CountedJob(id="P-1", jobs=Fraction(1), employer="E-1", lender="E-GR")
    >>> [counts_on(job, [merger], day) for day in (date(2018, 12, 31), date(2019, 1, 1))]
    [True, False]
    """
    return not any(
        (job.lender, job.employer) == (merger.body, merger.into) and merger.effective_date <= on
        for merger in mergers
    )


def _moved(
    job: CountedJob,
    place: str | None,
    before: date,
    after: date,
    shares: Mapping[tuple[str, str], Fraction] | None,
    custom: Mapping[str, str],
    issues: list[Issue],
) -> tuple[str, dict[str, Fraction], str]:
    """Region on the earlier map, parts by region on the later one, and why they differ."""
    nowhere = UNKNOWN_REGION, {UNKNOWN_REGION: Fraction(1)}, ""
    if place is None:
        return nowhere
    try:
        row = registers.municipality(place, before)
    except NotCoveredError:
        raise
    except RegisterError as error:
        reason = str(error).rstrip(".")
        issues.append(_NOWHERE.issue(record=job.id, place=place, before=before, reason=reason))
        return nowhere
    found = heirs(row.code, before, after, shares=shares, custom=custom)
    is_same = any(row.code in heir.municipalities for heir in found)
    parts = {heir.region: heir.share for heir in found}
    return custom.get(row.code, row.region_code), parts, "region_changed" if is_same else "redivision"


def _ended(
    job: CountedJob, merged: Mapping[tuple[str, str], EmployerMerger], before: date, after: date
) -> date | None:
    if job.lender is None or job.employer is None:
        return None
    merger = merged.get((job.lender, job.employer))
    return merger.effective_date if merger and before < merger.effective_date <= after else None


def _correction(
    job: CountedJob, region: str, jobs: Fraction, cause: Cause, since: date | None, reason: str
) -> Correction:
    return Correction(job=job.id, region=region, jobs=jobs, cause=cause, effective_date=since, reason=reason)


def _regions(
    counted: Mapping[str, Fraction], present: Mapping[str, Fraction], corrections: Iterable[Correction]
) -> tuple[RegionCount, ...]:
    parts: dict[tuple[str, Cause], Fraction] = {}
    for item in corrections:
        key = (item.region, item.cause)
        parts[key] = parts.get(key, Fraction(0)) + item.jobs
    none = Fraction(0)
    return tuple(
        RegionCount(
            region=region,
            counted_before=counted.get(region, none),
            geographic=parts.get((region, "geographic"), none),
            employer_identity=parts.get((region, "employer_identity"), none),
            jobs_after=present.get(region, none),
        )
        for region in sorted({*counted, *present})
    )
