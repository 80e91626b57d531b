"""Skills of people against the skills that vacancies name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from matching.features._arrays import check_bytes, frozen, padded
from matching.features._normalise import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import JobseekerTable, VacancyTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkillTable:
    """Skills that vacancies name, and how far each jobseeker has them.

    Parameters
    ----------
    asked, welcome : int32 of shape (n_vacancies, most)
        Numbers of the skills, -1 behind the last.
    covered : float32 of shape (n_jobseekers, n_skills)
        In [0, 1]: 1 has it, between is close to it or used it in work before.
    stated : bool of shape (n_jobseekers,)
        Whether the jobseeker lists any skill.
    """

    asked: NDArray[np.int32]
    welcome: NDArray[np.int32]
    covered: NDArray[np.float32]
    stated: NDArray[np.bool_]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, max_bytes: int) -> Self:
        """Give every skill a number and compare them."""
        named = sorted({fold(s) for some in (*offers.skills_asked, *offers.skills_welcome) for s in some})
        number = {name: at for at, name in enumerate(named)}
        check_bytes("skills", 4 * len(people) * max(len(named), 1), max_bytes)
        covered = np.zeros((len(people), max(len(named), 1)), np.float32)
        for row, own in enumerate(people.skills):
            covered[row, [number[fold(s)] for s in own if fold(s) in number]] = 1
        return cls(
            asked=padded([[number[fold(s)] for s in some] for some in offers.skills_asked]),
            welcome=padded([[number[fold(s)] for s in some] for some in offers.skills_welcome]),
            covered=frozen(covered),
            stated=frozen(np.array([bool(own) for own in people.skills])),
        )
