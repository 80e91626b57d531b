"""Every line of a ledger, with its sum and the row of the table that it is by."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet

if TYPE_CHECKING:
    from matching.policy import Ledger, LedgerLine
    from matching.report._content import Content
    from matching.report._words import Words


def bookings(content: Content) -> Sheet | None:
    """Give every line that a plan brings, and what was booked before it, a row."""
    planned = content.planned
    return ledger_lines(planned, content.words) if planned and planned.lines else None


def ledger_lines(ledger: Ledger, say: Words) -> Sheet:
    """Give every line of a ledger a row."""
    columns: tuple[Column[LedgerLine], ...] = (
        Column("contract", lambda line: line.contract),
        Column("line_kind", lambda line: say(f"line_{line.kind}"), width=18),
        Column("booking", lambda line: line.booking, width=18),
        Column("jobseeker", lambda line: line.jobseeker),
        Column("amount_eur", lambda line: line.cents / 100, "euros", 14),
        Column("calculation", lambda line: calculation_shown(line, say), width=36),
        Column("value_table", lambda line: line.table, width=18),
        Column("block", lambda line: line.block, width=22),
        Column("table_from", lambda line: line.valid_from, "day"),
        Column(
            "source", lambda line: say("from_record") if line.kind == "opening" else line.source, width=60
        ),
        Column("block_meaning", lambda line: block_shown(line, say), width=44),
    )
    return Sheet.of("ledger_lines", columns, ledger.lines)


def block_shown(line: LedgerLine, words: Words) -> str:
    """Say what a block of a value table is; one of a table of the user's own has its name only."""
    key = f"block_{line.block}"
    return words(key) if words.has(key) else line.block


def calculation_shown(line: LedgerLine, words: Words) -> str:
    """Word the sum of a line: numbers as the language writes them, fractions of months as decimals."""
    numbers = [words.number(float(each)) for each in re.findall(r"\d+\.\d\d", line.calculation)]
    if line.kind == "cap":
        kind = line.calculation.partition(":")[0]
        return words("cap_sum", kind=words(f"line_{kind}"), most=numbers[0], owed=numbers[1])
    if not line.table:
        return line.calculation
    first, *factors = line.calculation.split(" x ")
    shown = [f"EUR {words.number(float(first), 0 if first.endswith('.00') else 2)}"]
    shown += [_factor(each, words) for each in factors]
    return " x ".join(shown)


def _factor(text: str, words: Words) -> str:
    months = words("months_short") if text.isdecimal() or text.endswith("/12") else ""
    text = re.sub(r"\((\d+/\d+)\)", lambda found: words.short(float(Fraction(found[1]))), text)
    return re.sub(r"\d+\.\d+", lambda found: words.short(float(found[0])), text) + months
