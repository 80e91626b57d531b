"""The ledger of a market: what its placements until now have brought on its contracts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matching import policy
from matching.findings import Issues

if TYPE_CHECKING:
    from matching.findings import Issue
    from matching.market import Market
    from matching.policy import Ledger


def booked_ledger(market: Market) -> Ledger:
    """Book the claims of a market on its contracts, up to its reference date.

    Parameters
    ----------
    market
        With contracts, placements and claims, as `matching.read_market` reads them from a folder.

    Returns
    -------
    Ledger
        For `write_ledger`. Claims that cannot be booked are findings, as are contracts with unknown terms.

    Examples
    --------
    >>> import matching
    >>> market = matching.load_region("drenthe", jobseekers=20, vacancies=8)
    >>> [account.contract for account in booked_ledger(market).accounts] == [c.id for c in market.contracts]
    True
    """
    terms: list[policy.ContractTerms] = []
    issues: list[Issue] = []
    for contract in market.contracts:
        found, said = policy.contract_terms(contract, market.on, settings=market.policy)
        terms += [] if found is None else [found]
        issues += said
    records = market.records
    bookings, unbooked = policy.bookings_of(
        records.claims,
        placements=records.placements,
        jobseekers=records.jobseekers,
        vacancies=records.vacancies,
        contracts=market.contracts,
    )
    ledger = policy.book(bookings, terms, on=market.on, settings=market.policy)
    return replace(ledger, issues=Issues((*issues, *unbooked, *ledger.issues)))
