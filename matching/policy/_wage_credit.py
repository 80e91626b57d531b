"""Wage-cost credits (LKV) by cohort and year: an amount per paid hour up to a limit; they do not stack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching import registers
from matching.policy._groups import age_on, known_in
from matching.policy._months import add_months
from matching.policy._obligation import round_cents
from matching.policy._settings import DEFAULTS
from matching.records import Benefit

if TYPE_CHECKING:
    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts
    from matching.registers import Instrument

WAGE_CREDITS = ("lkv_banenafspraak", "lkv_arbeidsgehandicapt", "lkv_ouder", "lkv_herplaatsen")
"""Categories, as in `registers.instruments`."""

CreditReason = Literal[
    "in_group", "not_known_in_group", "too_young", "age_unknown", "no_benefit_known",
    "cohort_closed", "duration_over", "not_hired_yet", "not_kept_on", "no_line"
]  # fmt: skip
_DECLARED_TO = 2025
"""Last year in which the credit for the job agreement asked for a declaration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCategory:
    """One category of the credit.

    Parameters
    ----------
    category
        Name in `WAGE_CREDITS`.
    eligible
        ``None`` when it depends on a fact that is not known.
    reason
        Why, or why not.
    cents
        Rate times paid hours, up to the limit of the year; 0 when not eligible.
    months
        Longest duration from the hire; ``None`` as long as the job lasts.
    asks
        ``declaration_within_3_months`` where the employee must have one.
    source
        Where the rate is published.
    """

    category: str
    eligible: bool | None
    reason: CreditReason
    cents: int = 0
    months: int | None = None
    asks: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WageCredit:
    """The credit of a year: the highest of the categories that apply.

    Parameters
    ----------
    cents
        The credit.
    categories
        Every category, eligible or not.
    """

    cents: int
    categories: tuple[CreditCategory, ...]


def wage_credit(
    protected: ProtectedFacts,
    *,
    hired: date,
    year: int,
    paid_hours: int,
    kept_on: bool = False,
    settings: PolicySettings = DEFAULTS,
) -> WageCredit:
    """Credit of a calendar year: over the categories the highest of ``min(rate x paid hours, limit)``.

    Parameters
    ----------
    protected
        Protected facts of the employee; groups and age are taken on the day of hire.
    hired
        First day of the job.
    year
        Calendar year of the credit.
    paid_hours
        Hundredths of a paid hour in that year.
    kept_on
        Whether a disabled employee was kept on by the same employer, which is another category.

    Raises
    ------
    NotCoveredError
        When the year is not in `registers.instruments`.

    Examples
    --------
    1,664 hours at EUR 1.01, or at EUR 3.05: both apply, so the higher.

    >>> from datetime import date
    >>> from matching.records import ProtectedFacts, TargetGroupFact
    >>> facts = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),), benefit="wia_wao")
    >>> credit = wage_credit(facts, hired=date(2026, 1, 1), year=2026, paid_hours=166_400)
    >>> credit.cents, [item.cents for item in credit.categories][:2]
    (507520, [168064, 507520])
    """
    rows = [row for row in registers.instruments(year) if row.instrument in WAGE_CREDITS]
    categories = []
    for name in WAGE_CREDITS:
        mine = [row for row in rows if row.instrument == name and _in_cohort(row, hired)]
        categories.append(_category(name, mine, protected, hired, year, paid_hours, kept_on, settings))
    return WageCredit(cents=max(item.cents for item in categories), categories=tuple(categories))


def _in_cohort(row: Instrument, hired: date) -> bool:
    after = row.hired_from is None or row.hired_from <= hired
    return after and (row.hired_before is None or hired < row.hired_before)


def _category(
    name: str,
    rows: list[Instrument],
    protected: ProtectedFacts,
    hired: date,
    year: int,
    paid_hours: int,
    kept_on: bool,
    settings: PolicySettings,
) -> CreditCategory:
    if not rows:
        return CreditCategory(category=name, eligible=False, reason="no_line")
    row = rows[0]
    eligible, reason = _person(row, protected, hired, kept_on, settings)
    if eligible is not False:
        eligible, reason = _in_time(row, hired, year) or (eligible, reason)
    cents = 0
    if eligible:
        cents = round_cents(Fraction((row.value_cents or 0) * paid_hours, 100))
        cents = cents if row.max_per_year_cents is None else min(cents, row.max_per_year_cents)
    declared = name != "lkv_banenafspraak" or year <= _DECLARED_TO
    return CreditCategory(
        category=name,
        eligible=eligible,
        reason=reason,
        cents=cents,
        months=row.max_months,
        asks="declaration_within_3_months" if declared and eligible is not False else "",
        source=row.source,
    )


def _person(
    row: Instrument, protected: ProtectedFacts, hired: date, kept_on: bool, settings: PolicySettings
) -> tuple[bool | None, CreditReason]:
    """Whether the person belongs to the category on the day of hire."""
    if row.instrument == "lkv_ouder":
        return _older(row, protected, hired)
    if row.instrument == "lkv_herplaatsen" and not kept_on:
        return False, "not_kept_on"
    is_register = row.instrument == "lkv_banenafspraak"
    groups = settings.credit_register_groups if is_register else settings.credit_disabled_groups
    found = known_in(protected, groups, hired)
    return found, "in_group" if found else "not_known_in_group"


def _older(row: Instrument, protected: ProtectedFacts, hired: date) -> tuple[bool | None, CreditReason]:
    age = age_on(protected, hired)
    if age is None:
        return None, "age_unknown"
    if row.age_min is not None and age < row.age_min:
        return False, "too_young"
    if protected.benefit in (None, Benefit.NONE):
        return (None if protected.benefit is None else False), "no_benefit_known"
    return True, "in_group"


def _in_time(row: Instrument, hired: date, year: int) -> tuple[bool, CreditReason] | None:
    """Why the year gives no credit, ``None`` when it does."""
    if not row.value_cents:
        return False, "cohort_closed"
    if hired.year > year:
        return False, "not_hired_yet"
    # The credit runs to the day before: three years from 1 January end on 31 December.
    if row.max_months is not None and add_months(hired, row.max_months) <= date(year, 1, 1):
        return False, "duration_over"
    return None
