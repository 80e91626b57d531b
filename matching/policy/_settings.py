"""The figures of the rules that are set by law, by policy or by choice, each with its year and source."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RuleError
from matching.policy._settings_kinds import Kind, kind_of
from matching.records import TargetGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

Standing = Literal["law", "default", "open", "own"]
"""``law``: set by a regulation; ``default``: usual, may differ; ``open``: no public source settles it;
``own``: set otherwise than the default."""

Attribution = Literal["residence", "workplace"]
"""Where a job of the job agreement counts; which of the two is not settled, so every result says it."""

_HOURS = Kind("hours", 100, 16_800)
_MONTHS = Kind("whole", 0, 600)
_MINUTES = Kind("whole", 0, 1440)
_AGE = Kind("whole", 15, 120)
_HOURS_OF_YEAR = Kind("whole", 1, 1_000_000)
_SHARE = Kind("fraction", 0, 1)
_GROUPS = Kind("groups")


def _setting(year: str, standing: Standing, source: str, kind: Kind) -> Mapping[str, object]:
    return {"year": year, "standing": standing, "source": source, "kind": kind}


_WFSV = "Regeling Wfsv art. 3.29: 1331 paid hours a year, 110.92 a month, 25.5 a week"
_SUITABLE = "Besluit passende arbeid WW en ZW"
_REGISTER_GROUNDS = frozenset(
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
    """Where one setting comes from: its year, its standing and its source; and its default."""

    setting: str
    value: object
    year: str
    standing: str
    source: str
    default: object

    def __str__(self) -> str:
        """Its value as in a file, with the default where it differs.

        Examples
        --------
        >>> own = PolicySettings(fte_hours=4000, language_facts=frozenset({TargetGroup.STATUSHOUDER}))
        >>> [str(row) for row in own.deviations()]
        ['language_facts without laaggeletterd (default with it)', 'fte_hours 40 (default 36)']
        """
        if isinstance(self.value, frozenset) and isinstance(self.default, frozenset):
            return f"{self.setting} {_difference(self.value, self.default)}"
        kind = kind_of(next(item for item in fields(PolicySettings) if item.name == self.setting))
        text, usual = (str(kind.written(value)).lower() for value in (self.value, self.default))
        return f"{self.setting} {text}" + (f" (default {usual})" if self.standing == "own" else "")


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
    attribution
        Where a job counts for the job agreement: where the person lives, or where the work is.
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
    >>> [row.setting for row in PolicySettings().basis() if row.standing == "open"][:2]
    ['attribution', 'disability_facts']
    """

    job_hours: int = field(default=2550, metadata=_setting("2015", "law", _WFSV, _HOURS))
    job_hours_year: int = field(default=1331, metadata=_setting("2015", "law", _WFSV, _HOURS_OF_YEAR))
    quota_exempt_hours: int = field(
        default=40_575,
        metadata=_setting("2015", "law", "Wfsv art. 38g: 25 employees of 1,623 hours", _HOURS_OF_YEAR),
    )
    agreement_grounds: frozenset[TargetGroup] = field(
        default=_REGISTER_GROUNDS,
        metadata=_setting("2015", "law", "Wfsv art. 38b: grounds of the doelgroepregister", _GROUPS),
    )
    agreement_exclusions: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.BESCHUT_WERK}),
        metadata=_setting("2015", "law", "Wfsv art. 38b: sheltered work does not count", _GROUPS),
    )
    attribution: Attribution = field(
        default="residence",
        metadata=_setting(
            "2015",
            "open",
            "no source settles where a job counts",
            Kind("choice", choices=("residence", "workplace")),
        ),
    )
    agreement_from: date = field(
        default=date(2013, 1, 1),
        metadata=_setting("2015", "law", "extra jobs against the end of 2012", Kind("day")),
    )
    youth_below: int = field(
        default=27, metadata=_setting("2026", "law", "Participatiewet: youth under 27 at the start", _AGE)
    )
    senior_from: int = field(
        default=50,
        metadata=_setting("2026", "default", "usual lower limit; value tables have their own", _AGE),
    )
    unknown_hours_max: int = field(
        default=4000, metadata=_setting("2026", "default", "longest usual full-time week", _HOURS)
    )
    register_facts: frozenset[TargetGroup] = field(
        default=_REGISTER,
        metadata=_setting("2015", "default", "praktijkroute is entry in the register", _GROUPS),
    )
    disability_facts: frozenset[TargetGroup] = field(
        default=_DISABILITY,
        metadata=_setting("2023", "open", "tables name a disability, not its proof", _GROUPS),
    )
    language_facts: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.STATUSHOUDER, TargetGroup.LAAGGELETTERD}),
        metadata=_setting("2022", "open", "Utrecht: statushouder or language deficit", _GROUPS),
    )
    fte_hours: int = field(
        default=3600,
        metadata=_setting("2023", "open", "36 hours at Utrecht and Haaglanden, others are silent", _HOURS),
    )
    hours_share_max: Fraction = field(
        default=Fraction(1),
        metadata=_setting(
            "2023",
            "default",
            "a placement counts for one full-time week",
            Kind("fraction", Fraction(1, 100), 4),
        ),
    )
    months_max_runs_on: bool = field(
        default=True,
        metadata=_setting("2023", "open", "tables state the most months, not of what", Kind("yes_no")),
    )
    hire_before_months: int = field(
        default=0, metadata=_setting("2023", "default", "only Haaglanden states a window: 12 months", _MONTHS)
    )
    credit_register_groups: frozenset[TargetGroup] = field(
        default=_REGISTER_GROUNDS,
        metadata=_setting("2026", "open", "rarer grounds are to be checked with UWV", _GROUPS),
    )
    credit_disabled_groups: frozenset[TargetGroup] = field(
        default=frozenset({TargetGroup.WIA_WAO, TargetGroup.WAJONG}),
        metadata=_setting("2026", "open", "WIA, WAO, Wajong and others, with a declaration", _GROUPS),
    )
    no_risk_groups: frozenset[TargetGroup] = field(
        default=_DISABILITY | {TargetGroup.PRO_VSO},
        metadata=_setting(
            "2026", "open", "unverified: the least certain column of the table of groups", _GROUPS
        ),
    )
    holiday_pay: Fraction = field(
        default=Fraction(8, 100), metadata=_setting("2026", "law", "Wet minimumloon: 8 % of the wage", _SHARE)
    )
    wage_value_months_max: int = field(
        default=3,
        metadata=_setting("2026", "law", "Participatiewet: unpaid measuring of the wage value", _MONTHS),
    )
    travel_minutes_ww_first: int = field(default=120, metadata=_setting("2015", "law", _SUITABLE, _MINUTES))
    travel_minutes_ww_later: int = field(
        default=180, metadata=_setting("2015", "default", _SUITABLE, _MINUTES)
    )
    travel_minutes_bijstand: int = field(
        default=180, metadata=_setting("2015", "law", "Participatiewet art. 18, fourth paragraph", _MINUTES)
    )
    travel_ww_first_months: int = field(default=6, metadata=_setting("2015", "law", _SUITABLE, _MONTHS))

    suitable_wage_share: Fraction = field(
        default=Fraction(70, 100), metadata=_setting("2015", "law", _SUITABLE, _SHARE)
    )

    def __post_init__(self) -> None:
        for item in fields(self):
            problem = kind_of(item).problem(getattr(self, item.name))
            if problem:
                msg = f"{item.name} {problem}."
                raise RuleError(msg)

    def basis(self) -> tuple[Basis, ...]:
        """List every setting with its value, year, standing and source, to be printed in a report."""
        return tuple(
            Basis(
                setting=item.name,
                value=getattr(self, item.name),
                year=item.metadata["year"],
                standing=item.metadata["standing"] if getattr(self, item.name) == item.default else "own",
                source=item.metadata["source"],
                default=item.default,
            )
            for item in fields(self)
        )

    def deviations(self) -> tuple[Basis, ...]:
        """List the settings that differ from the default.

        Examples
        --------
        >>> [(row.setting, row.value, row.default) for row in PolicySettings(fte_hours=4000).deviations()]
        [('fte_hours', 4000, 3600)]
        """
        return tuple(row for row in self.basis() if row.standing == "own")

    def to_dict(self) -> dict[str, object]:
        """Give the settings that differ from the default, as ``[policy]`` in ``market.toml`` has them.

        Examples
        --------
        >>> PolicySettings(fte_hours=4000, holiday_pay=Fraction(9, 100)).to_dict()
        {'fte_hours': 40, 'holiday_pay': 0.09}
        """
        return {
            item.name: kind_of(item).written(getattr(self, item.name))
            for item in fields(self)
            if getattr(self, item.name) != item.default
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> PolicySettings:
        """Make settings of plain values, as `to_dict` gives them: hours in hours, groups as a list of names.

        Raises
        ------
        RuleError
            When a setting is not known or a value is not well formed: all of them are named, with the kind of
            value and what to write.

        Examples
        --------
        >>> PolicySettings.from_dict({"fte_hours": 40, "language_facts": ["statushouder"]}).fte_hours
        4000
        >>> PolicySettings.from_dict({"fte_hour": 40, "holiday_pay": "much"})
        Traceback (most recent call last):
        matching.exceptions.RuleError: 2 problems:
          fte_hour: is not a setting; the nearest is 'fte_hours'
          holiday_pay: must be a number in [0, 1] such as 0.08, got text
        """
        known = {item.name: item for item in fields(cls)}
        read: dict[str, object] = {}
        problems = []
        for name, value in values.items():
            if name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0.0)
                problems.append(f"{name}: is not a setting; the nearest is {near[0]!r}")
                continue
            try:
                read[name] = kind_of(known[name]).read(value)
            except RuleError as error:
                problems.append(f"{name}: {error}")
        if problems:
            counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            raise RuleError("\n  ".join([f"{counted}:", *problems]))
        return cls(**read)  # type: ignore[arg-type]  # each value was read by the kind of its field


def _difference(value: frozenset[object], default: frozenset[object]) -> str:
    """Say what was added to a set and what was left out."""
    parts = (("with", "without", value - default), ("without", "with", default - value))
    return ", ".join(
        f"{how} {', '.join(sorted(map(str, some)))} (default {usual} {'it' if len(some) == 1 else 'them'})"
        for how, usual, some in parts
        if some
    )


DEFAULTS = PolicySettings()
"""The settings as stated above."""
