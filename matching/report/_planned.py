"""The euros that a plan brings on contracts, line by line: each with its sum and its row of a value table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from matching import policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from matching.plan import Plan, Proposal
    from matching.policy import Booking, Ledger


def planned_ledger(plan: Plan) -> Ledger:
    """Book the placements of a plan as it claims them, each to the end of its contract.

    Lines of what was realised before are openings; of a contract without a promise, or of which something
    is not known, there are none.
    """
    market = plan.market
    tables = {
        str(fields["contract"]): fields.get("value_table")
        for fields in (one.to_dict() for one in plan.basis.constraints)
        if fields["kind"] == "social_return"
    }
    terms = []
    for contract in market.contracts:
        if contract.id in tables:
            table = tables[contract.id]
            found, _ = policy.contract_terms(
                contract,
                market.on,
                value_table=None if table is None else str(table),
                obligation_cents=0,
                jobs_from=market.on,
                settings=market.policy,
            )
            terms += [] if found is None else [found]
    known = {one.contract.id for one in terms}
    ends = [one.contract.end for one in terms if one.contract.end is not None]
    bookings = [one for placed in plan.placements for one in _bookings(plan, placed) if one.contract in known]
    return policy.book(bookings, terms, on=max(ends, default=market.on), settings=market.policy)


def _bookings(plan: Plan, placed: Proposal) -> Iterator[Booking]:
    """One booking for each contract that a placement is claimed on, in turn."""
    if placed.contract is None:
        return
    market = plan.market
    person = market.records.jobseekers[market.jobseeker_position(placed.jobseeker)]
    offer = market.records.vacancies[market.vacancy_position(placed.vacancy)]
    switch, job = placed.then_from, f"{placed.vacancy} {placed.jobseeker}"
    last = None if switch is None else switch - timedelta(days=1)
    parts: list[tuple[str, date | None, date | None]] = [(placed.contract, None, last)]
    if placed.then_contract is not None:
        parts.append((placed.then_contract, switch, None))
    for number, (contract, first, last) in enumerate(parts, start=1):
        yield policy.Booking(
            id=job if number == 1 else f"{job} ({number})",
            jobseeker=placed.jobseeker,
            contract=contract,
            protected=person.protected,
            placement=policy.planned_placement(person, offer, market.on, settings=market.policy),
            terms=policy.WorkTerms.of(offer),
            job=job,
            first=first,
            last=last,
        )
