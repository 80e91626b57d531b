"""One line for each contract: what is owed, booked and planned on it, and by which table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exceptions import RegisterError
from matching.registers import social_return_table
from matching.report._lines import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matching.plan import Plan
    from matching.records import Contract
    from matching.report._lines import Promise
    from matching.report._words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A contract and the promise about it.

    Parameters
    ----------
    record
        The contract.
    promise
        The promise of social return on it, ``None`` when there is none.
    contractor
        Name of the contractor, its id where it has none; empty when unknown.
    table
        Its value table in words; empty when none is named.
    """

    record: Contract
    promise: Promise | None
    contractor: str
    table: str

    @property
    def owed(self) -> float | None:
        """Euros that the contract obliges to, ``None`` when unknown."""
        return None if self.record.owed_eur is None else float(self.record.owed_eur)

    @property
    def planned(self) -> float | None:
        """Euros that the plan adds, ``None`` when that is not known."""
        is_known = self.promise is not None and self.promise.row.state != "not_computable"
        return self.promise.row.activity if self.promise and is_known else None

    @property
    def short(self) -> float | None:
        """Euros that are still missing then, ``None`` when that is not known."""
        return None if self.planned is None or self.promise is None else self.promise.row.shortfall


def contract_lines(plan: Plan, promises: Sequence[Promise], words: Words) -> tuple[ContractLine, ...]:
    """Give every contract of the market its line, those that stay short first."""
    names = {employer.id: employer.name or employer.id for employer in plan.market.employers}
    first = {promise.contract: promise for promise in reversed(promises) if promise.contract}
    made = [
        ContractLine(
            record=contract,
            promise=first.get(contract.id),
            contractor=names.get(contract.contractor or "", contract.contractor or ""),
            table=table_label(_table_of(contract, first.get(contract.id)), plan.market.on, words),
        )
        for contract in plan.market.contracts
    ]
    return tuple(sorted(made, key=lambda line: (_order(line.promise), line.record.id)))


def table_label(name: str | None, on: date, words: Words) -> str:
    """Who publishes a value table and since when it holds; its name where the register does not know it."""
    if name is None:
        return ""
    try:
        table = social_return_table(name, on)
    except RegisterError:
        return name
    since = table.valid_from
    day = words.day(since) if table.date_certainty == "exact" else str(since.year)
    return words("table_since", authority=table.authority, since=day)


def _table_of(contract: Contract, promise: Promise | None) -> str | None:
    """Name the table that the promise goes by: its own, else that of the contract."""
    return (promise and promise.value_table) or contract.value_table


def _order(promise: Promise | None) -> int:
    return len(STATES) if promise is None else STATES.index(promise.row.state)
