"""The labels of concepts that are most like texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TEXTS = 16
"""Texts compared at once. Affects memory and speed only, never the answer."""


class ClosestLabels:
    """Find the label of a concept that a text is most like; of equal ones the first.

    Parameters
    ----------
    labels
        Vectors of the labels.
    concept : int32 of shape (n_labels,)
        Concept of each label; every concept has one.
    n_concepts
        How many there are.
    """

    def __init__(self, labels: sparse.csr_array, concept: NDArray[np.int32], n_concepts: int) -> None:
        self._label = np.argsort(concept, kind="stable").astype(np.int32)
        self._n = np.bincount(concept, minlength=n_concepts)
        self._first = np.cumsum(self._n) - self._n
        self._vectors = sparse.csr_array(labels[self._label])
        self._size = np.diff(self._vectors.indptr)

    def find(
        self, texts: sparse.csr_array, concept: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Label of each concept that is most like the text of its row, and that likeness.

        Parameters
        ----------
        texts
            Vectors of shape (n_texts, n_features).
        concept : int32 of shape (n_texts, n_some)
            Concepts asked for.
        """
        label, likeness = np.empty(concept.shape, np.int32), np.empty(concept.shape, np.float32)
        for start in range(0, len(concept), _TEXTS):
            rows = slice(start, start + _TEXTS)
            label[rows], likeness[rows] = self._find(texts[rows].toarray(), concept[rows])
        return label, likeness

    def _find(
        self, texts: NDArray[np.float32], concept: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        flat = concept.ravel()
        n, start = self._n[flat], np.cumsum(self._n[flat]) - self._n[flat]
        at = np.arange(n.sum()) + np.repeat(self._first[flat] - start, n)
        size = self._size[at]
        before = np.cumsum(size, dtype=np.int32) - size
        entry = np.arange(size.sum(), dtype=np.int32) + np.repeat(self._vectors.indptr[at] - before, size)
        row = np.repeat(np.arange(len(concept), dtype=np.int32), n.reshape(concept.shape).sum(axis=1))
        column = self._vectors.indices[entry] + np.repeat(row * np.int32(texts.shape[1]), size)
        product = texts.ravel()[column] * self._vectors.data[entry]
        # A label without n-grams is like nothing; `reduceat` would give it the entry of the next.
        like = np.where(size > 0, np.add.reduceat(np.append(product, np.float32(0)), before), 0)
        most = np.maximum.reduceat(like, start)
        # Ascending labels within a concept: the first that is as like as the most.
        place = np.where(like == np.repeat(most, n), np.arange(len(like)), len(like))
        best = np.minimum.reduceat(place, start)
        shape = concept.shape
        return self._label[at[best]].reshape(shape), np.asarray(most, np.float32).reshape(shape)
