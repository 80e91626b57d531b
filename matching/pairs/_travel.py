"""Travel: the way to work is within the minutes and the kilometres that the jobseeker stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matching.features import Distances, TravelSettings, distance_metres, journey_minutes
from matching.pairs._rule import EligibilityRule
from matching.records import TravelMode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market

_SLACK = 1e-6
"""Minutes and metres within which a limit counts as reached exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTime(EligibilityRule):
    """One way takes no more minutes than the jobseeker stated.

    Minutes are estimated for the fastest means stated; when none is, for the fastest there is, so that
    nobody is refused for what is not known.

    Parameters
    ----------
    settings
        How kilometres become minutes.
    """

    settings: TravelSettings = field(default_factory=TravelSettings)
    code = "travel_minutes"
    reads = ("places",)
    nl_name, en_name = "reistijd", "travel time"
    nl = "de reis duurt {minutes} minuten ({km} km, {mode}); de werkzoekende wil hoogstens {limit} minuten"
    en = "the journey takes {minutes} minutes ({km} km, {mode}); the jobseeker wants at most {limit} minutes"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        return too_far(market, rows, market.jobseekers.travel_minutes_max[rows], self.settings)

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        return compare_journey(market, i, j, market.records.jobseekers[i].travel_minutes_max, self.settings)


class TravelDistance(EligibilityRule):
    """The work is no farther than the jobseeker stated, in kilometres as the crow flies (VUM standard)."""

    __slots__ = ()
    code = "travel_km"
    reads = ("places",)
    nl_name, en_name = "reisafstand", "travel distance"
    nl = "het werk is {km} km ver; de werkzoekende wil hoogstens {limit} km"
    en = "the work is {km} km away; the jobseeker wants at most {limit} km"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        return _beyond(market, rows, 1000 * market.jobseekers.travel_km_max[rows])

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        limit = market.records.jobseekers[i].travel_km_max
        metres = distance_metres(market.jobseekers.places, i, market.vacancies.places, j)
        if limit is None or metres is None or metres <= 1000 * limit + _SLACK:
            return None
        return {"km": round(metres / 1000, 1), "limit": limit}


def too_far(
    market: Market, rows: slice, minutes: NDArray[np.float64], settings: TravelSettings
) -> NDArray[np.bool_]:
    """Which vacancies take more than some minutes one way, by jobseeker; NaN is no limit."""
    if market.travel_times is not None:
        i = np.arange(*rows.indices(market.n_jobseekers), dtype=np.int32)[:, None]
        j = np.arange(len(market.vacancies), dtype=np.int32)[None]
        metres = Distances.between(market.jobseekers.places, market.vacancies.places, rows).full()
        taken = journey_minutes(market.open, settings, i, j, metres, unknown=TravelMode)
        return np.asarray(taken > minutes[:, None] + _SLACK)
    speed = settings.speeds(market.jobseekers.travel_modes[rows], unknown=settings.fastest(TravelMode))
    return _beyond(market, rows, (minutes - settings.fixed) * 1000 * speed / (60 * settings.detour))


def compare_journey(
    market: Market, i: int, j: int, limit: float | None, settings: TravelSettings
) -> Mapping[str, object] | None:
    """Values of a journey that takes more than some minutes, else ``None``."""
    metres = distance_metres(market.jobseekers.places, i, market.vacancies.places, j)
    modes = market.records.jobseekers[i].travel_modes or TravelMode
    known = [(_minutes(market, i, j, mode, metres, settings), mode) for mode in TravelMode if mode in modes]
    minutes, mode = min(known, key=lambda one: one[0])
    if limit is None or np.isnan(sum(one for one, _ in known)) or minutes <= limit + _SLACK:
        return None
    km = None if metres is None else round(metres / 1000, 1)
    return {"minutes": round(minutes), "km": km, "mode": str(mode), "limit": limit}


def _minutes(
    market: Market, i: int, j: int, mode: TravelMode, metres: int | None, settings: TravelSettings
) -> float:
    """Minutes of one journey by one means, as the table of the market has it, else estimated; or NaN."""
    times = market.travel_times
    if times is not None:
        start, goal = market.jobseekers.places.pc4[i], market.vacancies.places.pc4[j]
        found = float(times.between(mode, times.rows([start]), times.columns([goal]))[0])
        if not np.isnan(found):
            return found
    return np.nan if metres is None else settings.minutes(metres, settings.speed(mode))


def _beyond(market: Market, rows: slice, limit: NDArray[np.float64]) -> NDArray[np.bool_]:
    distances = Distances.between(market.jobseekers.places, market.vacancies.places, rows)
    # Distances are whole metres; an unknown one is -1, which is within any limit, also one below zero.
    whole = np.floor(np.maximum(limit, -1) + _SLACK)
    reach = np.where(np.isnan(limit), np.iinfo(np.int32).max, whole).astype(np.int32)
    return np.asarray(distances.full() > reach[:, None])
