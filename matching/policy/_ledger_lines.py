"""Lines of one contract in a ledger: opening, placements, contributions, and what passes a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.findings import Rule
from matching.policy._blocks import by_worth
from matching.policy._ledger_records import LedgerLine
from matching.policy._value import full_time_hours, placement_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from matching.findings import Issue
    from matching.policy._contributions import Contribution
    from matching.policy._ledger_guard import Booking
    from matching.policy._ledger_records import ClaimKind, ContractTerms, LineKind
    from matching.policy._settings import PolicySettings
    from matching.policy._value import NoValue, PlacementValue
    from matching.registers import SocialReturnRow

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
_LKS = Rule(
    "policy.lks_end",
    "doubted",
    "op contract {contract!r} telt deze plaatsing nog zolang de loonkostensubsidie duurt, hoogstens {open} "
    "maanden; de laatste dag is niet bekend en zij tellen niet mee: geef lks_end",
    "on contract {contract!r} this placement goes on counting while the wage-cost subsidy lasts, at most "
    "{open} months; its last day is not known and they do not count: give lks_end",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
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


def lines_of(
    own: Own,
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
    of_job: dict[str, list[Booking]] = {}
    for booking in bookings:
        of_job.setdefault(booking.placement_id, []).append(booking)
    jobs = {key: _Job(own, mine, used, settings) for key, mine in of_job.items()}
    for booking in bookings:
        issues += jobs[booking.placement_id].findings(booking)
        lines += jobs[booking.placement_id].lines(booking, until)
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


class _Job:
    """The bookings of one placement on one contract: blocks do not add up, so one line values all of them."""

    def __init__(
        self,
        own: Own,
        bookings: Sequence[Booking],
        used: Mapping[str, Fraction | None],
        settings: PolicySettings,
    ) -> None:
        self._own, self._bookings, self._used, self._settings = own, bookings, used, settings
        self._best: dict[date, str | None] = {}

    def findings(self, booking: Booking) -> Iterator[Issue]:
        """Say why a booking is worth nothing, and what of it depends on a day that is not known."""
        value = self._value(booking, self._own.end, self._block(self._own.end))
        if value.open_months:
            months = f"{float(value.open_months):.1f}".removesuffix(".0")
            yield _LKS.issue(record=booking.id, contract=booking.contract, open=months)
        if value.nothing is not None:
            dutch, english = _WHY[value.nothing]
            yield _WORTHLESS.issue(
                record=booking.id, contract=booking.contract, reason=english, reason_nl=dutch
            )

    def lines(self, booking: Booking, until: date) -> list[LedgerLine]:
        """Lines of a booking, through a day."""
        if until < booking.days(self._own.term)[0]:
            return []
        return [
            _line(
                booking.contract,
                claim_kind(booking.placement.start, self._own.start),
                booking=booking.id,
                jobseeker=booking.jobseeker,
                cents=line.cents,
                calculation=line.calculation,
                row=line.row,
            )
            for line in self._value(booking, until, self._block(until)).lines
        ]

    def _block(self, until: date) -> str | None:
        """Name of the line that gives most over all bookings; ``None`` leaves it to the only one."""
        if len(self._bookings) == 1:
            return None
        if until not in self._best:
            names = [row.block for row in by_worth(self._own.terms.table)]
            worth = [sum(self._value(one, until, name).cents for one in self._bookings) for name in names]
            self._best[until] = names[worth.index(max(worth))] if any(worth) else None
        return self._best[until]

    def _value(self, booking: Booking, until: date, block: str | None) -> PlacementValue:
        first, last = booking.days(self._own.term)
        terms = self._own.terms
        return placement_value(
            terms.table,
            booking.protected,
            booking.placement,
            terms.contract,
            terms=booking.terms,
            hire_before_months=terms.hire_before_months,
            claimed=(first, min(last, until)),
            share=booking.share,
            months_before=self._used[booking.id],
            block=block,
            settings=self._settings,
        )


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


def claim_kind(start: date, contract_start: date) -> ClaimKind:
    """Kind of claim of a job that begins on a day: kept on from before the contract, or new.

    Examples
    --------
    >>> from datetime import date
    >>> claim_kind(date(2025, 8, 1), date(2026, 1, 1))
    'retention'
    """
    return "retention" if start < contract_start else "new_placement"
