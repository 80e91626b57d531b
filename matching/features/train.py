"""Rebuild the encoders that are shipped: ``python -m matching.features.train OUT --esco-texts FOLDER``."""

from __future__ import annotations

import argparse
import csv
import gzip
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from matching.features._normalise import fold
from matching.features.labels._lessons import Lessons, occupation_lessons, skill_lessons
from matching.features.labels._plain import plain_title
from matching.features.labels._training import TrainingParams, adapt, train

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.features.labels import Encoder

TITLES = ("occupations_be_queries.tsv.gz", "occupations_nl_dev_queries.tsv.gz")
SKILLS = ("skills_nl_dev_queries.tsv.gz",)
OCCUPATION_PARAMS = TrainingParams(n_dimensions=128, n_parts=80_000, epochs=7)
SKILL_PARAMS = TrainingParams(n_dimensions=96, n_parts=50_000, epochs=5)

RATE = {"occupation": 0.05, "skill": 0.02}
"""First step when the concepts are adapted: competences are told with looser links than titles."""


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
        _finish(made, lessons, given.public_sets, "occupation").save(given.out / "occupation.npz")
    if given.only != "occupation":
        lessons = skill_lessons(given.esco_texts)
        made = train(lessons, SKILL_PARAMS, beside=occupation_lessons(given.esco_texts))
        _finish(made, lessons, given.public_sets, "skill").save(given.out / "skill.npz")


def _finish(
    made: Encoder, lessons: Lessons, folder: Path | None, kind: Literal["occupation", "skill"]
) -> Encoder:
    if folder is None:
        return made
    names, plain = (TITLES, plain_title) if kind == "occupation" else (SKILLS, fold)
    texts, targets = public_pairs(made, [folder / name for name in names], plain)
    return replace(made, adapted=adapt(made, texts, targets, rehearsal(lessons), rate=RATE[kind]))


def rehearsal(lessons: Lessons) -> tuple[list[str], list[list[int]]]:
    """Labels among the lessons: what counts in full."""
    full = [at for at, weight in enumerate(lessons.weights) if weight >= 1]
    return [lessons.texts[at] for at in full], [lessons.targets[at] for at in full]


def public_pairs(
    made: Encoder, paths: list[Path], plain: Callable[[str], str]
) -> tuple[list[str], list[list[int]]]:
    """Texts of public sets and the positions of their concepts; texts without a known concept are left out.

    A row has an id, a text, and concepts separated by ``|``, each perhaps with a colon and the kind of link.
    """
    number = {name: at for at, name in enumerate(made.concepts)}
    texts, targets = [], []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
        for _, text, concepts in rows:
            names = [one.split(":")[0].rsplit("/", 1)[-1] for one in concepts.split("|")]
            known = [number[name] for name in names if name in number]
            if known and plain(text):
                texts.append(plain(text))
                targets.append(known)
    return texts, targets


if __name__ == "__main__":
    main()
