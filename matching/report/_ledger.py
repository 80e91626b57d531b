"""A ledger of social return as a workbook: accounts, every line behind them, and what to look at."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import xlsxwriter

from matching.report._book import Book, Column
from matching.report._lines import place_of, said
from matching.report._words import Words

if TYPE_CHECKING:
    from os import PathLike

    from matching.policy import Ledger, LedgerLine
    from matching.report._words import Language


def write_ledger(ledger: Ledger, path: str | PathLike[str], *, language: Language = "nl") -> None:
    """Write a ledger as a workbook: an account for each contract, its lines, and the findings.

    Every euro has its sum, and the line of the value table with the first day and the source of that table.
    Texts are never formulas, whatever they begin with.

    Parameters
    ----------
    ledger
        As `policy.book` gives it.
    path
        File to write, ending in ``.xlsx``; an existing one is replaced.
    language
        ``nl`` or ``en``, of headings and findings.

    Raises
    ------
    ValueError
        When the language is not known.

    Examples
    --------
    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from matching import policy
    >>> from matching.records import Contract
    >>> from matching.registers import social_return_table
    >>> contract = Contract(id="K-1", start=date(2026, 1, 1), end=date(2026, 12, 31), realised_eur=500)
    >>> table = social_return_table("utrecht", date(2026, 1, 1))
    >>> terms = policy.ContractTerms(contract=contract, table=table, obligation_cents=100_000)
    >>> workbook = Path(mkdtemp(), "ledger.xlsx")
    >>> write_ledger(policy.book([], [terms], on=date(2026, 6, 30)), workbook)
    >>> workbook.stat().st_size > 0
    True
    """
    words = Words(language)
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as workbook:
        on = ledger.on
        workbook.set_properties({"created": datetime(on.year, on.month, on.day), "title": words("ledger")})
        book = Book(workbook, words)
        _accounts(book, ledger)
        ledger_lines(book, ledger)
        if len(ledger.issues):
            _findings(book, ledger)


def _accounts(book: Book, ledger: Ledger) -> None:
    columns = (
        Column("contract", width=12),
        Column("owed", "euros", 14),
        Column("realised_on", "euros", 14),
        Column("open", "euros", 14),
        Column("expected", "euros", 14),
        Column("shortage", "euros", 14),
        Column("contract_end", "day", 12),
        Column("days_left", "number", 10),
        Column("needed_a_month", "euros", 14),
        Column("state", width=20),
    )
    rows = (
        (
            account.contract,
            account.obligation_cents / 100,
            account.realised_cents / 100,
            account.open_cents / 100,
            account.expected_cents / 100,
            account.shortfall_cents / 100,
            account.end,
            account.days_left,
            None if account.cents_a_month_needed is None else account.cents_a_month_needed / 100,
            book.words(f"account_{account.state}"),
        )
        for account in ledger.accounts
    )
    book.table("sheet_contracts", columns, rows)


def ledger_lines(book: Book, ledger: Ledger) -> None:
    """Write every line of a ledger with its sum and the row of the table that it is by."""
    columns = (
        Column("contract", width=12),
        Column("line_kind", width=18),
        Column("booking", width=12),
        Column("jobseeker", width=12),
        Column("unit_eur", "euros", 14),
        Column("calculation", width=36),
        Column("value_table", width=18),
        Column("block", width=22),
        Column("table_from", "day", 12),
        Column("source", width=60),
    )
    rows = (
        (
            line.contract,
            book.words(f"line_{line.kind}"),
            line.booking,
            line.jobseeker,
            line.cents / 100,
            calculation_shown(line, book.words),
            line.table,
            line.block,
            line.valid_from,
            book.words("from_record") if line.kind == "opening" else line.source,
        )
        for line in ledger.lines
    )
    book.table("ledger_lines", columns, rows)


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


def _findings(book: Book, ledger: Ledger) -> None:
    columns = (
        Column("severity", width=12),
        Column("rule", width=28),
        Column("where", width=24),
        Column("what", "wrap", 80),
    )
    rows = (
        (
            book.words(f"severity_{issue.severity}"),
            issue.rule,
            place_of(issue, book.words),
            said(issue, book.words),
        )
        for issue in ledger.issues
    )
    book.table("findings", columns, rows)
