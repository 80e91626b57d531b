"""How the values of a refusal read in Dutch and in English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

# Dutch first, English second; a code that is not here reads as itself without underscores.
_WORDS = {
    "monday": ("maandag", "Monday"),
    "tuesday": ("dinsdag", "Tuesday"),
    "wednesday": ("woensdag", "Wednesday"),
    "thursday": ("donderdag", "Thursday"),
    "friday": ("vrijdag", "Friday"),
    "saturday": ("zaterdag", "Saturday"),
    "sunday": ("zondag", "Sunday"),
    "day": ("dagdienst", "day shift"),
    "evening": ("avonddienst", "evening shift"),
    "night": ("nacht", "night"),
    "car": ("auto", "car"),
    "public_transport": ("openbaar vervoer", "public transport"),
    "bicycle": ("fiets", "bicycle"),
    "moped": ("brommer", "moped"),
    "regular": ("regulier", "regular"),
    "bbl": ("BBL", "BBL"),
    "bol": ("BOL", "BOL"),
    "work_experience": ("werkervaringsplaats", "work-experience place"),
    "sheltered": ("beschut werk", "sheltered work"),
    "lifting": ("tillen", "lifting"),
    "standing": ("staan", "standing"),
    "walking": ("lopen", "walking"),
    "sitting": ("zitten", "sitting"),
    "bending": ("bukken", "bending"),
    "hand_use": ("handgebruik", "use of hands"),
    "pace": ("werktempo", "pace"),
    "noise": ("lawaai", "noise"),
    "concentration": ("concentratie", "concentration"),
    "contact": ("contact met mensen", "contact with people"),
    "heights": ("hoogte", "heights"),
    "speaking": ("spreken", "speaking"),
    "listening": ("luisteren", "listening"),
    "reading": ("lezen", "reading"),
    "writing": ("schrijven", "writing"),
    "none": ("geen", "none"),
    "unknown": ("onbekend", "unknown"),
    "nld": ("Nederlands", "Dutch"),
    "eng": ("Engels", "English"),
    "deu": ("Duits", "German"),
    "fra": ("Frans", "French"),
    "beschut_werk": ("beschut werk", "sheltered work"),
}


def sentence(template: str, values: Mapping[str, object], language: Literal["nl", "en"]) -> str:
    """Fill a template with values worded in a language.

    Examples
    --------
    >>> sentence("{hours} uur, {days}", {"hours": (16.5, None), "days": ("monday", "friday")}, "nl")
    '16,5 of meer uur, maandag, vrijdag'
    """
    said = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format(**{name: word(values[name], language) for name in said})


def word(value: object, language: Literal["nl", "en"]) -> str:
    """Word one value: a code, number, amount, date, range of two numbers or list of codes."""
    if isinstance(value, StrEnum | str):
        both = _WORDS.get(str(value))
        return both[language == "en"] if both else str(value).replace("_", " ")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}" if language == "nl" else value.isoformat()
    if isinstance(value, tuple):
        return _tuple(value, language)
    if isinstance(value, Decimal):
        text = f"{value:.2f}"
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if language == "nl" else text


def _tuple(values: tuple[object, ...], language: Literal["nl", "en"]) -> str:
    if not any(isinstance(value, int | float) for value in values):
        return ", ".join(word(value, language) for value in values)
    low, high = values
    if high is None:
        return f"{word(low, language)} {'of meer' if language == 'nl' else 'or more'}"
    if low is None:
        return f"{'hoogstens' if language == 'nl' else 'at most'} {word(high, language)}"
    if low == high:
        return word(low, language)
    return f"{word(low, language)}-{word(high, language)}"
