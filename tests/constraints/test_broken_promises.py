"""Broken contracts, tables, claims and groups are findings: nothing is lost and the rest is planned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import matching
from matching import policy

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 1, 12)
FILES = {
    "contracten.csv": """id,contractor,authority,obligation_eur,start,end,value_table
K-1,E-1,Gemeente Emmen,40000,2025-06-01,2026-12-31,utrecht
K-2,E-1,Gemeente Emmen,-500,2025-06-01,2026-12-31,utrecht
K-3,E-1,Gemeente Emmen,1000,2026-12-31,2025-06-01,utrecht
K-4,E-1,Gemeente Emmen,1000,2025-06-01,2026-12-31,utrect
K-5,E-1,Gemeente Emmen,1000,2025-06-01,2026-12-31,utrecht_old
K-6,E-1,Gemeente Emmen,1000,2025-06-01,2026-12-31,
""",
    "werkgevers.csv": "id,name\nE-1,Bedrijf\n",
    "vacatures.csv": "id,employer,title,hours_max,openings,postcode\nV-1,E-1,monteur,36,1,7811AP\n",
    "werkzoekenden.csv": "id,wanted_occupations,hours_max,postcode\nW-1,monteur,36,7811AP\n",
    "doelgroepen.csv": "jobseeker,group,source,as_of\nW-1,bijstand,gemeente,\n",
}


def market(folder: Path) -> matching.Market:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return matching.read_market(folder, on=ON)


def test_what_is_broken_is_said_and_the_rest_is_planned(tmp_path: Path) -> None:
    """Six contracts of which one is whole: its promise is kept, and each of the others says what it lacks."""
    read = market(tmp_path)
    found = read.issues.by_rule()
    assert found["exchange.range"] == 1  # K-3 ends before it starts: its row is set apart
    assert found["exchange.value"] == 1  # the sum of K-2 is below 0: unknown
    assert found["exchange.group_undated"] == 1  # the group of W-1 has no evidence date
    assert [contract.id for contract in read.contracts] == ["K-1", "K-2", "K-4", "K-5", "K-6"]
    promises = [matching.SocialReturn(f"K-{n}") for n in range(1, 7)]
    plan = matching.match(read, constraints=promises, min_score=0)
    assert plan.verify().ok
    assert [(p.jobseeker, p.vacancy, p.contract) for p in plan.placements] == [("W-1", "V-1", "K-1")]
    rows = {row.name.removeprefix("social return "): row for row in plan.rows}
    assert list(sorted(rows)) == [f"K-{n}" for n in range(1, 7)]
    assert (rows["K-1"].state, rows["K-1"].activity > 0) == ("short", True)
    notes = {key: row.note for key, row in rows.items() if row.state == "not_computable"}
    for key, words in {
        "K-2": "it is not known what contract 'K-2' obliges to",
        "K-3": "contract 'K-3' is not in this market",
        "K-4": "no social-return table 'utrect'; the nearest is 'utrecht'",
        "K-5": "holds from 2015-01-01 to 2021-12-31",
        "K-6": "names no value table; give value_table, there is no default",
    }.items():
        assert words in notes.pop(key)
    assert not notes
    assert {issue.severity for issue in plan.issues if issue.rule.startswith("policy.")} == {"refused"}


def test_claims_that_overlap_are_said_and_the_first_counts(tmp_path: Path) -> None:
    """W-1 is booked on K-1 and, in the same hours, on K-2: the second does not count, and is named."""
    read = market(tmp_path)
    terms = []
    for contract in read.contracts[:2]:
        known, _ = policy.contract_terms(contract, ON, obligation_cents=4_000_000)
        assert known is not None
        terms.append(known)
    person, vacancy = read.records.jobseekers[0], read.records.vacancies[0]
    placement = policy.planned_placement(person, vacancy, ON)
    bookings = [
        policy.Booking(
            id=f"B-{one.contract.id}",
            jobseeker=person.id,
            contract=one.contract.id,
            protected=person.protected,
            placement=placement,
        )
        for one in terms
    ]
    ledger = policy.book(bookings, terms, on=date(2026, 6, 30))
    assert [issue.record for issue in ledger.issues if issue.rule == "policy.double_claim"] == ["B-K-2"]
    assert {line.booking for line in ledger.lines} == {"B-K-1"}
    assert sum(line.cents for line in ledger.lines) == sum(one.realised_cents for one in ledger.accounts)
