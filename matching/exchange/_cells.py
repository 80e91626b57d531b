"""What every cell has: text, a word for unknown, and lists of texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from matching.exchange._rules import UNREADABLE_CELL
from matching.exchange._values import missing, no_value, says

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matching.exchange._tables import Cell
    from matching.findings import Rule

    Parser = Callable[[Cell], object]


class CellError(ValueError):
    """A cell that cannot be read and is unknown, with the finding that says why."""

    value = None

    def __init__(self, rule: Rule, **values: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.values = values


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was read under an assumption, with the finding that says which."""

    value: object
    rule: Rule
    values: Mapping[str, object] = field(default_factory=dict)


def as_text(cell: Cell) -> str:
    """Write a typed cell as a person would type it: whole numbers without a point, dates as ISO.

    Examples
    --------
    >>> as_text(7811.0), as_text(date(2026, 1, 12))
    ('7811', '2026-01-12')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_missing(cell: Cell, name: str = "any") -> bool:
    """Whether the cell says that nothing is known."""
    return isinstance(cell, str) and says(cell, missing(name))


def text(cell: Cell) -> str | None:
    """Free text; ``None`` when blank or a word for unknown."""
    return None if is_missing(cell) else as_text(cell)


def identifier(cell: Cell) -> str | None:
    """Id as text; ``None`` when blank."""
    return as_text(cell) or None


def items(cell: Cell) -> list[str]:
    """Split a cell: a JSON list, else at semicolons, bars and line ends, else at commas.

    Examples
    --------
    >>> items("lassen; heftruck rijden"), items("B, BE"), items('["lassen, mig"]')
    (['lassen', 'heftruck rijden'], ['B', 'BE'], ['lassen, mig'])
    """
    body = as_text(cell)
    if body.startswith("[") and body.endswith("]"):
        loaded = json_list(body)
        if loaded is not None and all(isinstance(item, str) for item in loaded):
            return [str(item) for item in loaded]
    parts = re.split(r"[;|\n\r]", body) if re.search(r"[;|\n\r]", body) else body.split(",")
    return [part for part in (part.strip(" \t•-*") for part in parts) if part]


def json_list(body: str) -> list[object] | None:
    """Parse a JSON list, ``None`` when it is not one."""
    try:
        loaded = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, list) else None


def texts(cell: Cell) -> tuple[str, ...] | None:
    """Read a list of texts; ``geen`` is an empty list, a blank cell is unknown."""
    if is_missing(cell):
        return None
    if isinstance(cell, str) and says(cell, no_value()):
        return ()
    return tuple(items(cell))


def identifiers(cell: Cell) -> tuple[str, ...] | None:
    """Read a list of ids."""
    return None if is_missing(cell) else tuple(items(cell))


def unreadable(kind_nl: str, kind_en: str) -> CellError:
    """Word a cell that cannot be read as what its field asks."""
    return CellError(UNREADABLE_CELL, kind_nl=kind_nl, kind_en=kind_en)
