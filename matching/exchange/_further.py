"""Further facts, in a text form that keeps their type."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from matching.exchange._cells import as_text, is_missing

if TYPE_CHECKING:
    from matching.exchange._tables import Cell
    from matching.records import FactValue

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,300})", re.ASCII)
_FLOAT = re.compile(r"-?\d{1,300}(\.\d+)?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def further_value(cell: Cell) -> FactValue | None:
    """Read a further fact: ``true``, ``12``, ``1.5``, ``2026-01-12``, else text; in quotes it is text.

    Examples
    --------
    >>> further_value("12"), further_value('"12"'), further_value("true"), further_value("")
    (12, '12', True, None)
    """
    body = as_text(cell)
    if len(body) > 1 and body[0] == body[-1] == '"':
        return _unquote(body)
    if is_missing(cell):
        return None
    if body in ("true", "false"):
        return body == "true"
    if _INTEGER.fullmatch(body):
        return int(body)
    if _FLOAT.fullmatch(body):
        value = float(body)
        return value if value not in (float("inf"), float("-inf")) else body
    if _DATE.fullmatch(body):
        try:
            return date.fromisoformat(body)
        except ValueError:
            return body
    return body


def _unquote(body: str) -> str:
    try:
        loaded = json.loads(body)
    except ValueError:
        return body
    return loaded if isinstance(loaded, str) else body
