"""Published targets with what was realised, each with its year and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from matching.report._content import Content
    from matching.report._targets import TargetRow


def targets(content: Content) -> Sheet | None:
    """Give every published number a row."""
    columns: tuple[Column[TargetRow], ...] = (
        Column("where", lambda row: row.place, width=20),
        Column("what", lambda row: row.indicator, width=36),
        Column("year", lambda row: str(row.line.year), width=8),
        Column("measure", lambda row: row.measure, width=16),
        Column("number", lambda row: row.line.value, "number"),
        Column("ahead", lambda row: row.line.ahead, "number", 14),
        Column("count_of", lambda row: row.line.realised_year and str(row.line.realised_year)),
        Column("source", lambda row: row.source, width=60),
    )
    return Sheet.of("sheet_targets", columns, content.targets) if content.targets else None
