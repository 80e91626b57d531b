"""What counts for social return besides placements: purchases, activities, places, a PSO certificate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RuleError
from matching.policy._obligation import round_cents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.registers import SocialReturnRow

ContributionKind = Literal["purchase", "activity", "learning_place", "trial", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """An amount that counts for a contract without being a placement.

    Parameters
    ----------
    id
        Id of the invoice, activity or place.
    contract
        Id of the contract.
    on
        Day that it is booked on; it counts within the contract only.
    kind
        What it is.
    cents
        What it counts for; `contribution_cents` values it by a table.
    calculation
        The sum behind it, or the words of the invoice.
    source
        Table and line, or document.
    """

    id: str
    contract: str
    on: date
    kind: ContributionKind
    cents: int
    calculation: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.cents < 0:
            msg = f"contribution {self.id}: cents must be at least 0, got {self.cents}."
            raise RuleError(msg)


def contribution_cents(row: SocialReturnRow, quantity: Fraction | int) -> int:
    """Value a purchase, an activity or a cost by a line of a table.

    Parameters
    ----------
    row
        The line.
    quantity
        Hours or days for a line with a value per hour or day; cents of the invoice, excluding VAT, or of
        the cost for a line without one.

    Raises
    ------
    RuleError
        When the line values placements, or the quantity is below 0.

    Examples
    --------
    Utrecht counts EUR 100 an hour.

    >>> from datetime import date
    >>> from matching.registers import social_return_table
    >>> utrecht = social_return_table("utrecht", date(2026, 3, 1))
    >>> hour = next(row for row in utrecht.rows if row.unit == "eur_per_hour")
    >>> contribution_cents(hour, 6)
    60000
    """
    if quantity < 0:
        msg = f"table {row.table_id}, line {row.block}: a contribution must be at least 0, got {quantity}."
        raise RuleError(msg)
    if row.unit in ("invoice_excl_vat", "cost_made"):
        return round_cents(Fraction(quantity))
    if row.unit in ("eur_per_hour", "eur_per_day") and row.value_cents is not None:
        return round_cents(Fraction(quantity) * row.value_cents)
    msg = f"table {row.table_id}, line {row.block}: unit {row.unit} values placements, not contributions."
    raise RuleError(msg)


def pso_discount_cents(
    obligation_cents: int,
    level: str | None,
    discounts: Mapping[str, float],
    *,
    contract: tuple[date, date] | None = None,
    certificate: tuple[date, date] | None = None,
) -> int:
    """Discount on an obligation for the contractor's step on the PSO ladder, as the authority sets it.

    Parameters
    ----------
    obligation_cents
        The obligation.
    level
        Step of the contractor; ``None`` when there is none.
    discounts
        Part of the obligation by step, in [0, 1]. There is no default: from nothing to all of it occurs. A
        step that is not in it gives no discount.
    contract, certificate
        First and last day of both, when known: the certificate must hold for the whole contract.

    Raises
    ------
    RuleError
        When a discount is not in [0, 1].

    Examples
    --------
    >>> from datetime import date
    >>> pso_discount_cents(4_000_000, "trede 2", {"trede 2": 0.5, "trede 3": 1})
    2000000
    >>> year = (date(2026, 1, 1), date(2026, 12, 31))
    >>> half = (date(2025, 1, 1), date(2026, 6, 30))
    >>> pso_discount_cents(4_000_000, "trede 3", {"trede 3": 1}, contract=year, certificate=half)
    0
    """
    for step, part in discounts.items():
        if not 0 <= part <= 1:
            msg = f"the PSO discount of {step} must be in [0, 1], got {part}."
            raise RuleError(msg)
    if level is None or level not in discounts:
        return 0
    if contract is not None and certificate is not None:
        holds = certificate[0] <= contract[0] and contract[1] <= certificate[1]
        if not holds:
            return 0
    return round_cents(obligation_cents * Fraction(str(discounts[level])))
