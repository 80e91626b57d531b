"""Languages: levels that the vacancy asks against those of the jobseeker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_CURVE: Curve = ((-2.0, -1.0), (-1.0, -0.5), (0.0, 0.6), (1.0, 1.0))


class Languages(Component):
    """The smallest margin over the levels asked. A language that is not asked is never looked at."""

    __slots__ = ()
    name = "languages"
    reads = ("market.vacancies.language",)
    nl, en = "taalniveau", "languages"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        spoken, asked = features.market.jobseekers.language, features.market.vacancies.language
        margin = np.full(np.broadcast(jobseeker, vacancy).shape, np.nan)
        for language, mode in np.argwhere((asked > 0).any(axis=0)):
            level, need = spoken[jobseeker, language, mode], asked[vacancy, language, mode]
            margin = np.fmin(margin, np.where((level >= 0) & (need > 0), level - need, np.nan))
        return along(_CURVE, margin)
