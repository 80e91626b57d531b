"""Some jobseekers with all vacancies, and which of these pairs are left: one bit a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ONES = np.array([bin(byte).count("1") for byte in range(256)], np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Some jobseekers, and the vacancies that the rules leave to each.

    Parameters
    ----------
    people : of shape (n_block,)
        Positions of the jobseekers.
    vacancies : of shape (n_vacancies,)
        Positions of the vacancies.
    eligible : uint64 of shape (n_vacancies, ceil(n_block / 64))
        One bit a jobseeker, see `packed`.

    Examples
    --------
    >>> left = np.array([[True, False, True], [False, False, True]])
    >>> block = Block(people=np.array([7, 3]), vacancies=np.arange(3), eligible=packed(left))
    >>> [places.tolist() for places in block.pairs()]
    [[0, 0, 1], [0, 2, 2]]
    """

    people: NDArray[np.integer]
    vacancies: NDArray[np.integer]
    eligible: NDArray[np.uint64]

    def __len__(self) -> int:
        return n_set(self.eligible)

    def pairs(
        self, can: NDArray[np.bool_] | None = None, of: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Eligible pairs: places in ``people`` and in ``vacancies``, sorted by both.

        Parameters
        ----------
        can : of shape (n_block, n_classes)
            List only the pairs for which this holds; left out, all.
        of : of shape (n_vacancies,)
            Class of each vacancy in ``can``.
        """
        left = self.eligible if can is None else self.eligible & packed(can)[of]
        cells = _unpacked(left, len(self.people))
        row = np.repeat(np.arange(len(cells), dtype=np.int32), np.count_nonzero(cells, axis=1))
        # Ten times as fast as ``np.nonzero``.
        column = (np.flatnonzero(cells) - row.astype(np.int64) * cells.shape[1]).astype(np.int32)
        return row, column


def packed(cells: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Columns of cells as bits, of shape (n_columns, ceil(n_rows / 64)): the first row is the lowest bit.

    Examples
    --------
    >>> packed(np.array([[True, False], [True, True]])).tolist()
    [[3], [2]]
    """
    n, k = cells.shape
    words = -(-n // 64)
    rows = np.zeros((8 * words, 8, k), np.uint8)
    rows.reshape(64 * words, k)[:n] = cells
    # Bit by bit over whole rows: ``np.packbits`` along the first axis takes ten times as long.
    found = rows[:, 0]
    for bit in range(1, 8):
        found |= rows[:, bit] << bit
    return np.ascontiguousarray(found.T).view("<u8")


def _unpacked(bits: NDArray[np.uint64], n: int) -> NDArray[np.bool_]:
    """Cells of shape (n, n_columns) of bits as `packed` gives them."""
    found = np.ascontiguousarray(bits.view(np.uint8).T)
    rows = np.empty((len(found), 8, found.shape[1]), np.uint8)
    for bit in range(8):
        np.bitwise_and(found >> bit, 1, out=rows[:, bit])
    return rows.reshape(8 * len(found), found.shape[1])[:n].view(bool)


def n_set(bits: NDArray[np.uint64]) -> int:
    """How many bits are set."""
    if hasattr(np, "bitwise_count"):  # from NumPy 2 on
        return int(np.bitwise_count(bits).sum(dtype=np.int64))
    return int(_ONES[bits.view(np.uint8)].sum(dtype=np.int64))
