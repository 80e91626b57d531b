"""Which counts of a table of overlapping groups may be shown, none telling of fewer than ten people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Groups = tuple[str, ...]
    Cell = tuple[int, int]

SMALLEST_CELL: Final = 10
"""Counts of people below this are not shown for a target group."""
_PEOPLE, _PLACED, _OTHERS = KINDS = (0, 1, 2)
_EPSILON = 1e-6


class Shown(NamedTuple):
    """Whether the number of people may be shown, and whether that of those placed may be."""

    people: bool
    placed: bool


def suppress(masks: Mapping[Groups, NDArray[np.bool_]], placed: NDArray[np.bool_]) -> dict[Groups, Shown]:
    """Choose what to show of a table of groups: first what is large, then what cannot be undone.

    The totals are known to everybody. Any other count under 10 is left out, and so is each from which one
    would follow: the rest of a group from its parts, who has no placement from who has, those in neither of
    two groups from those in both. Then every count that is left out is tried against all that are shown:
    when it is a sum or difference of them, one of these is left out too, until none can be recomputed.

    Parameters
    ----------
    masks
        Members by groups, each of shape (n_people,): ``()`` is everybody, one name a group, two names the
        people in both.
    placed
        Who has a placement, of shape (n_people,).

    Notes
    -----
    Greedy: groups go before pairs and large before small, so that the general is shown rather than its
    parts. Time is that of a least-squares fit over the distinct combinations of groups.

    Examples
    --------
    Of 40 people 35 are in the group: the 5 others would follow from its count.

    >>> everybody, group = np.ones(40, bool), np.arange(40) < 35
    >>> suppress({(): everybody, ("ww",): group}, np.arange(40) < 20)[("ww",)]
    Shown(people=False, placed=False)
    """
    table = _Table(masks, placed)
    total = table.keys.index(())
    shown: set[Cell] = {(total, kind) for kind in KINDS}
    order = sorted(
        (at for at in range(len(table.keys)) if at != total),
        key=lambda at: (len(table.keys[at]), -table.count((at, _PEOPLE)), table.keys[at]),
    )
    for at in order:
        if table.is_safe((at, _PEOPLE), shown):
            shown.add((at, _PEOPLE))
            both: set[Cell] = {(at, _PLACED), (at, _OTHERS)}
            if all(table.is_safe(cell, shown) for cell in both):
                shown |= both
    table.close_what_follows(shown)
    return {
        key: Shown(people=(at, _PEOPLE) in shown, placed=(at, _PLACED) in shown)
        for at, key in enumerate(table.keys)
    }


class _Table:
    """People, those placed and the others of every row, and how these cells overlap."""

    def __init__(self, masks: Mapping[Groups, NDArray[np.bool_]], placed: NDArray[np.bool_]) -> None:
        self.keys = list(masks)
        rows = np.array([masks[key] for key in self.keys])
        # People in the same groups are two columns, those placed and the others: a reader cannot know that
        # either of them is nobody.
        alike, which = np.unique(rows, axis=1, return_inverse=True)
        nobody = np.zeros_like(alike)
        self.cells = np.block([[alike, alike], [alike, nobody], [nobody, alike]]).astype(np.float64)
        n_alike = alike.shape[1]
        weight = np.bincount(which.ravel() + n_alike * ~placed, minlength=2 * n_alike)
        self.overlap = np.rint((self.cells * weight) @ self.cells.T).astype(np.int64)

    def place(self, cell: Cell) -> int:
        """Row of a cell in the arrays."""
        return cell[1] * len(self.keys) + cell[0]

    def count(self, cell: Cell) -> int:
        """People in a cell."""
        at = self.place(cell)
        return int(self.overlap[at, at])

    def is_safe(self, cell: Cell, shown: set[Cell]) -> bool:
        """Whether a cell, added to those shown, tells of no fewer than ten people."""
        mine, size = self.place(cell), self.count(cell)
        at = np.array([self.place(other) for other in sorted(shown)])
        overlap, sizes = self.overlap[np.ix_(at, at)], self.overlap[at, at]
        shared = self.overlap[mine, at]
        inside, around = shared == sizes, shared == size
        left = np.concatenate([size - sizes[inside], sizes[around] - size])
        if size < SMALLEST_CELL or np.any(left < SMALLEST_CELL):
            return False
        # What two parts that exclude each other leave of a whole; this cell is the whole, or a part.
        apart = overlap == 0
        rest = (size - sizes[:, None] - sizes)[apart & inside[:, None] & inside]
        fits = overlap == sizes[:, None]
        rest_of_others = (sizes - size - sizes[:, None])[fits & around & (shared == 0)[:, None]]
        if _few(rest) or _few(rest_of_others):
            return False
        return self._in_neither(cell) >= SMALLEST_CELL

    def _in_neither(self, cell: Cell) -> int:
        """People outside both groups of a pair; of any other row, those outside it."""
        groups, kind = self.keys[cell[0]], cell[1]
        everybody = self.count((self.keys.index(()), kind))
        if len(groups) < 2:
            return everybody - self.count(cell)
        parts = [self.count((self.keys.index((group,)), kind)) for group in groups]
        return everybody - sum(parts) + self.count(cell)

    def close_what_follows(self, shown: set[Cell]) -> None:
        """Take cells off those shown until no other is a sum or difference of them."""
        every = [(at, kind) for at in range(len(self.keys)) for kind in KINDS]
        while True:
            given = sorted(shown)
            basis = self.cells[[self.place(cell) for cell in given]].T
            hidden = [cell for cell in every if cell not in shown and self.count(cell)]
            wanted = self.cells[[self.place(cell) for cell in hidden]].T
            parts, *_ = np.linalg.lstsq(basis, wanted, rcond=None)
            missed = np.abs(basis @ parts - wanted).max(axis=0, initial=0.0)
            for column in np.flatnonzero(missed < _EPSILON):
                used = [
                    given[row]
                    for row in np.flatnonzero(np.abs(parts[:, column]) > _EPSILON)
                    if self.keys[given[row][0]]
                ]
                if used:
                    self._take_off(used, shown)
                    break
            else:
                return

    def _take_off(self, used: list[Cell], shown: set[Cell]) -> None:
        """Leave out one of the cells that give another away: pairs before groups, small before large."""
        at = min(used, key=lambda cell: (-len(self.keys[cell[0]]), self.count(cell), cell))[0]
        placed: set[Cell] = {(at, _PLACED), (at, _OTHERS)}
        shown -= placed if placed & shown else {(at, _PEOPLE)}


def _few(left: NDArray[np.int64]) -> bool:
    return bool(np.any((left > 0) & (left < SMALLEST_CELL)))
