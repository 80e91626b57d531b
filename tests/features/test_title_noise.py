"""Each way in which people write a title otherwise costs no more than was measured.

The titles are alternative labels of ESCO that are taken out of the list before it is searched; no perturbed
form was trained on. What is lost is the share of titles of which the occupation comes first: as it was, less
as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matching import registers
from matching.features import LabelRanker
from matching.features.labels._register import register_labels

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = 150
SHORT = {
    "administratief": "adm.",
    "administratieve": "adm.",
    "algemeen": "alg.",
    "assistent": "ass.",
    "commercieel": "comm.",
    "financieel": "fin.",
    "logistiek": "log.",
    "medewerker": "mdw.",
    "productie": "prod.",
    "technisch": "techn.",
    "verpleegkundige": "verpl.",
}
GERMAN = {
    "arbeider": "arbeiter",
    "bouw": "bau",
    "machine": "maschine",
    "meester": "meister",
    "metaal": "metall",
    "techniek": "technik",
    "specialist": "spezialist",
    "ingenieur": "ingeniör",
    "keuken": "küchen",
}
FEMININE = (
    ("eur", "euse"),
    ("ker", "kster"),
    ("der", "dster"),
    ("ist", "iste"),
    ("ent", "ente"),
    ("man", "vrouw"),
)


def abbreviated(text: str) -> str:
    return " ".join(SHORT.get(word, word) for word in text.split())


def clipped(text: str) -> str:
    """Medewerker at the end of a compound cut short."""
    return re.sub(r"(?<=\w)medewerker\b", "mdw", text)


def german(text: str) -> str:
    for dutch, loan in GERMAN.items():
        text = text.replace(dutch, loan)
    return text


def feminine(text: str) -> str:
    first, *rest = text.split(" ")
    for ending, form in FEMININE:
        if first.endswith(ending):
            return " ".join([first.removesuffix(ending) + form, *rest])
    return text


def both_forms(text: str) -> str:
    return text if feminine(text) == text else f"{text} / {feminine(text)}"


def plural(text: str) -> str:
    first, *rest = text.split(" ")
    if first.endswith(("er", "or", "eur", "ier", "man")):
        return " ".join([first + "s", *rest])
    return " ".join([first + "en", *rest]) if first.endswith(("ist", "ent", "ant")) else text


def at_middle(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change two letters in the middle of the longest word."""

    def write(text: str) -> str:
        word = max(text.split(" "), key=len)
        middle = len(word) // 2
        return text.replace(word, word[:middle] + change(word[middle : middle + 2]) + word[middle + 2 :])

    return write


NOISE: dict[str, tuple[Callable[[str], str], float]] = {
    "capitals": (str.upper, 0.0),
    "first letters": (str.title, 0.0),
    "m/v": (lambda text: f"{text} (m/v/x)", 0.0),
    "asked for": (lambda text: f"Gezocht: {text}, 32 uur per week", 0.0),
    "firm before": (lambda text: f"Jansma Groep B.V. - {text}", 0.02),
    "abbreviated": (abbreviated, 0.02),
    "compound cut short": (clipped, 0.02),
    "plural": (plural, 0.02),
    "feminine": (feminine, 0.02),
    "both forms": (both_forms, 0.02),
    "swapped letters": (at_middle(lambda two: two[::-1]), 0.1),
    "letter left out": (at_middle(lambda two: two[:1]), 0.08),
    "letter twice": (at_middle(lambda two: two[0] + two), 0.05),
    "wrong letter": (at_middle(lambda two: "x" + two[1:]), 0.08),
    "German spelling": (german, 0.08),
    "hyphens": (lambda text: text.replace(" ", "-"), 0.0),
}


@pytest.fixture(scope="module")
def titles() -> list[tuple[str, str]]:
    """One label of most occupations."""
    rows = [row for row in registers.occupations() if len(row.alternative_labels_nl) > 2]
    return [(row.alternative_labels_nl[1], row.id) for row in rows]


@pytest.fixture(scope="module")
def ranker(titles: list[tuple[str, str]]) -> LabelRanker:
    """A ranker whose list lacks them."""
    out = {title for title, _ in titles}
    kept = [pair for pair in zip(*register_labels("occupation"), strict=True) if pair[0] not in out]
    labels, concepts = zip(*kept, strict=True)
    return LabelRanker("occupation").fit(labels, concepts)


def share_found(ranker: LabelRanker, texts: list[str], right: list[str]) -> float:
    found = np.array([*ranker.concepts_, ""])[ranker.rank(texts, 1).concept[:, 0]]
    return float(np.mean(found == np.array(right)))


@pytest.mark.parametrize("noise", NOISE)
def test_noise_costs_no_more_than_was_measured(
    ranker: LabelRanker, titles: list[tuple[str, str]], noise: str
) -> None:
    write, at_most = NOISE[noise]
    changed = [(title, write(title), right) for title, right in titles if write(title) != title]
    assert len(changed) >= 30
    changed = changed[:: -(-len(changed) // SAMPLE)]
    as_it_was, written, right = (list(some) for some in zip(*changed, strict=True))
    lost = share_found(ranker, as_it_was, right) - share_found(ranker, written, right)
    assert lost <= at_most


def test_english_titles_cost_little(ranker: LabelRanker) -> None:
    """English alternative labels are not in the list; the share found is near that of Dutch ones left out."""
    rows = [row for row in registers.occupations()[::7] if row.alternative_labels_en]
    texts, right = [row.alternative_labels_en[0] for row in rows], [row.id for row in rows]
    assert share_found(ranker, texts, right) >= 0.87
