"""Social return booked: what realised placements count for on each contract, line by line."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from matching.findings import Issues, Rule
from matching.policy._ledger_guard import guard, months_before
from matching.policy._ledger_lines import Own, lines_of
from matching.policy._ledger_records import ContractAccount, Ledger, LedgerLine
from matching.policy._months import months_between
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from matching.findings import Issue
    from matching.policy._contributions import Contribution
    from matching.policy._ledger_guard import Booking
    from matching.policy._ledger_records import AccountState, ContractTerms
    from matching.policy._settings import PolicySettings

_DATES = Rule(
    "policy.contract_dates",
    "refused",
    "van het contract ontbreekt de begin- of einddatum; er is niets op te boeken",
    "the contract has no first or last day; nothing can be booked on it",
)
_TWICE = Rule(
    "policy.duplicate_contract",
    "refused",
    "dit contract komt meer dan eens voor; alleen het eerste telt",
    "this contract occurs more than once; only the first counts",
)
_UNKNOWN = Rule(
    "policy.unknown_contract",
    "refused",
    "boeking op contract {contract!r}, dat hier niet bij hoort; de boeking telt niet",
    "booked on contract {contract!r}, which is not given; the booking does not count",
)
_OUTSIDE = Rule(
    "policy.outside_contract",
    "refused",
    "de bijdrage valt buiten de looptijd van contract {contract!r} en telt niet",
    "the contribution lies outside the term of contract {contract!r} and does not count",
)
_EXPIRES = Rule(
    "policy.contract_expires",
    "doubted",
    "met wat geboekt is komt het contract op {end} EUR {short_nl} tekort; nog {days} dagen",
    "with what is booked the contract ends on {end} EUR {short:,.2f} short; {days} days are left",
)
_SHORT = Rule(
    "policy.contract_ended_short",
    "doubted",
    "het contract eindigde op {end} met een tekort van EUR {short_nl}, te regelen met de opdrachtgever",
    "the contract ended on {end} EUR {short:,.2f} short, to be settled with the authority",
)


def book(
    bookings: Iterable[Booking],
    contracts: Iterable[ContractTerms],
    *,
    on: date,
    contributions: Iterable[Contribution] = (),
    settings: PolicySettings = DEFAULTS,
) -> Ledger:
    """Book realised placements and other contributions on contracts, up to a date.

    Of a person no hour is booked twice: the claimed parts of one placement, over all contracts, add up to the
    whole at most, and the hours of all placements of one person to a full-time week. The booking that starts
    last counts from the first day on which that holds, and is refused when there is none. A lump sum counts
    on the first booking of a placement only, and the most months that a line counts run on over all its
    bookings. Nothing accrues after the end of a contract.

    Parameters
    ----------
    bookings
        Placements, each on one contract; see `Booking`.
    contracts
        What each contract asks.
    on
        Reference date.
    contributions
        Purchases, activities and other amounts.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.policy import Booking, ContractTerms, PlannedPlacement
    >>> from matching.records import Contract, ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> terms = ContractTerms(
    ...     contract=Contract(id="K-1", start=date(2026, 1, 1), end=date(2026, 9, 30)),
    ...     table=social_return_table("haaglanden_zhc", date(2026, 1, 1)),
    ...     obligation_cents=4_000_000,
    ... )
    >>> job = PlannedPlacement(hours_min=2400, hours_max=2400, start=date(2026, 1, 1), end=None)
    >>> person = ProtectedFacts(benefit="bijstand", age=57, age_on=date(2026, 1, 1))
    >>> booking = Booking(id="P-1", jobseeker="W-1", contract="K-1", protected=person, placement=job)
    >>> account = book([booking], [terms], on=date(2026, 9, 30)).accounts[0]
    >>> account.realised_cents, account.shortfall_cents, account.state
    (3000000, 1000000, 'ended_short')
    """
    issues: list[Issue] = []
    known = _known(contracts, issues)
    mine, amounts = _on_known(bookings, contributions, known, issues)
    full_time = {key: own.full_time(settings) for key, own in known.items()}
    kept, doubles = guard(mine, {key: own.term for key, own in known.items()}, full_time=full_time)
    issues += doubles
    used = months_before(kept, {key: own.term for key, own in known.items()})
    lines: list[LedgerLine] = []
    accounts = []
    for key, own in known.items():
        its = [booking for booking in kept if booking.contract == key]
        given = [item for item in amounts if item.contract == key]
        now = lines_of(own, its, given, min(on, own.end), used, settings, issues)
        end = lines_of(own, its, given, own.end, used, settings, [])
        account = _account(own, now, end, on)
        lines += now
        accounts.append(account)
        issues += _warning(account)
    return Ledger(on=on, lines=tuple(lines), accounts=tuple(accounts), issues=Issues(issues))


def _known(contracts: Iterable[ContractTerms], issues: list[Issue]) -> dict[str, Own]:
    known: dict[str, Own] = {}
    for terms in contracts:
        contract = terms.contract
        if contract.start is None or contract.end is None:
            issues.append(_DATES.issue(record=contract.id))
        elif contract.id in known:
            issues.append(_TWICE.issue(record=contract.id))
        else:
            known[contract.id] = Own(terms=terms, start=contract.start, end=contract.end)
    return known


def _on_known(
    bookings: Iterable[Booking],
    contributions: Iterable[Contribution],
    known: Mapping[str, Own],
    issues: list[Issue],
) -> tuple[list[Booking], list[Contribution]]:
    """Bookings and contributions on contracts that are given, and within them."""
    mine: list[Booking] = []
    for booking in bookings:
        if booking.contract in known:
            mine.append(booking)
        else:
            issues.append(_UNKNOWN.issue(record=booking.id, contract=booking.contract))
    amounts: list[Contribution] = []
    for item in contributions:
        if item.contract not in known:
            issues.append(_UNKNOWN.issue(record=item.id, contract=item.contract))
        elif not known[item.contract].start <= item.on <= known[item.contract].end:
            issues.append(_OUTSIDE.issue(record=item.id, contract=item.contract))
        else:
            amounts.append(item)
    return mine, amounts


def _account(own: Own, now: Sequence[LedgerLine], end: Sequence[LedgerLine], on: date) -> ContractAccount:
    owed = own.terms.obligation_cents
    realised, expected = (sum(line.cents for line in lines) for lines in (now, end))
    days_left = max(0, (own.end - on).days)
    short = max(0, owed - expected)
    months = months_between(on + timedelta(days=1), own.end)
    state: AccountState = "short" if short else "on_course"
    if realised >= owed:
        state = "met"
    elif not days_left:
        state = "ended_short"
    return ContractAccount(
        contract=own.terms.contract.id,
        obligation_cents=owed,
        realised_cents=realised,
        expected_cents=expected,
        end=own.end,
        days_left=days_left,
        cents_a_month_needed=ceil(short / months) if months else None,
        state=state,
    )


def _warning(account: ContractAccount) -> list[Issue]:
    rule = {"short": _EXPIRES, "ended_short": _SHORT}.get(account.state)
    if rule is None:
        return []
    euros = account.shortfall_cents / 100
    dutch = f"{euros:,.2f}".translate(str.maketrans(",.", ".,"))
    return [
        rule.issue(
            record=account.contract, end=account.end, short=euros, short_nl=dutch, days=account.days_left
        )
    ]
