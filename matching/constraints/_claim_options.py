"""In which ways a placement may be claimed: on one contract, or on two of one contractor in turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from matching.constraints._planned_claim import PlannedClaim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates
    from matching.constraints._rows import Claims
    from matching.market import Market

MAX_CLAIMS = 3
"""Most ways in which one pair may be claimed; with "no claim" that makes four options."""

Options = tuple["NDArray[np.int64]", "NDArray[np.float64]"]
"""Candidates that may be claimed in one way, and what that is worth."""


def with_claims(candidates: Candidates, claims: Sequence[Claims]) -> tuple[Candidates, int]:
    """Repeat candidates for the ways in which they may be claimed; also how many had too many.

    A placement may be claimed on each contract all along; or on two contracts of the same contractor, the
    first until its last day or until the other begins, and from the next day the other. Of these the
    `MAX_CLAIMS` that are worth most are kept, the first in the order of contracts where they are equal.
    """
    options = _on_one(claims) | dict(_in_turn(candidates.market, claims))
    if not options:
        return candidates, 0
    names = tuple(sorted(options, key=lambda claim: (claim.then, claim.switch or date.min, claim.contract)))
    base = np.concatenate([options[claim][0] for claim in names])
    worth = np.concatenate([options[claim][1] for claim in names])
    key = np.repeat(np.arange(len(names), dtype=np.int32), [len(options[claim][0]) for claim in names])
    order = np.lexsort((key, -worth, base))
    ordered = base[order]
    nth = np.arange(len(ordered)) - np.searchsorted(ordered, ordered, side="left")
    kept = order[nth < MAX_CLAIMS]
    kept = kept[np.lexsort((key[kept], base[kept]))]
    n_cut = int(np.count_nonzero(nth == MAX_CLAIMS))
    return candidates.with_claims(base[kept], key[kept], names), n_cut


def _on_one(claims: Sequence[Claims]) -> dict[PlannedClaim, Options]:
    """Claims on one contract; where two promises are about it, at the higher worth."""
    options: dict[PlannedClaim, Options] = {}
    for given in claims:
        claim = PlannedClaim(given.contract)
        at, worth = options.get(claim, (given.positions[:0], given.worth[:0]))
        both = np.union1d(at, given.positions)
        highest = np.zeros(len(both))
        highest[np.searchsorted(both, at)] = worth
        mine = np.searchsorted(both, given.positions)
        highest[mine] = np.maximum(highest[mine], given.worth)
        options[claim] = both, highest
    return options


def _in_turn(market: Market, claims: Sequence[Claims]) -> Iterator[tuple[PlannedClaim, Options]]:
    """Claims on one contract and then on another of the same contractor, worth something on both."""
    first_of = {given.contract: given for given in reversed(claims)}
    for one in first_of.values():
        for other in first_of.values():
            at = np.intersect1d(one.positions, other.positions)
            for switch in _switches(market, one.contract, other.contract) if len(at) else ():
                claim = PlannedClaim(one.contract, other.contract, switch)
                before, after = one.worth_of(at, claim), other.worth_of(at, claim)
                both = (before > 0) & (after > 0)
                if both.any():
                    yield claim, (at[both], (before + after)[both])


def _switches(market: Market, one: int, other: int) -> list[date]:
    """Days, after the reference date, on which a claim may go from one contract to another."""
    first, second = market.contracts[one], market.contracts[other]
    if one == other or first.contractor is None or first.contractor != second.contractor:
        return []
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return []
    days = {first.end + timedelta(days=1), second.start}
    earliest = max(first.start + timedelta(days=1), second.start, market.on + timedelta(days=1))
    latest = min(first.end + timedelta(days=1), second.end)
    return sorted(day for day in days if earliest <= day <= latest)
