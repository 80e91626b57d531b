"""Skills of people against the skills that vacancies name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from matching.features._arrays import BLOCK_ROWS, check_bytes, frozen, padded
from matching.features._curve import Curve, along
from matching.features._esco import essential_skills, skill_ranker
from matching.features._normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matching.features._titles import TitleTable
    from matching.market import JobseekerTable, VacancyTable

_SAME = 0.8
"""Likeness to a label from which a text stands for that skill of ESCO."""
_LIKE: Curve = ((0.55, 0.0), (0.7, 0.6), (0.9, 0.9), (1.0, 1.0))
"""How far a skill counts that is worded otherwise, by likeness of the texts."""
_IMPLIED = 0.5
"""How far a skill counts that is essential to work done before but is not stated."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkillTable:
    """Skills that vacancies name, and how far each jobseeker has them.

    Parameters
    ----------
    asked, welcome : int32 of shape (n_vacancies, most)
        Numbers of the skills, -1 behind the last.
    covered : float32 of shape (n_jobseekers, n_skills)
        In [0, 1]: 1 has it, between has something like it or used it in work before.
    stated : bool of shape (n_jobseekers,)
        Whether the jobseeker lists any skill.
    """

    asked: NDArray[np.int32]
    welcome: NDArray[np.int32]
    covered: NDArray[np.float32]
    stated: NDArray[np.bool_]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, titles: TitleTable, max_bytes: int) -> Self:
        """Give every skill a number and compare them."""
        named = _numbers(chain(offers.skills_asked, offers.skills_welcome))
        check_bytes("skills", 4 * len(people) * len(named), max_bytes)
        covered = np.zeros((len(people), max(len(named), 1)), np.float32)
        if named:
            concept = _concepts(list(named))
            _add_stated(covered, people.skills, list(named), concept)
            _add_implied(covered, titles, concept)
        return cls(
            asked=padded([_places(some, named) for some in offers.skills_asked]),
            welcome=padded([_places(some, named) for some in offers.skills_welcome]),
            covered=frozen(covered),
            stated=frozen(np.array([bool(own) for own in people.skills], bool)),
        )


def _numbers(lists: Iterable[Sequence[str]]) -> dict[str, int]:
    return {text: at for at, text in enumerate(sorted({fold(skill) for some in lists for skill in some}))}


def _places(some: Sequence[str], named: dict[str, int]) -> list[int]:
    return sorted({named[fold(skill)] for skill in some})


def _concepts(texts: list[str]) -> NDArray[np.int32]:
    """Position of the skill of ESCO that each text stands for, -1 where there is none."""
    found = skill_ranker().rank(texts, 1)
    return np.where(found.score[:, 0] >= _SAME, found.concept[:, 0], -1)


def _add_stated(
    covered: NDArray[np.float32],
    skills: Sequence[Sequence[str]],
    named: list[str],
    concept: NDArray[np.int32],
) -> None:
    own = _numbers(skills)
    if not own:
        return
    ranker = skill_ranker()
    like = _likeness(ranker.transform(list(own)), ranker.transform(named))
    pairs = [(row, own[fold(skill)]) for row, some in enumerate(skills) for skill in some]
    row, skill = np.array(pairs, np.int64).reshape(-1, 2).T
    _raise(covered, row, like[skill])
    same = sparse.csr_array((_concepts(list(own))[:, None] == concept[None]) & (concept >= 0))
    _raise(covered, row, same[skill].astype(np.float32))


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


def _add_implied(covered: NDArray[np.float32], titles: TitleTable, concept: NDArray[np.int32]) -> None:
    """Count the essential skills of the likeliest occupation of each job held."""
    job, sure = titles.people.concept[:, :1], titles.people.trust[:, :1]
    held = np.zeros((len(job), covered.shape[1]), np.float32)
    for row, (occupation, trust) in enumerate(zip(job.ravel().tolist(), sure.ravel().tolist(), strict=True)):
        if occupation >= 0:
            held[row] = _IMPLIED * trust * np.isin(concept, essential_skills(occupation))
    for place in range(titles.held.shape[1]):
        title = titles.held[:, place]
        there = title >= 0
        covered[there] = np.maximum(covered[there], held[title[there]])


def _raise(covered: NDArray[np.float32], row: NDArray[np.int64], found: sparse.csr_array) -> None:
    """Raise each jobseeker's row to the values found for one of the skills."""
    at = np.repeat(row, np.diff(found.indptr))
    np.maximum.at(covered, (at, found.indices), found.data)
