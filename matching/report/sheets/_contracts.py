"""Contracts: owed, booked, planned and short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from matching.report._content import Content
    from matching.report._contracts import ContractLine


def contracts(content: Content) -> Sheet | None:
    """Give every contract a row."""
    say = content.words
    columns: tuple[Column[ContractLine], ...] = (
        Column("contract", lambda k: k.record.id),
        Column("contractor", lambda k: k.contractor, width=26),
        Column("authority", lambda k: k.record.authority, width=26),
        Column("owed", lambda k: k.owed, "number", 14),
        Column("realised", lambda k: float(k.record.realised_eur), "number", 14),
        Column("planned", lambda k: k.planned, "number", 14),
        Column("shortage", lambda k: k.short, "number", 14),
        Column(
            "state", lambda k: say(f"state_{k.promise.row.state}" if k.promise else "no_promise"), width=16
        ),
        Column("contract_end", lambda k: k.record.end, "day"),
        Column("value_table", lambda k: k.table, width=44),
    )
    return Sheet.of("sheet_contracts", columns, content.contracts) if content.contracts else None
