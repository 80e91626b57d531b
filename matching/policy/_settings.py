"""The figures of the rules that are set by law, by policy or by choice, each with its year and source."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

Standing = Literal["law", "default", "open"]
"""``law``: set by a regulation; ``default``: usual, may differ; ``open``: no public source settles it."""


def _setting(year: str, standing: Standing, source: str) -> Mapping[str, str]:
    return {"year": year, "standing": standing, "source": source}


_WFSV = "Regeling Wfsv art. 3.29: 1331 paid hours a year, 110.92 a month, 25.5 a week"
_SUITABLE = "Besluit passende arbeid WW en ZW"
_GROUNDS = frozenset(
    {
        TargetGroup.BANENAFSPRAAK,
        TargetGroup.PRAKTIJKROUTE,
        TargetGroup.WAJONG,
        TargetGroup.WSW,
        TargetGroup.WIW_ID,
        TargetGroup.PRO_VSO,
    }
)

_REGISTER = frozenset({TargetGroup.BANENAFSPRAAK, TargetGroup.PRAKTIJKROUTE})
_DISABILITY = _REGISTER | {
    TargetGroup.WAJONG,
    TargetGroup.WSW,
    TargetGroup.WIA_WAO,
    TargetGroup.BESCHUT_WERK,
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Where one setting comes from: its year, its standing and its source."""

    setting: str
    value: object
    year: str
    standing: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """Figures of the rules. Hours are hundredths of an hour a week.

    Parameters
    ----------
    job_hours
        Paid hours a week of one agreement job.
    agreement_grounds
        Target groups whose members count for the job agreement.
    agreement_exclusions
        Target groups whose members never do, whatever else they are.
    agreement_from
        First day of jobs that count for the job agreement: who was at work before is in its baseline.
    job_hours_year
        Paid hours a year of one agreement job, for the quota.
    quota_exempt_hours
        Paid hours a year below which an employer has no quota.
    youth_below, senior_from
        A ``jongere`` is younger than the first, a ``50plus`` at least as old as the second; years.
    unknown_hours_max
        Hours that count towards an at-most promise when neither side states a maximum.
    register_facts, disability_facts, language_facts
        Target groups that show, for a social-return table, that a person is in the doelgroepregister, has
        a work disability, or has a language deficit.
    fte_hours
        Full-time week of a value table that states none.
    hours_share_max
        Largest share of a full-time week that one placement counts for.
    months_max_runs_on
        Whether the most months that a line counts are of the placement, however many contracts it is
        claimed on one after the other; else each contract counts so many.
    hire_before_months
        How long before a contract a person may have been hired, where the authority states nothing.
    credit_register_groups, credit_disabled_groups
        Target groups for which an employer may have the wage credit for the job agreement, or for people
        with a work disability.
    no_risk_groups
        Target groups whose sickness pay UWV takes over.
    holiday_pay
        Holiday pay as a part of the wage.
    wage_value_months_max
        Longest unpaid period in which a wage value is measured.
    travel_minutes_ww_first, travel_minutes_ww_later, travel_minutes_bijstand
        Most minutes of travel a day, there and back.
    travel_ww_first_months
        How long the first of these limits holds, and those of wage and level.
    suitable_wage_share
        Part of the former wage that work must pay in that time.

    Examples
    --------
    >>> PolicySettings().job_hours
    2550
    >>> [row.setting for row in PolicySettings().basis() if row.standing == "open"][0]
    'disability_facts'
    """

    job_hours: int = field(default=2550, metadata=_setting("2015", "law", _WFSV))
    job_hours_year: int = field(default=1331, metadata=_setting("2015", "law", _WFSV))
    quota_exempt_hours: int = field(
        default=40_575, metadata=_setting("2015", "law", "Wfsv art. 38g: 25 employees of 1,623 hours")
    )
    agreement_grounds: frozenset[TargetGroup] = field(
        default=_GROUNDS, metadata=_setting("2015", "law", "Wfsv art. 38b: grounds of the doelgroepregister")
    )
    agreement_exclusions: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.BESCHUT_WERK}),
        metadata=_setting("2015", "law", "Wfsv art. 38b: sheltered work does not count"),
    )
    agreement_from: date = field(
        default=date(2013, 1, 1), metadata=_setting("2015", "law", "extra jobs against the end of 2012")
    )
    youth_below: int = field(
        default=27, metadata=_setting("2026", "law", "Participatiewet: youth under 27 at the start")
    )
    senior_from: int = field(
        default=50, metadata=_setting("2026", "default", "usual lower limit; value tables have their own")
    )
    unknown_hours_max: int = field(
        default=4000, metadata=_setting("2026", "default", "longest usual full-time week")
    )
    register_facts: frozenset[TargetGroup] = field(
        default=_REGISTER,
        metadata=_setting("2015", "default", "praktijkroute is entry in the register"),
    )
    disability_facts: frozenset[TargetGroup] = field(
        default=_DISABILITY, metadata=_setting("2023", "open", "tables name a disability, not its proof")
    )
    language_facts: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.STATUSHOUDER, TargetGroup.LAAGGELETTERD}),
        metadata=_setting("2022", "open", "Utrecht: statushouder or language deficit"),
    )
    fte_hours: int = field(
        default=3600,
        metadata=_setting("2023", "open", "36 hours at Utrecht and Haaglanden, others are silent"),
    )
    hours_share_max: Fraction = field(
        default=Fraction(1), metadata=_setting("2023", "default", "a placement counts for one full-time week")
    )
    months_max_runs_on: bool = field(
        default=True, metadata=_setting("2023", "open", "tables state the most months, not of what")
    )
    hire_before_months: int = field(
        default=0, metadata=_setting("2023", "default", "only Haaglanden states a window: 12 months")
    )
    credit_register_groups: frozenset[TargetGroup] = field(
        default=_GROUNDS, metadata=_setting("2026", "open", "rarer grounds are to be checked with UWV")
    )
    credit_disabled_groups: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.WIA_WAO, TargetGroup.WAJONG}),
        metadata=_setting("2026", "open", "WIA, WAO, Wajong and others, with a declaration"),
    )
    no_risk_groups: frozenset[TargetGroup] = field(
        default=_DISABILITY | {TargetGroup.PRO_VSO},
        metadata=_setting("2026", "open", "unverified: the least certain column of the table of groups"),
    )
    holiday_pay: Fraction = field(
        default=Fraction(8, 100), metadata=_setting("2026", "law", "Wet minimumloon: 8 % of the wage")
    )
    wage_value_months_max: int = field(
        default=3, metadata=_setting("2026", "law", "Participatiewet: unpaid measuring of the wage value")
    )
    travel_minutes_ww_first: int = field(default=120, metadata=_setting("2015", "law", _SUITABLE))
    travel_minutes_ww_later: int = field(default=180, metadata=_setting("2015", "default", _SUITABLE))
    travel_minutes_bijstand: int = field(
        default=180, metadata=_setting("2015", "law", "Participatiewet art. 18, fourth paragraph")
    )
    travel_ww_first_months: int = field(default=6, metadata=_setting("2015", "law", _SUITABLE))

    suitable_wage_share: Fraction = field(
        default=Fraction(70, 100), metadata=_setting("2015", "law", _SUITABLE)
    )

    def __post_init__(self) -> None:
        for name in ("job_hours", "fte_hours", "unknown_hours_max"):
            if getattr(self, name) <= 0:
                msg = f"{name} must be above 0 hundredths of an hour, got {getattr(self, name)}."
                raise ValueError(msg)
        if self.hours_share_max <= 0:
            msg = f"hours_share_max must be above 0, got {self.hours_share_max}."
            raise ValueError(msg)

    def basis(self) -> tuple[Basis, ...]:
        """List every setting with its value, year, standing and source, to be printed in a report."""
        return tuple(
            Basis(
                item.name,
                getattr(self, item.name),
                item.metadata["year"],
                item.metadata["standing"],
                item.metadata["source"],
            )
            for item in fields(self)
        )


DEFAULTS = PolicySettings()
"""The settings as stated above."""
