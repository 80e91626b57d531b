"""Where each shipped table comes from, of which year, under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._table import read_rows, unknown_key


@dataclass(frozen=True, slots=True)
class Source:
    """Origin of one shipped table.

    Parameters
    ----------
    table
        Name of the table.
    year
        Year or years that the figures are of.
    source
        Who published it.
    licence
        Terms under which it is redistributed here.
    """

    table: str
    year: str
    source: str
    licence: str


@cache
def sources() -> tuple[Source, ...]:
    """Origin of every shipped table, sorted by table.

    Examples
    --------
    >>> [(s.year, s.licence) for s in sources() if s.table == "postcodes"]
    [('2020/2021', 'CC BY 4.0, CBS')]
    """
    rows = (
        Source(row["table"], row["year"], row["source"], row["licence"]) for row in read_rows("sources.csv")
    )
    return tuple(sorted(rows, key=lambda row: row.table))


@cache
def source_of(table: str) -> Source:
    """Origin of one table.

    Examples
    --------
    >>> source_of("municipalities_2015").source
    'Besluit werkgebieden UWV 2015 (BWBR0036164)'
    """
    for row in sources():
        if row.table == table:
            return row
    raise unknown_key("table", table, (row.table for row in sources()))
