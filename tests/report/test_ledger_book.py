"""A ledger as a workbook: its accounts, lines and findings read back as they were booked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from matching import policy
from matching.records import Contract, ProtectedFacts
from matching.registers import social_return_table
from matching.report import write_ledger

if TYPE_CHECKING:
    from pathlib import Path

START, END, ON = date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 30)


@pytest.fixture
def ledger() -> policy.Ledger:
    """A person of 57 on K-1 who leaves in September, and a second booking of the same hours."""
    table = social_return_table("haaglanden_zhc", START)
    terms = [
        policy.ContractTerms(
            contract=Contract(id=key, start=START, end=END), table=table, obligation_cents=4_000_000
        )
        for key in ("K-1", "=K-2")
    ]
    facts = ProtectedFacts(benefit="bijstand", birth_date=date(1969, 1, 1))
    job = policy.PlannedPlacement(hours_min=2400, hours_max=2400, start=START, end=date(2026, 9, 30))
    bookings = [
        policy.Booking(id=key, jobseeker="W-1", contract=contract, protected=facts, placement=job)
        for key, contract in (("B-1", "K-1"), ("B-2", "=K-2"))
    ]
    return policy.book(bookings, terms, on=ON)


@pytest.mark.parametrize(
    ("language", "names", "states"),
    [
        ("nl", ["Contracten", "Boekingen", "Bevindingen"], {"komt tekort"}),
        ("en", ["Contracts", "Lines", "Findings"], {"will be short"}),
    ],
)
def test_a_ledger_reads_back(
    ledger: policy.Ledger, tmp_path: Path, language: str, names: list[str], states: set[str]
) -> None:
    """Every cent of the ledger is in the sheet of lines, and the accounts are their sums."""
    file = tmp_path / "ledger.xlsx"
    write_ledger(ledger, file, language=language)
    book = CalamineWorkbook.from_path(file)
    assert book.sheet_names == names
    accounts, lines, findings = (book.get_sheet_by_name(name).to_python()[1:] for name in names)
    assert [row[0] for row in accounts] == ["K-1", "=K-2"]
    assert {row[9] for row in accounts} == states
    assert round(sum(row[4] for row in lines) * 100) == sum(line.cents for line in ledger.lines)
    assert round(accounts[0][2] * 100) == ledger.accounts[0].realised_cents
    worded = {"nl": "EUR 40.000 x 24/36 x 6/12 mnd", "en": "EUR 40,000 x 24/36 x 6/12 months"}
    assert lines[0][5:9] == [worded[language], "haaglanden_zhc", "pw", date(2023, 7, 1)]
    assert lines[0][9].startswith("http")
    assert {row[1] for row in findings} == {"policy.double_claim", "policy.contract_expires"}


def test_a_language_that_is_not_known_is_refused(ledger: policy.Ledger, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        write_ledger(ledger, tmp_path / "ledger.xlsx", language="de")
