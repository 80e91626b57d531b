"""What texts mean: how much speaks for each concept of a list, by the encoder and by shared words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from scipy import sparse

from matching import registers
from matching.features._normalise import fold, normal_title
from matching.features.labels._encoder import encoder, unit
from matching.features.labels._overlap import WordOverlap
from matching.features.labels._plain import plain_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.features.labels._encoder import Encoder

_ESCO = re.compile(r"(?:.*/)?(?:(?<=isco/)(C[0-9]{1,4})|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))")
"""URI of an ISCO group, an occupation or a skill, or its last part, of a group with *isco/* before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """How much each channel counts, where the cosine of the encoder counts 1.

    Parameters
    ----------
    deep_words, deep_group
        Shared words and the ISCO group, when the list of concepts worth a look is drawn up.
    words, likeness
        Shared words and the n-grams of the closest label, when the first of these are put in order.
    sharpness
        What the sum is multiplied by to make it a probability.

    Notes
    -----
    The weights are few and fixed. Rankers learned over twenty of such channels did not carry over: trained on
    the titles of the other country, a linear one took Flemish titles from a mean reciprocal rank of 0.690 to
    0.672, a small network to 0.686, and Dutch ones from 0.576 to 0.574 and 0.573.
    """

    deep_words: float
    deep_group: float
    words: float
    likeness: float
    sharpness: float = 14.0


BLEND = {
    "occupation": Blend(deep_words=0.5, deep_group=0.4, words=0.0, likeness=0.1),
    "skill": Blend(deep_words=0.3, deep_group=0.0, words=0.1, likeness=0.2),
}


class Meaning:
    """What speaks for each concept of a list.

    Parameters
    ----------
    kind
        Titles or skills.
    made
        Encoder of that kind.
    places : int64 of shape (n_concepts,)
        Positions of the concepts in the encoder, -1 for those that it does not know: their direction is the
        mean of their labels.
    labels, concept
        Folded labels, and the concept of each.
    readings
        Words that the encoder does not know, and what it reads for them.
    """

    def __init__(
        self,
        kind: Literal["occupation", "skill"],
        made: Encoder,
        places: NDArray[np.int64],
        labels: Sequence[str],
        concept: NDArray[np.int32],
        readings: Mapping[str, str],
    ) -> None:
        self.kind: Literal["occupation", "skill"] = kind
        self._readings = readings
        self.blend = BLEND[kind]
        self._made = made
        rows = made.directions()[places]
        strange = np.flatnonzero(places[concept] < 0)
        if len(strange):
            rows[places < 0] = 0
            np.add.at(rows, concept[strange], made.encode([labels[at] for at in strange.tolist()]))
            rows = unit(rows)
        self._directions = np.ascontiguousarray(rows.T)
        self._overlap = WordOverlap(labels, concept, len(places), made.compounds)
        self._groups = _groups([made.concepts[at] if at >= 0 else "" for at in places])

    @classmethod
    def of(
        cls,
        kind: Literal["occupation", "skill"],
        made: Encoder | None,
        concepts: Sequence[str],
        labels: Sequence[str],
        concept: NDArray[np.int32],
        *,
        everyday: bool = False,
    ) -> Self | None:
        """Meaning among concepts by id or URI, ``None`` unless the encoder knows at least half of them.

        With ``everyday``, everyday names that the encoder does not know are read as ESCO names them.
        """
        last = [found[1] or found[2] if (found := _ESCO.fullmatch(one)) else "" for one in concepts]
        if 2 * sum(map(bool, last)) < max(len(last), 1):
            return None  # the encoder need not be read
        made = made or encoder(kind)
        number = {name: at for at, name in enumerate(made.concepts)}
        places = np.array([number.get(name, -1) for name in last], np.int64)
        known = 2 * (places >= 0).sum() >= len(places)
        if not known:
            return None
        return cls(kind, made, places, labels, concept, _everyday_words(made) if everyday else {})

    def look(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How much speaks for each concept, before and after words and groups are heard.

        Returns
        -------
        tuple
            Two arrays of shape (n_texts, n_concepts): evidence, to put the first in order, and depth, to draw
            them up. A text of which no part is known has ``-inf`` throughout.
        """
        plain = [fold(text) for text in texts]
        if self.kind == "occupation":
            plain = [plain_title(normal_title(text)) for text in texts]
        if self._readings:
            plain = [" ".join([self._readings.get(word, word) for word in text.split()]) for text in plain]
        points = self._made.encode(plain)
        near = points @ self._directions
        words = self._overlap.scores(plain)
        depth = near + np.float32(self.blend.deep_words) * words
        if self.blend.deep_group:
            share = np.exp(np.float32(self.blend.sharpness) * near)
            inside = np.log((self._groups @ share.T).T) / np.float32(self.blend.sharpness)
            depth += np.float32(self.blend.deep_group) * (inside @ self._groups)
        near += np.float32(self.blend.words) * words
        nothing = ~points.any(axis=1)
        near[nothing] = depth[nothing] = -np.inf
        return near, depth

    def shares(
        self, near: NDArray[np.float32], drawn: NDArray[np.int32], likeness: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Probability that a text stands for each of the concepts drawn, 0 when nothing speaks for any.

        Parameters
        ----------
        near : float32 of shape (n_texts, n_concepts)
            Evidence from `look`.
        drawn : int32 of shape (n_texts, n_drawn)
            Concepts.
        likeness : float32 of shape (n_texts, n_first)
            Likeness of the text to the closest label of each of the first of these.
        """
        sharp = np.float32(self.blend.sharpness)
        top = np.maximum(near.max(axis=1, keepdims=True), np.float32(-9))
        whole = np.exp(sharp * (near - top)).sum(axis=1, keepdims=True)
        share = np.exp(sharp * (np.take_along_axis(near, drawn, axis=1) - top))
        first = share[:, : likeness.shape[1]]
        more = first * (np.exp(sharp * np.float32(self.blend.likeness) * likeness) - 1)
        first += more
        whole += more.sum(axis=1, keepdims=True)
        return np.asarray(share / np.maximum(whole, np.float32(1e-30)), np.float32)


def _everyday_words(made: Encoder) -> dict[str, str]:
    """Everyday names of one word that the encoder does not know, and how ESCO names what they stand for."""
    named = [(fold(row.title), fold(row.occupation)) for row in registers.everyday_titles()]
    words = dict(reversed([(title, name) for title, name in named if " " not in title]))
    known = dict(zip(words, made.knows(list(words)).tolist(), strict=True))
    return {word: name for word, name in words.items() if not known[word]}


def _groups(names: Sequence[str]) -> sparse.csr_array:
    """Ones at the concepts of each ISCO unit group; a concept without one is a group of its own."""
    unit_group = {row.id: row.isco_code for row in registers.occupations()}
    number: dict[str, int] = {}
    group = [
        number.setdefault(unit_group.get(name, name[1:] or f"of {at}"), len(number))
        for at, name in enumerate(names)
    ]
    ones = np.ones(len(names), np.float32)
    return sparse.csr_array((ones, (group, np.arange(len(names)))), shape=(len(number), len(names)))
