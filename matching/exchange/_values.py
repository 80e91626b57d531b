"""Words and codes of closed lists, as ``values.toml`` gives them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = frozenset("+✓")
_DROPPED = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) not in _KEPT}
_LONGEST_WORD = 40
NEAREST = 30
"""Likeness from which a code is named as the nearest, out of 100."""
_SEVERAL = re.compile(r"[;|,\[\n]")
ERROR_TEXT = "#N/A"
ERROR_TEXTS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
    | {"#N/B", "#WAARDE!", "#VERW!", "#DEEL/0!", "#NAAM?", "#GETAL!", "#LEEG!"}
)
"""Errors of a workbook as its cells show them, in English and in Dutch."""


def fold(text: str) -> str:
    """Reduce a text to what comparisons look at: no case, accents, spaces or punctuation but ``+``.

    Examples
    --------
    >>> fold("Werk- en denkniveau"), fold("Cliënt-ID"), fold("B+")
    ('werkendenkniveau', 'clientid', 'b+')
    """
    if text.isascii():
        return text.lower().translate(_DROPPED)
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum() or char in _KEPT)


@cache
def value_lists() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Every list of ``values.toml``: value to its other names."""
    text = files("matching.exchange").joinpath("values.toml").read_text(encoding="utf-8")
    return {
        name: {value: tuple(names) for value, names in values.items()}
        for name, values in tomllib.loads(text).items()
    }


@cache
def lookup(name: str) -> Mapping[str, str]:
    """Folded name to value of one list; a value is a name of itself."""
    found: dict[str, str] = {}
    for value, names in value_lists()[name].items():
        for text in (value, *names):
            found.setdefault(fold(text), value)
    return MappingProxyType(found)


@cache
def missing(name: str = "any") -> frozenset[str]:
    """Folded texts that say in this list, or in any, that nothing is known."""
    table = value_lists()["missing"]
    return frozenset(fold(text) for text in (*table["any"], *table.get(name, ())))


@cache
def no_value() -> frozenset[str]:
    """Folded texts that say that a list is empty."""
    return frozenset(fold(text) for text in value_lists()["no_value"]["any"])


def says(text: str, words: frozenset[str]) -> bool:
    """Whether a text is one of these folded words; a long text or a list of several is not."""
    return len(text) <= _LONGEST_WORD and not _SEVERAL.search(text) and fold(text) in words


def nearest(name: str, text: str) -> str | None:
    """Return the value of the list of which a name looks most like the text, ``None`` when none does.

    Examples
    --------
    >>> nearest("education_level", "mboo")
    'mbo'
    """
    known = lookup(name)
    words = [word for word in known if len(word) > 1]
    best = process.extractOne(fold(text), words, scorer=fuzz.ratio, score_cutoff=NEAREST)
    return None if best is None else known[best[0]]
