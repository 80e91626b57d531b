"""Tie keys: a 20-bit number per pair that makes the best plan unique, whatever the order of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

try:
    from matching.solvers import _native
except ImportError:  # installed without a compiler
    _native = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEY_BITS = 20
KEY_SCALE = 1 << KEY_BITS
"""What one micro-unit of score is worth in keyed weight; keys are in [0, KEY_SCALE)."""

_BLOCK = 1 << 20  # pairs mixed at once: bounds the memory, never the answer


def mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scramble 64-bit numbers so that neighbours share no pattern (the finaliser of splitmix64 [1]_).

    References
    ----------
    .. [1] Steele, G.L., D. Lea and C.H. Flood (2014). Fast splittable pseudorandom number generators.
       *OOPSLA '14*, 453-472. https://doi.org/10.1145/2660193.2660195
    """
    z = value + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def tie_keys(
    jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32], occurrence: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Key of each pair in [0, KEY_SCALE), from its two positions and its number among parallel pairs."""
    if _native is not None and occurrence is None:
        return _native.tie_keys(jobseeker, vacancy)
    key = np.empty(len(jobseeker), dtype=np.int64)
    for start in range(0, len(key), _BLOCK):
        block = slice(start, start + _BLOCK)
        mixed = mix(mix(jobseeker[block].astype(np.uint64)) ^ vacancy[block].astype(np.uint64))
        if occurrence is not None:
            mixed = mix(mixed ^ occurrence[block].astype(np.uint64))
        key[block] = (mixed >> np.uint64(64 - KEY_BITS)).astype(np.int64)
    return key


def first_pairs(
    jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32], n_jobseekers: int
) -> NDArray[np.int64] | None:
    """Where the pairs of each jobseeker begin, of shape (n_jobseekers + 1,).

    None when the pairs are not in strict order of jobseeker and vacancy: then some may be parallel.
    """
    if _native is not None:
        return _native.first_pairs(jobseeker, vacancy, n_jobseekers)
    place = jobseeker.astype(np.int64) << 32 | vacancy.astype(np.int64)
    if not np.all(place[1:] > place[:-1]):
        return None
    return np.searchsorted(jobseeker, np.arange(n_jobseekers + 1)).astype(np.int64)


def occurrence_numbers(
    jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32], content: tuple[NDArray[np.generic], ...]
) -> NDArray[np.int64] | None:
    """Count off the pairs of the same two positions; None when no two are parallel.

    Parallel pairs are numbered in the order of their content (score, row coefficients, group), so that
    the numbers do not depend on the order of the input; pairs of equal content can stand in for each other.
    """
    place = jobseeker.astype(np.int64) << 32 | vacancy.astype(np.int64)
    if len(np.unique(place)) == len(place):
        return None
    order = np.lexsort((*content, place))
    in_order = place[order]
    first = np.r_[True, in_order[1:] != in_order[:-1]]
    position = np.arange(len(order))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = position - np.maximum.accumulate(np.where(first, position, 0))
    return number
