"""Values of records as Dutch cells of an export: words, lists, dates, amounts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from enum import StrEnum

    import numpy as np

    from matching.records import OccupationRef, WorkExperience

Cell = str | float | date | None
"""A cell before it is written: text, a number, a date, or nothing."""
Layout = dict[str, Callable[[Any, "Scribe"], Cell]]
"""How to fill each heading of a table from a record."""
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@cache
def words(name: str) -> dict[str, list[str]]:
    """One list of ``words.toml``: the Dutch words of each value."""
    path = files("matching.datasets") / "tables" / "words.toml"
    found: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found[name]


class Scribe:
    """Chooses among the words of a value, or always takes the plain one.

    Parameters
    ----------
    rng
        Source of chance; ``None`` writes plain words only.
    """

    def __init__(self, rng: np.random.Generator | None) -> None:
        self._rng = rng

    def word(self, name: str, value: StrEnum | str | None) -> str | None:
        """One word of a value."""
        if value is None:
            return None
        known = words(name)[str(value)]
        return known[0] if self._rng is None else known[int(self._rng.random() * len(known))]

    def some(self, name: str, values: Iterable[StrEnum] | None) -> str | None:
        """Words of a set in the order of its list; an empty set is said to be empty."""
        if values is None:
            return None
        order = list(words(name))
        return ", ".join(str(self.word(name, v)) for v in sorted(values, key=order.index)) or "geen"

    def days(self, values: Iterable[StrEnum] | None) -> str | None:
        """Days of the week, the whole working week in short."""
        if values is not None and sorted(values) == sorted(_WEEK):
            return "ma t/m vr"
        return self.some("weekday", values)

    def filler(self) -> str | None:
        """Now and then a word for a cell of which nothing is known."""
        if self._rng is None or self._rng.random() > 0.07:
            return None
        return self.word("filler", "unknown")


def levels(values: Mapping[StrEnum, int]) -> str | None:
    """Write functional items with their level."""
    return ", ".join(f"{words('functional_item')[item][0]} {level}" for item, level in values.items()) or None


def texts(values: tuple[str, ...] | None, *, none: str | None = None) -> str | None:
    """Write texts with bars between them, ``none`` when there are none; a comma alone must not split one."""
    if values is None:
        return None
    return f"{values[0]} |" if len(values) == 1 and "," in values[0] else " | ".join(values) or none


def ids(values: Iterable[str]) -> str | None:
    """Write ids in a cell."""
    return ", ".join(sorted(values)) or None


def titles(refs: tuple[OccupationRef, ...]) -> str | None:
    """Write titles of occupations."""
    return texts(tuple(ref.title or "" for ref in refs))


def codes(refs: tuple[OccupationRef, ...]) -> str | None:
    """Write codes of occupations, where all of them are known."""
    known = [ref.code for ref in refs if ref.code]
    return ", ".join(known) if known and len(known) == len(refs) else None


def held(jobs: tuple[WorkExperience, ...]) -> str | None:
    """Write jobs held with their dates."""
    return texts(tuple(f"{job.occupation.title} ({_span(job)})" for job in jobs))


def _span(job: WorkExperience) -> str:
    start, end = (None if d is None else f"{d:%d-%m-%Y}" for d in (job.start, job.end))
    return f"{start} t/m {end or 'heden'}"


def yes(value: bool | None) -> str | None:
    """Write yes or no."""
    return None if value is None else "Ja" if value else "Nee"


def euros(value: Decimal | None) -> float | None:
    """Make an amount a number."""
    return None if value is None else float(value)


def as_text(cell: Cell) -> str:
    """Write a cell of a text file: dates as day-month-year, numbers with a decimal comma.

    Examples
    --------
    >>> as_text(date(2026, 1, 5)), as_text(32.0), as_text(15.3), as_text(None)
    ('05-01-2026', '32', '15,3', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", ",")
    return str(cell)
