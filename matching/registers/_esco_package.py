"""The CSV files of the ESCO portal, read and checked."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from matching.exceptions import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from os import PathLike

BASE = "http://data.europa.eu/esco/"
_LARGEST = 1 << 29
"""Most bytes of one file; the largest of ESCO has some 40 MB."""
_SHOWN = 10
_FILE = re.compile(
    r"(occupations|skills|ISCOGroups|skillGroups|occupationSkillRelations|skillSkillRelations"
    r"|broaderRelationsSkillPillar)(?:_([a-z]{2}(?:-[a-z]{2})?))?\.csv"
)
_VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)")


class _Cell(NamedTuple):
    """What a cell must be: a pattern, and how it is said."""

    pattern: re.Pattern[str]
    words: str


def _address(path: str, of: str) -> _Cell:
    return _Cell(re.compile(re.escape(BASE) + path), f"the address of {of}, {BASE}...")


_OCCUPATION = _address(r"occupation/\S+", "an occupation")
_SKILL = _address(r"skill/\S+", "a skill")
_ANY = _address(r"\S+", "a concept of ESCO")
_KIND = _Cell(re.compile("essential|optional"), "essential or optional")
_NAME = _Cell(re.compile(r"(?s).*"), "a text")
_COLUMNS: dict[str, dict[str, _Cell]] = {
    "occupations": {
        "conceptUri": _OCCUPATION,
        "iscoGroup": _Cell(re.compile("[0-9]{4}"), "four digits of ISCO-08"),
        "preferredLabel": _NAME,
        "code": _Cell(re.compile(r"[0-9]{4}(\.[0-9]+)*"), "a code such as 2221.2"),
    },
    "skills": {"conceptUri": _SKILL, "preferredLabel": _NAME},
    "ISCOGroups": {"conceptUri": _address(r"isco/C[0-9]{1,4}", "an ISCO group"), "preferredLabel": _NAME},
    "skillGroups": {"conceptUri": _ANY, "preferredLabel": _NAME},
    "occupationSkillRelations": {"occupationUri": _OCCUPATION, "relationType": _KIND, "skillUri": _SKILL},
    "skillSkillRelations": {"originalSkillUri": _SKILL, "relationType": _KIND, "relatedSkillUri": _SKILL},
    "broaderRelationsSkillPillar": {"conceptUri": _ANY, "broaderUri": _ANY},
}
"""Columns that must be there by the name of the file, and what a cell must be."""
Row = dict[str, str]


@dataclass(slots=True)
class EscoPackage:
    """Rows of the files of one or more packages.

    Parameters
    ----------
    concepts
        Rows by table (``occupations``, ``skills``, ``ISCOGroups``, ``skillGroups``), language and URI.
    relations
        Rows by table; a table that no package has is not there.
    version
        Version of ESCO as the packages are called, empty when they do not say.
    """

    concepts: dict[str, dict[str, dict[str, Row]]] = field(default_factory=dict)
    relations: dict[str, list[Row]] = field(default_factory=dict)
    version: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the names of occupations and skills, Dutch and English in front."""
        found = {one for table in ("occupations", "skills") for one in self.concepts.get(table, {})}
        return tuple(sorted(found, key=lambda one: (one != "nl", one != "en", one)))


def read_package(
    sources: Sequence[str | PathLike[str]], languages: Sequence[str] | None = None
) -> EscoPackage:
    """Read ESCO as the portal hands it out: folders or zip files with CSV files.

    Raises
    ------
    ExchangeError
        When there is nothing to read, or with the file, line and column of the first ten cells that are not
        as they must be.
    """
    package, faults = EscoPackage(), _Faults()
    for source in map(Path, sources):
        package.version = max([package.version, *_VERSION.findall(source.name)])
        for name, data in _files(source):
            match = _FILE.fullmatch(name)
            if match is None:
                continue
            table, language = match[1], match[2] or ""
            if "preferredLabel" in _COLUMNS[table]:
                if languages is None or language in languages:
                    known = package.concepts.setdefault(table, {}).setdefault(language, {})
                    _add_concepts(known, _rows(data, name, table, faults), name, faults)
            elif table not in package.relations:  # those of the packages of two languages are the same
                package.relations[table] = [row for _, row in _rows(data, name, table, faults)]
    faults.stop()
    if missing := [one for one in languages or () if one not in package.languages]:
        msg = f"{_listed(sources)}: no names in {', '.join(missing)}; there are {_listed(package.languages)}."
        raise ExchangeError(msg)
    if not package.languages:
        msg = (
            f"{_listed(sources)}: no occupations_nl.csv, skills_nl.csv or those of another language; give "
            "the folder or zip file of the CSV package of the ESCO portal."
        )
        raise ExchangeError(msg)
    return package


class _Faults:
    """What is wrong, with the place; all of it is counted, the first is shown."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, file: str, line: int, column: str, what: str) -> None:
        place = f"{file}:{line}" + (f" column {column!r}" if column else "")
        self.said.append(f"{place}: {what}")

    def stop(self) -> None:
        if self.said:
            more = [f"... and {len(self.said) - _SHOWN:,} more"] if len(self.said) > _SHOWN else []
            lines = "\n  ".join([*self.said[:_SHOWN], *more])
            faults = "1 fault" if len(self.said) == 1 else f"{len(self.said):,} faults"
            raise ExchangeError(f"the ESCO package has {faults}:\n  {lines}")


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of a folder or a zip file, by name."""
    if source.is_dir():
        for path in sorted(source.rglob("*.csv")):
            yield _checked(path.name, path.stat().st_size, path.read_bytes)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            for info in sorted(archive.infolist(), key=lambda one: one.filename):
                if info.filename.endswith(".csv"):
                    name = info.filename.rsplit("/", 1)[-1]
                    yield _checked(name, info.file_size, lambda info=info: archive.read(info))  # type: ignore[misc]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        msg = f"{source}: not a folder or zip file that can be read ({error})."
        raise ExchangeError(msg) from error


def _checked(name: str, size: int, read: Callable[[], bytes]) -> tuple[str, bytes]:
    if size > _LARGEST:
        msg = f"{name}: has {size / 2**20:,.0f} MB, at most {_LARGEST / 2**20:,.0f} MB is read."
        raise ExchangeError(msg)
    return name, read()


def _rows(data: bytes, name: str, table: str, faults: _Faults) -> Iterator[tuple[int, Row]]:
    """Rows of a file with the line that each starts on; rows with a fault are left out."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(name, data.count(b"\n", 0, error.start) + 1, "", "is not UTF-8")
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    heading = next(reader, [])
    if absent := [column for column in _COLUMNS[table] if column not in heading]:
        for column in absent:
            faults.add(name, 1, column, "is not in the heading")
        return
    line = reader.line_num + 1
    try:
        for cells in reader:
            if cells and _sound(cells, heading, name, line, table, faults):
                yield line, dict(zip(heading, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.add(name, line, "", f"cannot be read as CSV ({error})")


def _sound(
    cells: Sequence[str], heading: Sequence[str], name: str, line: int, table: str, faults: _Faults
) -> bool:
    """Whether a row has a cell for every heading and each is what it must be; else say where not."""
    if len(cells) != len(heading):
        faults.add(name, line, "", f"has {len(cells)} cells, the heading has {len(heading)}")
        return False
    before = len(faults.said)
    for column, rule in _COLUMNS[table].items():
        value = cells[heading.index(column)]
        if rule.pattern.fullmatch(value) is None:
            faults.add(name, line, column, f"must be {rule.words}, got {value[:60]!r}")
    return len(faults.said) == before


def _add_concepts(known: dict[str, Row], rows: Iterable[tuple[int, Row]], name: str, faults: _Faults) -> None:
    for line, row in rows:
        uri = row["conceptUri"]
        if uri in known:
            faults.add(name, line, "conceptUri", f"{uri} is there twice")
        elif row.get("status", "") in ("", "released"):
            known[uri] = row


def names_of(row: Mapping[str, str] | None) -> tuple[str, ...]:
    """Preferred, alternative and hidden names of a concept, each once; nothing where there is no row."""
    if row is None:
        return ()
    cells = [row["preferredLabel"], *row.get("altLabels", "").splitlines()]
    cells += row.get("hiddenLabels", "").splitlines()
    # "|" stands between names in the tables that are written.
    return tuple(dict.fromkeys(label for cell in cells if (label := cell.replace("|", "/").strip())))


def _listed(things: Iterable[object]) -> str:
    return ", ".join(map(str, things)) or "none"
