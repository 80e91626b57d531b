"""Occupation: how near the work is to what the jobseeker wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_CURVE: Curve = ((0.15, -1.0), (0.35, -0.4), (0.5, 0.1), (0.7, 0.6), (1.0, 1.0))
_ORDER = 0.04
"""How much each next preference counts less."""


class Occupation(Component):
    """Similarity of the vacancy's occupation to the most similar wanted one, first wishes a little ahead."""

    __slots__ = ()
    name = "occupation"
    reads = ("titles.offered",)
    nl, en = "beroep", "occupation"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        titles = features.titles
        best = np.full(np.broadcast(jobseeker, vacancy).shape, np.nan, np.float32)
        for place in range(titles.wanted.shape[1]):
            near = titles.near(titles.wanted[jobseeker, place], titles.offered[vacancy])
            best = np.fmax(best, near * np.float32(1 - _ORDER * place))
        return along(_CURVE, best)
