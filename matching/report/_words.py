"""Words and figures of a report in one language, from one table that a reviewer can read on one page."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_SPACE = "\N{NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"
"""What stands where there is no value."""


@cache
def table() -> dict[str, dict[str, str]]:
    """Every text by key, each in Dutch and English; ``one`` variants are for a single thing."""
    return tomllib.loads(files("matching.report").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _fields(text: str) -> tuple[str, ...]:
    return tuple(field for _, field, _, _ in Formatter().parse(text) if field)


class Words:
    """Texts, numbers and dates in one language.

    Parameters
    ----------
    language
        ``nl`` or ``en``.

    Examples
    --------
    >>> nl, en = Words("nl"), Words("en")
    >>> nl("n_vacancies", n=1), nl("n_vacancies", n=1200), en("n_vacancies", n=1200)
    ('1 vacature', '1.200 vacatures', '1,200 vacancies')
    >>> nl.number(1234.5, 1), en.number(1234.5, 1), nl.number(-0.04, 1)
    ('1.234,5', '1,234.5', '0,0')
    >>> nl.day(date(2026, 1, 12)), en.day(date(2026, 1, 12))
    ('12 januari 2026', '12 January 2026')
    """

    def __init__(self, language: Language) -> None:
        if language not in LANGUAGES:
            msg = f"language must be 'nl' or 'en', got {language!r}."
            raise ValueError(msg)
        self.language = language
        self._table = table()

    def __call__(self, key: str, **values: object) -> str:
        """Text of a key, its ``{fields}`` filled; numbers and dates are worded in the language."""
        entry = self._table[key]
        if not values:
            return entry[self.language]
        single = f"{self.language}_one"
        text = entry[single if values.get("n") == 1 and single in entry else self.language]
        return text.format(**{name: self.value(value) for name, value in values.items()})

    def fields(self, key: str) -> tuple[str, ...]:
        """Names of the ``{fields}`` that a text has."""
        return _fields(self._table[key][self.language])

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self._table

    def value(self, value: object) -> str:
        """Word a value by its kind: whole numbers grouped, fractions as short as they are, dates in full."""
        if isinstance(value, str):
            return value
        if value is None:
            return NOTHING
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, float):
            return self.short(value)
        return self.day(value) if isinstance(value, date) else str(value)

    def number(self, value: float, decimals: int = 0) -> str:
        """Group thousands and fix the decimals; a value that rounds to nothing has no minus sign."""
        text = f"{value:,.{decimals}f}"
        if text.startswith("-") and not any(figure in text for figure in "123456789"):
            text = text[1:]
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text

    def short(self, value: float) -> str:
        """At most two decimals, none that say nothing: 24, 25.5, 0.75."""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return self.number(value, len(text.partition(".")[2]))

    def percent(self, value: float, decimals: int = 0) -> str:
        """Word a share of one as a percentage; a share that is not quite all or nothing never looks so."""
        least = 10.0**-decimals
        shown = 100 * value
        if 0 < shown < least / 2:
            return f"< {self.number(least, decimals)}%"
        if 100 - least / 2 < shown < 100:
            return f"> {self.number(100 - least, decimals)}%"
        return f"{self.number(shown, decimals)}%"

    def amount(self, value: float | None, unit: str) -> str:
        """Word an amount of a promise: euros whole, hours and jobs with the decimals they need."""
        if value is None:
            return NOTHING
        return f"€{_SPACE}{self.number(value)}" if unit == "eur" else self.short(value)

    def day(self, day: date | None) -> str:
        """Word a date with the month in letters, which nobody reads the wrong way round."""
        if day is None:
            return NOTHING
        return f"{day.day} {_MONTHS[self.language].split()[day.month - 1]} {day.year}"
