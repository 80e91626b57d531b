"""Agreement jobs counted on a date: by sector of the hirer and by region, with what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RuleError
from matching.policy._groups import counts_for_job_agreement
from matching.policy._jobs import agreement_jobs
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from matching.policy._settings import Attribution, PolicySettings
    from matching.records import EmployerSector, ProtectedFacts

NotCounted = Literal[
    "not_started",
    "ended",
    "before_agreement",
    "sheltered_company",
    "no_register_entry",
    "hours_unknown",
    "employer_merged",
]
"""Why a placement is not an agreement job on a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPlacement:
    """What the count needs of one placement.

    Parameters
    ----------
    id
        Id of the placement.
    protected
        Protected facts of the person.
    hours_hundredths
        Paid hundredths of an hour a week; ``None`` when unknown.
    start, end
        First and last day; an open end is ``None``.
    sector
        Sector of the formal employer; ``None`` when unknown.
    hirer_sector
        Sector of the hirer when the person is hired in; it is the one that counts.
    residence, workplace
        Regions; ``None`` when unknown.
    sheltered_company
        Whether it is employment under the Wsw inside the sheltered company, not seconded.
    uncounted_from
        Day from which the job stopped counting because lender and hirer became one employer.
    """

    id: str
    protected: ProtectedFacts
    hours_hundredths: int | None
    start: date
    end: date | None = None
    sector: EmployerSector | None = None
    hirer_sector: EmployerSector | None = None
    residence: str | None = None
    workplace: str | None = None
    sheltered_company: bool = False
    uncounted_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCount:
    """Agreement jobs on a date, exact; round what is shown, never what is added up.

    Parameters
    ----------
    on
        The date.
    attribution
        ``residence`` or ``workplace``, by which regions were counted.
    jobs
        All of them.
    by_sector, by_region
        The same jobs; ``unknown`` where the sector or region is not known.
    left_out
        Ids of placements that do not count, by reason.
    """

    on: date
    attribution: Attribution
    jobs: Fraction
    by_sector: Mapping[str, Fraction]
    by_region: Mapping[str, Fraction]
    left_out: Mapping[NotCounted, tuple[str, ...]]


def count_agreement_jobs(
    placements: Iterable[AgreementPlacement],
    on: date,
    *,
    attribution: Attribution | None = None,
    settings: PolicySettings = DEFAULTS,
) -> AgreementCount:
    """Count the agreement jobs of placements on a date.

    A placement counts when the person is at work and in the register on that date, was hired since
    `PolicySettings.agreement_from`, and is not in sheltered work nor inside the sheltered company. Who is
    hired in counts for the sector of the hirer. Regions go by ``attribution``, left out by that of the
    settings.

    Raises
    ------
    RuleError
        When two placements have one id.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts, TargetGroupFact
    >>> register = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),))
    >>> lent = AgreementPlacement(
    ...     id="P-1",
    ...     protected=register,
    ...     hours_hundredths=3200,
    ...     start=date(2026, 1, 1),
    ...     sector="government",
    ...     hirer_sector="market",
    ... )
    >>> count = count_agreement_jobs([lent], date(2026, 3, 1))
    >>> round(float(count.jobs), 3), list(count.by_sector)
    (1.255, ['market'])
    """
    by_sector: dict[str, Fraction] = {}
    by_region: dict[str, Fraction] = {}
    left_out: dict[NotCounted, tuple[str, ...]] = {}
    seen: set[str] = set()
    attribution = attribution or settings.attribution
    for placement in placements:
        if placement.id in seen:
            msg = f"placement {placement.id} is given more than once."
            raise RuleError(msg)
        seen.add(placement.id)
        reason = _why_not(placement, on, settings)
        if reason is not None:
            left_out[reason] = (*left_out.get(reason, ()), placement.id)
            continue
        jobs = agreement_jobs(placement.hours_hundredths or 0, settings=settings)
        sector = placement.hirer_sector or placement.sector or "unknown"
        region = placement.residence if attribution == "residence" else placement.workplace
        by_sector[str(sector)] = by_sector.get(str(sector), Fraction(0)) + jobs
        by_region[region or "unknown"] = by_region.get(region or "unknown", Fraction(0)) + jobs
    return AgreementCount(
        on=on,
        attribution=attribution,
        jobs=sum(by_sector.values(), Fraction(0)),
        by_sector=dict(sorted(by_sector.items())),
        by_region=dict(sorted(by_region.items())),
        left_out=left_out,
    )


def _why_not(placement: AgreementPlacement, on: date, settings: PolicySettings) -> NotCounted | None:
    if placement.start > on:
        return "not_started"
    if placement.end is not None and placement.end < on:
        return "ended"
    if placement.start < settings.agreement_from:
        return "before_agreement"
    if placement.sheltered_company:
        return "sheltered_company"
    if placement.uncounted_from is not None and placement.uncounted_from <= on:
        return "employer_merged"
    if not counts_for_job_agreement(placement.protected, on, settings=settings):
        return "no_register_entry"
    return "hours_unknown" if placement.hours_hundredths is None else None
