"""In how far one skill counts for another: the same, close to it, or only broader."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching import registers
from matching.features._arrays import BLOCK_ROWS
from matching.features._curve import Curve, along
from matching.features._esco import skill_ranker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SAME = 0.8
"""Probability from which a text stands for a skill of ESCO. Of names of skills that are misspelt, shortened
or in English 76 % reach it, and 99.9 % of these rightly; of 3,994 Flemish competences, by an encoder that was
not told them, 10 %, and for 82 % of these the public table has a link to that skill. To count less sure ones
too, from 0.4 on and for that much, does not pay: on the set of ``benchmarks.quality.end_to_end`` nDCG@10 of
the skills alone rises from 0.443 to 0.449, that of the whole by 0.0003 (-0.0004 to 0.0011)."""
_LIKE: Curve = ((0.55, 0.0), (0.7, 0.6), (0.9, 0.9), (1.0, 0.9))
"""How far a skill counts that is worded otherwise, by likeness of the texts."""
_NARROWER = 0.8
"""How far a skill counts that is one kind of the skill asked."""
_BROADER = 0.5
"""How far a skill counts of which the skill asked is one kind."""


Skills = tuple["Sequence[str]", "NDArray[np.int32]"]


def skill_concepts(texts: Sequence[str]) -> NDArray[np.int32]:
    """Position of the skill of ESCO that each text stands for, -1 where there is none."""
    if not texts:
        return np.empty(0, np.int32)
    found = skill_ranker().rank(texts, 1)
    return np.where(found.score[:, 0] >= _SAME, found.concept[:, 0], -1).astype(np.int32)


def skill_ways(own: Skills, asked: Skills) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
    """How far skills that people state count for skills that are asked.

    Parameters
    ----------
    own, asked
        Distinct folded texts, and the skills of ESCO that they stand for, see `skill_concepts`.

    Returns
    -------
    tuple
        Float32 of shape (n_own, n_asked) each, in (0, 1] where present: *exact* (the same text or concept,
        1), *close* (like it in words, or one kind of it) and *broader* (it is one kind of the stated skill).
    """
    (texts, concept), (others, wanted) = own, asked
    shape = (len(texts), len(others))
    if not texts or not others:
        nothing = _ones(np.empty(0, np.int64), np.empty(0, np.int64), shape)
        return nothing, nothing, nothing
    number = {text: at for at, text in enumerate(others)}
    row = np.array([row for row, text in enumerate(texts) if text in number], np.int64)
    column = np.array([number[texts[at]] for at in row], np.int64)
    exact = sparse.csr_array(_ones(row, column, shape) + _picked(_same(), concept, wanted))
    exact.data[:] = 1
    ranker = skill_ranker()
    like = _likeness(ranker.transform(texts), ranker.transform(others))
    kind_of = _above()
    close = sparse.csr_array(like.maximum(_NARROWER * _picked(kind_of, concept, wanted)))
    broader = sparse.csr_array((_BROADER * _picked(kind_of, wanted, concept)).T)
    return exact, close, broader


def _ones(row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(row), np.float32), (row, column)), shape=shape)


@cache
def _same() -> sparse.csr_array:
    return sparse.csr_array(sparse.eye_array(len(registers.skills()), dtype=np.float32, format="csr"))


@cache
def _above() -> sparse.csr_array:
    """Every skill and the skills that it is a kind of, at any distance; groups of skills do not count."""
    links = registers.skill_broader()
    n = links.n_skills
    row = np.repeat(np.arange(len(links.indptr) - 1), np.diff(links.indptr))
    inside = (row < n) & (links.broader < n)
    one = _ones(row[inside].astype(np.int64), links.broader[inside].astype(np.int64), (n, n))
    reached, size = one, -1
    while reached.nnz != size:
        size = reached.nnz
        reached = sparse.csr_array(reached + reached @ one)
        reached.data[:] = 1
    return reached


def _picked(table: sparse.csr_array, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> sparse.csr_array:
    """Rows and columns of a table between skills, nothing where a position is -1."""
    known_row, known_column = np.flatnonzero(rows >= 0), np.flatnonzero(columns >= 0)
    part = sparse.coo_array(table[rows[known_row]][:, columns[known_column]])
    return _ones(known_row[part.row], known_column[part.col], (len(rows), len(columns)))


def _likeness(left: sparse.csr_array, right: sparse.csr_array) -> sparse.csr_array:
    """How far one skill counts for another by their texts, where that is above 0."""
    other = sparse.csr_array(right.T)
    parts = []
    for start in range(0, left.shape[0], BLOCK_ROWS):
        part = sparse.csr_array(left[start : start + BLOCK_ROWS] @ other)
        part.data = along(_LIKE, part.data)
        part.eliminate_zeros()
        parts.append(part)
    return sparse.csr_array(sparse.vstack(parts, format="csr"))
