"""What became of every match of an earlier plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet
from matching.report._lines import said

if TYPE_CHECKING:
    from matching.plan import Change
    from matching.report._content import Content


def changes(content: Content) -> Sheet | None:
    """Give everybody who is or was placed a row, when there is an earlier plan."""
    found, say = content.plan.changes, content.words
    columns: tuple[Column[Change], ...] = (
        Column("what", lambda entry: say(f"change_{entry.kind}"), width=28),
        Column("jobseeker", lambda entry: entry.jobseeker),
        Column("was_at", lambda entry: entry.was),
        Column("now_at", lambda entry: entry.vacancy),
        Column("reason", lambda entry: said(entry, say), "wrap", 80),
    )
    return None if found is None else Sheet.of("sheet_changes", columns, found.entries)
