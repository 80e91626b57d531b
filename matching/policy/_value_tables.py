"""A municipality's own table of social-return values: read, checked, chosen by date and compared."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError, RuleError
from matching.policy._table_rows import COLUMNS, OF_TABLE, row_of
from matching.registers import SocialReturnRow, SocialReturnTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from os import PathLike

_MAX_BYTES = 2_000_000


def read_value_table(path: str | PathLike[str]) -> SocialReturnTable:
    r"""Read a table of social-return values from a CSV or TOML file.

    Each line has the fields of `registers.SocialReturnRow`, with ``value_eur`` in euros in place of
    ``value_cents``. Needed are ``table_id``, ``authority``, ``valid_from``, ``block``, ``target_group``,
    ``kind``, ``unit``, ``source`` and, where no invoice counts, ``value_eur``; what is left out is not a
    condition. In TOML the fields of the whole table stand on top and each line is a ``[[row]]``. CSV is
    UTF-8, with commas or semicolons.

    Returns
    -------
    SocialReturnTable
        One table; a file that mixes tables, authorities or dates is refused, and so is the name of a table
        that is shipped.

    Raises
    ------
    RuleError
        When the file cannot be read, or a line is not well formed: all problems are named, with the line.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = '''
    ... table_id = "emmen_2026"
    ... authority = "Gemeente Emmen"
    ... valid_from = 2026-01-01
    ... source = "Collegebesluit 2025-12-09"
    ... [[row]]
    ... block = "pw"
    ... target_group = "bijstand"
    ... kind = "block"
    ... unit = "eur_per_fte_year"
    ... value_eur = 32500
    ... max_months = 24
    ... '''
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "emmen.toml"
    ...     _ = file.write_text(text, encoding="utf-8")
    ...     table = read_value_table(file)
    >>> table.id, table.rows[0].value_cents, table.rows[0].max_months
    ('emmen_2026', 3250000, 24)
    """
    file = Path(path)
    try:
        if file.stat().st_size > _MAX_BYTES:
            msg = f"{file.name}: is larger than {_MAX_BYTES:,} bytes, too large for a value table."
            raise RuleError(msg)
        text = file.read_bytes().decode("utf-8-sig")
        lines = _toml_lines(text) if file.suffix.lower() == ".toml" else _csv_lines(text)
    except OSError as error:
        msg = f"{file.name}: cannot be read ({error.strerror})."
        raise RuleError(msg) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        msg = f"{file.name}: is not CSV or TOML in UTF-8: {error}."
        raise RuleError(msg) from error
    return _table(file.name, lines)


def choose_table(tables: Iterable[SocialReturnTable], authority: str, on: date) -> SocialReturnTable:
    """Choose the table of an authority that is in force on a date.

    Raises
    ------
    RegisterError
        When the authority has no table among them; names those that have.
    NotCoveredError
        When none of its tables is in force on that date; says when they are.
    RuleError
        When two of them are: tables are never mixed.

    Examples
    --------
    >>> from datetime import date
    >>> shipped = [registers.social_return_table("leiden", date(2026, 1, 1))]
    >>> choose_table(shipped, shipped[0].authority, date(2026, 1, 1)).id
    'leiden'
    """
    given = list(tables)
    mine = [table for table in given if table.authority.casefold() == authority.casefold()]
    if not mine:
        names = ", ".join(sorted({table.authority for table in given})) or "no authority"
        msg = f"no value table of {authority!r}; there are tables of {names}."
        raise RegisterError(msg)
    found = [t for t in mine if t.valid_from <= on and (t.valid_to is None or on <= t.valid_to)]
    if not found:
        terms = "; ".join(f"{t.id} from {t.valid_from} to {t.valid_to or 'now'}" for t in mine)
        msg = f"no value table of {authority!r} is in force on {on}: {terms}."
        raise NotCoveredError(msg)
    if len(found) > 1:
        names = ", ".join(sorted(table.id for table in found))
        msg = f"several value tables of {authority!r} are in force on {on}: {names}; end all but one."
        raise RuleError(msg)
    return found[0]


def show_table(table: SocialReturnTable) -> str:
    """Lay out a table to be read before it is used: a heading and a line for each block.

    Examples
    --------
    >>> from datetime import date
    >>> text = show_table(registers.social_return_table("utrecht", date(2026, 1, 1)))
    >>> print(text.splitlines()[0])
    utrecht (Utrecht (gemeente)), from 2022-01-01, approximate dates, 16 lines
    """
    until = f" to {table.valid_to}" if table.valid_to else ""
    certainty = "" if table.date_certainty == "exact" else f", {table.date_certainty} dates"
    lines = [
        f"{table.id} ({table.authority}), from {table.valid_from}{until}{certainty}, {len(table.rows)} lines"
    ]
    for row in table.rows:
        value = "as paid" if row.value_cents is None else f"{row.value_cents / 100:,.2f}"
        asks = [
            f"{name} {getattr(row, name)}"
            for name in ("benefit_months_min", "benefit_months_max", "level_min", "level_max", "age_min")
            if getattr(row, name) is not None
        ]
        asks += [row.requirement] if row.requirement else []
        asks += [f"at most {row.max_months} months"] if row.max_months is not None else []
        asks += ["longer under LKS"] if row.runs_with_lks else []
        lines.append(
            f"  {row.block:<22}{row.target_group:<18}{value:>12} {row.unit:<22}{', '.join(asks)}".rstrip()
        )
    return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDifference:
    """One difference between two tables.

    Parameters
    ----------
    block
        Name of the line.
    field
        Field that differs; empty when the line is in one of them only.
    before, after
        The values; ``None`` where there is none.
    """

    block: str
    field: str
    before: object
    after: object


def diff_tables(before: SocialReturnTable, after: SocialReturnTable) -> tuple[TableDifference, ...]:
    """Compare two tables line by line, by the name of the line, in its order.

    Name, authority, dates and sources of the tables are not compared.

    Examples
    --------
    >>> from datetime import date
    >>> old = registers.social_return_table("utrecht_old", date(2021, 1, 1))
    >>> new = registers.social_return_table("utrecht", date(2026, 1, 1))
    >>> [row for row in diff_tables(old, new) if row.block == "wia_wao" and row.field == "value_cents"]
    [TableDifference(block='wia_wao', field='value_cents', before=3000000, after=4000000)]
    """
    one, other = ({row.block: row for row in table.rows} for table in (before, after))
    found = []
    for block in dict.fromkeys((*one, *other)):
        if block not in one or block not in other:
            values = [rows[block].value_cents if block in rows else None for rows in (one, other)]
            found.append(TableDifference(block=block, field="", before=values[0], after=values[1]))
            continue
        for item in fields(SocialReturnRow):
            was, is_now = getattr(one[block], item.name), getattr(other[block], item.name)
            if item.name not in (*OF_TABLE, "source") and was != is_now:
                found.append(TableDifference(block=block, field=item.name, before=was, after=is_now))
    return tuple(found)


def _csv_lines(text: str) -> list[tuple[int, Mapping[str, str]]]:
    heading = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    rows: list[tuple[int, Mapping[str, str]]] = []
    for cells in reader:
        if None in cells:
            msg = f"line {reader.line_num} has more cells than the heading"
            raise csv.Error(msg)
        rows.append((reader.line_num, {key.strip(): (value or "").strip() for key, value in cells.items()}))
    return rows


def _toml_lines(text: str) -> list[tuple[int, Mapping[str, str]]]:
    given = tomllib.loads(text)
    rows = given.pop("row", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "write each line as [[row]]"
        raise tomllib.TOMLDecodeError(msg)
    return [
        (number, {key: str(value).strip() for key, value in {**given, **row}.items()})
        for number, row in enumerate(rows, start=1)
    ]


def _table(name: str, lines: list[tuple[int, Mapping[str, str]]]) -> SocialReturnTable:
    problems: list[str] = [] if lines else ["there are no lines"]
    rows: list[SocialReturnRow] = []
    for number, cells in lines:
        unknown = [key for key in cells if key not in COLUMNS]
        row, wrong = row_of(cells)
        wrong += [f"there is no field {key!r}" for key in unknown]
        if row is not None and row.block in {other.block for other in rows}:
            wrong.append(f"block {row.block!r} is there twice")
        problems += [f"line {number}: {problem}" for problem in wrong]
        if row is not None:
            rows.append(row)
    for field in OF_TABLE:
        values = {getattr(row, field) for row in rows}
        if len(values) > 1:
            problems.append(f"{field} differs between lines: one file holds one table")
    if rows and rows[0].table_id in registers.social_return_tables():
        problems.append(f"table_id {rows[0].table_id!r} is that of a shipped table; give it another")
    if rows and rows[0].valid_to is not None and rows[0].valid_to < rows[0].valid_from:
        problems.append("valid_from must not be after valid_to")
    if problems:
        counted = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise RuleError("\n  ".join([f"{name}: {counted}:", *problems[:20]]))
    first = rows[0]
    return SocialReturnTable(
        id=first.table_id,
        authority=first.authority,
        rows=tuple(rows),
        valid_from=first.valid_from,
        valid_to=first.valid_to,
        date_certainty=first.date_certainty,
        sources=tuple(sorted({row.source for row in rows})),
    )
