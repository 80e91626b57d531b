"""What generated people want, did and can: occupations, history, skills and education that go together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.datasets import _protected
from matching.datasets._tables import Job, job_shares, jobs, lines_of_jobs, shares
from matching.records import EducationLevel, OccupationRef, WorkExperience

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.datasets._draws import Draws

_TRANSVERSAL = (
    "samenwerken",
    "zelfstandig werken",
    "klantgericht werken",
    "nauwkeurig werken",
    "omgaan met stress",
    "plannen en organiseren",
    "flexibel zijn",
    "goed luisteren",
    "instructies volgen",
    "digitale vaardigheden",
)
SKILL_FALL = 0.86
"""The r-th skill of an occupation is written down 0.86 ** r times as often as the first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Careers:
    """One entry a person.

    Parameters
    ----------
    job
        Position in `jobs` of the first wish.
    level_rank
        Rank of the work level of that wish.
    wanted, history, skills, education
        As the records hold them, complete.
    """

    job: NDArray[np.int64]
    level_rank: NDArray[np.int64]
    wanted: list[tuple[OccupationRef, ...]]
    history: list[tuple[WorkExperience, ...]]
    skills: list[tuple[str, ...]]
    education: list[EducationLevel]


def careers(draws: Draws, who: _protected.Situation, on: date) -> Careers:
    """Draw first wishes by situation, and what goes with them."""
    kind = np.where(who.status == _protected.WW, 3, 4)
    kind = np.where(who.permit_holder, 0, np.where(who.sheltered, 1, np.where(who.limited, 2, kind)))
    job = draws.pick_by("job", kind, _job_weights())
    level = np.array([row.level.rank for row in jobs()])[job]
    past = _past(draws, job)
    return Careers(
        job=job,
        level_rank=level,
        wanted=_wanted(draws, job),
        history=_history(draws, past, who, on),
        skills=_skills(draws, job, past, who.age),
        education=_education(draws, job, who),
    )


@cache
def _job_weights() -> list[NDArray[np.float64]]:
    """Shares of occupations: permit holders, sheltered work, other work disability, WW, the others."""
    supply, _ = job_shares()
    dutch = np.array([job.dutch.rank for job in jobs()])
    level = np.array([job.level.rank for job in jobs()])
    return [
        supply * np.where(dutch <= 2, 1.0, np.where(dutch == 3, 0.3, 0.05)),
        supply * np.array([job.sheltered for job in jobs()]),
        supply * np.where(level <= 2, 1.0, np.where(level == 3, 0.3, 0.05)),
        supply * np.where(level <= 1, 0.7, np.where(level >= 3, 1.5, 1.0)),
        supply,
    ]


def near(draws: Draws, name: str, job: NDArray[np.int64], same_line: float) -> NDArray[np.int64]:
    """Another occupation for each: of the same line of work, or any."""
    supply, _ = job_shares()
    lines = lines_of_jobs()
    weights = [np.where(lines == line, supply, 0.0) for line in range(int(lines.max()) + 1)]
    inside = draws.pick_by(f"{name} inside", lines[job], weights)
    outside = draws.pick(f"{name} outside", len(job), supply)
    return np.where(draws.chance(f"{name} same", len(job), same_line), inside, outside)


def _past(draws: Draws, job: NDArray[np.int64]) -> NDArray[np.int64]:
    """Occupation done most: the wanted one for seven of ten."""
    return np.where(draws.chance("past same", len(job), 0.7), job, near(draws, "past", job, 0.5))


def _reference(job: Job) -> OccupationRef:
    return OccupationRef(title=job.titles[0], code=registers.occupations()[job.position].uri)


@cache
def references() -> tuple[OccupationRef, ...]:
    """Every occupation of `jobs` with its plain title and its code."""
    return tuple(map(_reference, jobs()))


def _wanted(draws: Draws, job: NDArray[np.int64]) -> list[tuple[OccupationRef, ...]]:
    known = references()
    second = near(draws, "second wish", job, 0.7).tolist()
    third = near(draws, "third wish", job, 0.4).tolist()
    count = draws.choose("wishes", len(job), {1: 0.5, 2: 0.35, 3: 0.15})
    return [
        tuple(known[at] for at in dict.fromkeys(row[:number]))
        for *row, number in zip(job.tolist(), second, third, count, strict=True)
    ]


def _history(
    draws: Draws, past: NDArray[np.int64], who: _protected.Situation, on: date
) -> list[tuple[WorkExperience, ...]]:
    """Up to four jobs, the last one ended when the benefit began; fewer for the young and for newcomers."""
    n, known = len(past), references()
    other = near(draws, "earlier", past, 0.6).tolist()
    u = draws.table("history", n, 9).tolist()
    gap = np.maximum(0.1, who.years)
    working = (who.status == _protected.LEAVING).tolist()
    newcomer = (who.permit_holder | (who.status == _protected.WAJONG)).tolist()
    found = []
    for i, (at, age, away) in enumerate(zip(past.tolist(), who.age.tolist(), gap.tolist(), strict=True)):
        span = age - 17 - away
        most = 1 if newcomer[i] else 4
        count = min(most, int(u[i][8] * 5 * min(1.0, span / 12) + 0.35))
        end = on - timedelta(days=int(365.25 * away))
        rows = []
        for k in range(count):
            length = 0.25 + u[i][k] ** 2 * min(14.0, span * 0.6)
            span -= length + u[i][4 + k]
            if span < 0:
                break
            start = end - timedelta(days=int(365.25 * length))
            open_end = k == 0 and working[i]
            rows.append(
                WorkExperience(
                    occupation=known[at if k % 2 == 0 else other[i]],
                    start=start,
                    end=None if open_end else end,
                )
            )
            end = start - timedelta(days=int(365.25 * u[i][4 + k]) + 1)
        found.append(tuple(rows))
    return found


def _skills(
    draws: Draws, job: NDArray[np.int64], past: NDArray[np.int64], age: NDArray[np.int64]
) -> list[tuple[str, ...]]:
    """Skills of the wanted and of the past occupation, the plain ones most, and some that any work asks."""
    n = len(job)
    u, common = draws.table("skills", n, 24), draws.table("common skills", n, len(_TRANSVERSAL)) < 0.11
    keep = u < 0.8 * np.cumprod(np.full(24, SKILL_FALL)) / SKILL_FALL
    keep[age < 21] &= draws.table("young skills", n, 24)[age < 21] < 0.6
    found = []
    for i, (at, before) in enumerate(zip(job.tolist(), past.tolist(), strict=True)):
        own = [label for label, yes in zip(jobs()[at].skills, keep[i, :16].tolist(), strict=False) if yes]
        if before != at:
            own += [x for x, yes in zip(jobs()[before].skills, keep[i, 16:].tolist(), strict=False) if yes]
        own += [_TRANSVERSAL[k] for k in np.nonzero(common[i])[0]]
        found.append(tuple(dict.fromkeys(own)))
    return found


def _education(draws: Draws, job: NDArray[np.int64], who: _protected.Situation) -> list[EducationLevel]:
    """Education by the level of the wanted work; nobody finished college at nineteen."""
    table = shares("people")["education"]
    levels = list(EducationLevel)
    kinds = list(table)
    of_job = np.array([kinds.index(row.level.value) for row in jobs()])
    at = draws.pick_by("education", of_job[job], [list(row.values()) for row in table.values()])
    order = [levels.index(EducationLevel(name)) for name in table["basic"]]
    found = np.array(order)[at]
    found = np.where(who.age < 21, np.minimum(found, levels.index(EducationLevel.MBO)), found)
    found = np.where(who.age < 18, np.minimum(found, levels.index(EducationLevel.VMBO)), found)
    school = who.ground == _protected.GROUNDS.index("pro_vso")
    found = np.where(school, np.minimum(found, levels.index(EducationLevel.VMBO)), found)
    return [levels[k] for k in found.tolist()]
