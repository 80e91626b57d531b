"""SocialReturn: the euros that a contract still owes, by its dated table of values."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching import policy
from matching.constraints._claim_values import ValueRules, claim_values, is_kind
from matching.constraints._fields import check_price, check_texts, is_amount, to_fields
from matching.constraints._promise import row_of
from matching.constraints._rows import PRIORITY_PRICE, Claims, Row
from matching.constraints._where import nearest
from matching.constraints._words import say_euros
from matching.exceptions import ConstraintError
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._planned_claim import PlannedClaim
    from matching.constraints._rows import Language
    from matching.findings import Issue
    from matching.market import Market
    from matching.records import Contract, Vacancy
    from matching.registers import SocialReturnTable

_NO_CONTRACT = Rule(
    "constraints.unknown_contract",
    "refused",
    "contract {contract!r} is niet in deze markt{reason}; de afspraak is niet te berekenen",
    "contract {contract!r} is not in this market{reason}; the promise cannot be computed",
)
_ENDED = Rule(
    "constraints.contract_ended",
    "doubted",
    "contract {contract!r} is afgelopen; er kan niets meer op worden geboekt",
    "contract {contract!r} has ended; nothing can be claimed on it any more",
)
_LKS = Rule(
    "constraints.lks_end",
    "doubted",
    "op contract {contract!r} tellen maanden boven het maximum mee zolang loonkostensubsidie duurt; "
    "van {reason} werkzoekenden met een loonwaarde onder 1 is niet bekend tot wanneer, en het maximum telt",
    "on contract {contract!r} months above the maximum count while a wage-cost subsidy lasts; of {reason} "
    "jobseekers with a wage value below 1 it is not known until when, and only the maximum counts",
)


@dataclass(frozen=True, slots=True)
class SocialReturn:
    """At least the euros of social return that a contract still owes.

    A placement may be claimed on the contract when its vacancy lists the contract, or its employer is the
    contractor. The plan chooses the placements and the claims together. A placement is claimed not at all,
    on one contract, or on two contracts of one contractor in turn: on the first until it ends, or until the
    other begins, and on the other from then on. Of these at most three are offered beside no claim: those
    that relieve the promises most. No month is claimed twice; the most months that a line counts run on
    over both, and lump sums count on the first. A plan claims no more than a contract needs: no
    claim in it can be left out without a contract getting shorter. Values follow `policy.placement_value` by
    the table in force on the reference date.

    Parameters
    ----------
    contract
        Id of the contract.
    owed
        Euros still owed, at least 0. Default: the obligation of the contract, less what was realised.
    other
        Euros that other contributions bring: purchases, activities, learning places; see
        `policy.contribution_cents`.
    pso_discount
        Part of the obligation that the authority lets off for the contractor's step on the PSO ladder, in
        [0, 1]; not together with ``owed``.
    new_placement_max, retention_max
        Largest part that claims of each kind may bring, in [0, 1], of ``owed`` or of the obligation after
        any discount; retention is of jobs that begin before the contract. What was realised is in neither.
        Default: no limit.
    value_table
        Name of the table, see `registers.social_return_tables`, or a file with a table of one's own that
        ends in ``.csv`` or ``.toml``, see `policy.read_value_table`. Default: the one that the contract
        names; there is no other default.
    priority
        1 (dearest) to 3; see `PRIORITY_PRICE`.
    hard
        Whether a plan that breaks it is no plan.
    price
        Score units for 100 % short, instead of that of the priority.
    name
        Name in the plan; default made of the contract.

    Raises
    ------
    ConstraintError
        When it is not well formed. A contract or table that is missing is a finding of `check`.

    Examples
    --------
    >>> SocialReturn("C-1", owed=25_000, value_table="utrecht").describe("en")
    'at least EUR 25,000 of social return on contract C-1, by table utrecht'
    """

    kind: ClassVar[str] = "social_return"

    contract: str
    _: KW_ONLY
    owed: float | Decimal | None = None
    other: float | Decimal = 0
    pso_discount: float = 0.0
    new_placement_max: float | None = None
    retention_max: float | None = None
    value_table: str | None = None
    priority: int = 1
    hard: bool = False
    price: float | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.contract, str) or not self.contract:
            msg = f"{self.kind}: contract must be the id of a contract, got {self.contract!r}."
            raise ConstraintError(msg)
        for name in ("owed", "other"):
            amount = getattr(self, name)
            if amount is not None and not is_amount(amount):
                msg = f"{self.kind}: {name} must be a number of euros of at least 0, got {amount!r}."
                raise ConstraintError(msg)
        for name in ("pso_discount", "new_placement_max", "retention_max"):
            part = getattr(self, name)
            if part is not None and (not is_amount(part) or part > 1):
                msg = f"{self.kind}: {name} must be a part in [0, 1], got {part!r}."
                raise ConstraintError(msg)
        if self.owed is not None and self.pso_discount:
            msg = f"{self.kind}: owed is after any discount; leave out owed or pso_discount."
            raise ConstraintError(msg)
        check_price(self)
        check_texts(self, "name", "value_table")

    @property
    def label(self) -> str:
        """Name as given, else the contract."""
        return self.name if self.name is not None else f"social return {self.contract}"

    def check(self, market: Market) -> tuple[Issue, ...]:
        """Find what is missing to compute the promise, and what was assumed."""
        return self._read(market)[1]

    def expand(self, candidates: Candidates) -> Claims | None:
        """Add a claim for every candidate that is worth something on the contract."""
        rules = self._rules(candidates.market)
        at = _claimable(candidates, rules)
        cents, _ = claim_values(candidates, at, rules)
        at, cents = at[cents > 0], cents[cents > 0]
        if not len(at):
            return None

        def relief(cents: NDArray[np.int64]) -> NDArray[np.float64]:
            # A hard promise has no price; any claim on it goes before any other.
            whole = PRIORITY_PRICE[self.priority] if self.price is None else self.price
            return (1e9 if self.hard else whole) * np.minimum(cents / max(rules.owed_cents, 100), 1.0)

        def worth_of(at: NDArray[np.int64], claim: PlannedClaim) -> NDArray[np.float64]:
            part = claim.part(rules.position)
            return np.zeros(len(at)) if part is None else relief(claim_values(candidates, at, rules, part)[0])

        return Claims(positions=at, contract=rules.position, worth=relief(cents), worth_of=worth_of)

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give a row of the cents that are claimed on the contract, and one for each kind with a limit."""
        rules = self._rules(candidates.market)
        worth = self._claimed(candidates, rules)
        claimable = _claimable(candidates, rules)
        unknown = np.zeros(len(candidates), bool)
        unknown[claimable] = claim_values(candidates, claimable, rules)[1]
        lowest = row_of(
            self, candidates, worth > 0, left_out=unknown, amount=worth, unit="eur", lower=rules.owed_cents
        )
        every = np.arange(len(candidates))
        limits = [
            row_of(
                self,
                candidates,
                is_kind(candidates, every, rules, kind) & (worth > 0),
                amount=worth,
                unit="eur",
                upper=most,
                index=nth,
                name=f"{self.label} ({kind.replace('_', ' ')})",
            )
            for nth, (kind, most) in enumerate(rules.terms.caps.items(), start=1)
        ]
        # Nobody has to be claimed, so that a limit can always be kept: it is not for sale.
        return (lowest, *(replace(row, excess_price=inf) for row in limits))

    def _claimed(self, candidates: Candidates, rules: ValueRules) -> NDArray[np.int64]:
        """Cents that each candidate brings on the contract by what it is claimed on."""
        vacancies = candidates.market.records.vacancies
        serves = np.array([_may_serve(vacancy, rules.terms.contract) for vacancy in vacancies], bool)
        worth = np.zeros(len(candidates), np.int64)
        for key, claim in enumerate(candidates.claims):
            part = claim.part(rules.position)
            if part is not None:
                mine = np.flatnonzero(candidates.claim == key)
                mine = mine[serves[candidates.vacancy[mine]]]
                worth[mine] = claim_values(candidates, mine, rules, part)[0]
        return worth

    def activity(self, market: Market, matches: Sequence[Match]) -> tuple[int, ...]:
        """Cents of the matches that are claimed on the contract, in all and of each kind with a limit."""
        rules = self._rules(market)
        totals: dict[str, int] = {"all": 0, **{kind: 0 for kind in rules.terms.caps}}
        for match in matches:
            vacancy = market.records.vacancies[match.vacancy]
            part = None if match.claim is None else match.claim.part(rules.position)
            if part is None or not _may_serve(vacancy, rules.terms.contract):
                continue
            person = market.records.jobseekers[match.jobseeker]
            placement = policy.planned_placement(person, vacancy, market.on, settings=market.policy)
            used = None
            if part.after >= 0 and part.first is not None:
                begun = max(placement.start, market.contracts[part.after].start or placement.start)
                used = policy.months_between(begun, max(part.first, rules.start) - timedelta(days=1))
            cents = policy.placement_value(
                rules.terms.table,
                person.protected,
                placement,
                rules.terms.contract,
                terms=policy.WorkTerms.of(vacancy),
                hire_before_months=rules.terms.hire_before_months,
                claimed=(part.first or date.min, part.last or date.max),
                months_before=used,
                settings=market.policy,
            ).cents
            kind = policy.claim_kind(placement.start, rules.start)
            cents = min(cents, rules.terms.caps.get(kind, cents))
            totals["all"] += cents
            if kind in rules.terms.caps:
                totals[kind] += cents
        return tuple(totals.values())

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        nl = language == "nl"
        amount = "wat nog open staat" if nl else "what is still owed"
        if self.owed is not None:
            amount = say_euros(self.owed, language)
        text = f"{'minstens' if nl else 'at least'} {amount}"
        text += f" aan social return op contract {self.contract}" if nl else ""
        text += "" if nl else f" of social return on contract {self.contract}"
        if self.value_table:
            text += f", {'volgens tabel' if nl else 'by table'} {self.value_table}"
        for part, words in (
            (self.new_placement_max, ("nieuwe plaatsingen", "new placements")),
            (self.retention_max, ("behoud", "retention")),
        ):
            if part is not None:
                text += f"; {words[not nl]} {'hoogstens' if nl else 'at most'} {part:.0%}"
        return text

    def to_dict(self) -> dict[str, object]:
        """Give its kind and the fields that were set, for JSON."""
        return to_fields(self)

    def _rules(self, market: Market) -> ValueRules:
        rules, issues = self._read(market)
        if rules is None:
            msg = next(f"{self.label}: {issue.en}." for issue in issues if issue.severity == "refused")
            raise ConstraintError(msg)
        return rules

    def _read(self, market: Market) -> tuple[ValueRules | None, tuple[Issue, ...]]:
        """Everything that the value follows from, ``None`` when something is missing; and the findings."""
        named = {contract.id: (at, contract) for at, contract in enumerate(market.contracts)}
        if self.contract not in named:
            close = nearest(self.contract, list(named))
            return None, (self._issue(_NO_CONTRACT, f" ({close}?)" if close else ""),)
        position, contract = named[self.contract]
        terms, found = policy.contract_terms(
            contract,
            market.on,
            value_table=self.value_table,
            obligation_cents=None if self.owed is None else _cents(self.owed),
            pso_discount=self.pso_discount,
            new_placement_max=self.new_placement_max,
            retention_max=self.retention_max,
            jobs_from=market.on,
            record=self.label,
            settings=market.policy,
        )
        if terms is None or contract.start is None or contract.end is None:
            return None, found
        if contract.end < market.on:
            found = (*found, self._issue(_ENDED))
        n_open = _with_open_months(market, terms.table, contract.start, contract.end)
        if n_open:
            found = (*found, self._issue(_LKS, n_open))
        brought = _cents(self.other) + (int(contract.realised_eur * 100) if self.owed is None else 0)
        rules = ValueRules(
            terms=terms,
            position=position,
            start=contract.start,
            end=contract.end,
            owed_cents=max(0, terms.obligation_cents - brought),
        )
        return rules, found

    def _issue(self, rule: Rule, reason: object = "") -> Issue:
        return rule.issue(record=self.label, contract=self.contract, reason=reason)


def _cents(euros: float | Decimal) -> int:
    return round(Fraction(str(euros)) * 100)


def _with_open_months(market: Market, table: SocialReturnTable, start: date, end: date) -> int:
    """Count the jobseekers whose months may run on past the maximum of a line within the contract."""
    months = policy.months_between(max(start, market.on), end)
    rows = [row for row in table.rows if row.max_months is not None and row.max_months < months]
    if not any(row.runs_with_lks for row in rows):
        return 0
    values = [facts.wage_value for facts in market.protected.facts]
    return sum(value is not None and value < 1 for value in values)


def _claimable(candidates: Candidates, rules: ValueRules) -> NDArray[np.int64]:
    """Candidates without claim whose placement may be claimed on the contract."""
    vacancies = candidates.market.records.vacancies
    serves = np.array([_may_serve(vacancy, rules.terms.contract) for vacancy in vacancies], bool)
    return np.flatnonzero((candidates.claim < 0) & serves[candidates.vacancy])


def _may_serve(vacancy: Vacancy, contract: Contract) -> bool:
    """Whether a placement on a vacancy may be claimed on a contract."""
    is_contractor = contract.contractor is not None and vacancy.employer == contract.contractor
    return contract.id in vacancy.contracts or is_contractor
