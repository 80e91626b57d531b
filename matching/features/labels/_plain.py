"""Job titles in the form in which the encoder reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from matching.features._normalise import SHORT, fold

# What says nothing about the work, after folding.
_AROUND = re.compile(
    r"\b(?:m v x|m v|v m|m f|f m|m w|gezocht|gevraagd|vacature|full ?time|part ?time|e d|o i d)\b"
)


@lru_cache(maxsize=1 << 17)
def plain_title(text: str) -> str:
    """Folded title without what says nothing about the work, abbreviations in full.

    Examples
    --------
    >>> plain_title("Mdw. logistiek (m/v)")
    'medewerker logistiek'
    """
    folded = fold(text)
    words = _AROUND.sub(" ", folded).split()
    return " ".join(SHORT.get(word, word) for word in words) or folded
