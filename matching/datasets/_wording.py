"""How records word occupations: one of the usual titles, with the noise of people, seldom with a code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from matching import registers
from matching.datasets._tables import jobs
from matching.datasets._titles import ADVERT, N_NUMBERS, PERSONAL, reword
from matching.records import OccupationRef, WorkExperience

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.records import Jobseeker

_MAX_TITLES = 7
N_WORDING = _MAX_TITLES * (N_NUMBERS + 1)
"""How many uniform numbers the titles of one person take."""
CODED = 0.12
"""Share of people whose wishes come with their codes."""


@cache
def _titles() -> dict[str, tuple[str, ...]]:
    return {registers.occupations()[job.position].uri: job.titles for job in reversed(jobs())}


def written(u: Sequence[float], person: Jobseeker) -> dict[str, Any]:
    """Wanted occupations and history of a person as a desk would word them."""
    rows = [u[k : k + N_NUMBERS + 1] for k in range(0, N_WORDING, N_NUMBERS + 1)]
    wanted, coded = len(person.wanted_occupations), float(u[N_NUMBERS]) % 0.1 < CODED * 0.1
    return {
        "wanted_occupations": tuple(
            word(ref, row, coded=coded) for ref, row in zip(person.wanted_occupations, rows, strict=False)
        ),
        "work_history": tuple(
            WorkExperience.model_construct(occupation=word(job.occupation, row), start=job.start, end=job.end)
            for job, row in zip(person.work_history, rows[wanted:], strict=False)
        ),
    }


def word(
    ref: OccupationRef, u: Sequence[float], *, advert: bool = False, coded: bool = False
) -> OccupationRef:
    """One occupation as written, from nine uniform numbers."""
    titles = _titles()[str(ref.code)]
    last = float(u[N_NUMBERS])
    at = min(int(last * len(titles)), len(titles) - 1)
    text = reword(titles[at], u, ADVERT if advert else PERSONAL)
    code = registers.occupation(str(ref.code)).esco_code if coded else None
    return OccupationRef.model_construct(title=text, code=code)
