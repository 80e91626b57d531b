"""Headings to kinds of table and fields, as ``headings.toml`` gives them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from matching.exchange._tables import KINDS, Kind
from matching.exchange._values import fold, value_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PERSONAL = "personal"
UNUSED = "unused"
FURTHER = "further."
LONGEST_HEADING = 200
"""Letters of a heading that are looked at."""
_HOLE = re.compile(r"\{(\w+)\}")
_LISTS = {
    "language": "language",
    "mode": "language_mode",
    "weekday": "weekday",
    "shift": "shift",
    "item": "functional_item",
    "licence": "licence",
    "group": "target_group",
    "support": "support",
}
_NUMBERED = 20
_NEAR = 85
_CLEAR_BY = 4
_SHORTEST_NEAR = 5


@dataclass(frozen=True, slots=True)
class HeadingBook:
    """What the headings of one kind mean.

    Parameters
    ----------
    fields
        Folded heading to field; the fields of this library and all their synonyms.
    ambiguous
        Folded headings that could be more than one field.
    """

    fields: Mapping[str, str]
    ambiguous: frozenset[str]


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("matching.exchange").joinpath("headings.toml").read_text(encoding="utf-8")
    return {kind: {k: tuple(v) for k, v in fields.items()} for kind, fields in tomllib.loads(text).items()}


@cache
def book(kind: Kind) -> HeadingBook:
    """Headings of a kind; one written out goes before a personal one, that before a filled-in pattern."""
    exact: dict[str, str] = {}
    for field, names in _table()[kind].items():
        for text in (field, *names):
            if not _HOLE.search(text) and not _HOLE.search(field):
                exact.setdefault(fold(text), field)
    found = dict(exact)
    for group, label in ((PERSONAL, PERSONAL), (UNUSED, UNUSED)):
        for names in _table()[group].values():
            for text in names:
                found.setdefault(fold(text), label)
    settled = frozenset(found)
    ambiguous: set[str] = set()
    for heading, field in _filled(kind):
        if heading in settled:
            continue
        if found.setdefault(heading, field) != field:
            ambiguous.add(heading)
    return HeadingBook({h: f for h, f in found.items() if h not in ambiguous}, frozenset(ambiguous))


def _filled(kind: Kind) -> Iterable[tuple[str, str]]:
    """Every pattern of the kind with its holes filled: folded heading and field."""
    for field, names in _table()[kind].items():
        if not _HOLE.search(field):
            continue
        for text in (field, *names):
            # Folding works letter by letter, so the parts can be folded before they are joined.
            parts = _HOLE.split(text)
            holes, literals = parts[1::2], [fold(part) for part in parts[0::2]]
            for filling in product(*(_fillings(hole) for hole in holes)):
                target = field
                for hole, (_, value) in zip(holes, filling, strict=True):
                    target = target.replace("{" + hole + "}", value)
                words = [word for word, _ in filling]
                yield "".join(a + b for a, b in zip(literals, [*words, ""], strict=True)), target


@cache
def _fillings(hole: str) -> tuple[tuple[str, str], ...]:
    """Folded words that fill a hole, each with its value; languages by four letters or more and by code."""
    if hole == "n":
        return tuple((str(n), str(n)) for n in range(1, _NUMBERED + 1))
    return tuple(
        (fold(word), value)
        for value, names in value_lists()[_LISTS[hole]].items()
        for word in dict.fromkeys((value, *names))
        if hole != "language" or len(word) >= 4 or word == value
    )


@cache
def bsn_headings() -> frozenset[str]:
    """Folded headings of a citizen service number."""
    return frozenset(fold(text) for text in _table()[PERSONAL]["bsn"])


@cache
def _all_known() -> Mapping[str, int]:
    """Folded heading to the number of kinds that have a field for it."""
    kinds: Counter[str] = Counter()
    for kind in KINDS:
        kinds.update(h for h, field in book(kind).fields.items() if field not in (PERSONAL, UNUSED))
    return kinds


def count_known(headings: Iterable[str]) -> int:
    """How many of these texts are a heading of any kind."""
    known, jobseekers = _all_known(), book("jobseekers").fields
    return sum(text in known or text in jobseekers for text in _folded(headings) if text)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well headings fit a kind: the number known, and a score in which one shared by n kinds is 1/n."""

    n_known: int
    score: float


def fit_of(kind: Kind, headings: Iterable[str]) -> Fit:
    """How well headings fit a kind.

    Examples
    --------
    >>> headings = ["ID_WZ", "Bemiddelingsberoep", "Postcode"]
    >>> fit_of("jobseekers", headings).n_known, fit_of("vacancies", headings).n_known
    (3, 1)
    """
    fields, times = book(kind).fields, _all_known()
    known = [text for text in _folded(headings) if fields.get(text, PERSONAL) not in (PERSONAL, UNUSED)]
    return Fit(len(known), sum(sorted(1 / times[text] for text in known)))


def _folded(headings: Iterable[str]) -> set[str]:
    return {fold(heading[:LONGEST_HEADING]) for heading in headings}


def near_heading(kind: Kind, heading: str) -> tuple[str, str] | None:
    """Return the heading and field that a misspelt heading must mean, ``None`` when it is not clear.

    Examples
    --------
    >>> near_heading("jobseekers", "Opleidingsnivo")[1]
    'education_level'
    """
    text = fold(heading[:LONGEST_HEADING])
    if len(text) < _SHORTEST_NEAR:
        return None
    fields = book(kind).fields
    found = process.extract(text, fields.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR - _CLEAR_BY, limit=20)
    best = [match for match in found if _digits(match[0]) == _digits(text)]
    if not best or best[0][1] < _NEAR:
        return None
    field = fields[best[0][0]]
    rivals = [m for m in best if fields[m[0]] != field and m[1] > best[0][1] - _CLEAR_BY]
    return None if rivals else (best[0][0], field)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def kind_of_name(name: str) -> Kind | None:
    """Which kind a file or sheet is named after, ``None`` when it is not clear; only ever breaks a tie."""
    text = fold(name)
    stems: dict[Kind, tuple[str, ...]] = {
        "jobseekers": ("jobseeker", "werkzoekend", "kandidat", "klanten", "client"),
        "vacancies": ("vacanc", "vacature"),
        "employers": ("employer", "werkgever", "bedrijven"),
        "contracts": ("contract", "opdracht"),
        "placements": ("placement", "plaatsing"),
        "claims": ("claim", "boeking", "inzet"),
        "target_groups": ("targetgroup", "doelgroep"),
    }
    found = [kind for kind, words in stems.items() if any(word in text for word in words)]
    return found[0] if len(found) == 1 else None


def check_field(kind: str, field: str) -> str | None:
    """Return the field as this library writes it, ``None`` when the kind has no such field."""
    if kind not in KINDS:
        return None
    if field.startswith(FURTHER) and len(field) > len(FURTHER):
        return field
    return book(kind).fields.get(fold(field))
