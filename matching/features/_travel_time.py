"""Travel: minutes one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along
from matching.features._journeys import journey_minutes
from matching.records import TravelMode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_CURVE: Curve = (
    (5.0, 1.0),
    (10.0, 0.85),
    (20.0, 0.55),
    (30.0, 0.2),
    (45.0, -0.3),
    (60.0, -0.7),
    (90.0, -1.0),
)
_UNKNOWN_MODE = TravelMode.PUBLIC_TRANSPORT
"""Means that is assumed for somebody of whom none is known."""


class TravelTime(Component):
    """Minutes one way by the fastest means stated; public transport where none is."""

    __slots__ = ()
    name = "travel"
    reads = ("market.vacancies.places",)
    nl, en = "reistijd", "travel time"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        return along(_CURVE, travel_minutes(features, jobseeker, vacancy))


def travel_minutes(
    features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Minutes one way of pairs, as they are scored; NaN where a place is unknown."""
    settings = features.settings.travel
    metres = features.distances.of(jobseeker, vacancy)
    if features.market.travel_times is not None:
        return journey_minutes(features.market, settings, jobseeker, vacancy, metres, unknown=[_UNKNOWN_MODE])
    of_mask = settings.speeds(np.arange(256, dtype=np.uint8), unknown=_UNKNOWN_MODE)
    speed = of_mask[features.market.jobseekers.travel_modes[jobseeker]]
    minutes = 60 * settings.detour * metres / (1000 * speed) + settings.fixed
    return np.where(metres < 0, np.nan, minutes)
