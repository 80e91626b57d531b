"""Legal limits to travel time, by benefit and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.policy._groups import spells, stated_period
from matching.policy._months import add_months
from matching.policy._periods import holds
from matching.policy._settings import DEFAULTS
from matching.records import TargetGroup

if TYPE_CHECKING:
    from datetime import date

    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts


def legal_travel_minutes_one_way(
    protected: ProtectedFacts, on: date, *, settings: PolicySettings = DEFAULTS
) -> float | None:
    """Longest travel, one way, that the benefit of a person allows to be asked on a date.

    In the first months of WW two hours a day, later three; with bijstand three. When the first day of WW is
    not known the wider limit is given: what is missing never refuses. With several benefits the tightest
    limit holds. A tighter personal limit is not in here.

    Returns
    -------
    float or None
        Minutes one way; ``None`` when no limit follows from the benefit.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> facts = ProtectedFacts(benefit="ww", benefit_since=date(2025, 10, 1))
    >>> [legal_travel_minutes_one_way(facts, day) for day in (date(2026, 3, 31), date(2026, 4, 1))]
    [60.0, 90.0]
    """
    limits = []
    for since, period in spells(protected, TargetGroup.WW):
        if holds([period], on):
            is_first = since is not None and on < add_months(since, settings.travel_ww_first_months)
            limits.append(settings.travel_minutes_ww_first if is_first else settings.travel_minutes_ww_later)
    if holds(stated_period(protected, TargetGroup.BIJSTAND), on):
        limits.append(settings.travel_minutes_bijstand)
    return min(limits) / 2 if limits else None
