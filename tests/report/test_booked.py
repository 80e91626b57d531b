"""The ledger of a folder of exports: contracts, placements and claims, without a plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import matching
from matching.report import booked_ledger

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "werkzoekenden.csv": "werkzoekende-id;functie gewenst;uren max;uitkering;geboortedatum\n"
    "W-1;kok;36;bijstand;1-5-1968\n",
    "vacatures.csv": "vacature-id;functietitel;uren max;aantal plaatsen\nV-1;kok;36;1\n",
    "contracten.csv": "contractnummer;opdrachtgever;SROI bedrag;startdatum;einddatum;waardetabel\n"
    "K-1;Haaglanden;40000;1-1-2026;31-12-2026;haaglanden_zhc\n"
    "K-2;Haaglanden;40000;1-1-2026;31-12-2026;\n",
    "plaatsingen.csv": "plaatsing-id;werkzoekende;vacature;startdatum;uren per week;status\n"
    "P-1;W-1;V-1;1-1-2026;36;gestart\n",
    "boekingen.csv": "boekingsnummer;plaatsing;contractnummer;maanden\n"
    "C-1;P-1;K-1;6\nC-2;P-7;K-1;6\nC-3;P-1;K-2;3\n",
}


def test_a_folder_gives_the_ledger_of_its_contracts(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    market = matching.read_market(tmp_path, on=date(2026, 4, 1))
    ledger = booked_ledger(market)
    assert [account.contract for account in ledger.accounts] == ["K-1"]
    assert {(line.contract, line.booking) for line in ledger.lines} == {("K-1", "C-1")}
    # 91 days of a full week until the reference date, and the sum for a person of over 50.
    assert [line.cents for line in ledger.lines] == [round(40_000_00 * 91 / 360), 10_000_00]
    said = ledger.issues.by_rule()
    assert said["policy.unknown_record"] == 1
    assert said["policy.unknown_contract"] == 1
