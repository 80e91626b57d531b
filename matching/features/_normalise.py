"""Texts reduced to what must be equal for two of them to say the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from matching.features._company import without_company

if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHER = re.compile(r"[^a-z0-9+#\n]+")

# What people and advertisements write around a title, after folding.
_AROUND = re.compile(
    r"\b(?:m v x|m v|v m|m w d|m w|w m|f m|m f|gezocht|gevraagd|zoekt|vacature|per direct|met spoed|spoed"
    r"|full ?time|part ?time|e d|o i d|en dergelijke|of iets dergelijks|of soortgelijk|alles"
    r"|(?:zonder|met|enige|ruime) ervaring|ervaren|aankomend|leerling|stagiaire?"
    r"|alg|algemeen|allround|zelfstandig werkende?|junior|medior|senior|sr|jr|nette werktijden"
    r"|[0-9]+ (?:a|tot|of) [0-9]+ uur|[0-9]+ uur|uur|per week)\b"
)
# Abbreviations in full; also those by which the encoder was trained, see `labels/_plain.py`.
SHORT = {
    "adm": "administratief",
    "alg": "algemeen",
    "ass": "assistent",
    "asst": "assistent",
    "beg": "begeleider",
    "beh": "behandelaar",
    "chauf": "chauffeur",
    "comm": "commercieel",
    "fin": "financieel",
    "groenvz": "groenvoorziening",
    "hfd": "hoofd",
    "huish": "huishoudelijk",
    "kcc": "klantcontactcentrum",
    "kdv": "kinderdagverblijf",
    "log": "logistiek",
    "mag": "magazijn",
    "mdw": "medewerker",
    "medew": "medewerker",
    "mw": "medewerker",
    "onderh": "onderhoud",
    "ped": "pedagogisch",
    "poh": "praktijkondersteuner huisarts",
    "prod": "productie",
    "secr": "secretarieel",
    "tech": "technisch",
    "techn": "technisch",
    "verk": "verkoop",
    "verpl": "verpleegkundige",
    "verz": "verzorgende",
    "vig": "verzorgende ig",
    "zelfst": "zelfstandig",
}
# Second halves of compounds, which stand apart as often: magazijnmedewerker is medewerker magazijn.
HEADS = (
    *("adviseur", "arbeider", "assistent", "begeleider", "beheerder", "bediener", "bewerker", "chauffeur"),
    *("consulent", "controleur", "coordinator", "docent", "hulp", "ingenieur", "leider", "leraar", "manager"),
    *("medewerker", "medewerkster", "monteur", "operator", "specialist", "technicus", "verkoper"),
)
# What stands in the place of a title and says nothing about paid work, in its plain form.
_NO_TITLE = (
    *(
        "cv",
        "zie cv",
        "geen",
        "n v t",
        "nvt",
        "onbekend",
        "divers",
        "diverse",
        "diversen",
        "overig",
        "overige",
    ),
    *("vrijwilliger", "vrijwilligster", "vrijwilligerswerk", "werkzoekend", "werkzoekende", "werkloos"),
)
_HEAD = "|".join(HEADS)
_COMPOUND = re.compile(rf"\b(?!(?:{_HEAD})\b)(\w{{3,}}?)({_HEAD})\b")
# Endings that are one word in another form: a shortened, a feminine or a plural one.
_ENDINGS = (
    (re.compile(r"(?:medewerk|medew|medw|mdw|mw)\b"), "medewerker"),
    (re.compile(r"(?<=\w\w\w)asst?\b"), "assistent"),
    (re.compile(r"chauff\b"), "chauffeur"),
    (re.compile(r"\badmin\b"), "administratief"),  # no word of ESCO's English labels may be in the table
    (re.compile(r"(?<=\w\w)(er|eur|or|ier|aar|man)s\b"), r"\1"),
    (re.compile(r"(?<=\w\w)(ist|ent|ant)en\b"), r"\1"),
    (re.compile(r"medewerkster\b"), "medewerker"),
    (re.compile(r"(?<=\w\w)(eur|teur|ist|ent|ant|ur|og|aris)e\b"), r"\1"),
    (re.compile(r"(?<=\w\w)trice\b"), "teur"),
    (re.compile(r"(?<=\w\w)euse\b"), "eur"),
)


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Lower case without accents, words with single spaces.

    Examples
    --------
    >>> fold("Coördinator (zorg/welzijn)")
    'coordinator zorg welzijn'
    """
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(_OTHER.sub(" ", bare).split())


def fold_all(labels: Sequence[str]) -> list[str]:
    """Fold many labels, which hold no line ends, five times as fast as one by one."""
    bare = unicodedata.normalize("NFKD", "\n".join(labels).casefold()).encode("ascii", "ignore").decode()
    return [line.strip() for line in _OTHER.sub(" ", bare).split("\n")] if labels else []


def split_compounds(folded: str) -> str:
    """Set the usual second halves of job titles apart.

    Examples
    --------
    >>> split_compounds("magazijnmedewerker")
    'magazijn medewerker'
    """
    return _COMPOUND.sub(r"\1 \2", folded)


@lru_cache(maxsize=1 << 17)
def normal_title(text: str) -> str:
    """Job title without what is written around it, abbreviations in full, in its plain form.

    Nothing remains of what says nothing about the work: *m/v*, *leerling*, *zie cv*, *vrijwilliger*.

    Examples
    --------
    >>> normal_title("Gezocht: ADM. MEDEWERKSTERS (m/v) 24 uur")
    'administratief medewerker'
    >>> normal_title("expeditiemw. (ervaren)")
    'expeditiemedewerker'
    """
    folded = fold(without_company(text))
    full = " ".join([SHORT.get(word, word) for word in folded.split()])
    short = " ".join(_AROUND.sub(" ", full).split())
    for pattern, form in _ENDINGS:
        short = pattern.sub(form, short)
    return "" if short in _NO_TITLE else short
