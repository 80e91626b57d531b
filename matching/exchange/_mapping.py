"""Headings of a user's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matching.exceptions import ExchangeError
from matching.exchange._headings import PERSONAL, UNUSED, book, check_field
from matching.exchange._settings import read_toml
from matching.exchange._tables import KINDS
from matching.exchange._values import fold

if TYPE_CHECKING:
    from os import PathLike

Given = Mapping[str, Mapping[str, str]]


def read_mapping(given: Given | str | PathLike[str] | None) -> dict[str, dict[str, str]]:
    """Check a mapping of headings to fields, and fold its headings; ``"-"`` leaves a column unread.

    Raises
    ------
    ExchangeError
        When the file cannot be read, or a kind or field does not exist.

    Examples
    --------
    >>> read_mapping({"jobseekers": {"Mijn kolom": "hours_max"}})
    {'jobseekers': {'mijnkolom': 'hours_max'}}
    """
    if given is None:
        return {}
    source = "mapping"
    if not isinstance(given, Mapping):
        source = str(given)
        given = read_toml(Path(given))
    found: dict[str, dict[str, str]] = {}
    for kind, fields in given.items():
        if kind not in KINDS or not isinstance(fields, Mapping):
            msg = f"{source}: {kind!r} is not a kind of table; known are {', '.join(KINDS)}."
            raise ExchangeError(msg)
        found[kind] = {fold(heading): _field(source, kind, field) for heading, field in fields.items()}
    return found


def _field(source: str, kind: str, field: object) -> str:
    if field == "-":
        return UNUSED
    known = check_field(kind, field) if isinstance(field, str) else None
    if known is None or known in (PERSONAL, UNUSED):
        fields = sorted(set(book(kind).fields.values()) - {PERSONAL, UNUSED})
        plain = ", ".join(name for name in fields if "." not in name)
        msg = f"{source}: {field!r} is not a field of {kind}; known are {plain}."
        raise ExchangeError(msg)
    return known
