"""The labels and relations of ESCO, ready for comparison; made once in a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching import registers
from matching.exceptions import RegisterError
from matching.features._ranker import LabelRanker

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ISCO = np.array([0.0, 0.1, 0.3, 0.5, 0.75], np.float32)
"""Relation of two occupations by the number of first digits of ISCO-08 that they share."""
_OPTIONAL = 0.4
"""Weight of an optional skill of an occupation, where an essential one has 1."""


@cache
def occupation_ranker() -> LabelRanker:
    """Ranker of the occupations; its concepts are in the order of `registers.occupations`."""
    return LabelRanker("occupation").fit()


@cache
def skill_ranker() -> LabelRanker:
    """Ranker of the skills; its concepts are in the order of `registers.skills`."""
    return LabelRanker("skill").fit()


@cache
def _occupation_at() -> dict[str, int]:
    return {row.id: at for at, row in enumerate(registers.occupations())}


def occupation_position(code: str | None) -> int:
    """Position of an occupation by URI, id or ESCO code, -1 when it is not in the register."""
    if code is None:
        return -1
    try:
        return _occupation_at()[registers.occupation(code).id]
    except RegisterError:
        return -1  # a code of another classification; the title speaks


def essential_skills(occupation: int) -> NDArray[np.int32]:
    """Positions of the skills that are essential to an occupation."""
    skill, essential = registers.occupation_skills().of(occupation)
    return skill[essential]


@cache
def _skill_vectors() -> sparse.csr_array:
    """Skills of each occupation, weighted by rarity, of length 1."""
    links = registers.occupation_skills()
    n, m = len(links.indptr) - 1, len(registers.skills())
    weight = np.where(links.essential, 1.0, _OPTIONAL)
    rarity = np.log((1 + n) / (1 + np.bincount(links.skill, minlength=m))) + 1
    value = weight * rarity[links.skill]
    row = np.repeat(np.arange(n), np.diff(links.indptr))
    length = np.sqrt(np.bincount(row, value**2, minlength=n))
    scaled = (value / length[row]).astype(np.float32)
    return sparse.csr_array((scaled, links.skill, links.indptr), shape=(n, m))


@cache
def _isco() -> NDArray[np.int16]:
    """ISCO-08 code of each occupation at one to four digits, of shape (n_occupations, 4)."""
    codes = [row.isco_code.ljust(4, "0") for row in registers.occupations()]
    return np.array([[int(code[:n]) for n in (1, 2, 3, 4)] for code in codes], np.int16)


def relation(left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.float32]:
    """How near occupations are to each other in ESCO, of shape (n_left, n_right).

    One for the same occupation; else the mean of what the depth of their common ISCO group says and of the
    cosine of their skills.
    """
    groups = _isco()
    depth = (groups[left][:, None] == groups[right][None]).sum(axis=2)
    vectors = _skill_vectors()
    shared = (vectors[left] @ sparse.csr_array(vectors[right].T)).toarray()
    near = 0.5 * _ISCO[depth] + 0.5 * np.minimum(shared, 1)
    near[left[:, None] == right[None]] = 1.0
    return np.asarray(near, np.float32)
