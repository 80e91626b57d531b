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
        known: dict[str, list[int]] = {}
        for label in labels:
            for word in label.split():
                if word not in known:
                    tokens = self._tokens(word)
                    known[word] = [self._number.setdefault(one, len(self._number)) for one in tokens]
        of_label = [{token for word in label.split() for token in known[word]} for label in labels]
        table = _table(of_label, len(self._number))
        frequency = np.bincount(table.indices, minlength=len(self._number))
        self._weight = (np.log((1 + len(labels)) / (1 + frequency)) + 1) ** 2
        self._rarest = (np.log(1 + len(labels)) + 1) ** 2
        table.data = self._weight[table.indices].astype(np.float32)
        length = np.sqrt(table.sum(axis=1))
        table.data /= np.repeat(length, np.diff(table.indptr)).astype(np.float32)
        self._labels = sparse.csr_array(table.T)

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of each folded text with each concept, in [0, 1], of shape (n_texts, n_concepts)."""
        tokens = [{token for word in text.split() for token in self._tokens(word)} for text in texts]
        numbers = [{self._number[one] for one in some if one in self._number} for some in tokens]
        table = _table(numbers, len(self._number))
        strange = np.array([len(a) - len(b) for a, b in zip(tokens, numbers, strict=True)])
        length = np.sqrt(table @ self._weight + strange * self._rarest)
        found = sparse.csr_array(table @ self._labels)
        row = np.repeat(np.arange(len(texts)), np.diff(found.indptr))
        best = np.zeros(len(texts) * self._n_concepts, np.float32)
        at = row * self._n_concepts + self._concept[found.indices]
        np.maximum.at(best, at, (found.data / length[row]).astype(np.float32))
        return best.reshape(len(texts), self._n_concepts)

    def _tokens(self, word: str) -> set[str]:
        return {stem(word), *(stem(part) for part in self._compounds.parts(word))}


def _table(rows: Sequence[set[int]], n_columns: int) -> sparse.csr_array:
    """Ones at some columns of each row, float32."""
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    column = np.array([at for row in rows for at in sorted(row)], np.int64)
    return sparse.csr_array((np.ones(len(column), np.float32), column, indptr), shape=(len(rows), n_columns))
