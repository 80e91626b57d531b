"""Small arrays: read-only, padded, and not too large."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.exceptions import SizeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BLOCK_ROWS = 512
"""Texts multiplied at once. Affects memory and speed only, never the answer."""

Scalar = TypeVar("Scalar", bound=np.generic)


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return the array, no longer writable."""
    array.setflags(write=False)
    return array


def padded(rows: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Rows of different length as one array, -1 behind the last of each."""
    width = max(map(len, rows), default=0)
    table = np.full((len(rows), width), -1, np.int32)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return frozen(table)


def pick(table: NDArray[Scalar], row: NDArray[np.integer], column: NDArray[np.integer]) -> NDArray[Scalar]:
    """``table[row, column]`` in half the time, of a contiguous table that is not empty; any value of -1."""
    at = row.astype(np.int64) * table.shape[1] + column
    found: NDArray[Scalar] = table.reshape(-1).take(at, mode="clip")
    return found


def check_bytes(what: str, needed: int, allowed: int) -> None:
    """Raise `SizeError` when a table would be larger than allowed."""
    if needed > allowed:
        msg = (
            f"features: the table of {what} takes {needed / 2**20:,.0f} MB, at most "
            f"{allowed / 2**20:,.0f} MB is allowed; match per region, or raise FeatureSettings.max_bytes."
        )
        raise SizeError(msg)
