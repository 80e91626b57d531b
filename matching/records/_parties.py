"""Employers and the contracts that oblige them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from matching.records._base import Euros, Record, RecordId, Spell, Text
from matching.records._vocabulary import EmployerSector


class Employer(Record):
    """An organisation that offers work.

    Parameters
    ----------
    name
        Trade name.
    group
        Id of the concern that it belongs to.
    sector
        Market or government, for the job agreement.
    industry
        Two digits of the standard industrial classification.
    size
        Number of employees.
    """

    name: Text | None = None
    group: Text | None = None
    sector: EmployerSector | None = None
    industry: Annotated[str, Field(pattern=r"^[0-9]{2}$")] | None = None
    size: Annotated[int, Field(ge=0)] | None = None


class Contract(Record, Spell):
    """A public contract with a social-return obligation.

    Parameters
    ----------
    contractor
        Id of the employer that owes.
    authority
        The contracting authority, whose policy applies.
    sum_eur, percentage, obligation_eur
        Contract sum excluding VAT and the percentage owed of it, or the obligation itself.
    start, end
        First and last day; nothing accrues after the end.
    base_kind
        What the percentage is taken of, e.g. ``contract_sum`` or ``wage_sum``.
    value_table
        Name of the table of effort values; there is no default.
    pso_level
        Level of the contractor on the PSO ladder.
    realised_eur
        Value of what was already booked.

    Examples
    --------
    >>> contract = Contract(id="C-1", sum_eur="800000", percentage=5)
    >>> contract.owed_eur
    Decimal('40000.00')
    """

    contractor: RecordId | None = None
    authority: Text | None = None
    sum_eur: Euros | None = None
    percentage: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    obligation_eur: Euros | None = None
    base_kind: Text | None = None
    value_table: Text | None = None
    pso_level: Text | None = None
    realised_eur: Euros = Decimal(0)

    @property
    def owed_eur(self) -> Decimal | None:
        """The obligation as stated, else percentage times sum; ``None`` when neither is known."""
        if self.obligation_eur is not None:
            return self.obligation_eur
        if self.sum_eur is None or self.percentage is None:
            return None
        return (self.sum_eur * self.percentage / 100).quantize(Decimal("0.01"))
