"""Dutch words reduced to stems, and compounds taken apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST, _LONGEST = 3, 18
"""Characters of a part of a compound."""
_MOST_PARTS = 4
_LINKS = ("e", "en", "s", "")
"""What may follow a part that is not the last; a known word is never read as a shorter one with a link."""
# Feminine forms become the form that ESCO uses first.
_FORMS = (
    (re.compile(r"(?<=\w\w)(?<!mo)ster$"), "er"),
    (re.compile(r"(?<=\w\w)(eur|ist|ent|ant|ur|og|aris|icus)e$"), r"\1"),
    (re.compile(r"(?<=\w\w)trice$"), "teur"),
    (re.compile(r"(?<=\w\w)euse$"), "eur"),
    (re.compile(r"vrouw$"), "man"),
)
_ENDINGS = (("heden", "heid"), ("ingen", "ing"), ("en", ""), ("e", ""), ("s", ""))
_DOUBLE = re.compile(r"([a-z])\1")
_FINAL = str.maketrans("vz", "fs")


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Stem of a folded word: one form for plural, inflected and feminine.

    Examples
    --------
    >>> stem("bakkers"), stem("verkoopster"), stem("medische"), stem("lezen")
    ('baker', 'verkoper', 'medisch', 'les')
    """
    if len(word) <= 4:
        return word
    if word.endswith(("e", "ster", "vrouw")):
        for pattern, form in _FORMS:
            word = pattern.sub(form, word)
    for ending, form in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= 3 and not (ending == "s" and bare[-1] in "aeiou"):
            word = bare + form
            break
    # Open and closed syllables spell a vowel once or twice, and a consonant likewise: one of each.
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] + word[-1].translate(_FINAL)


class Compounds:
    """Take compounds apart into words that are known.

    Parameters
    ----------
    words
        Folded words that may be parts.

    Examples
    --------
    >>> Compounds(["magazijn", "medewerker", "dienst"]).parts("magazijnmedewerker")
    ('magazijn', 'medewerker')
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(word for word in words if _SHORTEST <= len(word) <= _LONGEST)
        self._known: dict[str, tuple[str, ...]] = {}
        self._part: dict[str, str] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """Parts of a folded word, none when it cannot be made of known words.

        Few long parts are preferred. A part may be followed by a linking ``s``, ``e`` or ``en``.
        """
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._split(word)
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        length = len(word)
        if length < 2 * _SHORTEST + 2:
            return ()
        if not self._part:
            self._part = {part + link: part for link in _LINKS for part in self.words}
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ()), *([None] * length)]
        for start in range(length - _SHORTEST + 1):
            before = best[start]
            if before is None or len(before[1]) == _MOST_PARTS:
                continue
            for end in range(start + _SHORTEST, min(length, start + _LONGEST + 2) + 1):
                part = self._part.get(word[start:end])
                linked = part is not None and len(part) < end - start
                if part is None or end - start == length or (linked and end == length):
                    continue
                cost = before[0] + 1 + 6 / len(part) + 0.3 * linked
                now = best[end]
                if now is None or cost < now[0]:
                    best[end] = (cost, (*before[1], part))
        found = best[length]
        return found[1] if found else ()
