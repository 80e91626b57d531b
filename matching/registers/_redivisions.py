"""Mergers and splits of municipalities since 2015."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from matching.registers._sources import source_of
from matching.registers._table import read_rows, to_float


@dataclass(frozen=True, slots=True)
class Redivision:
    """One link from a municipality that ceased to one that took it over.

    Parameters
    ----------
    effective_date
        First day on the new map.
    old_code, old_name, new_code, new_name
        The two municipalities.
    relation
        ``merge``: goes over whole; ``split``: in parts.
    share
        Part of the old municipality that went to the new one, in [0, 1]; ``None`` when not known.
    region_code_old, region_code_new
        Region of the old municipality in 2015 and of the new one in 2025.
    source
        Where the row comes from.
    """

    effective_date: date
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    relation: Literal["merge", "split"]
    share: float | None
    region_code_old: str
    region_code_new: str
    source: str

    @property
    def crosses_region_border(self) -> bool:
        """Whether the old municipality went to another region."""
        return self.region_code_old != self.region_code_new


@cache
def _all() -> tuple[Redivision, ...]:
    source = source_of("redivisions").source
    rows = (
        Redivision(
            effective_date=date.fromisoformat(row["effective_date"]),
            old_code=row["old_code"],
            old_name=row["old_name"],
            new_code=row["new_code"],
            new_name=row["new_name"],
            relation=cast("Literal['merge', 'split']", row["relation"]),
            share=to_float(row["share"]),
            region_code_old=row["region_code_old"],
            region_code_new=row["region_code_new"],
            source=source,
        )
        for row in read_rows("redivisions.csv")
    )
    return tuple(sorted(rows, key=lambda row: (row.effective_date, row.old_code, row.new_code)))


def redivisions(on_or_after: date | None = None, before: date | None = None) -> tuple[Redivision, ...]:
    """Redivisions in ``[on_or_after, before)``, sorted by date; an open end when ``None``.

    The table runs from 2015 to 2023; there were none in 2024 and 2025.

    Examples
    --------
    >>> from datetime import date
    >>> haaren = [r for r in redivisions(date(2021, 1, 1), date(2022, 1, 1)) if r.old_name == "Haaren"]
    >>> [(r.new_name, r.share, r.crosses_region_border) for r in haaren][1]
    ('Oisterwijk', 0.407, True)
    """
    return tuple(
        row
        for row in _all()
        if (on_or_after is None or row.effective_date >= on_or_after)
        and (before is None or row.effective_date < before)
    )
