"""Texts reduced to what must be equal for two of them to say the same."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case without accents, words with single spaces.

    Examples
    --------
    >>> fold("Coördinator (zorg/welzijn)")
    'coordinator zorg welzijn'
    """
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9+#]+", bare))
