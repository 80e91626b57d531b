"""The tables behind the generator: lines of work, shares of people, shares of vacancies."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import registers
from matching.records import EducationLevel, FunctionalItem, LanguageLevel, Licence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

TAIL_OFFSET = 3
"""Weight of the r-th occupation of a tail is 1 / (r + TAIL_OFFSET): Zipf's law without its steep head."""


@dataclass(frozen=True, slots=True)
class Licensed:
    """A driving licence that work asks: how often, how many hold it, whether the law asks it."""

    category: Licence
    asked: float
    held: float
    legal: bool


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate that work asks: how often, how many hold it, whether the law asks it."""

    name: str
    asked: float
    held: float
    legal: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """An occupation with what is usual for it.

    Parameters
    ----------
    position
        Position in ``registers.occupations()``.
    line
        Position of the line of work.
    titles
        Titles as people write them; the first is the plainest.
    supply, demand
        Share of people and of vacancies; both add up to 1 over `jobs`.
    skills
        Dutch labels of its skills, the essential ones in front.
    """

    position: int
    line: int
    sector: str
    titles: tuple[str, ...]
    supply: float
    demand: float
    level: EducationLevel
    wage: tuple[float, float]
    dutch: LanguageLevel
    hours: tuple[int, ...]
    evening: float
    night: float
    weekend: float
    experience: float
    sheltered: bool
    demands: Mapping[FunctionalItem, int]
    industries: Mapping[str, float]
    licence: Licensed
    certificates: tuple[Certified, ...]
    skills: tuple[str, ...]


@cache
def shares(name: str) -> dict[str, Any]:
    """One table of this room, ``people`` or ``vacancies``, as written."""
    text = (files("matching.datasets") / "tables" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def jobs() -> tuple[Job, ...]:
    """All occupations that can be drawn: those named in the lines of work, and behind them the tails."""
    lines = shares("work")["family"]
    named = {job["esco"] for line in lines for job in line["occupations"]}
    supply_tail, demand_tail = shares("people")["tail_share"], shares("vacancies")["tail_share"]
    head, tail = [], []
    for at, line in enumerate(lines):
        supply = (1 - supply_tail) * line["supply"] / sum(job["supply"] for job in line["occupations"])
        demand = (1 - demand_tail) * line["demand"] / sum(job["demand"] for job in line["occupations"])
        head += [
            _job(at, line | job, supply * job["supply"], demand * job["demand"])
            for job in line["occupations"]
        ]
        tail += _tail(at, line, named, supply_tail * line["supply"], demand_tail * line["demand"])
    return _normalised((*head, *tail))


@cache
def job_shares() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Supply and demand of `jobs` as arrays."""
    return np.array([job.supply for job in jobs()]), np.array([job.demand for job in jobs()])


@cache
def lines_of_jobs() -> NDArray[np.int64]:
    """Line of work of each of `jobs`."""
    return np.array([job.line for job in jobs()])


def _normalised(found: tuple[Job, ...]) -> tuple[Job, ...]:
    supply, demand = sum(job.supply for job in found), sum(job.demand for job in found)
    return tuple(replace(job, supply=job.supply / supply, demand=job.demand / demand) for job in found)


def _tail(at: int, line: dict[str, Any], named: set[str], supply: float, demand: float) -> list[Job]:
    """Return the occupations of the line's ISCO groups that no line names."""
    found = [
        row
        for row in registers.occupations()
        if row.isco_code.startswith(tuple(line["isco"])) and row.esco_code not in named
    ]
    weight = [1 / (rank + TAIL_OFFSET) for rank in range(len(found))]
    return [
        _job(
            at,
            line | {"esco": row.esco_code, "titles": [re.split("[/,;|]", row.label_nl)[0]]},
            supply * w / sum(weight),
            demand * w / sum(weight),
        )
        for row, w in zip(sorted(found, key=_rarity), weight, strict=True)
    ]


def _rarity(row: registers.Occupation) -> tuple[int, str]:
    """Order occupations: work that has many names is common work."""
    return -len(row.alternative_labels_nl), row.esco_code


@cache
def _positions() -> dict[str, int]:
    return {row.esco_code: at for at, row in enumerate(registers.occupations())}


def _job(at: int, facts: dict[str, Any], supply: float, demand: float) -> Job:
    position = _positions()[facts["esco"]]
    category, *licence = facts["licence"]
    return Job(
        position=position,
        line=at,
        sector=facts["sector"],
        titles=tuple(facts["titles"]),
        supply=supply,
        demand=demand,
        level=EducationLevel(facts["level"]),
        wage=(facts["wage"][0], facts["wage"][1]),
        dutch=LanguageLevel(facts["dutch"]),
        hours=tuple(facts["hours"]),
        evening=facts["evening"],
        night=facts["night"],
        weekend=facts["weekend"],
        experience=facts["experience"],
        sheltered=facts.get("sheltered", False),
        demands={FunctionalItem(item): level for item, level in facts["demands"].items()},
        industries=facts["industries"],
        licence=Licensed(Licence(category), *licence),
        certificates=tuple(Certified(*row) for row in facts["certificates"]),
        skills=_skills(position),
    )


def _skills(position: int) -> tuple[str, ...]:
    """Dutch labels, essential skills in front and in each part the short, plain ones first."""
    found, essential = registers.occupation_skills().of(position)
    known = registers.skills()
    ranked = sorted(
        (not must, len(known[at].label_nl), known[at].label_nl)
        for at, must in zip(found.tolist(), essential.tolist(), strict=True)
        if known[at].label_nl
    )
    return tuple(dict.fromkeys(label for _, _, label in ranked))
