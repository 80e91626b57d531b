"""Skills of people against the skills that vacancies name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from matching.features._arrays import check_bytes, frozen, padded
from matching.features._esco import essential_skills
from matching.features._normalise import fold
from matching.features._skill_ways import skill_concepts, skill_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matching.features._titles import TitleTable
    from matching.market import JobseekerTable, VacancyTable

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
    named
        The skills that vacancies name, as written, by number.
    owned
        The skills that people state, as written, by number.
    own : int32 of shape (n_jobseekers, most)
        Numbers of the skills that each states, -1 behind the last.
    ways : float32 of shape (n_owned, n_skills) each
        How far a stated skill counts for one that is named: exact, close and broader, see `skill_ways`.
    implied : float32 of shape (n_titles of people, n_skills)
        How far work before under a title counts for a skill that is essential to that work.
    concept, own_concept : int32 of shape (n_skills,) and (n_owned,)
        What `named` and `owned` stand for in `registers.skills`, -1 where that is not clear.
    """

    asked: NDArray[np.int32]
    welcome: NDArray[np.int32]
    covered: NDArray[np.float32]
    stated: NDArray[np.bool_]
    named: tuple[str, ...]
    owned: tuple[str, ...]
    own: NDArray[np.int32]
    ways: tuple[sparse.csr_array, ...]
    implied: sparse.csr_array
    concept: NDArray[np.int32]
    own_concept: NDArray[np.int32]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, titles: TitleTable, max_bytes: int) -> Self:
        """Give every skill a number and compare them."""
        named = _numbers(chain(offers.skills_asked, offers.skills_welcome))
        owned = _numbers(people.skills)
        check_bytes("skills", 4 * len(people) * len(named), max_bytes)
        texts = sorted(named | owned)  # those of both sides are read once
        of = dict(zip(texts, skill_concepts(texts).tolist(), strict=True))
        concept, own_concept = (np.array([of[text] for text in some], np.int32) for some in (named, owned))
        own = padded([_places(some, owned) for some in people.skills])
        ways = skill_ways((list(owned), own_concept), (list(named), concept))
        implied = _implied(titles, concept)
        covered = np.zeros((len(people), max(len(named), 1)), np.float32)
        if named:
            best = ways[0]
            for way in ways[1:]:
                best = sparse.csr_array(best.maximum(way))
            _raise(covered, own, best)
            _raise(covered, titles.held, implied)
        return cls(
            asked=padded([_places(some, named) for some in offers.skills_asked]),
            welcome=padded([_places(some, named) for some in offers.skills_welcome]),
            covered=frozen(covered),
            stated=frozen(np.array([bool(mine) for mine in people.skills], bool)),
            named=_written(chain(offers.skills_asked, offers.skills_welcome), named),
            owned=_written(people.skills, owned),
            own=own,
            ways=ways,
            implied=implied,
            concept=frozen(concept),
            own_concept=frozen(own_concept),
        )


def _numbers(lists: Iterable[Sequence[str]]) -> dict[str, int]:
    return {text: at for at, text in enumerate(sorted({fold(skill) for some in lists for skill in some}))}


def _written(lists: Iterable[Sequence[str]], number: dict[str, int]) -> tuple[str, ...]:
    """Each skill as somebody wrote it: in small letters where anybody did."""
    found = [""] * len(number)
    for skill in sorted({skill for some in lists for skill in some}):
        found[number[fold(skill)]] = skill
    return tuple(found)


def _places(some: Sequence[str], number: dict[str, int]) -> list[int]:
    return sorted({number[fold(skill)] for skill in some})


def _implied(titles: TitleTable, concept: NDArray[np.int32]) -> sparse.csr_array:
    """Essential skills of the likeliest occupation of each title of people."""
    job, sure = titles.people.concept[:, :1], titles.people.trust[:, :1]
    found = [
        (np.flatnonzero(np.isin(concept, essential_skills(occupation))) if occupation >= 0 else concept[:0])
        for occupation in job.ravel().tolist()
    ]
    size = np.array([len(some) for some in found], np.int64)
    value = np.repeat(np.float32(_IMPLIED) * sure.ravel(), size)
    column = np.concatenate([np.empty(0, np.int64), *found])
    start = np.concatenate([[0], np.cumsum(size)])
    return sparse.csr_array((value, column, start), shape=(len(found), len(concept)))


def _raise(covered: NDArray[np.float32], held: NDArray[np.int32], table: sparse.csr_array) -> None:
    """Raise each jobseeker's row to what any of the things held counts for."""
    person, place = np.nonzero(held >= 0)
    found = table[held[person, place]]
    at = np.repeat(person, np.diff(found.indptr))
    np.maximum.at(covered, (at, found.indices), found.data)
