"""What a ledger of social return consists of: terms of contracts, lines and accounts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RuleError
from matching.policy._obligation import round_cents

if TYPE_CHECKING:
    from datetime import date

    from matching.findings import Issues
    from matching.records import Contract
    from matching.registers import SocialReturnTable

ClaimKind = Literal["new_placement", "retention"]
"""``retention``: the job began before the contract; every other claim is a new placement."""

LineKind = Literal["opening", "new_placement", "retention", "contribution", "cap"]
AccountState = Literal["met", "on_course", "short", "ended_short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """What a contract asks and how placements on it are valued.

    Parameters
    ----------
    contract
        The contract; what its record says was realised is its opening balance.
    table
        Table in force.
    obligation_cents
        What it obliges to over its whole term, discounts taken off; at least 0.
    hire_before_months
        Months before the contract in which a hire counts; ``None`` for that of the settings.
    new_placement_max, retention_max
        Largest part of the obligation that each kind of claim may fill, in [0, 1]; ``None`` for no limit.
    """

    contract: Contract
    table: SocialReturnTable
    obligation_cents: int
    hire_before_months: int | None = None
    new_placement_max: float | None = None
    retention_max: float | None = None

    def __post_init__(self) -> None:
        if self.obligation_cents < 0:
            msg = f"contract {self.contract.id}: obligation_cents must be at least 0."
            raise RuleError(msg)
        for name in ("new_placement_max", "retention_max"):
            part = getattr(self, name)
            if part is not None and not 0 <= part <= 1:
                msg = f"contract {self.contract.id}: {name} must be in [0, 1], got {part!r}."
                raise RuleError(msg)

    @property
    def caps(self) -> dict[ClaimKind, int]:
        """Most cents of each kind of claim that has a limit."""
        parts: dict[ClaimKind, float | None] = {
            "new_placement": self.new_placement_max,
            "retention": self.retention_max,
        }
        return {
            kind: round_cents(self.obligation_cents * Fraction(str(part)))
            for kind, part in parts.items()
            if part is not None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One amount on one contract, with where it comes from.

    Parameters
    ----------
    contract
        Id of the contract.
    kind
        ``opening``; ``new_placement`` or ``retention``; ``contribution``; ``cap``, which is below 0.
    booking, jobseeker
        Ids of the booking and the person; empty where there is none.
    cents
        The amount.
    calculation
        The sum behind it.
    table, block, valid_from, source
        Line of the value table: table, name, first day and address; for other amounts only a source.
    """

    contract: str
    kind: LineKind
    booking: str
    jobseeker: str
    cents: int
    calculation: str
    table: str = ""
    block: str = ""
    valid_from: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAccount:
    """Where a contract stands.

    Parameters
    ----------
    contract
        Its id.
    obligation_cents
        What it obliges to.
    realised_cents
        Sum of its lines, up to the reference date.
    expected_cents
        What they will have become at the end of the contract when every job runs as booked.
    end, days_left
        Last day, and days that are left after the reference date; 0 when it has ended.
    cents_a_month_needed
        More a month, from now to the end, to meet it; 0 when it will be met, ``None`` when it has ended.
    state
        ``met`` already; ``on_course`` to be met; ``short`` at its end at this pace; or ``ended_short``.
    """

    contract: str
    obligation_cents: int
    realised_cents: int
    expected_cents: int
    end: date
    days_left: int
    cents_a_month_needed: int | None
    state: AccountState

    @property
    def open_cents(self) -> int:
        """What is still owed on the reference date, at least 0."""
        return max(0, self.obligation_cents - self.realised_cents)

    @property
    def shortfall_cents(self) -> int:
        """What will be missing at the end, at least 0."""
        return max(0, self.obligation_cents - self.expected_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All lines and accounts on a date; every total is the sum of its lines.

    Parameters
    ----------
    on
        Reference date: lines count up to and including it.
    lines
        By contract, in the order opening, placements, contributions, caps.
    accounts
        One for each contract.
    issues
        Bookings that do not count, contracts that will end short.
    """

    on: date
    lines: tuple[LedgerLine, ...]
    accounts: tuple[ContractAccount, ...]
    issues: Issues

    def to_rows(self) -> list[dict[str, object]]:
        """Plain rows of the lines, one mapping of column to value each; ``eur`` is the amount in euros."""
        return [{**asdict(line), "eur": line.cents / 100} for line in self.lines]
