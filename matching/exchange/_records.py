"""Columns of values to records; a row that cannot be one is set apart.

The rule for what is wrong in a row:

- no id, an id that was there already, a reference that is required and missing, bounds that cross
  (``hours_min`` above ``hours_max``, an end before a start), or more or fewer cells than the heading:
  the *row* is quarantined; of two rows with one id the first is kept;
- any other cell that is unreadable or impossible (hours 400, 31 February, an unknown code): the *cell* is
  left unknown, with a finding, and the row is kept;
- a part of a cell that does not hold (a job held that ends before it starts): the *part* is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from matching.exchange._columns import Columns, read_columns
from matching.exchange._finish import finish
from matching.exchange._labels import field_label, joined, kind_label
from matching.exchange._rules import (
    BSN_AS_ID,
    CROSSING,
    DUPLICATE_ID,
    INVALID_ROW,
    MISSING_COLUMN,
    NO_ID,
    OPENINGS_ASSUMED,
    OUT_OF_RANGE,
    PART_DROPPED,
    RAGGED_ROW,
    REQUIRED,
    Findings,
    Where,
)
from matching.exchange._tables import QuarantinedRow, Source
from matching.records import (
    Claim,
    Contract,
    Employer,
    Jobseeker,
    Placement,
    TargetGroupFact,
    Vacancy,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pydantic_core import ErrorDetails

    from matching.exchange._tables import Kind, RawTable
    from matching.findings import Rule

MODELS: Mapping[Kind, type[BaseModel]] = {
    "jobseekers": Jobseeker,
    "vacancies": Vacancy,
    "employers": Employer,
    "contracts": Contract,
    "placements": Placement,
    "claims": Claim,
    "target_groups": TargetGroupFact,
}
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "jobseekers": ("id",),
    "vacancies": ("id",),
    "employers": ("id",),
    "contracts": ("id",),
    "placements": ("jobseeker", "vacancy"),
    "claims": ("placement", "contract", "months"),
    "target_groups": ("jobseeker", "group"),
}
"""Fields without which there is no record; placements and claims can do without an id of their own."""
_CROSSED = re.compile(r"(\w+) must not be (?:above|after) (\w+)")
_REPAIRS = 8
_AGE = ("age", "age_on")
_WORDS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("moet minstens {ge:g} zijn", "must be at least {ge:g}"),
    "less_than_equal": ("mag hoogstens {le:g} zijn", "must be at most {le:g}"),
    "string_too_short": ("mag niet leeg zijn", "must not be empty"),
    "string_too_long": ("heeft te veel tekens", "has too many characters"),
    "string_pattern_mismatch": ("heeft niet de vereiste vorm", "does not have the required form"),
    "decimal_max_digits": ("heeft te veel cijfers", "has too many digits"),
    "decimal_whole_digits": ("heeft te veel cijfers", "has too many digits"),
    "missing": ("mist een gegeven", "lacks a fact"),
    "value_error": ("eindigt voor het begin", "ends before it begins"),
}


@dataclass(slots=True)
class Reading:
    """What one table yielded: records by line, and the rows set apart."""

    table: RawTable
    kind: Kind
    records: list[tuple[int, str, BaseModel]] = field(default_factory=list)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    n_rows: int = 0

    def set_apart(self, line: int, rule: Rule) -> None:
        """Quarantine the row on a line."""
        self.quarantined.append(
            QuarantinedRow(self.table.file, self.table.sheet, line, rule.code, tuple(self.table.headings))
        )

    def source(self) -> Source:
        """Account for the rows."""
        return Source(
            self.table.file,
            self.table.sheet,
            self.kind,
            self.table.encoding,
            self.table.delimiter,
            self.n_rows,
            self.n_rows - len(self.quarantined),
            len(self.quarantined),
            tuple(sorted(self.quarantined, key=lambda row: row.line)),
        )


def read_records(
    table: RawTable,
    kind: Kind,
    *,
    mapping: Mapping[str, str],
    on: date | None,
    seen: dict[tuple[Kind, str], str],
    findings: Findings,
) -> Reading:
    """Make the records of a table; ``seen`` holds where each id of the batch was met first."""
    reading = Reading(table, kind, n_rows=len(table.lines) + len(table.ragged))
    columns = read_columns(table, kind, mapping=mapping, on=on, findings=findings)
    table.columns = []  # what was read is in the values; the cells need not stay
    for line, n_cells in table.ragged:
        findings.add(RAGGED_ROW, Where(table.label, line), found=n_cells, expected=len(table.headings))
        reading.set_apart(line, RAGGED_ROW)
    lacking = [name for name in NEEDED[kind] if name not in columns.values]
    if lacking:
        # A column that was refused as a BSN has its finding already.
        rule = BSN_AS_ID if columns.refused_id else MISSING_COLUMN
        if not columns.refused_id:
            findings.add(
                MISSING_COLUMN,
                Where(table.label),
                field=joined(field_label(kind, n) for n in lacking),
                kind=kind_label(kind),
            )
        for line in table.lines:
            reading.set_apart(line, rule)
        return reading
    rows = finish(kind, _rows(columns, len(table.lines)), columns, on=on, table=table, findings=findings)
    for line, values in zip(table.lines, rows, strict=True):
        _read_row(reading, columns, line, values, seen, findings)
    _count_openings(reading, findings)
    return reading


def _count_openings(reading: Reading, findings: Findings) -> None:
    """Say how many vacancies got one opening because theirs were unknown, unreadable or impossible."""
    made = (record for _, _, record in reading.records if isinstance(record, Vacancy))
    if n := sum("openings" not in vacancy.model_fields_set for vacancy in made):
        findings.add(OPENINGS_ASSUMED, Where(reading.table.label), n=n)


def _rows(columns: Columns, n_rows: int) -> list[dict[str, Any]]:
    """One dictionary a row of all that is known in it; columns of one key are joined."""
    rows: list[dict[str, Any]] = [{} for _ in range(n_rows)]
    for key, several in columns.values.items():
        for column in several:
            for row, value in zip(rows, column, strict=True):
                if value is not None:
                    row[key] = value if key not in row else join(row[key], value)
    return rows


def join(first: Any, second: Any) -> Any:
    """Join two parts of one value: lists and sets added, mappings merged; of single values the first stays.

    Examples
    --------
    >>> join({"nld": {"reading": "B1"}}, {"nld": {"speaking": "B2"}})
    {'nld': {'reading': 'B1', 'speaking': 'B2'}}
    """
    if isinstance(first, dict):
        merged = dict(first)
        for key, value in second.items():
            merged[key] = join(merged[key], value) if key in merged else value
        return merged
    if isinstance(first, frozenset):
        return first | second
    return first + second if isinstance(first, tuple) else first


def _read_row(
    reading: Reading,
    columns: Columns,
    line: int,
    values: dict[str, Any],
    seen: dict[tuple[Kind, str], str],
    findings: Findings,
) -> None:
    """Make the record of one row, or set the row apart."""
    kind = reading.kind
    owner = "jobseeker" if kind == "target_groups" else "id"
    row = _Row(reading, columns, line, values.get(owner), findings)
    if row.record is None:
        return row.set_apart(NO_ID, owner)
    if owner == "id" and (kind, row.record) in seen:
        return row.set_apart(DUPLICATE_ID, "id", first=seen[kind, row.record])
    for name in NEEDED[kind]:
        if values.get(name) is None:
            return row.set_apart(REQUIRED, name, field=field_label(kind, name))
    if kind == "target_groups":
        values.pop("jobseeker")
    made = _validated(row, values)
    if made is not None:
        if owner == "id":
            seen[kind, row.record] = f"{reading.table.label}:{line}"
        reading.records.append((line, row.record, made))
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    """One row on its way to a record."""

    reading: Reading
    columns: Columns
    line: int
    record: str | None
    findings: Findings

    def note(self, rule: Rule, key: str = "", **values: object) -> None:
        where = Where(self.reading.table.label, self.line, self.columns.headings.get(key), self.record)
        self.findings.add(rule, where, **values)

    def set_apart(self, rule: Rule, key: str = "", **values: object) -> None:
        self.note(rule, key, **values)
        self.reading.set_apart(self.line, rule)


def _validated(row: _Row, values: dict[str, Any]) -> BaseModel | None:
    """Make the record; drop the cells and parts that pydantic refuses, and try again."""
    kind = row.reading.kind
    for _ in range(_REPAIRS):
        try:
            return MODELS[kind].model_validate(values)
        except ValidationError as error:
            # Last part first, and each once: taking one out of a list must not move the others.
            problems = {_part(p["loc"]): p for p in error.errors(include_input=False, include_url=False)}
            for loc in sorted(problems, key=_place, reverse=True):
                problem = problems[loc]
                if not loc:
                    _refuse(row, problem["msg"])
                    return None
                key = str(loc[1] if loc[0] == "protected" and len(loc) > 1 else loc[0])
                if key in (*NEEDED[kind], "id"):
                    row.set_apart(REQUIRED, key, field=field_label(kind, key))
                    return None
                nl, en = worded(problem)
                row.note(_drop(values, loc), key, why_nl=nl, why_en=en)
    row.set_apart(INVALID_ROW)
    return None


def _part(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Cut a place in a record to the part that is dropped as one: an item of a list, or a field."""
    numbers = [at for at, part in enumerate(loc) if isinstance(part, int)]
    return loc[: numbers[0] + 1] if numbers else loc


def _place(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    return tuple(f"{part:09d}" if isinstance(part, int) else part for part in loc)


def _refuse(row: _Row, message: str) -> None:
    crossed = _CROSSED.search(message)
    if crossed is None:
        row.set_apart(INVALID_ROW)
    else:
        first, last = (field_label(row.reading.kind, name) for name in crossed.groups())
        row.set_apart(CROSSING, crossed[1], first=first, last=last)


def _drop(values: dict[str, Any], loc: tuple[int | str, ...]) -> Rule:
    """Take out the value, or the part of a list or mapping, that ``loc`` points at."""
    holder = values
    key, *inner = loc
    if key == "protected" and inner:
        holder = values["protected"]
        key, *inner = inner
    value = holder.get(str(key))
    if inner and isinstance(value, tuple) and isinstance(inner[0], int):
        holder[str(key)] = value[: inner[0]] + value[inner[0] + 1 :]
        return PART_DROPPED
    if inner and isinstance(value, dict) and inner[0] in value:
        holder[str(key)] = {name: each for name, each in value.items() if name != inner[0]}
        return PART_DROPPED
    holder.pop(str(key), None)
    if key in _AGE:
        # An age and its date go together.
        for name in _AGE:
            holder.pop(name, None)
    return OUT_OF_RANGE


def worded(problem: ErrorDetails) -> tuple[str, str]:
    """Say in Dutch and English what pydantic wants of a value, without the value."""
    nl, en = _WORDS.get(problem["type"], ("is een verkeerd soort waarde", "is the wrong kind of value"))
    limits = problem.get("ctx", {})
    return nl.format(**limits), en.format(**limits)
