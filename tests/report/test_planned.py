"""Euros of a plan are booked line by line, and their sums are those that the promises show."""

from __future__ import annotations

from collections import Counter

import matching
from matching.report._planned import planned_ledger


def test_the_lines_of_a_contract_add_up_to_its_promise() -> None:
    """To the cent, for contracts of two authorities; each line names its table, its first day and source."""
    market = matching.load_region("drenthe", jobseekers=600, vacancies=240)
    promises = [matching.SocialReturn(contract.id) for contract in market.contracts]
    plan = matching.match(market, constraints=promises)
    ledger = planned_ledger(plan)
    total: Counter[str] = Counter()
    for line in ledger.lines:
        if line.kind == "opening":
            continue
        total[line.contract] += line.cents
        assert line.calculation
        assert line.table
        assert line.valid_from is not None
        assert line.source
    reached = [
        (one.contract, round(100 * row.activity)) for one, row in zip(promises, plan.rows, strict=True)
    ]
    assert [(key, total[key]) for key, _ in reached] == reached
    assert all(cents > 0 for _, cents in reached)
    opened = {line.contract: line.cents for line in ledger.lines if line.kind == "opening"}
    assert opened == {c.id: round(100 * c.realised_eur) for c in market.contracts if c.realised_eur}


def test_a_plan_without_promises_on_contracts_has_no_lines(town: matching.Market) -> None:
    assert planned_ledger(matching.match(town)).lines == ()
