"""A folder or a set of files to one batch."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from matching.exceptions import ExchangeError
from matching.exchange._batch import BatchBuilder
from matching.exchange._csv import read_csv
from matching.exchange._excel import OLE_MARK, ZIP_MARK, read_workbook
from matching.exchange._foreign import check_start
from matching.exchange._mapping import read_mapping
from matching.exchange._memory import paused_collector
from matching.exchange._refused import Refused, too_large
from matching.exchange._rules import (
    HIDDEN_FILE,
    OTHER_ENDING,
    SUBFOLDER,
    UNREADABLE_FILE,
    WRONG_ENDING,
    Findings,
    Where,
)
from matching.exchange._settings import read_settings
from matching.policy import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from matching.exchange._settings import Settings
    from matching.exchange._tables import Batch, RawTable
    from matching.policy import PolicySettings

TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
WORKBOOK_ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".ods"})
_SETTINGS_ENDING = ".toml"
MOST_TEXT_BYTES = 200_000_000


def read_folder(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    on: date | None = None,
    mapping: Mapping[str, Mapping[str, str]] | str | PathLike[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Batch:
    r"""Read every table in a folder, or in the files given, into records.

    Parameters
    ----------
    path
        A folder, one file, or several. Of a folder every ``.csv .txt .tsv .xlsx .xls .xlsm .ods`` is read, in
        the order of its name; subfolders are not.
    on
        Reference date; left out, that of ``market.toml`` in the folder, else unknown.
    mapping
        Headings of your own: ``{"jobseekers": {"Mijn kolom": "hours_max"}}`` or a TOML file that says so.
    progress
        Called as ``progress(file, done, total)`` before each file and once at the end.

    Returns
    -------
    Batch
        The records, what was refused, doubted or assumed, and the account of every row.

    Raises
    ------
    ExchangeError
        When the folder or a file does not exist, or when no table in it could be read.

    Notes
    -----
    A row without an id, with an id that was there already, with bounds that cross, or with more or fewer
    cells than the heading is quarantined; any other cell that cannot be read is left unknown with a finding.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> text = "Vacaturenummer;Functie;Uren per week\nV-1;magazijnmedewerker;24-32\nV-1;kok;16\n"
    >>> _ = (folder / "export.csv").write_text(text, encoding="cp1252")
    >>> batch = read_folder(folder)
    >>> batch.vacancies[0].occupation.title, batch.vacancies[0].hours_max
    ('magazijnmedewerker', 32.0)
    >>> batch.rows_read, batch.rows_accepted, batch.issues.n("refused")
    (2, 1, 1)
    """
    findings = Findings()
    files, folders = _files(path, findings)
    settings = [read_settings(folder) for folder in folders]
    on = on or next((each.on for each in settings if each.on is not None), None)
    builder = BatchBuilder(mapping=read_mapping(mapping), on=on, findings=findings)
    with paused_collector():
        for position, (file, name) in enumerate(zip(files, _names(files), strict=True)):
            if progress is not None:
                progress(name, position, len(files))
            for table in read_tables(file, name, findings):
                builder.add(table)
    if progress is not None:
        progress("", len(files), len(files))
    if not builder.has_tables:
        why = "; ".join(str(issue) for issue in findings.issues()[:3])
        msg = f"{_shown(path)}: no table could be read ({why or 'no table files'})."
        raise ExchangeError(msg)
    if not (isinstance(path, str | PathLike) and Path(path).is_file()):
        builder.check_kinds()
    return replace(builder.batch(), policy=_policy(settings))


def _policy(settings: Iterable[Settings]) -> PolicySettings:
    """Figures of the rules of the one folder that states any."""
    stated = {each.policy for each in settings} - {None}
    if len(stated) > 1:
        msg = "the folders have [policy] in market.toml, and not the same: write one of them, or none."
        raise ExchangeError(msg)
    return stated.pop() or DEFAULTS if stated else DEFAULTS


def read_tables(file: Path, name: str, findings: Findings) -> list[RawTable]:
    """Read the raw tables of one file, by what it holds; what makes it unreadable is a finding."""
    try:
        if file.stat().st_size > MOST_TEXT_BYTES:
            raise Refused(*too_large(MOST_TEXT_BYTES))
        return _tables_of(file.read_bytes(), name, findings)
    except Refused as error:
        findings.add(UNREADABLE_FILE, Where(name), why_nl=error.nl, why_en=error.en)
    except OSError:
        nl, en = "het besturingssysteem weigert het", "the operating system refuses it"
        findings.add(UNREADABLE_FILE, Where(name), why_nl=nl, why_en=en)
    return []


def _tables_of(data: bytes, name: str, findings: Findings) -> list[RawTable]:
    check_start(data)
    is_workbook = data.startswith((ZIP_MARK, OLE_MARK))
    if is_workbook:
        tables = read_workbook(data, file=name, findings=findings)
    else:
        table = read_csv(data, file=name, findings=findings)
        tables = [] if table is None else [table]
    ending = Path(name).suffix.lower()
    if is_workbook != (ending in WORKBOOK_ENDINGS) and data:
        words = ("werkboek", "a workbook") if is_workbook else ("tekst", "text")
        findings.add(WRONG_ENDING, Where(name), ending=ending, format_nl=words[0], format_en=words[1])
    return tables


def _names(files: Sequence[Path]) -> list[str]:
    """Name each file as findings do: by its name, or as it was given where two have the same name."""
    times = Counter(file.name for file in files)
    return [file.name if times[file.name] == 1 else str(file) for file in files]


def _files(
    path: str | PathLike[str] | Sequence[str | PathLike[str]], findings: Findings
) -> tuple[list[Path], list[Path]]:
    """Files to read, in order, and the folders whose settings count."""
    given = [Path(path)] if isinstance(path, str | PathLike) else [Path(each) for each in path]
    files: list[Path] = []
    for each in given:
        if each.is_dir():
            files += [file for file in _listed(each) if _is_table(file, findings)]
        elif each.is_file():
            files.append(each)
        else:
            msg = f"{each}: there is no such file or folder."
            raise ExchangeError(msg)
    folders = dict.fromkeys(each if each.is_dir() else each.parent for each in given)
    return files, list(folders)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        msg = f"{folder}: the folder cannot be read."
        raise ExchangeError(msg) from error


def _is_table(file: Path, findings: Findings) -> bool:
    ending = file.suffix.lower()
    if file.name.startswith((".", "~$")):
        findings.add(HIDDEN_FILE, Where(file.name))
    elif file.is_file() and ending in TEXT_ENDINGS | WORKBOOK_ENDINGS:
        return True
    elif file.is_dir():
        findings.add(SUBFOLDER, Where(file.name))
    elif ending != _SETTINGS_ENDING:
        findings.add(OTHER_ENDING, Where(file.name))
    return False


def _shown(path: object) -> str:
    return os.fspath(path) if isinstance(path, str | PathLike) else "the files given"
