"""Rebuild the encoders that are shipped: ``python -m matching.features.train OUT --esco-texts FOLDER``."""

from __future__ import annotations

import argparse
import csv
import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from matching.features._normalise import fold
from matching.features.labels._lessons import Lessons, occupation_lessons, skill_lessons
from matching.features.labels._plain import plain_title
from matching.features.labels._training import ADAPTING, TrainingParams, adapt, train

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.features.labels import Encoder

TITLES = ("occupations_be_queries.tsv.gz", "occupations_nl_dev_queries.tsv.gz")
SKILLS = ("skills_nl_dev_queries.tsv.gz",)
OCCUPATION_PARAMS = TrainingParams(n_dimensions=128, n_parts=80_000, epochs=7)
SKILL_PARAMS = TrainingParams(n_dimensions=96, n_parts=50_000, epochs=5)


def main(arguments: list[str] | None = None) -> None:
    """Train both encoders and write them; set OMP_NUM_THREADS=1 for the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for occupation.npz and skill.npz")
    parser.add_argument(
        "--esco-texts", type=Path, required=True, help="descriptions and English labels of ESCO"
    )
    parser.add_argument("--public-sets", type=Path, help="titles and competences to adapt the concepts to")
    parser.add_argument("--only", choices=("occupation", "skill"), help="train one of the two")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    if given.only != "skill":
        lessons = occupation_lessons(given.esco_texts)
        made = train(lessons, OCCUPATION_PARAMS)
        made.save(given.out / "occupation.npz", _told(made, lessons, given.public_sets, "occupation"))
    if given.only != "occupation":
        lessons = skill_lessons(given.esco_texts)
        made = train(lessons, SKILL_PARAMS, beside=occupation_lessons(given.esco_texts))
        made.save(given.out / "skill.npz", _told(made, lessons, given.public_sets, "skill"))


def _told(
    made: Encoder, lessons: Lessons, folder: Path | None, kind: Literal["occupation", "skill"]
) -> Encoder:
    if folder is None:
        return made
    names, plain = (TITLES, plain_title) if kind == "occupation" else (SKILLS, fold)
    told = Lessons(made.concepts)
    for name in names:
        add_public(told, folder / name, plain)
    return adapt(made, told, rehearsal(lessons), ADAPTING[kind])


def rehearsal(lessons: Lessons) -> Lessons:
    """Labels among the lessons: what counts in full."""
    labels = Lessons(lessons.concepts)
    for text, targets, weight in zip(lessons.texts, lessons.targets, lessons.weights, strict=True):
        if weight >= 1:
            labels.add(text, targets, 1.0)
    return labels


def add_public(told: Lessons, path: Path, plain: Callable[[str], str]) -> None:
    """Add the texts of a public set; those without a known concept are left out.

    A row has an id, a text, and concepts separated by ``|``, each perhaps with a colon and the kind of link.
    """
    number = {name: at for at, name in enumerate(told.concepts)}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    for _, text, concepts in rows:
        names = [one.split(":")[0].rsplit("/", 1)[-1] for one in concepts.split("|")]
        told.add(plain(text), [number[name] for name in names if name in number], 1.0)


if __name__ == "__main__":
    main()
