"""What the encoder learns from: texts of ESCO, each with the concepts that it speaks of."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matching import registers
from matching.features._normalise import fold
from matching.features.labels._plain import plain_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST_OCCUPATIONS = 60
"""Occupations above which a skill says too little about each."""


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Folded texts, the positions of the concepts that each speaks of, and how much each counts.

    Parameters
    ----------
    concepts
        Last parts of URIs.
    texts, targets, weights
        In step.
    """

    concepts: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    targets: list[list[int]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, text: str, targets: Sequence[int], weight: float) -> None:
        """Add one text, unless nothing of it is left or it speaks of nothing."""
        if text and targets:
            self.texts.append(text)
            self.targets.append(list(targets))
            self.weights.append(weight)


def occupation_lessons(folder: Path) -> Lessons:
    """Labels in Dutch and English, sentences of descriptions, skills and ISCO groups of occupations.

    Parameters
    ----------
    folder
        With ``esco_occupation_descriptions.csv.gz`` (columns uri, description_nl).
    """
    table, groups = registers.occupations(), registers.isco_groups()
    lessons = Lessons((*(row.id for row in table), *("C" + group.code for group in groups)))
    number = {name: at for at, name in enumerate(lessons.concepts)}
    for at, row in enumerate(table):
        nl = (row.label_nl, *row.alternative_labels_nl, *row.older_labels_nl)
        for text in dict.fromkeys(
            plain_title(label) for label in (*nl, row.label_en, *row.alternative_labels_en)
        ):
            lessons.add(text, [at], 1.0)
    for group in groups:
        inside = [at for at, row in enumerate(table) if row.isco_code == group.code]
        own = number["C" + group.code]
        lessons.add(plain_title(group.label_nl), [own], 1.0)
        lessons.add(plain_title(group.label_en), [own], 1.0)
        if inside:
            lessons.add(plain_title(group.label_nl), [*inside, own], 0.5)
    for record in _rows(folder / "esco_occupation_descriptions.csv.gz"):
        at = number.get(record["uri"].rsplit("/", 1)[-1], -1)
        for sentence in re.split(r"(?<=[.!?])\s+", record["description_nl"]):
            if at >= 0 and len(sentence) > 20:
                lessons.add(fold(sentence)[:400], [at], 0.5)
    _add_skills(lessons)
    return lessons


def _add_skills(lessons: Lessons) -> None:
    links = registers.occupation_skills()
    essential: dict[int, list[int]] = {}
    optional: dict[int, list[int]] = {}
    for at in range(len(registers.occupations())):
        for skill, is_essential in zip(*links.of(at), strict=True):
            (essential if is_essential else optional).setdefault(int(skill), []).append(at)
    for position, skill in enumerate(registers.skills()):
        targets = essential.get(position) or optional.get(position) or []
        if len(targets) <= _MOST_OCCUPATIONS:
            lessons.add(fold(skill.label_nl), targets, 0.5)
            lessons.add(fold(skill.label_en), targets, 0.5)


def skill_lessons(folder: Path) -> Lessons:
    """Labels of skills in Dutch and English.

    Parameters
    ----------
    folder
        With ``esco_skill_alternative_labels.csv.gz`` (columns uri, alt_labels_en).
    """
    lessons = Lessons(tuple(row.id for row in registers.skills()))
    number = {name: at for at, name in enumerate(lessons.concepts)}
    for at, row in enumerate(registers.skills()):
        lessons.add(fold(row.label_nl), [at], 2.0)
        lessons.add(fold(row.label_en), [at], 1.0)
    for record in _rows(folder / "esco_skill_alternative_labels.csv.gz"):
        at = number.get(record["uri"].rsplit("/", 1)[-1], -1)
        for label in record["alt_labels_en"].split("|"):
            if at >= 0:
                lessons.add(fold(label), [at], 0.5)
    return lessons


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
