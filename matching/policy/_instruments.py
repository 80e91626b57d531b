"""Instruments that a placement may have: for whom, how much and who grants it; never part of a score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from matching import registers
from matching.exceptions import NotCoveredError
from matching.policy._groups import known_in, stated_period
from matching.policy._needed import adapted_demands, needed_instruments
from matching.policy._periods import holds
from matching.policy._settings import DEFAULTS
from matching.policy._wage_credit import WAGE_CREDITS, wage_credit
from matching.policy._wage_subsidy import wage_subsidy
from matching.records import Benefit, ContractKind, Support, TargetGroup

if TYPE_CHECKING:
    from datetime import date

    from matching.policy._placement import PlannedPlacement
    from matching.policy._settings import PolicySettings
    from matching.records import Jobseeker, Vacancy

LEARNING = ("praktijkleren", "praktijkleren_klimaat")
"""Subsidy on a learning place, and what comes on top of it for climate and energy."""

Grantor = Literal["Belastingdienst", "gemeente", "UWV", "RVO"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentResult:
    """Whether one instrument is there for a placement.

    Parameters
    ----------
    instrument
        Name as in `registers.instruments`, or ``no_risk``, ``wage_value_period``, ``job_coach``,
        ``adaptation``.
    eligible
        ``None`` when it depends on a fact that is not known.
    reason
        Stable code: why, why not, or what is not known. It may tell of a protected fact, so it is for who
        may see that; `for_employer` leaves it out.
    cents
        Amount of a year; ``None`` when there is no fixed amount.
    months
        Longest duration, ``None`` for no limit or when it is not known.
    granted_by
        Who decides on it.
    asks
        What must still be done, such as ``declaration_within_3_months``; empty when nothing.
    source
        Where the amount is published; empty when it could not be verified.
    needed
        Whether the pair fits only with it, see `needed_instruments`.
    """

    instrument: str
    eligible: bool | None
    reason: str
    cents: int | None = None
    months: int | None = None
    granted_by: Grantor
    asks: str = ""
    source: str = ""
    needed: bool = False

    def for_employer(self) -> dict[str, object]:
        """Give what an employer may be told: the instrument, its amount and who grants it, not the ground."""
        return {
            "instrument": self.instrument,
            "eligible": self.eligible,
            "cents": self.cents,
            "months": self.months,
            "granted_by": self.granted_by,
            "asks": self.asks,
            "needed": self.needed,
        }


def instruments_for(
    jobseeker: Jobseeker,
    vacancy: Vacancy,
    placement: PlannedPlacement,
    *,
    year: int | None = None,
    settings: PolicySettings = DEFAULTS,
) -> tuple[InstrumentResult, ...]:
    """Every instrument for a placement: eligible or not with the reason, amount and who grants it.

    Membership is tested on the day that the job starts. Amounts are of a whole year at the planned hours.
    Job coach and adaptation are individual decisions without a fixed amount.

    Parameters
    ----------
    jobseeker, vacancy, placement
        The match.
    year
        Year of the amounts; default the year of the start.

    Notes
    -----
    Whether a training is one for climate or energy, for which the subsidy on a learning place is higher, is
    the further fact ``climate_course`` of the vacancy, true or false.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.policy import planned_placement
    >>> from matching.records import Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy
    >>> facts = ProtectedFacts(
    ...     target_groups=(TargetGroupFact(group="banenafspraak"),), birth_date=date(1990, 1, 1)
    ... )
    >>> person, job = Jobseeker(id="W-1", hours_max=32, protected=facts), Vacancy(id="V-1", hours_max=32)
    >>> plan = planned_placement(person, job, date(2026, 1, 12))
    >>> found = {row.instrument: row for row in instruments_for(person, job, plan)}
    >>> found["lkv_banenafspraak"].cents, found["no_risk"].eligible, found["praktijkleren"].eligible
    (168064, True, None)
    """
    year = placement.start.year if year is None else year
    found = (
        *_credits(jobseeker, placement, year, settings),
        _subsidy(jobseeker, vacancy, placement, settings),
        _no_risk(jobseeker, placement.start, settings),
        _trial(jobseeker, placement.start, year),
        _wage_value_period(jobseeker, settings),
        _coach(jobseeker, vacancy),
        _adaptation(jobseeker, vacancy),
        *_learning(vacancy, year),
    )
    needed = needed_instruments(jobseeker, vacancy)
    return tuple(replace(result, needed=True) if result.instrument in needed else result for result in found)


def _credits(
    jobseeker: Jobseeker, placement: PlannedPlacement, year: int, settings: PolicySettings
) -> list[InstrumentResult]:
    paid_hours = placement.hours_min * 52
    try:
        credit = wage_credit(
            jobseeker.protected, hired=placement.start, year=year, paid_hours=paid_hours, settings=settings
        )
    except NotCoveredError:
        return [
            InstrumentResult(
                instrument=name, eligible=None, reason="year_not_covered", granted_by="Belastingdienst"
            )
            for name in WAGE_CREDITS
        ]
    return [
        InstrumentResult(
            instrument=item.category,
            eligible=item.eligible,
            reason=item.reason,
            cents=item.cents if item.eligible else None,
            months=item.months,
            granted_by="Belastingdienst",
            asks=item.asks,
            source=item.source,
        )
        for item in credit.categories
    ]


def _subsidy(
    jobseeker: Jobseeker, vacancy: Vacancy, placement: PlannedPlacement, settings: PolicySettings
) -> InstrumentResult:
    value = jobseeker.protected.wage_value
    if value is None or value >= 1:
        reason = "wage_value_unknown" if value is None else "wage_value_full"
        return InstrumentResult(
            instrument="lks", eligible=None if value is None else False, reason=reason, granted_by="gemeente"
        )
    subsidy = wage_subsidy(
        jobseeker.protected,
        placement.hours_min,
        placement.start,
        bbl=vacancy.contract_kind == ContractKind.BBL,
        settings=settings,
    )
    return InstrumentResult(
        instrument="lks",
        eligible=True,
        reason="wage_value_below_1" if subsidy is not None else "age_or_wage_unknown",
        cents=None if subsidy is None else subsidy.paid_cents,
        granted_by="gemeente",
        asks="group_established_by_municipality",
        source="" if subsidy is None else subsidy.source,
    )


def _no_risk(jobseeker: Jobseeker, start: date, settings: PolicySettings) -> InstrumentResult:
    found = known_in(jobseeker.protected, settings.no_risk_groups, start)
    return InstrumentResult(
        instrument="no_risk",
        eligible=found,
        reason="in_group" if found else "not_known_in_group",
        granted_by="UWV",
        asks="to_verify" if found else "",
    )


def _trial(jobseeker: Jobseeker, start: date, year: int) -> InstrumentResult:
    benefit = jobseeker.protected.benefit
    on_benefit = benefit not in (None, Benefit.NONE) or any(
        holds(stated_period(jobseeker.protected, group), start)
        for group in (TargetGroup.BIJSTAND, TargetGroup.WW, TargetGroup.WIA_WAO, TargetGroup.WAJONG)
    )
    rows = [row for row in _rows(year) if row.instrument == "proefplaatsing_uwv"]
    return InstrumentResult(
        instrument="proefplaatsing",
        eligible=True if on_benefit else None if benefit is None else False,
        reason="benefit_kept" if on_benefit else "benefit_unknown" if benefit is None else "no_benefit",
        months=rows[0].max_months if rows else None,
        granted_by="gemeente" if benefit == Benefit.BIJSTAND else "UWV",
        asks="contract_of_6_months_intended" if on_benefit else "",
        source=rows[0].source if rows else "",
    )


def _wage_value_period(jobseeker: Jobseeker, settings: PolicySettings) -> InstrumentResult:
    value = jobseeker.protected.wage_value
    return InstrumentResult(
        instrument="wage_value_period",
        eligible=None if value is None else value < 1,
        reason="wage_value_unknown"
        if value is None
        else "wage_value_below_1"
        if value < 1
        else "wage_value_full",
        months=settings.wage_value_months_max,
        granted_by="gemeente",
    )


def _coach(jobseeker: Jobseeker, vacancy: Vacancy) -> InstrumentResult:
    needed = jobseeker.support_needed
    asked = None if needed is None else Support.JOB_COACH in needed
    offered = Support.JOB_COACH in (vacancy.support_offered or ())
    return InstrumentResult(
        instrument="job_coach",
        eligible=asked,
        reason="unknown" if asked is None else "needed" if asked else "not_needed",
        granted_by="gemeente" if jobseeker.protected.benefit == Benefit.BIJSTAND else "UWV",
        asks="" if offered or not asked else "individual_decision",
    )


def _adaptation(jobseeker: Jobseeker, vacancy: Vacancy) -> InstrumentResult:
    items = adapted_demands(jobseeker, vacancy)
    compared = bool(jobseeker.functional_limits and vacancy.demands)
    return InstrumentResult(
        instrument="adaptation",
        eligible=bool(items) if compared else None,
        reason="needed" if items else "not_needed" if compared else "unknown",
        granted_by="gemeente" if jobseeker.protected.benefit == Benefit.BIJSTAND else "UWV",
        asks="individual_decision" if items else "",
    )


def _learning(vacancy: Vacancy, year: int) -> list[InstrumentResult]:
    found = []
    for row in _rows(year):
        if row.instrument in LEARNING:
            eligible, reason = _learns(vacancy, row.instrument)
            found.append(
                InstrumentResult(
                    instrument=row.instrument,
                    eligible=eligible,
                    reason=reason,
                    cents=row.value_cents if eligible else None,
                    months=row.max_months,
                    granted_by="RVO",
                    asks="recognised_training_company" if eligible else "",
                    source=row.source,
                )
            )
    return found


def _learns(vacancy: Vacancy, instrument: str) -> tuple[bool | None, str]:
    """Whether the subsidy on a learning place, or what comes on top of it, is there; and why."""
    kind, course = vacancy.contract_kind, vacancy.further.get("climate_course")
    if kind != ContractKind.BBL:
        return (None, "contract_kind_unknown") if kind is None else (False, "not_bbl")
    if instrument == LEARNING[0]:
        return True, "bbl"
    if not isinstance(course, bool):
        return None, "course_unknown"
    return course, "climate_course" if course else "other_course"


def _rows(year: int) -> tuple[registers.Instrument, ...]:
    try:
        return registers.instruments(year)
    except NotCoveredError:
        return ()
