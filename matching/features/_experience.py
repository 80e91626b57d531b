"""Experience: years of similar work, against the years asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_NEAR: Curve = ((0.35, 0.0), (0.7, 0.7), (1.0, 1.0))
"""How much of a year counts, by similarity of the work."""
_ASKED: Curve = ((0.0, -0.8), (0.5, 0.2), (1.0, 0.8), (2.0, 1.0))
_NOTHING_SAID: Curve = ((0.0, -0.4), (0.5, 0.3), (1.0, 0.8), (2.0, 1.0))
_NONE_ASKED: Curve = ((0.0, 0.3), (1.0, 0.8), (2.0, 1.0))
"""Evidence by years as a share of the years asked, or of the usual ones where none are stated."""
_USUAL_YEARS = 2.0
_UNDATED_YEARS = 1.0
"""What a job of which the dates are not known counts for."""


class Experience(Component):
    """Years of work before, each counted as far as that work is similar."""

    __slots__ = ()
    name = "experience"
    reads = ("titles.offered", "market.vacancies.experience_years_min")
    nl, en = "ervaring", "experience"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        titles, offers = features.titles, features.market.vacancies
        shape = np.broadcast(jobseeker, vacancy).shape
        years, n_held = np.zeros(shape, np.float32), titles.n_held[jobseeker]
        for place in range(titles.held.shape[1]):
            has = np.flatnonzero(n_held > place)  # most have few jobs
            own, other = jobseeker[has], np.broadcast_to(vacancy, shape)[has]
            near = titles.near(titles.held[own, place], titles.offered[other])
            counts = np.where(np.isnan(near), 0, along(_NEAR, near))
            length = titles.held_years[own, place]
            years[has] += counts * np.where(np.isnan(length), np.float32(_UNDATED_YEARS), length)
        asked = offers.experience_years_min[vacancy]
        share = years / np.where(asked > 0, np.maximum(asked, 0.5), _USUAL_YEARS)
        known = (n_held > 0) & (titles.offered[vacancy] >= 0)
        found = np.full(shape, np.nan, np.float32)
        # Where the vacancy says that it asks none, nobody lacks any, whatever is known of the past.
        for curve, where in (
            (_NONE_ASKED, asked == 0),
            (_ASKED, known & (asked > 0)),
            (_NOTHING_SAID, known & ~(asked >= 0)),
        ):
            there = np.broadcast_to(where, shape)
            found[there] = along(curve, share[there])
        return found
