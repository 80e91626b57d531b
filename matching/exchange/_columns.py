"""Columns of a raw table to columns of values: which heading is which field, and every cell read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exchange._bsn import looks_like_bsn, mask_bsn
from matching.exchange._cells import CellError, Noted, as_text
from matching.exchange._fields import Field, field_of
from matching.exchange._headings import (
    FURTHER,
    LONGEST_HEADING,
    PERSONAL,
    UNUSED,
    book,
    bsn_headings,
    near_heading,
)
from matching.exchange._labels import field_label
from matching.exchange._rules import (
    BSN_AS_ID,
    BSN_COLUMN,
    BSN_IN_TEXT,
    ERROR_CELL,
    NEAR_HEADING,
    PERSONAL_COLUMN,
    SECOND_HEADING,
    UNKNOWN_HEADING,
    Findings,
    Where,
    shown,
)
from matching.exchange._values import ERROR_TEXTS, fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.exchange._tables import Cell, Kind, RawTable
    from matching.findings import Rule

IDS = frozenset({"id", "jobseeker", "vacancy", "placement", "contract"})
_AMOUNTS = frozenset({"sum_eur", "obligation_eur", "realised_eur"})
"""Columns that may well hold nine digits."""
_ENDS_IN = {
    "hours": ("hours_min", "hours_max"),
    "work_level": ("education_level",),
    "education_level_min": ("work_level_min",),
    "work_history_numbered": ("work_history",),
}
"""Fields of a record that a column with another key ends in, for findings on them."""


@dataclass(slots=True)
class Columns:
    """The understood columns of a table.

    Parameters
    ----------
    values
        Per key one or more columns of values, in order; ``None`` is unknown.
    headings
        Per key the heading that it was read from.
    refused_id
        Whether the id, or a reference that the kind needs, was a BSN.
    """

    values: dict[str, list[list[object]]]
    headings: dict[str, str]
    refused_id: bool = False


def read_columns(
    table: RawTable, kind: Kind, *, mapping: Mapping[str, str], on: date | None, findings: Findings
) -> Columns:
    """Read every column whose heading is understood; all others are named in a finding."""
    found = Columns({}, {})
    read: list[tuple[Field, str, list[Cell]]] = []
    seen: set[str] = set()
    targets = _targets(table, kind, mapping, findings)
    for heading, target, cells in zip(table.headings, targets, table.columns, strict=True):
        if target is None or target == UNUSED:
            continue
        rule = _refusal(heading, target, cells, seen)
        if rule is None:
            seen.add(target)
            read.append((field_of(kind, target, on), heading, cells))
        else:
            findings.add(rule, Where(table.label, column=shown(heading)), field=field_label(kind, target))
            found.refused_id |= rule is BSN_AS_ID
    owner = "jobseeker" if kind == "target_groups" else "id"
    ids = next((cells for field, _, cells in read if field.key == owner), None)
    for field, heading, cells in sorted(read, key=lambda column: column[0].order):
        column = _read_cells(table, field, heading, cells, ids, findings)
        found.values.setdefault(field.key, []).append(column)
        for key in (field.key, *_ENDS_IN.get(field.key, ())):
            found.headings.setdefault(key, shown(heading))
    return found


def _refusal(heading: str, target: str, cells: list[Cell], seen: set[str]) -> Rule | None:
    """Why a column whose heading is understood is still not read; ``None`` when it is."""
    if target == PERSONAL:
        return BSN_COLUMN if fold(heading) in bsn_headings() else PERSONAL_COLUMN
    if target not in _AMOUNTS and looks_like_bsn(cells):
        return BSN_AS_ID if target in IDS else BSN_COLUMN
    return SECOND_HEADING if target in seen else None


def _targets(table: RawTable, kind: Kind, mapping: Mapping[str, str], findings: Findings) -> list[str | None]:
    """Field of each column by its heading; ``None`` for what is not understood, with a finding."""
    known = book(kind).fields
    targets: list[str | None] = []
    for heading in table.headings:
        text = fold(heading[:LONGEST_HEADING])
        further = heading.strip().lower().startswith(FURTHER) and len(heading.strip()) > len(FURTHER)
        targets.append(mapping.get(text) or (heading.strip() if further else known.get(text)))
    taken = {target for target in targets if target}
    return [
        target or _near(table, kind, heading, cells, taken, findings)
        for heading, target, cells in zip(table.headings, targets, table.columns, strict=True)
    ]


def _near(
    table: RawTable, kind: Kind, heading: str, cells: list[Cell], taken: set[str], findings: Findings
) -> str | None:
    """Take a heading for the one that it looks like, unless another column has that field."""
    where = Where(table.label, column=shown(mask_bsn(heading)))
    if looks_like_bsn(cells):
        findings.add(BSN_COLUMN, where)
        return None
    near = near_heading(kind, heading)
    if near is not None and near[1] in (PERSONAL, UNUSED):
        return near[1]
    if near is not None and near[1] not in taken:
        findings.add(NEAR_HEADING, where, like=near[0], field=field_label(kind, near[1]))
        taken.add(near[1])
        return near[1]
    if heading or any(cell != "" for cell in cells):
        findings.add(UNKNOWN_HEADING, where)
    return None


def _read_cells(
    table: RawTable, field: Field, heading: str, cells: list[Cell], ids: list[Cell] | None, findings: Findings
) -> list[object]:
    """Read each different cell once; cells that cannot be read are unknown, with a finding on each."""
    read = {cell: _read_cell(field, cell) for cell in set(cells) if cell != ""}
    odd = {cell: found for cell, found in read.items() if isinstance(found, CellError | Noted)}
    values = read | {cell: found.value for cell, found in odd.items()} | {"": None}
    if odd:
        for position, cell in enumerate(cells):
            if cell in odd:
                record = None if ids is None else as_text(ids[position]) or None
                where = Where(table.label, table.lines[position], shown(heading), record)
                findings.add(odd[cell].rule, where, **odd[cell].values)
    return [values[cell] for cell in cells]


def _read_cell(field: Field, cell: Cell) -> object:
    """Value of a cell, or what is the matter with it."""
    masked = cell
    if isinstance(cell, str):
        if cell in ERROR_TEXTS:
            return Noted(None, ERROR_CELL)
        if field.is_free:
            masked = mask_bsn(cell)
    try:
        value = field.read(masked)
    except CellError as error:
        return error
    return value if masked is cell or masked == cell else Noted(value, BSN_IN_TEXT)
