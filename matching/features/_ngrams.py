"""Character and word n-grams of many short texts at once, as numbers."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LENGTHS = (2, 3, 4)
"""Lengths of the character n-grams; a space before and behind a word counts as a character."""
_CHARACTERS = " abcdefghijklmnopqrstuvwxyz0123456789+#"
_BASE = len(_CHARACTERS)
_CODES = np.zeros(256, np.int32)
for _at, _character in enumerate(_CHARACTERS):
    _CODES[ord(_character)] = _at
N_CODES = 2 * _BASE ** LENGTHS[-1]
"""Codes are below this."""


def character_ngrams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split texts into character n-grams within words, as scikit-learn's ``char_wb`` does.

    Parameters
    ----------
    texts
        Folded texts: letters, digits, ``+``, ``#`` and single spaces.

    Returns
    -------
    tuple
        Text and code of each n-gram, in no particular order. A digit a character behind a leading one:
        different n-grams have different codes.

    Examples
    --------
    >>> text, code = character_ngrams(["ab", "b"])
    >>> text.tolist()  # " a", "ab", "b ", " b", "b "; " ab", "ab ", " b "; " ab "
    [0, 0, 0, 1, 1, 0, 0, 1, 0]
    """
    # Two spaces between texts, one between words: a window over a border has a space inside.
    joined = "".join([f" {text} " for text in texts]).encode("ascii")
    code = _CODES[np.frombuffer(joined, np.uint8)]
    of_text = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    letter = code != 0
    inside = np.ones(max(len(code) - 1, 0), bool)
    window = code
    found_text, found_code = [], []
    for length in LENGTHS:
        n = max(len(code) - length + 1, 0)
        window = window[:n] * _BASE + code[length - 1 :]
        if length > 2:
            inside = inside[:n] & letter[length - 2 : length - 2 + n]
        whole = np.flatnonzero(inside & (window != 0))
        found_text.append(of_text[whole])
        found_code.append(window[whole] + _BASE**length)
    return np.concatenate(found_text), np.concatenate(found_code).astype(np.int64)


def word_ngrams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split texts into words and pairs of neighbouring words, as hashes.

    Examples
    --------
    >>> text, code = word_ngrams(["hulp kok", "kok"])
    >>> text.tolist(), bool(code[1] == code[2])
    ([0, 0, 1, 0], True)
    """
    words = " ".join(texts).split()
    number = {word: at for at, word in enumerate(dict.fromkeys(words))}
    flat = np.fromiter(map(number.__getitem__, words), np.int64, len(words))
    code = np.array([_hash(word) for word in number], np.int64)[flat]
    of_text = np.repeat(np.arange(len(texts)), [len(text.split()) for text in texts])
    beside = np.flatnonzero(of_text[1:] == of_text[:-1])
    # Odd multiplier of 64 bits (Knuth): the pair of words a and b is not the pair b and a.
    pair = (code[beside] * 6364136223846793005 + code[beside + 1]) | 1
    return np.concatenate([of_text, of_text[beside]]), np.concatenate([code, pair])


def _hash(word: str) -> int:
    """Even 63-bit hash of a word, the same in every process."""
    return (int.from_bytes(blake2b(word.encode("ascii"), digest_size=8).digest(), "little") >> 2) << 1
