"""Records to CSV files that read back to the same records."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from matching.exceptions import ExchangeError
from matching.exchange._cells import items
from matching.exchange._compound import MODES, occupation
from matching.exchange._further import further_value
from matching.exchange._headings import FURTHER
from matching.exchange._records import MODELS
from matching.exchange._settings import SETTINGS_FILE
from matching.exchange._values import fold, missing, no_value
from matching.records import Jobseeker, OccupationRef, ProtectedFacts, Record, Vacancy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    from matching.exchange._tables import Batch

_KIND_OF = {model: kind for kind, model in MODELS.items() if issubclass(model, Record)}
_NESTED = frozenset({"protected", "further"})


def write_csv(records: Iterable[Record], path: str | PathLike[str]) -> None:
    """Write records of one kind to a CSV file with a column a field, in UTF-8.

    `read_folder` makes the same records of it, but for texts that say that nothing is known (``-``,
    ``unknown``), which come back as unknown, and for a BSN in a text, which comes back masked.

    Parameters
    ----------
    records
        Records of one kind, at least one.
    path
        File to write; one that is there is overwritten.

    Raises
    ------
    ExchangeError
        When there are no records, or records of more than one kind.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from matching.exchange import read_folder
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "people.csv"
    >>> people = (Jobseeker(id="W-1", skills=("lassen", "frezen; draaien"), hours_max=32),)
    >>> write_csv(people, file)
    >>> read_folder(file).jobseekers == people
    True
    """
    rows = list(records)
    models = {type(record) for record in rows}
    if len(models) != 1 or not models <= _KIND_OF.keys():
        msg = f"{path}: records of one kind are needed, got {sorted(model.__name__ for model in models)}."
        raise ExchangeError(msg)
    _write(rows, models.pop(), Path(path))


def write_folder(batch: Batch, folder: str | PathLike[str]) -> None:
    """Write the records of a batch to a folder, one CSV file a kind, and its reference date.

    Parameters
    ----------
    batch
        What to write; a kind without records has no file.
    folder
        Folder to write to; it is made when it is not there.
    """
    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    for kind in _KIND_OF.values():
        records = getattr(batch, kind)
        if records:
            write_csv(records, where / f"{kind}.csv")
    if batch.on is not None:
        (where / SETTINGS_FILE).write_text(f"on = {batch.on.isoformat()}\n", encoding="utf-8")


def _write(records: Sequence[Record], model: type[BaseModel], path: Path) -> None:
    further = sorted({name for record in records for name in record.further})
    fields = [name for name in model.model_fields if name not in _NESTED]
    protected = list(ProtectedFacts.model_fields) if model is Jobseeker else []
    code = ["occupation_code"] if model is Vacancy else []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*fields, *code, *protected, *(FURTHER + name for name in further)])
        for record in records:
            cells = [_cell(name, getattr(record, name)) for name in fields]
            if isinstance(record, Vacancy):
                cells.append((record.occupation and record.occupation.code) or "")
            if isinstance(record, Jobseeker):
                cells += [_cell(name, getattr(record.protected, name)) for name in protected]
            cells += [_further(record.further.get(name)) for name in further]
            writer.writerow(cells)


def _cell(field: str, value: object) -> str:
    """Write one value; empty is unknown."""
    special = _SPECIAL.get(field)
    if value is None or (value == () and field != "certificates"):
        return ""
    if special is not None and not isinstance(value, str):
        return special(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return _list(sorted(str(each) for each in value), none=field != "employers_avoided")
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        return _objects(value)
    if isinstance(value, tuple):
        return _list([str(each) for each in value], none=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return repr(value) if isinstance(value, float) else str(value)
    return str(value)


def _list(values: Sequence[str], *, none: bool) -> str:
    if not values:
        return "none" if none else ""
    plain = "; ".join(values)
    clear = items(plain) == list(values) and fold(plain) not in missing() | no_value()
    return plain if clear else json.dumps(values, ensure_ascii=False)


def _further(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else repr(value)
    return value if further_value(value) == value else json.dumps(value, ensure_ascii=False)


def _objects(models: Iterable[BaseModel]) -> str:
    known = [model.model_dump(mode="json", exclude_none=True) for model in models]
    return json.dumps(known, ensure_ascii=False)


def _occupations(value: object) -> str:
    refs = cast("tuple[OccupationRef, ...]", value)
    words = [ref.title or ref.code or "" for ref in refs]
    plain = _list(words, none=False)
    clear = all(
        OccupationRef(**occupation(word)) == ref for word, ref in zip(words, refs, strict=True) if word
    )
    return plain if clear and all(words) and not plain.startswith("[") else _objects(refs)


def _jobs(value: object) -> str:
    return json.dumps(
        [
            {**job.pop("occupation"), **job}
            for job in (each.model_dump(mode="json", exclude_none=True) for each in value)  # type: ignore[attr-defined]
        ],
        ensure_ascii=False,
    )


def _languages(value: object) -> str:
    parts = []
    for code, by_mode in cast("Mapping[str, Mapping[str, str]]", value).items():
        levels = set(by_mode.values())
        if len(by_mode) == len(MODES) and len(levels) == 1:
            parts.append(f"{code} {levels.pop()}")
        else:
            parts += [f"{code} {mode} {level}" for mode, level in by_mode.items()]
    return "; ".join(parts)


def _levels(value: object) -> str:
    return "; ".join(f"{item} {level}" for item, level in cast("Mapping[str, int]", value).items())


def _one_occupation(value: object) -> str:
    return cast("OccupationRef", value).title or ""


_SPECIAL: Mapping[str, Callable[..., str]] = {
    "wanted_occupations": _occupations,
    "work_history": _jobs,
    "languages": _languages,
    "functional_limits": _levels,
    "demands": _levels,
    "occupation": _one_occupation,
}
