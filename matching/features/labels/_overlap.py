"""How many words texts share with labels: stems, and the parts of compounds, by rarity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching.features.labels._words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.features.labels._words import Compounds


class WordOverlap:
    """Cosine of a text with the closest label of each concept, over stems and parts of compounds.

    A stem that no label has counts as rarest of all. Whether a stem occurs once or twice is one.

    Parameters
    ----------
    labels
        Folded texts.
    concept : int32 of shape (n_labels,)
        Concept of each label.
    n_concepts
        How many there are.
    compounds
        Takes compounds apart.

    Examples
    --------
    >>> from matching.features.labels import Compounds
    >>> compounds = Compounds(["magazijn", "medewerker"])
    >>> overlap = WordOverlap(["medewerker magazijn", "kok"], np.array([0, 1]), 2, compounds)
    >>> overlap.scores(["magazijnmedewerker", "kok"]) > 0.6
    array([[ True, False],
           [False,  True]])
    """

    def __init__(
        self, labels: Sequence[str], concept: NDArray[np.integer], n_concepts: int, compounds: Compounds
    ) -> None:
        self._compounds, self._concept, self._n_concepts = compounds, concept, n_concepts
        self._number: dict[str, int] = {}
        words = " ".join(labels).split()
        place = {word: at for at, word in enumerate(dict.fromkeys(words))}
        of_word = [
            [self._number.setdefault(one, len(self._number)) for one in self._tokens(word)] for word in place
        ]
        indptr = np.cumsum([0, *(len(label.split()) for label in labels)])
        of_label = sparse.csr_array(
            (np.ones(len(words), np.float32), [place[word] for word in words], indptr),
            shape=(len(labels), len(place)),
        )
        table = sparse.csr_array(of_label @ _table(of_word, len(self._number)))
        frequency = np.bincount(table.indices, minlength=len(self._number))
        self._weight = (np.log((1 + len(labels)) / (1 + frequency)) + 1) ** 2
        self._rarest = (np.log(1 + len(labels)) + 1) ** 2
        table.data = self._weight[table.indices].astype(np.float32)
        length = np.sqrt(table.sum(axis=1))
        table.data /= np.repeat(length, np.diff(table.indptr)).astype(np.float32)
        self._labels = sparse.csr_array(table.T)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of each folded text with each concept, in [0, 1], of shape (n_texts, n_concepts)."""
        tokens = [{token: 0 for word in text.split() for token in self._tokens(word)} for text in texts]
        numbers = [[self._number[one] for one in some if one in self._number] for some in tokens]
        table = _table(numbers, len(self._number))
        strange = np.array([len(a) - len(b) for a, b in zip(tokens, numbers, strict=True)])
        length = np.sqrt(table @ self._weight + strange * self._rarest)
        found = sparse.csr_array(table @ self._labels)
        row = np.repeat(np.arange(len(texts)), np.diff(found.indptr))
        best = np.zeros(len(texts) * self._n_concepts, np.float32)
        at = row * self._n_concepts + self._concept[found.indices]
        np.maximum.at(best, at, (found.data / length[row]).astype(np.float32))
        return best.reshape(len(texts), self._n_concepts)

    def _tokens(self, word: str) -> dict[str, int]:
        """Distinct stems, in order: sums of numbers must not depend on the order of a set."""
        return dict.fromkeys([stem(word), *map(stem, self._compounds.parts(word))], 0)


def _table(rows: Sequence[Sequence[int]], n_columns: int) -> sparse.csr_array:
    """Ones at some columns of each row, float32."""
    indptr = np.cumsum([0, *map(len, rows)])
    column = np.array([at for row in rows for at in row], np.int64)
    return sparse.csr_array((np.ones(len(column), np.float32), column, indptr), shape=(len(rows), n_columns))
