"""Sums of 64-bit integers that may not fit in 64 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALF = 32


def exact_sum(value: NDArray[np.int64], times: NDArray[np.signedinteger] | None = None) -> int:
    """Sum of `value * times` as a Python integer, exact for any 64-bit values and 32-bit counts."""
    if times is not None:
        used = times != 0
        value, count = value[used], times[used].astype(np.int64)
        # The halves of a value times a 31-bit count fit 64 bits; their sums may not, hence the object sum
        # over the few distinct counts that capacities have.
        return sum(int(c) * exact_sum(value[count == c]) for c in np.unique(count).tolist())
    high = int((value >> _HALF).sum(dtype=np.int64))
    low = int((value & (2**_HALF - 1)).sum(dtype=np.int64))
    return (high << _HALF) + low
