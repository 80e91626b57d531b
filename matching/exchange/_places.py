"""Municipalities by name or code."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from matching.exceptions import RegisterError
from matching.exchange._cells import as_text, is_missing, unknown_code
from matching.exchange._values import fold

if TYPE_CHECKING:
    from matching.exchange._tables import Cell

_MAP_WITHOUT_DATE = date(2026, 1, 1)


def municipality(cell: Cell, on: date | None) -> str | None:
    """Read the code or name of a municipality as its code, on the map of a date."""
    return None if is_missing(cell) else _code(as_text(cell), on or _MAP_WITHOUT_DATE)


@lru_cache(maxsize=4096)
def _code(name: str, on: date) -> str:
    # Imported here: only tables with municipalities need the register.
    from matching.registers import municipality as find

    try:
        return find(name, on).code
    except RegisterError:
        best = process.extractOne(fold(name), _names(on).keys(), scorer=fuzz.ratio, score_cutoff=60)
        raise unknown_code("municipality", name, None if best is None else _names(on)[best[0]]) from None


@cache
def _names(on: date) -> dict[str, str]:
    from matching.registers import municipalities

    return {fold(each.name): each.name for each in municipalities(on)}
