"""Social return booked: what realised placements count for on each contract, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from matching.findings import Issues, Rule
from matching.policy._blocks import by_worth
from matching.policy._ledger_guard import guard, months_before
from matching.policy._ledger_records import ContractAccount, Ledger, LedgerLine
from matching.policy._months import months_between
from matching.policy._settings import DEFAULTS
from matching.policy._value import full_time_hours, placement_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from matching.findings import Issue
    from matching.policy._contributions import Contribution
    from matching.policy._ledger_guard import Booking
    from matching.policy._ledger_records import AccountState, ClaimKind, ContractTerms, LineKind
    from matching.policy._settings import PolicySettings
    from matching.policy._value import NoValue, PlacementValue
    from matching.registers import SocialReturnRow

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
_WORTHLESS = Rule(
    "policy.no_value",
    "doubted",
    "de plaatsing is op contract {contract!r} niets waard: {reason_nl}",
    "the placement is worth nothing on contract {contract!r}: {reason}",
)
_WHY: Mapping[NoValue, tuple[str, str]] = {
    "hired_too_early": (
        "het werk begon langer voor het contract dan meetelt",
        "the job began longer before the contract than counts",
    ),
    "no_overlap": (
        "er valt geen dag binnen het contract",
        "no day of it lies within the contract",
    ),
    "no_hours": ("het aantal uren is niet bekend of 0", "its hours are not known, or 0"),
    "no_block": (
        "geen bouwblok van de tabel past op de dag dat het werk begon",
        "no block of the table fits on the day that the job began",
    ),
    "months_used_up": (
        "het hoogste aantal maanden was al geclaimd",
        "the most months that count were claimed before",
    ),
}
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
        now = _lines(own, its, given, min(on, own.end), used, settings, issues)
        end = _lines(own, its, given, own.end, used, settings, [])
        account = _account(own, now, end, on)
        lines += now
        accounts.append(account)
        issues += _warning(account)
    return Ledger(on=on, lines=tuple(lines), accounts=tuple(accounts), issues=Issues(issues))


def claim_kind(start: date, contract_start: date) -> ClaimKind:
    """Kind of claim of a job that begins on a day: kept on from before the contract, or new.

    Examples
    --------
    >>> from datetime import date
    >>> claim_kind(date(2025, 8, 1), date(2026, 1, 1))
    'retention'
    """
    return "retention" if start < contract_start else "new_placement"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """A contract of which both days are known."""

    terms: ContractTerms
    start: date
    end: date

    @property
    def term(self) -> tuple[date, date]:
        return self.start, self.end

    def full_time(self, settings: PolicySettings) -> int:
        """Hundredths of an hour of the longest full-time week that its table counts."""
        return max(
            (full_time_hours(row, settings) for row in by_worth(self.terms.table)), default=settings.fte_hours
        )


def _known(contracts: Iterable[ContractTerms], issues: list[Issue]) -> dict[str, _Own]:
    known: dict[str, _Own] = {}
    for terms in contracts:
        contract = terms.contract
        if contract.start is None or contract.end is None:
            issues.append(_DATES.issue(record=contract.id))
        elif contract.id in known:
            issues.append(_TWICE.issue(record=contract.id))
        else:
            known[contract.id] = _Own(terms=terms, start=contract.start, end=contract.end)
    return known


def _on_known(
    bookings: Iterable[Booking],
    contributions: Iterable[Contribution],
    known: Mapping[str, _Own],
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


def _lines(
    own: _Own,
    bookings: Sequence[Booking],
    contributions: Sequence[Contribution],
    until: date,
    used: Mapping[str, Fraction | None],
    settings: PolicySettings,
    issues: list[Issue],
) -> list[LedgerLine]:
    """Lines of one contract when every job runs as booked, through a day."""
    contract = own.terms.contract
    lines = []
    opening = int(contract.realised_eur * 100)
    if opening:
        lines.append(_line(contract.id, "opening", cents=opening, source="contract record"))
    for booking in bookings:
        lines += _of_booking(own, booking, until, used[booking.id], settings, issues)
    lines += [
        _line(
            contract.id,
            "contribution",
            booking=item.id,
            cents=item.cents,
            calculation=item.calculation,
            source=item.source,
        )
        for item in contributions
        if item.on <= until
    ]
    return [*lines, *_caps(own.terms, lines)]


def _of_booking(
    own: _Own,
    booking: Booking,
    until: date,
    used: Fraction | None,
    settings: PolicySettings,
    issues: list[Issue],
) -> list[LedgerLine]:
    first, last = booking.days(own.term)

    def through(day: date) -> PlacementValue:
        return placement_value(
            own.terms.table,
            booking.protected,
            booking.placement,
            own.terms.contract,
            terms=booking.terms,
            hire_before_months=own.terms.hire_before_months,
            claimed=(first, day),
            share=booking.share,
            months_before=used,
            settings=settings,
        )

    nothing = through(last).nothing
    if nothing is not None:
        dutch, english = _WHY[nothing]
        issues.append(
            _WORTHLESS.issue(record=booking.id, contract=booking.contract, reason=english, reason_nl=dutch)
        )
    if nothing is not None or until < first:
        return []
    return [
        _line(
            booking.contract,
            claim_kind(booking.placement.start, own.start),
            booking=booking.id,
            jobseeker=booking.jobseeker,
            cents=line.cents,
            calculation=line.calculation,
            row=line.row,
        )
        for line in through(min(last, until)).lines
    ]


def _caps(terms: ContractTerms, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Lines below 0 for what a kind of claim has more than it may fill."""
    caps = []
    for kind, most in terms.caps.items():
        over = sum(line.cents for line in lines if line.kind == kind) - most
        if over > 0:
            text = f"{kind}: at most {most / 100:.2f} of {terms.obligation_cents / 100:.2f}"
            caps.append(_line(terms.contract.id, "cap", cents=-over, calculation=text))
    return caps


def _line(
    contract: str,
    kind: LineKind,
    *,
    booking: str = "",
    jobseeker: str = "",
    cents: int,
    calculation: str = "",
    row: SocialReturnRow | None = None,
    source: str = "",
) -> LedgerLine:
    return LedgerLine(
        contract=contract,
        kind=kind,
        booking=booking,
        jobseeker=jobseeker,
        cents=cents,
        calculation=calculation,
        table="" if row is None else row.table_id,
        block="" if row is None else row.block,
        valid_from=None if row is None else row.valid_from,
        source=source if row is None else row.source,
    )


def _account(own: _Own, now: Sequence[LedgerLine], end: Sequence[LedgerLine], on: date) -> ContractAccount:
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
