"""Promises as numbers with a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.plan import RowState
    from matching.report._book import Cell
    from matching.report._content import Content
    from matching.report._lines import Promise


def promises(content: Content) -> Sheet:
    """Give every promise a row; its numbers are blank where it cannot be computed."""
    say = content.words

    def known(value: Callable[[RowState], Cell]) -> Callable[[Promise], Cell]:
        return lambda p: None if p.row.state == "not_computable" else value(p.row)

    columns: tuple[Column[Promise], ...] = (
        Column("promise", lambda p: p.row.name, width=36),
        Column("what", lambda p: p.sentence, "wrap", 48),
        Column("state", lambda p: say(f"state_{p.row.state}"), width=16),
        Column("unit", known(lambda row: say(f"unit_{row.unit}")), width=20),
        Column("asked_least", known(lambda row: row.at_least), "number"),
        Column("asked_most", known(lambda row: row.at_most), "number"),
        Column("reached", known(lambda row: row.activity), "number"),
        Column("shortage", known(lambda row: row.shortfall), "number"),
        Column("surplus", known(lambda row: row.excess), "number"),
        Column("price", lambda p: p.price, "score", 10),
        Column("priority", lambda p: p.row.priority, "number", 9),
        Column("hard", lambda p: say("yes") if p.row.hard else None, width=6),
        Column("ground", lambda p: p.legal_ground, width=26),
        Column("note", lambda p: p.note, "wrap", 44),
    )
    return Sheet.of("promises", columns, content.promises)
