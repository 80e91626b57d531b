"""Turn what a caller gives into arrays of one type, or say what, where and which rule was broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array, issparse

from matching.exceptions import ProblemError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_Integer = TypeVar("_Integer", bound=np.signedinteger)

MICRO = 10**6
"""Micro-units in one unit of score."""

MAX_WHOLE = 2**53
"""Whole numbers up to here are exact as floats; row totals and limits stay below."""

_MAX_SHORT = 2**31 - 1
_BLOCK = 1 << 20  # coefficients checked at once: bounds the memory, never the answer

MAX_PRICE = 1e9
"""Largest finite price of one unit short or over, in score units."""


def as_vector(value: ArrayLike, name: str, length: int | None = None) -> NDArray[Any]:
    """One-dimensional array of numbers, of the given length."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError) as error:
        msg = f"{name}: must be one-dimensional and hold numbers, got {type(value).__name__}."
        raise ProblemError(msg) from error
    refuse_masked(value, name)
    if array.ndim != 1:
        msg = f"{name}: must be one-dimensional, got {array.ndim} dimensions."
        raise ProblemError(msg)
    if array.size == 0:
        array = array.astype(np.int64) if array.dtype.kind not in "iuf" else array
    if array.dtype.kind not in "iuf":
        msg = f"{name}: must hold numbers, got dtype {array.dtype}."
        raise ProblemError(msg)
    if length is not None and len(array) != length:
        msg = f"{name}: must have {length} entries, got {len(array)}."
        raise ProblemError(msg)
    return array


def refuse_masked(value: object, name: str) -> None:
    """Raise when entries are masked: what they are worth is not known."""
    if np.ma.is_masked(value):
        msg = f"{name}: must not have masked entries; fill them, or leave their pairs out."
        raise ProblemError(msg)


def refuse(broken: NDArray[np.bool_], array: NDArray[Any], name: str, rule: str) -> None:
    """Raise when any entry breaks the rule, naming the first."""
    if broken.any():
        where = int(np.argmax(broken))
        msg = f"{name}[{where}]: {rule}, got {array[where]} ({int(broken.sum())} of {len(array)} entries)."
        raise ProblemError(msg)


def as_integers(
    value: ArrayLike,
    name: str,
    dtype: type[_Integer],
    *,
    low: int,
    high: int,
    length: int | None = None,
) -> NDArray[_Integer]:
    """Vector of integers in [low, high], as a copy of the given type."""
    array = as_vector(value, name, length)
    if array.size and array.dtype.kind == "f":
        msg = f"{name}: must hold integers, got dtype {array.dtype}."
        raise ProblemError(msg)
    if array.size and not (array.min() >= low and array.max() <= high):
        refuse((array < low) | (array > high), array, name, f"must be in [{low}, {high}]")
    return array.astype(dtype)


def as_micro(value: ArrayLike, name: str, length: int) -> NDArray[np.int64]:
    """Scores in micro-units: floats in [0, 1] are rounded once, integers are micro-units already."""
    array = as_vector(value, name, length)
    if array.dtype.kind != "f":
        return as_integers(array, name, np.int64, low=0, high=MICRO)
    if array.size and not (array.min() >= 0 and array.max() <= 1):  # which is not so of NaN either
        refuse(~((array >= 0) & (array <= 1)), array, name, "must be in [0, 1]")
    micro = array.astype(np.float64)
    micro *= MICRO
    return np.rint(micro, out=micro).astype(np.int64)


def as_limits(
    value: ArrayLike | None, name: str, when_open: NDArray[np.int64], infinite: float
) -> NDArray[np.int64]:
    """Whole numbers of at least 0; None and the given infinity become `when_open`, which never binds."""
    if value is None:
        return when_open.copy()
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if isinstance(value, list | tuple):
        value = [infinite if entry is None else entry for entry in value]
    array = as_vector(value, name, len(when_open)).astype(np.float64)
    unbounded = array == infinite
    whole = np.where(unbounded, 0, array)
    rule = f"must be a whole number in [0, {MAX_WHOLE}], None or {infinite}"
    refuse(~((whole >= 0) & (whole <= MAX_WHOLE) & (whole == np.floor(whole))), array, name, rule)
    return np.where(unbounded, when_open, whole.astype(np.int64))


def as_prices(value: ArrayLike | None, name: str, n_rows: int) -> NDArray[np.float64]:
    """Price of one unit short or over in score units; infinite (the default) makes the row hard."""
    if value is None:
        return np.full(n_rows, np.inf)
    array = as_vector(value, name, n_rows).astype(np.float64)
    in_range = (array >= 0) & (array <= MAX_PRICE)
    refuse(
        ~(in_range | np.isposinf(array)),
        array,
        name,
        f"must be in [0, {MAX_PRICE:g}], or infinite for a hard row",
    )
    return array


def as_columns(value: object, n_pairs: int) -> csc_array:
    """Side rows pair by pair: sorted, positive integers, without stored zeros or duplicates.

    Coefficients and positions take 32 bits where all of them fit.
    """
    if value is None:
        # In no memory: one number says where the coefficients of every pair begin.
        nothing = np.empty(0, dtype=np.int32)
        return csc_array((nothing, nothing, np.broadcast_to(np.int32(0), n_pairs + 1)), shape=(0, n_pairs))
    rows = _as_rows(value, n_pairs)
    data = rows.data
    if not all(_are_coefficients(data[at : at + _BLOCK]).all() for at in range(0, len(data), _BLOCK)):
        rule = f"coefficients must be whole numbers in [0, {MAX_WHOLE}]"
        refuse(~_are_coefficients(data), data, "rows.data", rule)
    totals = np.zeros(rows.shape[0])
    filled = np.flatnonzero(np.diff(rows.indptr))
    if len(filled):
        totals[filled] = np.add.reduceat(data, rows.indptr[:-1][filled], dtype=np.float64)
    refuse(totals >= MAX_WHOLE, totals, "rows", f"the total of a row must stay below {MAX_WHOLE}")
    number = np.int32 if data.max(initial=0) <= _MAX_SHORT else np.int64
    position = np.int32 if max(n_pairs, len(data)) <= _MAX_SHORT else np.int64
    short = (data.astype(number), rows.indices.astype(position), rows.indptr.astype(position))
    kept: csr_array = csr_array(short, shape=rows.shape)
    kept.eliminate_zeros()
    return kept.tocsc()


def _as_rows(value: object, n_pairs: int) -> csr_array:
    """Rows as they are given, sorted and without duplicates."""
    refuse_masked(value, "rows")
    try:
        rows = _as_csr(value)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        msg = f"rows: must be a sparse array of shape (n_rows, {n_pairs}), got {type(value).__name__}."
        raise ProblemError(msg) from error
    if rows.shape[1] != n_pairs:
        msg = f"rows: must be numbers of shape (n_rows, {n_pairs}), got {rows.dtype} of shape {rows.shape}."
        raise ProblemError(msg)
    return rows


def _as_csr(value: object) -> csr_array:
    """Sorted CSR array of numbers; what was stored more than once is summed, too wide to overflow."""
    is_sparse = issparse(value)
    table: Any = value if is_sparse else np.atleast_2d(np.asarray(value))
    if table.dtype.kind not in "biuf" or table.ndim != 2:
        msg = f"{table.dtype} in {table.ndim} dimensions"
        raise ValueError(msg)
    if is_sparse and table.format == "coo":
        table = coo_array((table.data.astype(np.float64), (table.row, table.col)), shape=table.shape)
    elif is_sparse and table.format == "bsr":
        table = table.astype(np.float64)
    if hasattr(table, "check_format"):
        table.check_format(full_check=True)  # the conversion would follow positions anywhere
    rows = csr_array(table)
    if not rows.has_canonical_format:
        rows = rows.astype(np.float64)
        rows.sum_duplicates()
    return rows


def _are_coefficients(data: NDArray[Any]) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] = (data >= 0) & (data <= MAX_WHOLE) & (data == np.floor(data))
    return whole
