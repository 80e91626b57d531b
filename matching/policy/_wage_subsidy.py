"""Wage-cost subsidy (LKS): the part of the minimum wage that a person's productivity falls short of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from matching import registers
from matching.exceptions import RegisterError, RuleError
from matching.policy._groups import age_on
from matching.policy._obligation import round_cents
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from datetime import date

    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts

WEEKS = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class WageSubsidy:
    """Subsidy of a whole year, each amount rounded once from the exact sum.

    Parameters
    ----------
    base_cents
        Minimum wage with holiday pay.
    subsidy_cents
        The part of it that is subsidised.
    paid_cents
        The same with the employer's costs: what is paid out.
    source
        Where the figures are published.
    """

    base_cents: int
    subsidy_cents: int
    paid_cents: int
    source: str


def wage_subsidy_of(
    *,
    wage_value: float,
    hours_hundredths: int,
    minimum_wage_cents: int,
    year: int,
    flat_rate: bool = False,
    settings: PolicySettings = DEFAULTS,
) -> WageSubsidy:
    """Subsidy of a year: ``min(1 - wage value, 0.70) x minimum wage x hours x 52 x 1.08``, and 23.5 % on top.

    Pay above the minimum wage, by a collective agreement, is for the employer.

    Parameters
    ----------
    wage_value
        Productivity as a part of the minimum wage, in [0, 1].
    hours_hundredths
        Hundredths of an hour a week.
    minimum_wage_cents
        Cents an hour.
    year
        Year of the shares, see `registers.instruments`.
    flat_rate
        Half of the minimum wage in place of what the wage value says: optional in the first half year.

    Raises
    ------
    RuleError
        When the wage value is not in [0, 1].

    Examples
    --------
    >>> subsidy = wage_subsidy_of(wage_value=0.6, hours_hundredths=3200, minimum_wage_cents=1471, year=2026)
    >>> subsidy.base_cents, subsidy.subsidy_cents, subsidy.paid_cents
    (2643564, 1057425, 1305920)
    """
    if not 0 <= wage_value <= 1:
        msg = f"wage_value must be in [0, 1], got a number outside it in {year}."
        raise RuleError(msg)
    most, source = _share("lks_cap_share", year)
    costs, _ = _share("lks_employer_costs", year)
    # The text of a float is the number that was typed: 0.6 is three fifths here.
    part = min(1 - Fraction(str(wage_value)), most)
    if flat_rate:
        part, source = _share("lks_forfait_share", year)
    base = Fraction(minimum_wage_cents * hours_hundredths, 100) * WEEKS * (1 + settings.holiday_pay)
    return WageSubsidy(
        base_cents=round_cents(base),
        subsidy_cents=round_cents(base * part),
        paid_cents=round_cents(base * part * (1 + costs)),
        source=source,
    )


def wage_subsidy(
    protected: ProtectedFacts,
    hours_hundredths: int,
    on: date,
    *,
    bbl: bool = False,
    settings: PolicySettings = DEFAULTS,
) -> WageSubsidy | None:
    """Subsidy of a year for a person; ``None`` when wage value, age or minimum wage is not known.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(wage_value=0.6, birth_date=date(1990, 1, 1))
    >>> wage_subsidy(facts, 3200, date(2026, 1, 12)).paid_cents
    1305920
    """
    age = age_on(protected, on)
    if protected.wage_value is None or age is None:
        return None
    try:
        wage = registers.minimum_wage_cents(age, on, bbl=bbl)
        return wage_subsidy_of(
            wage_value=protected.wage_value,
            hours_hundredths=hours_hundredths,
            minimum_wage_cents=wage,
            year=on.year,
            settings=settings,
        )
    except RegisterError:
        return None


def _share(instrument: str, year: int) -> tuple[Fraction, str]:
    for row in registers.instruments(year):
        if row.instrument == instrument and row.share is not None:
            return Fraction(str(row.share)), row.source
    msg = f"no {instrument} is known for {year}."
    raise RegisterError(msg)
