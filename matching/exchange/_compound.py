"""Cells that hold more than one fact: languages, functional items, jobs held, demands, target groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from matching.exchange._cells import CellError, as_text, is_missing, items, json_list, unreadable
from matching.exchange._dates import MONTH, NOW, YEAR, day, last_moment, moment
from matching.exchange._values import fold, lookup, nearest, no_value, says, value_lists
from matching.exchange._words import one_of, unknown_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matching.exchange._tables import Cell

MODES = ("speaking", "listening", "reading", "writing")
_OCCUPATION_CODE = re.compile(r"https?://data\.europa\.eu/esco/\S+|\d{4}(\.\d+)+")
_LEGAL = re.compile(r"\s*\((?:wettelijk[^)]*|legal[^)]*)\)$", re.IGNORECASE)
_MONTH_WORD = "|".join(word for names in value_lists()["month"].values() for word in names)
_MOMENT = (
    rf"(?:{YEAR}-\d{{2}}-\d{{2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{YEAR}|{MONTH}[-/.]{YEAR}"
    rf"|{YEAR}-{MONTH}(?!\d)|(?:{_MONTH_WORD})\.? {YEAR}|{YEAR})"
)
_LONGEST_PART = 80
"""Letters at the end of a part of a cell in which a period or a remark is sought."""
_DASH = r"(?:-|\u2013|t/m|tot en met|tot|to)"
_PERIOD = re.compile(
    rf"[\s,(:]*(?:van |from )?(?P<start>{_MOMENT})\s*{_DASH}\s*(?P<end>{_MOMENT}|{NOW})?\)?$"
    rf"|[\s,(:]*(?:sinds|vanaf|since)\s+(?P<since>{_MOMENT})\)?$"
    rf"|[\s,(:]+(?P<only>{_MOMENT})\)?$",
    re.IGNORECASE,
)


def occupation(word: str) -> dict[str, str]:
    """Make an occupation of a title, or of an ESCO URI or code."""
    return {"code" if _OCCUPATION_CODE.fullmatch(word) else "title": word}


def occupations(cell: Cell) -> tuple[dict[str, str], ...] | None:
    """Read occupations in order of preference: titles, ESCO codes, or a JSON list of both."""
    if is_missing(cell):
        return None
    objects = _objects(cell, {"title", "code"})
    if objects is not None:
        return tuple(cast("dict[str, str]", dict(each)) for each in objects)
    return tuple(occupation(item) for item in items(cell))


def one_occupation(cell: Cell) -> dict[str, str] | None:
    """Read a single occupation; a comma does not split it."""
    return None if is_missing(cell) else occupation(as_text(cell))


def languages(cell: Cell) -> dict[str, dict[str, str]] | None:
    """Read levels by language: ``Nederlands B1; Arabisch C1; Engels mondeling A2``.

    A level without a mode holds for all four. A language without a level says nothing that can be kept.
    """
    if is_missing(cell):
        return None
    found: dict[str, dict[str, str]] = {}
    for item in items(cell):
        words = [word for word in re.split(r"[\s:=()/-]+", item) if word]
        code, modes, level = None, [], None
        for word in words:
            if code is None and fold(word) in lookup("language"):
                code = lookup("language")[fold(word)]
            elif fold(word) in lookup("language_mode"):
                modes.append(lookup("language_mode")[fold(word)])
            elif level is None and fold(word) in lookup("language_level"):
                level = lookup("language_level")[fold(word)]
            else:
                code, level = _phrase(item)
                break
        if code is None or level is None:
            raise unreadable("taal met niveau", "a language with its level")
        found.setdefault(code, {}).update(dict.fromkeys(modes or MODES, level))
    return found


def _phrase(item: str) -> tuple[str | None, str | None]:
    """Language and level of words that hold spaces, as in ``Nederlandse taal: zeer goed``."""
    parts = re.split(r"\s*[:=]\s*", item, maxsplit=1)
    if len(parts) != 2:
        return None, None
    return lookup("language").get(fold(parts[0])), lookup("language_level").get(fold(parts[1]))


def levels(cell: Cell) -> dict[str, int] | None:
    """Read levels by functional item: ``tillen 1; nacht 0``."""
    if is_missing(cell):
        return None
    found: dict[str, int] = {}
    for item in items(cell):
        parts = re.fullmatch(r"(.+)[:=\s]\s*(\S+)", item) if len(item) <= _LONGEST_PART else None
        if parts is None:
            raise unreadable("onderdeel met niveau", "an item with its level")
        key = lookup("functional_item").get(fold(parts[1]))
        if key is None:
            raise unknown_code("functional_item", parts[1], nearest("functional_item", parts[1]))
        found[key] = level(parts[2]) or 0
    return found


def level(cell: Cell) -> int | None:
    """Read the level of one functional item, 0 to 3."""
    word = one_of("functional_level")(cell)
    return None if word is None else int(cast("str", word))


def work_history(cell: Cell) -> tuple[dict[str, object], ...] | None:
    """Read jobs held: ``magazijnmedewerker 2019-2022; kok (mrt 2023 - heden)``.

    A year or month stands for all of it, so a job from 2019 to 2022 starts on 1-1-2019 and ends on
    31-12-2022; a job without dates has none.
    """
    if is_missing(cell):
        return None
    objects = _objects(cell, {"title", "code", "start", "end"})
    if objects is not None:
        return tuple(_job(each) for each in objects)
    if isinstance(cell, str) and says(cell, no_value()):
        return ()
    return tuple(_written_job(item) for item in items(cell))


def _job(given: Mapping[str, str]) -> dict[str, object]:
    ref = {key: given[key] for key in ("title", "code") if key in given}
    dates = {key: day(given[key]) for key in ("start", "end") if key in given}
    return {"occupation": ref, **dates}


def _written_job(item: str) -> dict[str, object]:
    found = _PERIOD.search(item, max(0, len(item) - _LONGEST_PART))
    title = item if found is None else item[: found.start()]
    if found is None or not title.strip():
        return {"occupation": occupation(item)}
    since, only = found["since"], found["only"]
    start, end = found["start"] or since or only, found["end"] or only
    try:
        return {
            "occupation": occupation(title.strip(" ,(")),
            "start": moment(start),
            "end": None if end is None else last_moment(end),
        }
    except CellError:
        return {"occupation": occupation(item)}


def certificate_demands(cell: Cell) -> tuple[dict[str, object], ...] | None:
    """Read certificates asked; ``VCA (wettelijk)`` is demanded by law."""
    if is_missing(cell) or says(as_text(cell), no_value()):
        return None
    return tuple({"name": word, "legally_required": legal} for word, legal in _demands(cell, "name"))


def licence_demands(cell: Cell) -> tuple[dict[str, object], ...] | None:
    """Read driving licences asked; ``C (wettelijk)`` is demanded by law."""
    if is_missing(cell) or says(as_text(cell), no_value()):
        return None
    read = one_of("licence")
    return tuple(
        {"category": category, "legally_required": legal}
        for word, legal in _demands(cell, "category")
        if (category := read(word)) is not None
    )


def _demands(cell: Cell, key: str) -> list[tuple[str, bool]]:
    objects = _objects(cell, {key, "legally_required"}, texts=False)
    if objects is not None:
        return [(str(each.get(key, "")), each.get("legally_required") is True) for each in objects]
    return [_demand(item) for item in items(cell)]


def _demand(item: str) -> tuple[str, bool]:
    found = _LEGAL.search(item, max(0, len(item) - _LONGEST_PART))
    return (item, False) if found is None else (item[: found.start()], True)


def target_groups(cell: Cell) -> tuple[dict[str, object], ...] | None:
    """Read target groups: names in a list, or a JSON list of facts."""
    if is_missing(cell) or says(as_text(cell), no_value()):
        return None
    allowed = {"group", "source", "as_of", "legal_ground", "valid_from", "valid_until"}
    objects = _objects(cell, allowed)
    if objects is not None:
        dated = ("as_of", "valid_from", "valid_until")
        return tuple({k: day(v) if k in dated else v for k, v in each.items()} for each in objects)
    body = as_text(cell)
    if fold(body) in lookup("target_group"):
        return ({"group": lookup("target_group")[fold(body)]},)
    read = one_of("target_group")
    return tuple({"group": group} for item in items(body) if (group := read(item)) is not None)


def _objects(cell: Cell, allowed: set[str], *, texts: bool = True) -> list[dict[str, Any]] | None:
    """Parse a JSON list of objects with these keys and texts; ``None`` when it is not one."""
    body = as_text(cell)
    loaded = json_list(body) if body.startswith("[{") else None
    if loaded is None:
        return None
    for each in loaded:
        if not isinstance(each, dict) or not set(each) <= allowed:
            return None
        if texts and not all(isinstance(value, str) for value in each.values()):
            return None
    return cast("list[dict[str, Any]]", loaded)
