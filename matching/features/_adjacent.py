"""Occupations near another one, with the skills that they share and those that are still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.exceptions import RuleError
from matching.features._esco import essential_skills, relation
from matching.features._normalise import fold
from matching.features._skill_ways import skill_concepts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.registers import Occupation, Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjacentOccupation:
    """An occupation near the one asked about.

    Parameters
    ----------
    occupation
        Row of the register.
    similarity
        In [0, 1]: by the branch of ESCO that both are in and the skills that they share.
    shared
        Skills essential to it that the other occupation uses too, or that were given.
    missing
        Skills essential to it that are neither; those with a Dutch name first, then in the alphabet.

    """

    occupation: Occupation
    similarity: float
    shared: tuple[Skill, ...]
    missing: tuple[Skill, ...]

    @property
    def n_in_english(self) -> int:
        """How many of the skills have no Dutch name and are shown in English."""
        return sum(skill.is_english for skill in (*self.shared, *self.missing))


def adjacent_occupations(
    occupation: str, k: int = 10, *, skills: Iterable[str] = ()
) -> tuple[AdjacentOccupation, ...]:
    """Find the occupations nearest to another, each with the skills that are missing for it.

    Parameters
    ----------
    occupation
        URI, id or ESCO code.
    k
        How many, at least 1.
    skills
        What somebody can do besides, in words: a text that stands for a skill of ESCO is not missing.

    Returns
    -------
    tuple of AdjacentOccupation
        Nearest first, of equal ones the first in the register; the occupation itself is not among them.

    Raises
    ------
    RegisterError
        When there is no such occupation; names the nearest.
    RuleError
        When ``k`` is below 1.

    Notes
    -----
    About 5 ms. An occupation that ESCO gives no skills is compared by its branch alone.

    Examples
    --------
    >>> near = adjacent_occupations("8332.2", 3)  # lorry driver
    >>> [one.occupation.label_en for one in near]
    ['dangerous goods driver', 'moving truck driver', 'refuse vehicle driver']
    >>> len(near[0].shared), len(near[0].missing), near[0].missing[1].label_en
    (12, 8, 'transport dangerous goods')
    """
    if k < 1:
        raise RuleError(f"adjacent_occupations: k must be >= 1, got {k!r}.")
    table = registers.occupations()
    at = table.index(registers.occupation(occupation))
    near = relation(np.array([at], np.int32), np.arange(len(table), dtype=np.int32))[0]
    near[at] = -1
    order = np.argsort(-near, kind="stable")[: min(k, len(table) - 1)]
    texts = sorted({fold(text) for text in skills})
    known = set(registers.occupation_skills().of(at)[0].tolist()) | set(skill_concepts(texts).tolist())
    return tuple(
        AdjacentOccupation(
            occupation=table[other],
            similarity=round(float(near[other]), 6),
            shared=_named(skill for skill in essential_skills(other).tolist() if skill in known),
            missing=_named(skill for skill in essential_skills(other).tolist() if skill not in known),
        )
        for other in order.tolist()
    )


def _named(positions: Iterable[int]) -> tuple[Skill, ...]:
    found = [registers.skills()[at] for at in positions]
    return tuple(sorted(found, key=lambda skill: (skill.is_english, skill.label)))
