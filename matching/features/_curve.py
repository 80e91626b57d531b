"""Piecewise-linear curves from a measure to evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Curve = tuple[tuple[float, float], ...]
"""Points ``(measure, evidence)`` in order of measure; flat beyond both ends."""


def along(curve: Curve, measure: NDArray[np.floating]) -> NDArray[np.float32]:
    """Evidence of each measure; an unknown measure (NaN) stays unknown."""
    at, evidence = zip(*curve, strict=True)
    return np.asarray(np.interp(measure, at, evidence), np.float32)
