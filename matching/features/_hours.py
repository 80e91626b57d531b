"""Hours: how much of the hours wanted the vacancy can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_CURVE: Curve = ((0.4, -1.0), (0.7, -0.2), (0.9, 0.6), (1.0, 1.0))


class Hours(Component):
    """Planned hours, the smaller of both maxima, as a share of the larger."""

    __slots__ = ()
    name = "hours"
    reads = ("market.vacancies.hours_max",)
    nl, en = "uren", "hours"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        wanted = features.market.jobseekers.hours_max[jobseeker].astype(np.float64)
        offered = features.market.vacancies.hours_max[vacancy].astype(np.float64)
        share = np.minimum(wanted, offered) / np.maximum(np.maximum(wanted, offered), 1)
        return along(_CURVE, np.where((wanted >= 0) & (offered >= 0), share, np.nan))
