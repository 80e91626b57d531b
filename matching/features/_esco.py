"""The labels and relations of ESCO, ready for comparison; made once in a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching import registers
from matching.exceptions import RegisterError
from matching.features._curve import Curve, along
from matching.features._ranker import LabelRanker

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TREE = np.array([0.0, 0.1, 0.25, 0.45, 0.65, 0.75, 0.82, 0.88], np.float32)
"""Relation of two occupations by the depth of the branch that they share: digits of ISCO-08, then ESCO."""
_OVERLAP: Curve = ((0.0, 0.0), (0.05, 0.1), (0.1, 0.25), (0.3, 0.5), (0.6, 0.75), (1.0, 0.95))
"""Relation of two occupations by the cosine of their skills; of 99 in 100 pairs it is below 0.2."""
_TREE_SHARE, _SKILL_SHARE = np.float32(0.7), np.float32(0.8)
_OPTIONAL = 0.4
"""Weight of an optional skill of an occupation, where an essential one has 1."""
_ABOVE = 0.5
"""Weight of a group or a broader skill right above a skill, as a share of that of the skill."""


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
    """Skills of each occupation, and half as much the skills and groups right above them; of length 1."""
    links, above = registers.occupation_skills(), registers.skill_broader()
    n, m = len(links.indptr) - 1, len(above.indptr) - 1
    weight = np.where(links.essential, 1.0, _OPTIONAL)
    own = sparse.csr_array((weight, links.skill, links.indptr), shape=(n, m))
    half = np.full(len(above.broader), _ABOVE)
    up = sparse.csr_array((half, above.broader, above.indptr), shape=(m, m))
    both = sparse.csr_array(own + own @ up)
    rarity = np.log((1 + n) / (1 + np.bincount(both.indices, minlength=m)))
    value = np.sqrt(both.data) * rarity[both.indices]
    row = np.repeat(np.arange(n), np.diff(both.indptr))
    length = np.sqrt(np.bincount(row, value**2, minlength=n))
    scaled = (value / length[row]).astype(np.float32)
    return sparse.csr_array((scaled, both.indices, both.indptr), shape=(n, m))


@cache
def _branches() -> NDArray[np.int16]:
    """Branch of each occupation at every depth of the ESCO tree, of shape (n_occupations, depth); else -1.

    The first four are those of ISCO-08, by the digits of the code; an occupation lies within those whose ESCO
    code begins its own.
    """
    number: dict[tuple[str, ...], int] = {}
    rows = []
    for one in registers.occupations():
        path = (*one.isco_code, *one.esco_code.split(".")[1:])
        rows.append([number.setdefault(path[: at + 1], len(number)) for at in range(len(path))])
    table = np.full((len(rows), max(map(len, rows))), -1, np.int16)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table


def relation(left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.float32]:
    """How near occupations are to each other in ESCO, of shape (n_left, n_right), in [0, 1].

    One for the same occupation. Else the depth of the branch that they share speaks for seven tenths at most,
    and the overlap of their skills for eight; what one leaves open the other may fill:
    ``1 - (1 - 0.7 tree) (1 - 0.8 skills)``.

    Notes
    -----
    Rarer skills count more. Set by hand; on the generated set of ``benchmarks.quality.end_to_end`` (seeds 10
    and 11, which that command does not report) nDCG@10 is 0.03 above that of the mean of both.
    """
    branches = _branches()
    depth = np.zeros((len(left), len(right)), np.int8)
    for level in branches.T:
        depth += (level[left][:, None] == level[right][None]) & (level[left] >= 0)[:, None]
    tree = _TREE[np.minimum(depth, len(_TREE) - 1)]
    vectors = _skill_vectors()
    shared = along(_OVERLAP, (vectors[left] @ sparse.csr_array(vectors[right].T)).toarray())
    near = 1 - (1 - _TREE_SHARE * tree) * (1 - _SKILL_SHARE * shared)
    near[left[:, None] == right[None]] = 1.0
    return np.asarray(near, np.float32)
