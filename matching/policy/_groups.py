"""Membership of target groups: a fact with a date, never the result of a model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from matching.policy._periods import Period, holds, union, without
from matching.policy._settings import DEFAULTS
from matching.records import Benefit, TargetGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts

_BY_BENEFIT = {
    TargetGroup.BIJSTAND: Benefit.BIJSTAND,
    TargetGroup.WW: Benefit.WW,
    TargetGroup.WIA_WAO: Benefit.WIA_WAO,
    TargetGroup.WAJONG: Benefit.WAJONG,
}


def age_on(protected: ProtectedFacts, on: date) -> int | None:
    """Age in whole years on a date; ``None`` when it is unknown or could be either of two.

    A birth date gives the age exactly. An age that held on another date leaves a year of doubt, except on
    its anniversaries. Who is born on 29 February is a year older from 1 March in common years.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> age_on(ProtectedFacts(birth_date=date(1970, 6, 2)), date(2026, 6, 1))
    55
    >>> stated = ProtectedFacts(age=55, age_on=date(2026, 1, 1))
    >>> age_on(stated, date(2027, 1, 1)), age_on(stated, date(2026, 3, 1))
    (56, None)
    """
    if on < (protected.birth_date or date.min):
        return None
    youngest, oldest = _birth_dates(protected)
    if youngest is None or oldest is None:
        return None
    low, high = _years(youngest, on), _years(oldest, on)
    return low if low == high else None


def stated_period(protected: ProtectedFacts, group: TargetGroup) -> tuple[Period, ...]:
    """When the stated facts, or the stated benefit, say that a person is in a group.

    An open date of a fact stays open: a membership without a first day holds since ever, one without a last
    day holds on. Overlapping facts are joined.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(benefit="ww", benefit_since=date(2025, 10, 1))
    >>> stated_period(facts, TargetGroup.WW)
    ((datetime.date(2025, 10, 1), None),)
    """
    periods = [(f.valid_from, f.valid_until) for f in protected.target_groups if f.group == group]
    if group in _BY_BENEFIT and protected.benefit == _BY_BENEFIT[group]:
        periods.append((protected.benefit_since, None))
    return union(periods) if periods else ()


def spells(protected: ProtectedFacts, group: TargetGroup) -> tuple[tuple[date | None, Period], ...]:
    """Periods of membership, each with the day that it began; ``None`` when that day is not known.

    Where the group follows from the stated benefit, its days from the first day of that benefit on began
    then.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> [since for since, _ in spells(ProtectedFacts(benefit="ww"), TargetGroup.WW)]
    [None]
    """
    begun = protected.benefit_since if protected.benefit == _BY_BENEFIT.get(group) else None
    found: list[tuple[date | None, Period]] = []
    for first, until in stated_period(protected, group):
        if begun is not None and holds([(first, until)], begun):
            found += [(first, (first, begun)), (begun, (begun, until))]
        else:
            found.append((first, (first, until)))
    return tuple(found)


def any_period(protected: ProtectedFacts, groups: Iterable[TargetGroup]) -> tuple[Period, ...]:
    """When the stated facts or benefit put a person in one of several groups."""
    return union(period for group in groups for period in stated_period(protected, group))


def known_in(protected: ProtectedFacts, groups: Iterable[TargetGroup], on: date) -> bool | None:
    """Whether a person is in one of several groups on a date; ``None`` when no fact at all is stated.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> day, groups = date(2026, 1, 12), [TargetGroup.WAJONG]
    >>> [known_in(ProtectedFacts(benefit=benefit), groups, day) for benefit in ("wajong", "none", None)]
    [True, False, None]
    """
    if holds(any_period(protected, groups), on):
        return True
    return False if protected.target_groups or protected.benefit is not None else None


def age_period(protected: ProtectedFacts, years: int) -> tuple[Period, ...]:
    """When a person is surely so many years old."""
    youngest, _ = _birth_dates(protected)
    return () if youngest is None else ((_birthday(youngest, years), None),)


def agreement_period(protected: ProtectedFacts, *, settings: PolicySettings = DEFAULTS) -> tuple[Period, ...]:
    """When a person counts for the job agreement: any register ground, and not in sheltered work.

    Only stated facts are grounds. A Wajong benefit alone is none, because it does not say whether there is
    capacity to work.

    Examples
    --------
    >>> from matching.records import ProtectedFacts, TargetGroupFact
    >>> ground = TargetGroupFact(group="wsw", valid_from=date(2020, 1, 1))
    >>> sheltered = TargetGroupFact(group="beschut_werk", valid_from=date(2025, 1, 1))
    >>> agreement_period(ProtectedFacts(target_groups=(ground, sheltered)))
    ((datetime.date(2020, 1, 1), datetime.date(2025, 1, 1)),)
    """

    def facts(groups: Iterable[TargetGroup]) -> tuple[Period, ...]:
        return union((f.valid_from, f.valid_until) for f in protected.target_groups if f.group in groups)

    return without(facts(settings.agreement_grounds), facts(settings.agreement_exclusions))


def group_period(
    protected: ProtectedFacts, group: str, *, settings: PolicySettings = DEFAULTS
) -> tuple[Period, ...]:
    """When a person is known to be in a target group, as half-open periods in order of time.

    ``banenafspraak`` is whoever counts for the job agreement (`agreement_period`); ``jongere`` and
    ``50plus`` follow from the age, for as long as it is certain; every other group from stated facts, and
    ``bijstand``, ``ww``, ``wia_wao`` and ``wajong`` also from the stated benefit.

    Raises
    ------
    ValueError
        When there is no such group.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> group_period(ProtectedFacts(birth_date=date(2000, 5, 9)), "jongere")
    ((None, datetime.date(2027, 5, 9)),)
    """
    known = TargetGroup(group)
    youngest, oldest = _birth_dates(protected)
    if known is TargetGroup.JONGERE and oldest is not None:
        return ((None, _birthday(oldest, settings.youth_below)),)
    if known is TargetGroup.VIJFTIGPLUS and youngest is not None:
        return age_period(protected, settings.senior_from)
    if known is TargetGroup.BANENAFSPRAAK:
        return agreement_period(protected, settings=settings)
    return stated_period(protected, known)


def stated_groups(protected: ProtectedFacts) -> frozenset[TargetGroup]:
    """Name the groups that a stated fact or the stated benefit gives, whenever they hold.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> [group.value for group in stated_groups(ProtectedFacts(benefit="ww"))]
    ['ww']
    """
    by_benefit = {group for group, benefit in _BY_BENEFIT.items() if protected.benefit == benefit}
    return frozenset({fact.group for fact in protected.target_groups} | by_benefit)


def grounds_of(group: str, *, settings: PolicySettings = DEFAULTS) -> frozenset[TargetGroup] | None:
    """Name the groups of which one must be stated to be in a group; ``None`` where an age will do.

    Examples
    --------
    >>> grounds_of("50plus") is None, sorted(grounds_of("ww"))
    (True, [<TargetGroup.WW: 'ww'>])
    """
    known = TargetGroup(group)
    if known in (TargetGroup.JONGERE, TargetGroup.VIJFTIGPLUS):
        return None
    return settings.agreement_grounds if known is TargetGroup.BANENAFSPRAAK else frozenset({known})


def doubt_period(
    protected: ProtectedFacts, group: str, *, settings: PolicySettings = DEFAULTS
) -> tuple[Period, ...]:
    """When it is not certain whether a person is in an age group; empty for every other group.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> stated = ProtectedFacts(age=49, age_on=date(2026, 1, 12))
    >>> doubt_period(stated, "50plus")
    ((datetime.date(2026, 1, 13), datetime.date(2027, 1, 12)),)
    """
    limits = {TargetGroup.JONGERE: settings.youth_below, TargetGroup.VIJFTIGPLUS: settings.senior_from}
    years = limits.get(TargetGroup(group))
    if years is None:
        return ()
    youngest, oldest = _birth_dates(protected)
    if youngest is None or oldest is None:
        return ((None, None),)
    return union([(_birthday(oldest, years), _birthday(youngest, years))])


def in_group(
    protected: ProtectedFacts, group: str, on: date, *, settings: PolicySettings = DEFAULTS
) -> bool | None:
    """Whether a person is in a target group on a date.

    Returns
    -------
    bool or None
        ``None`` only for the age groups, when the age on that date is not certain and no fact states
        the membership. Without a fact a person is not a known member: False. What is unknown never counts
        towards a promise.

    Examples
    --------
    >>> from matching.records import ProtectedFacts
    >>> nothing = ProtectedFacts()
    >>> in_group(nothing, "ww", date(2026, 1, 12)), in_group(nothing, "50plus", date(2026, 1, 12))
    (False, None)
    """
    if holds(group_period(protected, group, settings=settings), on):
        return True
    return None if holds(doubt_period(protected, group, settings=settings), on) else False


def counts_for_job_agreement(
    protected: ProtectedFacts, on: date, *, settings: PolicySettings = DEFAULTS
) -> bool:
    """Whether paid hours of a person count as agreement jobs on a date.

    Examples
    --------
    >>> from matching.records import ProtectedFacts, TargetGroupFact
    >>> facts = ProtectedFacts(target_groups=(TargetGroupFact(group="praktijkroute"),), benefit="bijstand")
    >>> counts_for_job_agreement(facts, date(2026, 1, 12))
    True
    """
    return holds(agreement_period(protected, settings=settings), on)


def _birth_dates(protected: ProtectedFacts) -> tuple[date | None, date | None]:
    """Latest and earliest possible birth date."""
    if protected.birth_date is not None:
        return protected.birth_date, protected.birth_date
    if protected.age is None or protected.age_on is None:
        return None, None
    latest = _birthday(protected.age_on, -protected.age)
    return latest, _birthday(protected.age_on, -protected.age - 1) + timedelta(days=1)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February in a common year
        return date(born.year + years, 3, 1)


def _years(born: date, on: date) -> int:
    return on.year - born.year - (on < _birthday(born, on.year - born.year))
