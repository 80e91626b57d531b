"""Suitable work in the first months of WW: what wage and what level may be asked to accept."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from matching.policy._groups import spells
from matching.policy._months import add_months
from matching.policy._periods import holds
from matching.policy._settings import DEFAULTS
from matching.records import EducationLevel, TargetGroup

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts

_CLASSES = {
    EducationLevel.WO: 3,
    EducationLevel.HBO: 3,
    EducationLevel.MBO: 2,
    EducationLevel.HAVO_VWO: 2,
    EducationLevel.VMBO: 1,
    EducationLevel.BASIC: 0,
    EducationLevel.NONE: 0,
}


def level_class(level: EducationLevel) -> int:
    """Class of a level: 3 higher, 2 mbo or havo/vwo, 1 vmbo, 0 basic or none.

    Examples
    --------
    >>> level_class(EducationLevel.MBO) == level_class(EducationLevel.HAVO_VWO)
    True
    """
    return _CLASSES[level]


def in_first_ww_months(
    protected: ProtectedFacts, on: date, *, settings: PolicySettings = DEFAULTS
) -> bool | None:
    """Whether the first months of WW, in which wage and level may not drop far, run on a date.

    Returns
    -------
    bool or None
        ``None`` when the person has WW but its first day is not known.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(benefit="ww", benefit_since=date(2025, 10, 1))
    >>> [in_first_ww_months(facts, day) for day in (date(2026, 3, 31), date(2026, 4, 1))]
    [True, False]
    """
    running = [since for since, period in spells(protected, TargetGroup.WW) if holds([period], on)]
    if any(
        since is not None and on < add_months(since, settings.travel_ww_first_months) for since in running
    ):
        return True
    return None if None in running else False


def is_suitable_wage(
    protected: ProtectedFacts,
    offered_eur_per_hour: Decimal | None,
    on: date,
    *,
    settings: PolicySettings = DEFAULTS,
) -> bool | None:
    """Whether work pays enough to be suitable: in the first months of WW 70 % of the former wage.

    The legal minimum wage is another rule, which always holds.

    Returns
    -------
    bool or None
        ``None`` when it depends on a wage or a date that is not known: that never refuses.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(benefit="ww", benefit_since=date(2026, 1, 1), former_wage_eur_per_hour="25")
    >>> [is_suitable_wage(facts, Decimal(wage), date(2026, 3, 1)) for wage in ("17.49", "17.50")]
    [False, True]
    """
    first = in_first_ww_months(protected, on, settings=settings)
    if first is False:
        return True
    former = protected.former_wage_eur_per_hour
    if former is None or offered_eur_per_hour is None:
        return None
    if Fraction(offered_eur_per_hour) >= settings.suitable_wage_share * Fraction(former):
        return True
    return None if first is None else False


def is_suitable_level(
    protected: ProtectedFacts,
    work_level: EducationLevel | None,
    on: date,
    *,
    settings: PolicySettings = DEFAULTS,
) -> bool | None:
    """Whether work is of the level that may be asked: in the first months of WW not of a lower class.

    Classes are higher education, mbo with havo/vwo, vmbo, and basic or none. After those months level is no
    ground for refusal.

    Returns
    -------
    bool or None
        ``None`` when it depends on a level or a date that is not known: that never refuses.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(benefit="ww", benefit_since=date(2026, 1, 1), former_level="mbo")
    >>> [is_suitable_level(facts, EducationLevel(level), date(2026, 3, 1)) for level in ("havo_vwo", "vmbo")]
    [True, False]
    """
    first = in_first_ww_months(protected, on, settings=settings)
    if first is False:
        return True
    if protected.former_level is None or work_level is None:
        return None
    if level_class(work_level) >= level_class(protected.former_level):
        return True
    return None if first is None else False
