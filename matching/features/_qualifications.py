"""Qualifications: certificates and driving licences that are asked without the law demanding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_CURVE: Curve = ((0.0, -0.7), (1.0, 1.0))


class Qualifications(Component):
    """Share held of the certificates and licences asked, among those of which it is known."""

    __slots__ = ()
    name = "qualifications"
    reads = ("qualifications.asked",)
    nl, en = "certificaten en rijbewijs", "certificates and licences"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        held, asked = features.qualifications.held, features.qualifications.asked
        n_held = np.zeros(np.broadcast(jobseeker, vacancy).shape, np.float32)
        n_known = np.zeros_like(n_held)
        for place in range(asked.shape[1]):
            one = asked[vacancy, place]
            has = held[jobseeker, one]
            n_known += (one >= 0) & (has >= 0)
            n_held += (one >= 0) & (has == 1)
        return along(_CURVE, n_held / np.where(n_known > 0, n_known, np.nan))
