"""Tables in memory to one batch: pandas, polars, Arrow, or a dictionary of lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, cast

import narwhals as nw
from narwhals.exceptions import NarwhalsError

from matching.exceptions import ExchangeError
from matching.exchange._batch import BatchBuilder
from matching.exchange._mapping import read_mapping
from matching.exchange._rules import Findings
from matching.exchange._tables import KINDS, RawTable

if TYPE_CHECKING:
    from os import PathLike

    from narwhals.typing import IntoDataFrame

    from matching.exchange._tables import Batch, Cell, Kind


def read_table(
    table: IntoDataFrame | Mapping[str, Sequence[object]],
    kind: Kind,
    *,
    on: date | None = None,
    mapping: Mapping[str, Mapping[str, str]] | str | PathLike[str] | None = None,
    name: str = "table",
) -> Batch:
    """Read a table in memory into records of one kind, by the same rules as a file.

    Parameters
    ----------
    table
        A data frame of pandas, polars, Arrow or another library that narwhals knows, or a dictionary
        ``{heading: values}``. ``None``, NaN and NaT are unknown.
    kind
        ``jobseekers``, ``vacancies``, ``employers``, ``contracts``, ``placements`` or ``claims``.
    on
        Reference date.
    mapping
        Headings of your own, as in `read_folder`.
    name
        What findings call the table; its first row is line 2, as in a file.

    Raises
    ------
    ExchangeError
        When it is not a table, its columns differ in length, or the kind does not exist.

    Examples
    --------
    >>> batch = read_table({"Vacaturenummer": ["V-1"], "Uren per week": ["24-32"]}, "vacancies")
    >>> batch.vacancies[0].hours_max, batch.rows_read
    (32.0, 1)
    """
    if kind not in KINDS or kind == "target_groups":
        msg = f"{name}: {kind!r} is not a kind of record; known are {', '.join(KINDS[:-1])}."
        raise ExchangeError(msg)
    columns = _columns(table, name)
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        msg = f"{name}: its columns have different lengths: {sorted(lengths)}."
        raise ExchangeError(msg)
    lines = list(range(2, 2 + max(lengths, default=0)))
    cells = [[_cell(value) for value in values] for values in columns.values()]
    builder = BatchBuilder(mapping=read_mapping(mapping), on=on, findings=Findings())
    builder.add(RawTable(name, list(columns), cells, lines), kind)
    return builder.batch()


def _columns(table: object, name: str) -> dict[str, Sequence[object]]:
    if isinstance(table, Mapping):
        return {str(heading): list(values) for heading, values in table.items()}
    try:
        frame = nw.from_native(cast("IntoDataFrame", table), eager_only=True)
        return {str(heading): frame[heading].to_list() for heading in frame.columns}
    except NarwhalsError as error:
        msg = f"{name}: the data frame cannot be read; are its headings all different?"
        raise ExchangeError(msg) from error
    except TypeError as error:
        msg = f"{name}: {type(table).__name__} is neither a data frame nor a dictionary of lists."
        raise ExchangeError(msg) from error


def _cell(value: object) -> Cell:
    """Bring a value to what a cell of a file can be."""
    if isinstance(value, str):
        return value.value if isinstance(value, Enum) else value
    if value is None or value != value:  # NaN and NaT differ from themselves
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    if isinstance(value, date | time | timedelta):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return json.dumps([str(_cell(each)) for each in value], ensure_ascii=False)
    if isinstance(value, Decimal):
        return str(value)
    return str(value)
