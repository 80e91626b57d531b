"""One cell to a value of a closed list, or to several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matching.exchange._bsn import mask_bsn
from matching.exchange._cells import CellError, as_text, is_missing, items
from matching.exchange._rules import NOT_YES_OR_NO, UNKNOWN_CODE, shown
from matching.exchange._values import fold, lookup, nearest, no_value

if TYPE_CHECKING:
    from matching.exchange._cells import Parser
    from matching.exchange._tables import Cell

_SENSITIVE = frozenset({"benefit", "functional_item", "functional_level", "support", "target_group"})
_SPAN = re.compile(r"(\w+)\s*(?:-|\u2013|t/m|tot en met|tot|to)\s*(\w+)")


def yes_no(cell: Cell) -> bool | None:
    """Read yes or no; 0, ``??`` and ``onbekend`` are unknown, 2 is no."""
    found = _find("yes_no", cell)
    if found is None and not is_missing(as_text(cell), "yes_no"):
        raise CellError(NOT_YES_OR_NO)
    return None if found is None else found == "yes"


def one_of(name: str) -> Parser:
    """Make a reader of one value of a list of ``values.toml``."""

    def read(cell: Cell) -> str | None:
        return _value(name, as_text(cell))

    return read


def word_of(name: str) -> Parser:
    """Make a reader of a text for which the list has a standard word; other texts stay as they are."""

    def read(cell: Cell) -> str | None:
        return None if is_missing(cell) else lookup(name).get(fold(as_text(cell)), as_text(cell))

    return read


def _find(name: str, cell: Cell) -> str | None:
    return lookup(name).get(fold(as_text(cell)))


def _value(name: str, word: str) -> str | None:
    found = lookup(name).get(fold(word))
    if found is None and not is_missing(word, name):
        raise unknown_code(name, word, nearest(name, word))
    return found


def unknown_code(name: str, word: str, near: str | None) -> CellError:
    """Word an unknown code, with the nearest valid one; those on health or income are not shown."""
    code = None if name in _SENSITIVE else repr(shown(mask_bsn(word)))
    return CellError(
        UNKNOWN_CODE,
        value_nl=code or "de waarde",
        value_en=code or "the value",
        nearest_nl="" if near is None else f"; het dichtst bij is {near!r}",
        nearest_en="" if near is None else f"; the nearest is {near!r}",
    )


def some_of(name: str) -> Parser:
    """Make a reader of a set of values of a list; ``geen`` is the empty set, a blank cell is unknown."""

    def read(cell: Cell) -> frozenset[str] | None:
        if is_missing(cell, name):
            return None
        body = as_text(cell)
        whole_cell = lookup(name).get(fold(body))
        if whole_cell is not None:
            return frozenset([whole_cell])
        if fold(body) in no_value():
            return frozenset()
        parts = [part for item in items(body) for part in _spans(name, item)]
        return frozenset(value for part in parts if (value := _value(name, part)) is not None)

    return read


def _spans(name: str, item: str) -> list[str]:
    """Split ``ma t/m vr`` into its days, and a run like ``ma di wo`` or ``B/BE`` into its words."""
    known = lookup(name)
    if fold(item) in known:
        return [item]
    if name == "weekday" and (span := _SPAN.fullmatch(item)):
        days = list(dict.fromkeys(known.values()))
        first, last = known.get(fold(span[1])), known.get(fold(span[2]))
        if first is not None and last is not None and days.index(first) <= days.index(last):
            return days[days.index(first) : days.index(last) + 1]
    words = [word for word in re.split(r"[\s/&+]+|\ben\b|\band\b", item) if word]
    return words if len(words) > 1 and all(fold(word) in known for word in words) else [item]
