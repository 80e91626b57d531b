"""Minutes of a journey: from the market's own table where it has one, else estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.market import mask
from matching.records import TravelMode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from matching.features._travel import TravelSettings
    from matching.market import OpenMarket


def journey_minutes(
    market: OpenMarket,
    settings: TravelSettings,
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
    metres: NDArray[np.int32],
    *,
    unknown: Iterable[TravelMode],
) -> NDArray[np.float64]:
    """Minutes one way by the fastest means of each jobseeker, from the market's travel times.

    Parameters
    ----------
    market
        With `TravelTimes`.
    settings
        How kilometres become minutes, for journeys that the table does not have.
    jobseeker, vacancy
        Positions, of shapes that broadcast.
    metres
        As the crow flies in the common shape, -1 where a place is unknown.
    unknown
        Means of which the fastest is taken for somebody of whom none is known.

    Returns
    -------
    float64 in the common shape
        NaN where the minutes by one of the means are not known: that one might be faster.
    """
    times, people = market.travel_times, market.jobseekers
    if times is None:
        msg = "journey_minutes needs a market with travel times."
        raise ValueError(msg)
    rows = times.rows(people.places.pc4)[jobseeker]
    columns = times.columns(market.vacancies.places.pc4)[vacancy]
    modes = people.travel_modes[jobseeker]
    modes = np.where(modes == 0, np.uint8(mask(unknown)), modes)
    best = np.full(metres.shape, np.inf)
    for at, mode in enumerate(TravelMode):
        known = times.between(mode, rows, columns)
        estimate = 60 * settings.detour * metres / (1000 * settings.speed(mode)) + settings.fixed
        minutes = np.where(np.isnan(known), np.where(metres < 0, np.nan, estimate), known)
        best = np.where((modes >> at) & 1, np.minimum(best, minutes), best)
    return best
