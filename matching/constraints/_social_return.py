"""SocialReturn: the euros that a contract still owes, by its dated table of values."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching import policy, registers
from matching.constraints._claim_values import ValueRules, claim_values
from matching.constraints._fields import check_price, check_texts, is_amount, to_fields
from matching.constraints._rows import PRIORITY_PRICE, UNIT_SCALE, Claims, Row, unit_prices
from matching.constraints._where import nearest
from matching.exceptions import ConstraintError, RegisterError, RuleError
from matching.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates, Match
    from matching.constraints._rows import Language
    from matching.findings import Issue
    from matching.market import Market
    from matching.records import Contract, Vacancy

_NO_CONTRACT = Rule(
    "constraints.unknown_contract",
    "refused",
    "contract {contract!r} is niet in deze markt{reason}; de afspraak is niet te berekenen",
    "contract {contract!r} is not in this market{reason}; the promise cannot be computed",
)
_NO_DATES = Rule(
    "constraints.contract_dates",
    "refused",
    "van contract {contract!r} ontbreekt de begin- of einddatum; de afspraak is niet te berekenen",
    "contract {contract!r} has no first or last day; the promise cannot be computed",
)
_NO_OBLIGATION = Rule(
    "constraints.contract_obligation",
    "refused",
    "van contract {contract!r} is niet bekend wat het verplicht; geef owed of vul het contract aan",
    "it is not known what contract {contract!r} obliges to; give owed or complete the contract",
)
_NO_TABLE = Rule(
    "constraints.value_table",
    "refused",
    "contract {contract!r} noemt geen waardetabel; geef value_table, er is geen standaard",
    "contract {contract!r} names no value table; give value_table, there is no default",
)
_TABLE = Rule(
    "constraints.value_table",
    "refused",
    "de waardetabel van contract {contract!r} is niet te gebruiken: {reason}",
    "the value table of contract {contract!r} cannot be used: {reason}",
)
_ENDED = Rule(
    "constraints.contract_ended",
    "doubted",
    "contract {contract!r} is afgelopen; er kan niets meer op worden geboekt",
    "contract {contract!r} has ended; nothing can be claimed on it any more",
)
_WINDOW = Rule(
    "constraints.hire_window",
    "assumed",
    "contract {contract!r} begint na de peildatum en van de opdrachtgever is geen termijn bekend: "
    "wie eerder begint telt alleen binnen {reason} maanden",
    "contract {contract!r} starts after the reference date and no window of its authority is known: "
    "who starts before it counts within {reason} months only",
)


@dataclass(frozen=True, slots=True)
class SocialReturn:
    """At least the euros of social return that a contract still owes.

    A placement may be claimed on the contract when its vacancy lists the contract, or its employer is the
    contractor. The plan chooses the placements and the claims together; each placement is claimed on one
    contract at most. Values follow `policy.placement_value` by the table in force on the reference date.

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
        if not is_amount(self.pso_discount) or self.pso_discount > 1:
            msg = f"{self.kind}: pso_discount must be a part in [0, 1], got {self.pso_discount!r}."
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
        # A hard promise has no price; any claim on it goes before any other.
        whole = 1e9 if self.hard else PRIORITY_PRICE[self.priority] if self.price is None else self.price
        return Claims(positions=at, contract=rules.position, worth=whole * cents / max(rules.owed_cents, 100))

    def compile(self, candidates: Candidates) -> tuple[Row, ...]:
        """Give one row: cents of the candidates that are claimed on the contract."""
        rules = self._rules(candidates.market)
        at = _claimable(candidates, rules)
        cents, unknown = claim_values(candidates, at, rules)
        worth = np.zeros(len(candidates), np.int64)
        worth[at] = cents
        claimed = np.flatnonzero(candidates.claim == rules.position)
        cents = worth[candidates.base[claimed]]
        owed = rules.owed_cents
        short, over = unit_prices(self, "eur", owed, None)
        row = Row(
            name=self.label,
            constraint=self,
            index=0,
            unit="eur",
            positions=claimed[cents > 0],
            coefficients=cents[cents > 0],
            lower=owed,
            upper=None,
            shortfall_price=short,
            excess_price=over,
            target=max(owed, UNIT_SCALE["eur"]),
            left_out=len(np.unique(candidates.jobseeker[at[unknown]])),
        )
        return (row,)

    def activity(
        self, market: Market, matches: Sequence[Match], *, settings: policy.PolicySettings = policy.DEFAULTS
    ) -> tuple[int, ...]:
        """Cents of the matches that are claimed on the contract."""
        rules = self._rules(market)
        total = 0
        for match in matches:
            person = market.records.jobseekers[match.jobseeker]
            vacancy = market.records.vacancies[match.vacancy]
            if match.claim == rules.position and _may_serve(vacancy, rules.contract):
                total += policy.placement_value(
                    rules.table,
                    person.protected,
                    policy.planned_placement(person, vacancy, market.on, settings=settings),
                    rules.contract,
                    terms=policy.WorkTerms.of(vacancy),
                    hire_before_months=rules.hire_before_months,
                    settings=settings,
                ).cents
        return (total,)

    def describe(self, language: Language) -> str:
        """Say what it asks, in one sentence."""
        table = f" {self.value_table}" if self.value_table else ""
        if language == "nl":
            amount = "wat nog open staat" if self.owed is None else f"EUR {self.owed:,.0f}".replace(",", ".")
            return f"minstens {amount} aan social return op contract {self.contract}" + (
                f", volgens tabel{table}" if table else ""
            )
        amount = "what is still owed" if self.owed is None else f"EUR {self.owed:,.0f}"
        return f"at least {amount} of social return on contract {self.contract}" + (
            f", by table{table}" if table else ""
        )

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
        authority = _authority(market, contract)
        issues = []
        owed = self._owed_cents(contract, authority)
        if owed is None:
            issues.append(self._issue(_NO_OBLIGATION))
        table, problem = self._table(market, contract)
        if problem is not None:
            issues.append(problem)
        if contract.start is None or contract.end is None:
            issues.append(self._issue(_NO_DATES))
        if owed is None or table is None or contract.start is None or contract.end is None:
            return None, tuple(issues)
        window = None if authority is None else authority.hire_before_months
        if contract.end < market.on:
            issues.append(self._issue(_ENDED))
        elif contract.start > market.on and window is None:
            issues.append(self._issue(_WINDOW, policy.DEFAULTS.hire_before_months))
        rules = ValueRules(
            contract=contract,
            position=position,
            start=contract.start,
            end=contract.end,
            table=table,
            hire_before_months=window,
            owed_cents=owed,
        )
        return rules, tuple(issues)

    def _table(
        self, market: Market, contract: Contract
    ) -> tuple[registers.SocialReturnTable | None, Issue | None]:
        name = self.value_table or contract.value_table
        if name is None:
            return None, self._issue(_NO_TABLE)
        try:
            if name.endswith((".csv", ".toml")):
                table = policy.read_value_table(name)
                return policy.choose_table([table], table.authority, market.on), None
            return registers.social_return_table(name, market.on), None
        except (RegisterError, RuleError) as error:
            return None, self._issue(_TABLE, " ".join(str(error).split()).rstrip("."))

    def _owed_cents(self, contract: Contract, rule: registers.SocialReturnPolicy | None) -> int | None:
        other = round(Fraction(str(self.other)) * 100)
        if self.owed is not None:
            return max(0, round(Fraction(str(self.owed)) * 100) - other)
        obligation = policy.obligation_cents(contract, rule)
        if obligation is None:
            return None
        discount = policy.pso_discount_cents(obligation, "step", {"step": self.pso_discount})
        return max(0, obligation - discount - int(contract.realised_eur * 100) - other)

    def _issue(self, rule: Rule, reason: object = "") -> Issue:
        return rule.issue(record=self.label, contract=self.contract, reason=reason)


def _claimable(candidates: Candidates, rules: ValueRules) -> NDArray[np.int64]:
    """Candidates without claim whose placement may be claimed on the contract."""
    vacancies = candidates.market.records.vacancies
    serves = np.array([_may_serve(vacancy, rules.contract) for vacancy in vacancies], bool)
    return np.flatnonzero((candidates.claim < 0) & serves[candidates.vacancy])


def _may_serve(vacancy: Vacancy, contract: Contract) -> bool:
    """Whether a placement on a vacancy may be claimed on a contract."""
    is_contractor = contract.contractor is not None and vacancy.employer == contract.contractor
    return contract.id in vacancy.contracts or is_contractor


def _authority(market: Market, contract: Contract) -> registers.SocialReturnPolicy | None:
    """Rule of the contract's authority, if one is known for it."""
    if contract.authority is None:
        return None
    try:
        return registers.social_return_policy(contract.authority, market.on)
    except RegisterError:
        return None
