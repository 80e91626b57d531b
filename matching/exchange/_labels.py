"""What findings call kinds of tables and fields, as ``labels.toml`` gives it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matching.exchange._tables import Kind


class Label(NamedTuple):
    """A word or two in Dutch and in English."""

    nl: str
    en: str


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    table: Mapping[str, Mapping[str, tuple[str, str]]] = tomllib.loads(
        files("matching.exchange").joinpath("labels.toml").read_text(encoding="utf-8")
    )
    return table


def kind_label(kind: Kind) -> Label:
    """Name a kind of table."""
    return Label(*_table()["kinds"][kind])


def field_label(kind: Kind, field: str) -> Label:
    """Name a field of a kind; a part of a field, after a dot, is called after the whole.

    Examples
    --------
    >>> field_label("vacancies", "hours_max").nl, field_label("jobseekers", "languages.nld.reading").en
    ('maximum aantal uren', 'language level')
    """
    root = field.partition(".")[0]
    own = _table().get(kind, {})
    return Label(*(own[root] if root in own else _table()["fields"][root]))


def joined(labels: Iterable[Label]) -> Label:
    """Name several fields after one another."""
    both = list(labels)
    return Label(", ".join(label.nl for label in both), ", ".join(label.en for label in both))
