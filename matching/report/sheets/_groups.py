"""Selection rates of groups, and of who is in two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from matching.plan import SelectionRate
    from matching.report._content import Content


def groups(content: Content) -> Sheet | None:
    """Give every group a row; a count that is left out says so."""
    figures, say = content.figures, content.words
    if figures is None or not figures.by_group:
        return None
    few, link = say("few_placed"), say("and")
    columns: tuple[Column[SelectionRate], ...] = (
        Column("group", lambda rate: link.join(say(f"group_{group}") for group in rate.groups), width=44),
        Column("people", lambda rate: few if rate.people is None else rate.people, "number", 14),
        Column("placed", lambda rate: few if rate.placed is None else rate.placed, "number"),
        Column("rate", lambda rate: rate.rate, "share"),
        Column("interval_low", lambda rate: rate.interval and rate.interval[0], "share"),
        Column("interval_high", lambda rate: rate.interval and rate.interval[1], "share"),
    )
    return Sheet.of("sheet_groups", columns, (*figures.by_group, *figures.by_pair))
