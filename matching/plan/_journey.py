"""Minutes of travel of a pair, as they were scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features import TravelSettings, distance_metres, journey_minutes
from matching.records import TravelMode

if TYPE_CHECKING:
    from matching.market import Market


def travel_minutes(
    market: Market, i: int, j: int, *, unknown: TravelMode = TravelMode.PUBLIC_TRANSPORT
) -> float | None:
    """Minutes one way between a jobseeker and a vacancy, ``None`` where a place is unknown.

    Parameters
    ----------
    market
        Its travel times are used where it has them, else the minutes are estimated.
    i, j
        Positions of the jobseeker and the vacancy.
    unknown
        Means of somebody of whom none is known; scores take public transport.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> people = [Jobseeker(id="W-1", postcode="7811"), Jobseeker(id="W-2")]
    >>> market = Market.from_records(people, [Vacancy(id="V-1", postcode="9401")], on=date(2026, 1, 12))
    >>> round(travel_minutes(market, 0, 0)), round(travel_minutes(market, 0, 0, unknown=TravelMode.CAR))
    (105, 61)
    >>> travel_minutes(market, 1, 0) is None
    True
    """
    settings = TravelSettings()
    metres = distance_metres(market.jobseekers.places, i, market.vacancies.places, j)
    if market.travel_times is None:
        modes = market.records.jobseekers[i].travel_modes or (unknown,)
        fastest = max(settings.speed(mode) for mode in modes)
        return None if metres is None else settings.minutes(metres, fastest)
    known = np.array([-1 if metres is None else metres], np.int32)
    pair = np.array([i], np.int32), np.array([j], np.int32)
    minutes = journey_minutes(market.open, settings, *pair, known, unknown=[unknown]).item()
    return None if np.isnan(minutes) else minutes
