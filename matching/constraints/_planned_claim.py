"""Planned claims: the months of a placement on one contract, or on two of one contractor in turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class ClaimPart(NamedTuple):
    """Days of a placement that are claimed on one contract; ``None`` is as long as both last.

    ``after`` is the contract that was claimed on before, -1 for none.
    """

    first: date | None = None
    last: date | None = None
    after: int = -1


class PlannedClaim(NamedTuple):
    """A set of contracts and months on which one placement is claimed, no month on two of them.

    Parameters
    ----------
    contract
        Position of the contract that it is claimed on, or on first.
    then, switch
        Position of the contract that it is claimed on from a day, and that day; -1 and ``None`` for one
        contract all along.

    Examples
    --------
    >>> in_turn = PlannedClaim(0, 2, date(2026, 7, 1))
    >>> in_turn.part(0).last, in_turn.part(2).first, in_turn.part(1)
    (datetime.date(2026, 6, 30), datetime.date(2026, 7, 1), None)
    """

    contract: int
    then: int = -1
    switch: date | None = None

    def part(self, contract: int) -> ClaimPart | None:
        """Days that it claims on a contract; ``None`` when it claims none there."""
        if contract == self.contract:
            return ClaimPart(last=None if self.switch is None else self.switch - timedelta(days=1))
        if self.switch is not None and contract == self.then:
            return ClaimPart(first=self.switch, after=self.contract)
        return None
