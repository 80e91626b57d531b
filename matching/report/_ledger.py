"""A ledger of social return as a workbook: accounts, every line behind them, and what to look at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter

from matching.report._book import Book, Column, Sheet
from matching.report._words import Words
from matching.report.sheets import issues_sheet, ledger_lines

if TYPE_CHECKING:
    from os import PathLike

    from matching.policy import ContractAccount, Ledger
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
        book.write(_accounts(ledger, words))
        book.write(ledger_lines(ledger, words))
        if len(ledger.issues):
            book.write(issues_sheet(ledger.issues, words))


def _accounts(ledger: Ledger, say: Words) -> Sheet:
    columns: tuple[Column[ContractAccount], ...] = (
        Column("contract", lambda account: account.contract),
        Column("owed", lambda account: account.obligation_cents / 100, "euros", 14),
        Column("realised_on", lambda account: account.realised_cents / 100, "euros", 14),
        Column("open", lambda account: account.open_cents / 100, "euros", 14),
        Column("expected", lambda account: account.expected_cents / 100, "euros", 14),
        Column("shortage", lambda account: account.shortfall_cents / 100, "euros", 14),
        Column("contract_end", lambda account: account.end, "day"),
        Column("days_left", lambda account: account.days_left, "number", 10),
        Column("needed_a_month", _needed, "euros", 14),
        Column("state", lambda account: say(f"account_{account.state}"), width=20),
    )
    return Sheet.of("sheet_contracts", columns, ledger.accounts)


def _needed(account: ContractAccount) -> float | None:
    cents = account.cents_a_month_needed
    return None if cents is None else cents / 100
