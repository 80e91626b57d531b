"""Coefficients of the side rows, pair by pair: what pairs bring, what rows pay, and a digest of each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._keys import mix

try:
    from matching.solvers import _native
except ImportError:  # installed without a compiler
    _native = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_array

_BLOCK = 1 << 20  # coefficients looked at in one go: bounds the memory, never the answer


def pay(
    columns: csc_array, row_price: NDArray[np.int64], weight: NDArray[np.int64], out: NDArray[np.int64]
) -> None:
    """Put the weight of each pair plus what its rows pay for it in `out`."""
    if _native is not None and _is_short(columns):
        _native.adjust_weights(columns.indptr, columns.indices, columns.data, weight, row_price, out)
    else:
        np.add(weight, columns.T @ row_price, out=out)


def activity(columns: csc_array, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum of the coefficients of some pairs, of shape (n_rows,)."""
    if _native is not None and _is_short(columns):
        return _native.activity(columns.indptr, columns.indices, columns.data, pairs, columns.shape[0])
    return row_sums(columns[:, pairs] if columns.shape[0] else columns)[0]


def row_sums(columns: csc_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum and largest of the coefficients of each row, 0 for a row without any."""
    if _native is not None and _is_short(columns):
        return _native.row_sums(columns.indptr, columns.indices, columns.data, columns.shape[0])
    total, largest = np.zeros((2, columns.shape[0]), dtype=np.int64)
    for start in range(0, columns.nnz, _BLOCK):
        row = columns.indices[start : start + _BLOCK]
        units = columns.data[start : start + _BLOCK].astype(np.int64)
        np.add.at(total, row, units)
        np.maximum.at(largest, row, units)
    return total, largest


def row_digest(
    columns: csc_array, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
) -> NDArray[np.uint64]:
    """Digest of the coefficients of each row, whatever the order of the pairs."""
    digest = np.zeros(columns.shape[0], dtype=np.uint64)
    for start in range(0, columns.shape[1], _BLOCK):
        block = slice(start, start + _BLOCK)
        ends = columns.indptr[start : start + _BLOCK + 1]
        place = mix(mix(jobseeker[block].astype(np.uint64)) ^ vacancy[block].astype(np.uint64))
        mixed = mix(np.repeat(place, np.diff(ends)) ^ columns.data[ends[0] : ends[-1]].astype(np.uint64))
        np.add.at(digest, columns.indices[ends[0] : ends[-1]], mixed)  # which may wrap
    return digest


def column_digest(
    columns: csc_array, n_rows: int, order: NDArray[np.int64] | None = None
) -> NDArray[np.uint64]:
    """Digest of the coefficients of each pair in the first rows; equal columns have equal digests.

    With the rows in an `order` of their own, digests are those of the rows in that order.
    """
    digest = np.zeros(columns.shape[1], dtype=np.uint64)
    salt = mix(np.arange(columns.shape[0], dtype=np.uint64))
    if order is not None:
        salt[order] = salt.copy()
    for start in range(0, len(digest) if n_rows else 0, _BLOCK):
        ends = columns.indptr[start : start + _BLOCK + 1]
        row = columns.indices[ends[0] : ends[-1]]
        mixed = mix(columns.data[ends[0] : ends[-1]].astype(np.uint64) ^ salt[row])
        mixed[row >= n_rows] = 0
        total = np.zeros(len(mixed) + 1, dtype=np.uint64)
        np.cumsum(mixed, out=total[1:])  # which may wrap
        digest[start : start + _BLOCK] = total[ends[1:] - ends[0]] - total[ends[:-1] - ends[0]]
    return digest


def _is_short(columns: csc_array) -> bool:
    """Whether there are rows, and positions have 32 bits, as they do while coefficients are below 2**31."""
    return bool(columns.shape[0] and columns.indices.dtype == np.int32 == columns.indptr.dtype)
