"""What a contract asks on a date, from its record, its authority's policy and its value table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching import registers
from matching.exceptions import RegisterError, RuleError
from matching.findings import Rule
from matching.policy._contributions import pso_discount_cents
from matching.policy._ledger_records import ContractTerms
from matching.policy._obligation import obligation_cents as obligation_of
from matching.policy._settings import DEFAULTS
from matching.policy._value_tables import choose_table, read_value_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.findings import Issue
    from matching.policy._settings import PolicySettings
    from matching.records import Contract
    from matching.registers import SocialReturnPolicy, SocialReturnTable

_NO_DATES = Rule(
    "policy.contract_dates",
    "refused",
    "van contract {contract!r} ontbreekt de begin- of einddatum; er is niets op te rekenen",
    "contract {contract!r} has no first or last day; nothing can be computed on it",
)
_NO_OBLIGATION = Rule(
    "policy.contract_obligation",
    "refused",
    "niet bekend is waartoe contract {contract!r} verplicht{reason_nl}; noem het bedrag of vul aan",
    "it is not known what contract {contract!r} obliges to{reason}; state the amount or complete it",
)
_NO_TABLE = Rule(
    "policy.value_table",
    "refused",
    "contract {contract!r} noemt geen waardetabel; geef value_table, er is geen standaard",
    "contract {contract!r} names no value table; give value_table, there is no default",
)
_TABLE = Rule(
    "policy.value_table",
    "refused",
    "de waardetabel van contract {contract!r} is niet te gebruiken: {reason}",
    "the value table of contract {contract!r} cannot be used: {reason}",
)
_WINDOW = Rule(
    "policy.hire_window",
    "assumed",
    "van de opdrachtgever van contract {contract!r} is geen termijn bekend: "
    "wie voor het contract begint telt {within_nl}",
    "no window of the authority of contract {contract!r} is known: "
    "who starts before the contract counts {within}",
)

_BASE = Rule(
    "policy.contract_base",
    "assumed",
    "de opdrachtgever van contract {contract!r} vraagt een deel van {reason_nl}; "
    "aangenomen is dat de som van het contract dat is: vul base_kind in",
    "the authority of contract {contract!r} asks a share of {reason}; "
    "the sum of the contract was taken for it: complete base_kind",
)
_BASES: Mapping[str, tuple[str, str]] = {
    "wage_sum": ("de loonsom", "the wage sum"),
    "investment_sum": ("de investering", "the investment"),
}
"""Bases that are not the sum of the contract, in words."""


def contract_terms(
    contract: Contract,
    on: date,
    *,
    value_table: str | None = None,
    obligation_cents: int | None = None,
    pso_discount: float = 0.0,
    new_placement_max: float | None = None,
    retention_max: float | None = None,
    jobs_from: date | None = None,
    record: str | None = None,
    settings: PolicySettings = DEFAULTS,
) -> tuple[ContractTerms | None, tuple[Issue, ...]]:
    """Choose the rule set of a contract by its authority and a date; what is missing is a finding.

    Parameters
    ----------
    contract
        The contract; what it states goes before the policy of its authority.
    on
        Date of the rules.
    value_table
        Name of the table, or a file of one's own that ends in ``.csv`` or ``.toml``. Default: the one that
        the contract names; there is no other default.
    obligation_cents
        What it obliges to, where that is known apart; then there is no discount.
    pso_discount
        Part of the obligation that is let off, in [0, 1].
    new_placement_max, retention_max
        See `ContractTerms`.
    jobs_from
        First day on which a job can begin, when there is one: no window is needed for a contract that had
        begun by then.
    record
        Name in the findings; default the id of the contract.

    Returns
    -------
    tuple
        The terms, ``None`` when something that they need is missing; and the findings.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Contract
    >>> contract = Contract(
    ...     id="K-1", authority="Haaglanden", sum_eur=800_000, start=date(2026, 1, 1), end=date(2026, 9, 30)
    ... )
    >>> terms, found = contract_terms(contract, date(2026, 1, 1), value_table="haaglanden_zhc")
    >>> terms.obligation_cents, terms.hire_before_months, len(found)
    (4000000, 12, 0)
    >>> [issue.en for issue in contract_terms(contract, date(2026, 1, 1))[1]]
    ["contract 'K-1' names no value table; give value_table, there is no default"]
    """
    months = settings.hire_before_months

    def say(rule: Rule, reason: str = "", reason_nl: str = "") -> Issue:
        return rule.issue(
            record=record or contract.id,
            contract=contract.id,
            reason=reason,
            reason_nl=reason_nl,
            within=f"within {months} months only" if months else "not at all",
            within_nl=f"alleen binnen {months} maanden" if months else "niet mee",
        )

    rule, reason = _policy(contract, on)
    owed = obligation_cents if obligation_cents is not None else _owed(contract, rule, pso_discount)
    table, unusable = _table(value_table or contract.value_table, on)
    found: list[Issue] = []
    base = None if obligation_cents is not None else _assumed_base(contract, rule)
    if base is not None:
        found.append(say(_BASE, reason=base[1], reason_nl=base[0]))
    if owed is None:
        found.append(
            say(
                _NO_OBLIGATION,
                reason=reason,
                reason_nl=f" (geen beleid van {contract.authority})" if reason else "",
            )
        )
    if unusable is not None:
        found.append(say(_TABLE if unusable else _NO_TABLE, unusable))
    if contract.start is None or contract.end is None:
        found.append(say(_NO_DATES))
    if owed is None or table is None or contract.start is None or contract.end is None:
        return None, tuple(found)
    window = None if rule is None else rule.hire_before_months
    if window is None and (jobs_from is None or contract.start > jobs_from):
        found.append(say(_WINDOW))
    terms = ContractTerms(
        contract=contract,
        table=table,
        obligation_cents=owed,
        hire_before_months=window,
        new_placement_max=new_placement_max,
        retention_max=retention_max,
    )
    return terms, tuple(found)


def _owed(contract: Contract, rule: SocialReturnPolicy | None, discount: float) -> int | None:
    owed = obligation_of(contract, rule)
    return None if owed is None else owed - pso_discount_cents(owed, "step", {"step": discount})


def _assumed_base(contract: Contract, rule: SocialReturnPolicy | None) -> tuple[str, str] | None:
    """Say what the sum of a contract was taken for, when the rule of its authority is about another base."""
    stated = (contract.obligation_eur, contract.percentage, contract.base_kind)
    if rule is None or contract.sum_eur is None or any(value is not None for value in stated):
        return None
    return _BASES.get(rule.base_kind)


def _policy(contract: Contract, on: date) -> tuple[SocialReturnPolicy | None, str]:
    """Policy of the authority, or why there is none."""
    if contract.authority is None:
        return None, ""
    try:
        return registers.social_return_policy(contract.authority, on), ""
    except RegisterError as error:
        return None, f" ({_sentence(error)})"


def _table(name: str | None, on: date) -> tuple[SocialReturnTable | None, str | None]:
    """Table of a name or file in force on a date, or why it cannot be used; empty when none is named."""
    if name is None:
        return None, ""
    try:
        if name.endswith((".csv", ".toml")):
            table = read_value_table(name)
            return choose_table([table], table.authority, on), None
        return registers.social_return_table(name, on), None
    except (RegisterError, RuleError) as error:
        return None, _sentence(error)


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
