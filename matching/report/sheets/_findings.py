"""What was refused, doubted or assumed, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet
from matching.report._lines import place_of, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.findings import Issue
    from matching.report._content import Content
    from matching.report._words import Words


def findings(content: Content) -> Sheet:
    """Give every finding of a plan a row, the most severe first."""
    return issues_sheet((issue for group in content.findings for issue in group.issues), content.words)


def issues_sheet(issues: Iterable[Issue], say: Words) -> Sheet:
    """Give every finding a row, in the order given."""
    columns: tuple[Column[Issue], ...] = (
        Column("severity", lambda issue: say(f"severity_{issue.severity}")),
        Column("rule", lambda issue: issue.rule, width=28),
        Column("where", lambda issue: place_of(issue, say), width=44),
        Column("what", lambda issue: said(issue, say), "wrap", 80),
        Column("times", lambda issue: issue.count, "number", 8),
    )
    return Sheet.of("findings", columns, issues)
