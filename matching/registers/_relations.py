"""Relations between occupations and skills of ESCO, as positions in `occupations()` and `skills()`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from matching.registers._table import frozen, read_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class SkillLinks:
    """Skills linked to each row of a table, in compressed rows; the arrays are read-only.

    Parameters
    ----------
    indptr : int32 of shape (n_rows + 1,)
        The links of row ``i`` are ``indptr[i]`` up to ``indptr[i + 1]``.
    skill : int32 of shape (n_links,)
        Positions in `skills()`, ascending within a row.
    essential : bool of shape (n_links,)
        False: optional.
    """

    indptr: NDArray[np.int32]
    skill: NDArray[np.int32]
    essential: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.skill)

    def of(self, position: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Skills of one row and whether each is essential."""
        if not 0 <= position < len(self.indptr) - 1:
            msg = f"position must be in [0, {len(self.indptr) - 1}), got {position}."
            raise IndexError(msg)
        span = slice(self.indptr[position], self.indptr[position + 1])
        return self.skill[span], self.essential[span]


@dataclass(frozen=True, slots=True, eq=False)
class BroaderSkills:
    """Groups above each skill, in compressed rows; the arrays are read-only.

    A row is a skill, and behind the skills come the groups: position ``n_skills + k`` is group ``k``.

    Parameters
    ----------
    indptr : int32 of shape (n_skills + n_groups + 1,)
        The links of row ``i`` are ``indptr[i]`` up to ``indptr[i + 1]``.
    broader : int32 of shape (n_links,)
        Rows one level up, ascending within a row.
    n_skills
        Number of skills.
    """

    indptr: NDArray[np.int32]
    broader: NDArray[np.int32]
    n_skills: int

    def of(self, position: int) -> NDArray[np.int32]:
        """Rows one level above a row."""
        if not 0 <= position < len(self.indptr) - 1:
            msg = f"position must be in [0, {len(self.indptr) - 1}), got {position}."
            raise IndexError(msg)
        return self.broader[self.indptr[position] : self.indptr[position + 1]]


def _links(name: str) -> SkillLinks:
    arrays = read_arrays(name)
    return SkillLinks(
        indptr=frozen(arrays["indptr"].astype(np.int32)),
        skill=frozen(arrays["skill"].astype(np.int32)),
        essential=frozen(arrays["essential"].astype(np.bool_)),
    )


@cache
def occupation_skills() -> SkillLinks:
    """Skills of each occupation; rows are positions in `occupations()`.

    The 35 occupations that are new in 1.2.0 have none; the 67 relations of an occupation without labels are
    left out.

    Examples
    --------
    >>> from matching.registers import occupation, occupations, skills
    >>> table = occupation_skills()
    >>> skill, essential = table.of(occupations().index(occupation("2221.2")))
    >>> len(table), len(skill), int(essential.sum())
    (123788, 98, 88)
    """
    return _links("occupation_skills.npz")


@cache
def skill_skill() -> SkillLinks:
    """Skills that each skill calls for; rows are positions in `skills()`.

    Examples
    --------
    >>> len(skill_skill()), int(skill_skill().essential.sum())
    (5899, 191)
    """
    return _links("skill_skill.npz")


@cache
def skill_broader() -> BroaderSkills:
    """Skills and groups one level above each skill and each group.

    The 7 links of concepts without a label are left out.

    Examples
    --------
    >>> from matching.registers import skill_groups, skills
    >>> table = skill_broader()
    >>> [skill_groups()[row - table.n_skills].label_en for row in table.of(0) if row >= table.n_skills]
    ['supervising a team or group']
    """
    arrays = read_arrays("skill_broader.npz")
    indptr = arrays["indptr"].astype(np.int32)
    # The rows are the skills and then the 640 groups; the group table need not be read for the difference.
    return BroaderSkills(
        indptr=frozen(indptr),
        broader=frozen(arrays["broader"].astype(np.int32)),
        n_skills=int(arrays["n_skills"]),
    )
