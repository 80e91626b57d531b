"""Job titles as people write them: inflected, shortened, misspelt, in English, with words around them."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

N_NUMBERS = 8
"""How many uniform numbers the wording of one title takes."""
_BESIDE = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "r": "t", "s": "d", "t": "y", "u": "i", "m": "n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleNoise:
    """How often a title is written otherwise, as shares in [0, 1].

    Parameters
    ----------
    inflect
        Feminine form, or plural in an advertisement.
    shorten
        Words abbreviated.
    misspell
        One slip of the keyboard.
    capitals
        All capitals, or every word with a capital.
    english
        The English title, where there is one.
    phrase
        Words before or behind it.
    blank
        Nothing written at all.
    advert
        Whether it is the title of a vacancy.
    """

    inflect: float = 0.14
    shorten: float = 0.12
    misspell: float = 0.09
    capitals: float = 0.12
    english: float = 0.03
    phrase: float = 0.07
    blank: float = 0.0
    advert: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value <= 1:
                msg = f"{field.name} must be in [0, 1], got {value!r}."
                raise ValueError(msg)


PERSONAL = TitleNoise()
"""How jobseekers and their consultants write titles."""
ADVERT = TitleNoise(inflect=0.06, shorten=0.05, misspell=0.04, capitals=0.3, phrase=0.35, advert=True)
"""How employers write titles."""


def perturb_title(
    title: str, rng: np.random.Generator, *, noise: TitleNoise | None = None, english: str | None = None
) -> str:
    """Write a title as somebody might.

    Parameters
    ----------
    title
        Plain Dutch title.
    rng
        Source of chance; the same generator state gives the same text.
    noise
        How often what happens; left out, as jobseekers write.
    english
        English title; left out, the one of the shipped table if it has one.

    Returns
    -------
    str
        Empty where the title was left blank.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(3)
    >>> all_of_it = TitleNoise(inflect=1, shorten=0, misspell=0, capitals=0, english=0, phrase=0)
    >>> perturb_title("schoonmaker", rng, noise=all_of_it)
    'schoonmaakster'
    """
    return reword(title, rng.random(N_NUMBERS).tolist(), noise or PERSONAL, english)


def reword(title: str, u: Sequence[float], noise: TitleNoise, english: str | None = None) -> str:
    """Write a title as the eight numbers in [0, 1) say; see `perturb_title`."""
    if u[0] < noise.blank:
        return ""
    foreign = english or _words()["english"].get(title)
    if foreign and u[1] < noise.english:
        text = str(foreign)
    else:
        text = _inflected(title, u[2] / noise.inflect, noise.advert) if u[2] < noise.inflect else title
        text = _shortened(text, u[3] / noise.shorten) if u[3] < noise.shorten else text
    text = _misspelt(text, u[4] / noise.misspell) if u[4] < noise.misspell else text
    text = _phrased(text, u[5] / noise.phrase, noise.advert) if u[5] < noise.phrase else text
    if u[6] < noise.capitals:
        return (text.upper(), string.capwords(text), text[:1].upper() + text[1:])[_at(u[7], 3)]
    return text


@cache
def _words() -> dict[str, Any]:
    path = files("matching.datasets") / "tables" / "titles.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _at(u: float, n: int) -> int:
    return min(int(u * n), n - 1)


def _inflected(title: str, u: float, advert: bool) -> str:
    """Replace the ending of the first word that has another form: medewerker zorg, medewerkster zorg."""
    endings = _words()["plural" if advert and u < 0.6 else "feminine"]
    words = title.split(" ")
    for at, word in enumerate(words):
        for ending in sorted(endings, key=len, reverse=True):
            if word.endswith(ending):
                return " ".join([*words[:at], word.removesuffix(ending) + endings[ending], *words[at + 1 :]])
    return title


def _shortened(title: str, u: float) -> str:
    for word, forms in _words()["abbreviations"].items():
        if word in title:
            return title.replace(word, forms[_at(u, len(forms))], 1)
    return title


def _misspelt(text: str, u: float) -> str:
    """Swap, drop, double or miss one letter that is not the first."""
    if len(text) < 5:
        return text
    kind, place = divmod(u * 4, 1)
    at = 1 + _at(place, len(text) - 2)
    if not text[at].isalpha():
        return text
    if kind < 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 2:
        return text[:at] + text[at + 1 :]
    if kind < 3:
        return text[:at] + text[at] + text[at:]
    return text[:at] + _BESIDE.get(text[at], text[at]) + text[at + 1 :]


def _phrased(text: str, u: float, advert: bool) -> str:
    around = _words()["around" if advert else "people"]
    side, place = divmod(u * 3, 1)
    if side < 1:
        return str(around["before"][_at(place, len(around["before"]))]) + text
    return text + str(around["after"][_at(place, len(around["after"]))])
