"""The parts of a text that the encoder looks at, as numbers."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from matching.features.labels._words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from matching.features.labels._words import Compounds

_LENGTHS = (3, 4, 5)
"""Characters of the n-grams within words; a space before and behind a word counts."""
_WORD = 1 << 60
"""Set in the codes of words, which n-grams never reach."""
_CODES = np.zeros(256, np.uint64)
for _at, _character in enumerate(" abcdefghijklmnopqrstuvwxyz0123456789+#"):
    _CODES[ord(_character)] = _at


def text_parts(texts: Sequence[str], compounds: Compounds) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Character n-grams, stems, parts of compounds and pairs of neighbouring stems of folded texts.

    Returns
    -------
    tuple
        The text and the code of each part, one entry for each time that it occurs.

    Examples
    --------
    >>> from matching.features.labels import Compounds
    >>> text, code = text_parts(["kok"], Compounds([]))
    >>> len(code)  # " ko", "kok", "ok "; " kok", "kok "; " kok "; and the stem
    7
    """
    text, code = _ngrams(texts)
    words = [[_hash(token) for token in _tokens(one, compounds)] for one in texts]
    of_text = np.repeat(np.arange(len(texts)), [len(some) for some in words])
    flat = np.array([number for some in words for number in some], np.uint64)
    return np.concatenate([text, of_text]), np.concatenate([code, flat])


def _tokens(text: str, compounds: Compounds) -> Iterator[str]:
    """Stems; parts of compounds too as first and last part; neighbours."""
    words = text.split()
    for word in words:
        yield "=" + stem(word)
        parts = [stem(part) for part in compounds.parts(word)]
        if parts:
            yield from ("=" + part for part in parts)
            yield "<" + parts[0]
            yield ">" + parts[-1]
    stems = [stem(word) for word in words]
    yield from (f"{left} {right}" for left, right in pairwise(stems))


def word_code(word: str) -> int:
    """Code of the stem of a folded word."""
    return _hash("=" + stem(word))


@lru_cache(maxsize=1 << 18)
def _hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(), digest_size=7).digest(), "little") | _WORD


def _ngrams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    # Two spaces between texts, one between words: a window over a border holds a space inside.
    joined = "".join(f" {text} " for text in texts).encode("ascii")
    code = _CODES[np.frombuffer(joined, np.uint8)]
    of_text = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    spaces = np.concatenate([[0], np.cumsum(code == 0)])
    found_text, found_code = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for length in _LENGTHS:
        if length > len(code):
            break
        window = np.zeros(len(code) - length + 1, np.uint64)
        for shift in range(length):
            window = (window << np.uint64(6)) | code[shift : len(code) - length + 1 + shift]
        whole = spaces[length - 1 : len(code)] == spaces[1 : len(code) - length + 2]
        found_text.append(of_text[: len(window)][whole])
        found_code.append(window[whole] | np.uint64(length << 48))
    return np.concatenate(found_text), np.concatenate(found_code)
