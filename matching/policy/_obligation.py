"""What a contractor owes in social return."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.records import Contract
    from matching.registers import SocialReturnPolicy


def round_cents(amount: Fraction) -> int:
    """Round an amount to whole cents, a half up."""
    return floor(amount + Fraction(1, 2))


def obligation_cents(contract: Contract, rule: SocialReturnPolicy | None = None) -> int | None:
    """Cents that a contract obliges to, over its whole term.

    What the contract states goes first: the obligation itself, else its percentage of its sum. Where it
    states neither, the rule of its authority gives the percentage, from its threshold and up to its cap; a
    rule about another base than the contract's does not apply.

    Parameters
    ----------
    contract
        The contract.
    rule
        What the authority usually asks, if known.

    Returns
    -------
    int or None
        ``None`` when it is not known; 0 below the threshold.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Contract
    >>> from matching.registers import social_return_policy
    >>> obligation_cents(Contract(id="C-1", sum_eur=800_000, percentage=5))
    4000000
    >>> haaglanden = social_return_policy("haaglanden", date(2026, 1, 12))
    >>> [obligation_cents(Contract(id="C-2", sum_eur=total), haaglanden) for total in (214_999, 215_000)]
    [0, 1075000]
    """
    if contract.obligation_eur is not None:
        return int(contract.obligation_eur * 100)
    if contract.sum_eur is None:
        return None
    total = Fraction(contract.sum_eur) * 100
    if contract.percentage is not None:
        return round_cents(total * Fraction(contract.percentage) / 100)
    if rule is None or contract.base_kind not in (None, rule.base_kind):
        return None
    if rule.threshold_cents is not None and total < rule.threshold_cents:
        return 0
    owed = round_cents(total * Fraction(str(rule.percentage)) / 100)
    return owed if rule.cap_cents is None else min(owed, rule.cap_cents)
