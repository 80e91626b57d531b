"""``python -m benchmarks.quality.confidence FOLDER``: how often a title is right, by how sure.

FOLDER holds the descriptions of ESCO that the encoder is trained from. A tenth of the Dutch alternative
labels is drawn and held out: the encoder is trained without them, and they are in no list of labels. Each is
then ranked, and the best occupation compared with the one that the label is of: *right*, or at least of the
same *unit group* of ISCO-08. Below a probability of 0.1 the features take a title for text only; the last
lines say what such limits keep.
"""

from __future__ import annotations

import argparse
import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from matching import registers
from matching.features import LabelRanker
from matching.features.labels._lessons import Lessons, occupation_lessons
from matching.features.labels._plain import plain_title
from matching.features.labels._register import register_labels
from matching.features.labels._training import train
from matching.features.train import OCCUPATION_PARAMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED, SHARE = 0, 0.1
EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.01)
LIMITS = (0.0, 0.05, 0.1, 0.2, 0.3)


def hold_out() -> dict[str, int]:
    """Draw alternative labels that name one occupation only, with its position."""
    owner: dict[str, set[int]] = {}
    for at, row in enumerate(registers.occupations()):
        for label in (row.label_nl, *row.alternative_labels_nl, *row.older_labels_nl):
            owner.setdefault(plain_title(label), set()).add(at)
    found = [
        (label, at)
        for at, row in enumerate(registers.occupations())
        for label in row.alternative_labels_nl
        if plain_title(label) != plain_title(row.label_nl) and len(owner[plain_title(label)]) == 1
    ]
    drawn = np.random.default_rng(SEED).random(len(found)) < SHARE
    return dict(pair for pair, held in zip(found, drawn, strict=True) if held)


def ranker(held: dict[str, int], folder: Path) -> LabelRanker:
    """Train without the labels held out, and rank among the others."""
    hidden = {plain_title(label) for label in held}
    lessons = occupation_lessons(folder)
    part = Lessons(lessons.concepts)
    for text, targets, weight in zip(lessons.texts, lessons.targets, lessons.weights, strict=True):
        if text not in hidden:
            part.add(text, targets, weight)
    named = zip(*register_labels("occupation"), strict=True)
    kept = [pair for pair in named if plain_title(pair[0]) not in hidden]
    labels, concepts = zip(*kept, strict=True)
    return LabelRanker("occupation", encoder=train(part, OCCUPATION_PARAMS)).fit(labels, concepts)


def shown(name: str, chosen: NDArray[np.bool_], right: NDArray[np.bool_], near: NDArray[np.bool_]) -> None:
    n = int(chosen.sum())
    print(
        f"  {name:<16}{n:>7,}{n / len(chosen):>8.1%}{right[chosen].mean():>8.1%}{near[chosen].mean():>12.1%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="with esco_occupation_descriptions.csv.gz")
    held = hold_out()
    found = ranker(held, parser.parse_args().folder).rank(list(held), 1)
    table = registers.occupations()
    truth, best, score = np.array(list(held.values())), found.concept[:, 0], found.score[:, 0]
    right = best == truth
    near = np.array(
        [at >= 0 and table[at].isco_code == table[own].isco_code for at, own in zip(best, truth, strict=True)]
    )
    print(f"{len(held):,} alternative labels held out, seed {SEED}")
    print(f"  {'probability':<16}{'labels':>7}{'share':>8}{'right':>8}{'unit group':>12}")
    for low, high in pairwise(EDGES):
        if ((score >= low) & (score < high)).any():
            shown(f"{low:g} to {min(high, 1):g}", (score >= low) & (score < high), right, near)
    for limit in LIMITS:
        shown(f"{limit:g} and above", score >= limit, right, near)


if __name__ == "__main__":
    main()
