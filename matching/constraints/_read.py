"""Constraints from dictionaries and TOML files; every problem is reported at once."""

from __future__ import annotations

import inspect
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matching.constraints._budget import Budget
from matching.constraints._cap import Cap
from matching.constraints._exclude import Exclude
from matching.constraints._group_floor import GroupFloor
from matching.constraints._no_worse_off import NoWorseOff
from matching.constraints._pin import Pin
from matching.constraints._programme_target import ProgrammeTarget
from matching.constraints._quota import Quota
from matching.constraints._share import Share
from matching.constraints._social_return import SocialReturn
from matching.constraints._where import nearest
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from matching.constraints._rows import Constraint

_TYPES: tuple[type[Constraint], ...] = (
    Budget,
    Cap,
    Exclude,
    GroupFloor,
    NoWorseOff,
    Pin,
    ProgrammeTarget,
    Quota,
    Share,
    SocialReturn,
)
KINDS: Mapping[str, type[Constraint]] = {made.kind: made for made in _TYPES}
"""Every kind of constraint by its name in TOML and JSON."""


def from_dict(values: Mapping[str, object]) -> Constraint:
    """Make a constraint of its kind and fields, as `Constraint.to_dict` gives them.

    Raises
    ------
    ConstraintError
        For an unknown kind or field, naming the nearest, and for values that are not well formed.

    Examples
    --------
    >>> from_dict({"kind": "quota", "group": "ww", "at_least": 3}).to_dict()
    {'kind': 'quota', 'group': 'ww', 'at_least': 3}
    >>> from_dict({"kind": "quota", "atleast": 3})
    Traceback (most recent call last):
    matching.exceptions.ConstraintError: quota: no field 'atleast'; the nearest is 'at_least'.
    """
    fields = dict(values)
    kind = str(fields.pop("kind", ""))
    if kind not in KINDS:
        msg = f"no kind of constraint {kind!r}; the nearest is {nearest(kind, list(KINDS))!r}."
        raise ConstraintError(msg)
    made = KINDS[kind]
    known = inspect.signature(made).parameters
    for name in fields:
        if name not in known:
            msg = f"{kind}: no field {name!r}; the nearest is {nearest(name, list(known))!r}."
            raise ConstraintError(msg)
        if name != "where" and not isinstance(fields[name], str | int | float | date):
            msg = f"{kind}: {name} must be one value, got {type(fields[name]).__name__}."
            raise ConstraintError(msg)
    for name, parameter in known.items():
        if parameter.default is parameter.empty and name not in fields:
            msg = f"{kind}: {name} is missing."
            raise ConstraintError(msg)
    return made(**fields)


def read_constraints(path: str | PathLike[str]) -> tuple[Constraint, ...]:
    r"""Read constraints from a TOML file: one ``[[quota]]`` or ``[[social_return]]`` table for each.

    Returns
    -------
    tuple of Constraint
        By kind, in the order of the file.

    Raises
    ------
    ConstraintError
        When the file cannot be read, or when entries are not well formed: then all of them are named, with
        the file and the number of the entry.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> text = '[[quota]]\ngroup = "ww"\nat_least = 3\n\n[[social_return]]\ncontract = "C-1"\n'
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "promises.toml"
    ...     _ = file.write_text(text, encoding="utf-8")
    ...     print([constraint.label for constraint in read_constraints(file)])
    ['ww', 'social return C-1']
    """
    file = Path(path)
    try:
        tables = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        msg = f"{file.name}: cannot be read ({error.strerror})."
        raise ConstraintError(msg) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file.name}: is not TOML in UTF-8: {error}."
        raise ConstraintError(msg) from error
    made: list[Constraint] = []
    problems: list[str] = []
    for kind, entries in tables.items():
        if not isinstance(entries, list):
            problems.append(f"{kind}: write [[{kind}]], a table for each constraint")
            continue
        for number, entry in enumerate(entries, start=1):
            try:
                made.append(from_dict({**_beside(file, _table(entry)), "kind": kind}))
            except ConstraintError as error:
                problems.append(f"{kind} {number}: {str(error).removeprefix(f'{kind}: ').rstrip('.')}")
    if problems:
        counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise ConstraintError("\n  ".join([f"{file.name}: {counted}:", *problems]))
    return tuple(made)


def _beside(file: Path, entry: dict[str, object]) -> dict[str, object]:
    """Look for a table of one's own next to the file that names it."""
    table = entry.get("value_table")
    if not isinstance(table, str) or not table.endswith((".csv", ".toml")):
        return entry
    return {**entry, "value_table": str(file.parent / table)}


def _table(entry: object) -> dict[str, object]:
    if not isinstance(entry, dict):
        msg = f"must be a table of fields, got {type(entry).__name__}."
        raise ConstraintError(msg)
    return entry
