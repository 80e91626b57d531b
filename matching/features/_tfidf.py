"""Texts as weighted n-grams, with weights that depend on a fixed list of texts only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching.features._ngrams import N_CODES, character_ngrams, word_ngrams

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

CHARACTER_SHARE = 0.85
"""Share of the squared length of a text that its character n-grams make up; the rest are words."""


class TfidfSpace:
    """Character and word n-gram TF-IDF over a fixed vocabulary.

    The inner product of two texts is the weighted mean of the cosines of their character and their word
    n-grams. N-grams that were not in the texts fitted count in the length of a text as rarest of all, so a
    text of strange words is like nothing, and the vector of a text never depends on the other texts.

    Attributes
    ----------
    n_features_
        Size of the vocabulary.
    """

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_array:
        """Learn vocabulary and weights from folded texts, and return their vectors."""
        self._parts = (
            _Part(character_ngrams, CHARACTER_SHARE),
            _Part(word_ngrams, 1 - CHARACTER_SHARE),
        )
        vectors = [part.fit_transform(texts) for part in self._parts]
        self.n_features_ = sum(len(part.codes) for part in self._parts)
        return sparse.csr_array(sparse.hstack(vectors, format="csr"))

    def transform(self, texts: Sequence[str]) -> sparse.csr_array:
        """Vectors of folded texts, float32 of shape (n_texts, n_features_)."""
        return sparse.csr_array(sparse.hstack([part.transform(texts) for part in self._parts], format="csr"))


class _Part:
    def __init__(
        self, split: Callable[[Sequence[str]], tuple[NDArray[np.int64], NDArray[np.int64]]], share: float
    ) -> None:
        self._split = split
        self._share = share

    def fit_transform(self, texts: Sequence[str]) -> sparse.csr_array:
        text, code = self._split(texts)
        self.codes, column = _numbered(code)
        counts = _counts(text, column, (len(texts), len(self.codes)))
        documents = np.bincount(counts.indices, minlength=len(self.codes))
        self.idf = np.log((1 + len(texts)) / (1 + documents)) + 1
        self._rarest = np.log(1 + len(texts)) + 1
        return self._weigh(counts, np.zeros(len(texts)))

    def transform(self, texts: Sequence[str]) -> sparse.csr_array:
        text, code = self._split(texts)
        column = np.searchsorted(self.codes, code)
        known = column < len(self.codes)
        known[known] = self.codes[column[known]] == code[known]
        counts = _counts(text[known], column[known], (len(texts), len(self.codes)))
        strange = np.bincount(text[~known], minlength=len(texts))
        return self._weigh(counts, strange * self._rarest**2)

    def _weigh(self, counts: sparse.csr_array, strange: NDArray[np.float64]) -> sparse.csr_array:
        value = counts.data.astype(np.float64) * self.idf[counts.indices]
        row = np.repeat(np.arange(len(strange)), np.diff(counts.indptr))
        length = np.sqrt(np.bincount(row, value**2, minlength=len(strange)) + strange)
        scaled = value * (np.sqrt(self._share) / np.where(length > 0, length, 1))[row]
        return sparse.csr_array(
            (scaled.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape
        )


def _numbered(code: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct codes in order, and the number of each; small codes are looked up instead of sorted."""
    if code.min(initial=0) < 0 or code.max(initial=0) >= N_CODES:
        codes, column = np.unique(code, return_inverse=True)
        return codes, column.astype(np.int64)
    there = np.zeros(N_CODES, bool)
    there[code] = True
    codes = np.flatnonzero(there).astype(np.int64)
    number = np.zeros(N_CODES, np.int32)
    number[codes] = np.arange(len(codes))
    return codes, number[code]


def _counts(text: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    ones = np.ones(len(text), np.float32)
    at = (text.astype(np.int32), column.astype(np.int32))
    return sparse.csr_array(sparse.coo_array((ones, at), shape=shape))  # sums repeated n-grams
