"""Codes of the registers: municipalities by name or code, occupations by code."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import fuzz, process

from matching.exceptions import RegisterError
from matching.exchange._bsn import mask_bsn
from matching.exchange._cells import Noted, as_text, is_missing, items
from matching.exchange._rules import OTHER_OCCUPATION_CODE, shown
from matching.exchange._values import NEAREST, fold
from matching.exchange._words import unknown_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.exchange._tables import Cell

V = TypeVar("V")
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
        best = process.extractOne(fold(name), _names(on), scorer=fuzz.ratio, score_cutoff=NEAREST)
        raise unknown_code("municipality", name, None if best is None else best[2]) from None


@cache
def _names(on: date) -> dict[str, str]:
    """Folded name by name, and folded code by code: what a text may have meant."""
    from matching.registers import municipalities

    return {word: fold(word) for each in municipalities(on) for word in (each.name, each.code)}


def occupation_codes(cell: Cell) -> tuple[str, ...] | Noted | None:
    """Read codes of occupations; one that the register does not have is kept, with a finding."""
    return None if is_missing(cell) else _checked(tuple(items(cell)), items(cell))


def occupation_code(cell: Cell) -> str | Noted | None:
    """Read the code of one occupation, by the same rule."""
    return None if is_missing(cell) else _checked(as_text(cell), [as_text(cell)])


def _checked(value: V, codes: Sequence[str]) -> V | Noted:
    other = next((code for code in codes if not _is_known(code)), None)
    if other is None:
        return value
    best = process.extractOne(other, _esco_codes(), scorer=fuzz.ratio, score_cutoff=NEAREST)
    near = "" if best is None else f" ({best[0]}?)"
    return Noted(value, OTHER_OCCUPATION_CODE, {"value": shown(mask_bsn(other)), "near": near})


@lru_cache(maxsize=4096)
def _is_known(code: str) -> bool:
    from matching.registers import occupation

    try:
        return bool(occupation(code))
    except RegisterError:
        return False


@cache
def _esco_codes() -> list[str]:
    from matching.registers import occupations

    return sorted(each.esco_code for each in occupations())
