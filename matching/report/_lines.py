"""Lines about promises, leftovers and findings, worded in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Literal

from matching.plan import SMALLEST_CELL
from matching.report._words import NOTHING, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matching.constraints import Constraint, Row
    from matching.findings import Issue
    from matching.plan import Change, Plan, RowState, Unmatched
    from matching.report._words import Words

STATES = ("short", "over", "not_computable", "tight", "met")
"""Order in which promises are shown: first what needs somebody."""
PRICED_EUROS = 1000
"""Euros that a price is for; that of one euro would read as nothing."""
_LEAST_PRICE = 0.0005
"""Smallest price that is shown, in score units; it would read as nothing."""
_ISO_DAY = re.compile(r"(?<![\w'\"-])\d{4}-\d\d-\d\d(?![\w'\"-])")
_SEVERITIES = ("refused", "doubted", "assumed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One row of a promise.

    Parameters
    ----------
    row
        Its state, in numbers.
    sentence
        What was promised, in words.
    asked, reached, missing
        The limits, what the plan reaches, and what is short or over, in words with their unit.
    price
        Score units of the last unit, of euros per 1,000: what a promise that is just kept takes from the
        others, and what was stated for a unit short or over; ``None`` when that is nothing, for a hard
        promise and for one that is amply kept.
    share
        What is reached as a share of what was asked, for a bar; in [0, 1].
    legal_ground
        As stated, empty when it was not.
    note
        What was left out or why it cannot be computed; empty when there is nothing to say.
    contract, value_table
        Contract that it is about and the table that it names itself; empty for other promises.
    """

    row: RowState
    sentence: str
    asked: str
    reached: str
    missing: str
    price: float | None
    share: float
    legal_ground: str
    note: str
    contract: str
    value_table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Everybody or everything that is left over for one reason, best possibility first."""

    reason: str
    entries: tuple[Unmatched, ...]

    @property
    def openings(self) -> int:
        """Openings left."""
        return sum(entry.openings for entry in self.entries)

    def heading(self, words: Words) -> str:
        """Word what they have in common; by the first sentence where the reason has no shorter words."""
        key = f"left_{self.reason}"
        return words(key) if words.has(key) else said(self.entries[0], words)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """Findings of one rule: how severe, how many times, and each of them."""

    rule: str
    severity: str
    count: int
    issues: tuple[Issue, ...]

    @property
    def is_one_sentence(self) -> bool:
        """Whether all of them say the same and differ in their place only."""
        return len({issue.en for issue in self.issues}) == 1


def promises(plan: Plan, words: Words) -> tuple[Promise, ...]:
    """Promises of a plan, those that are not kept first and then by priority and name."""
    compiled = plan.basis.compiled
    owners = [row.constraint for row in compiled.rows] + [each.constraint for each in compiled.not_computable]
    stated = [_stated(row, state) for row, state in zip(compiled.rows, plan.rows, strict=False)]
    stated += [0.0] * len(compiled.not_computable)
    why = [""] * len(compiled.rows)
    why += ["; ".join(said(issue, words) for issue in each.issues) for each in compiled.not_computable]
    made = [_promise(*parts, words) for parts in zip(plan.rows, owners, stated, why, strict=True)]
    return tuple(sorted(made, key=lambda p: (STATES.index(p.row.state), p.row.priority, p.row.name)))


def _promise(row: RowState, owner: Constraint, stated: float, why: str, words: Words) -> Promise:
    limits = [
        words(key, amount=_with_unit(limit, row.unit, words))
        for key, limit in (("at_least", row.at_least), ("at_most", row.at_most))
        if limit is not None
    ]
    missing = words("short_by", amount=_with_unit(row.shortfall, row.unit, words)) if row.shortfall else ""
    if row.excess:
        missing = words("over_by", amount=_with_unit(row.excess, row.unit, words))
    left_out = words("left_out", n=row.left_out) if row.left_out else ""
    is_known = row.state != "not_computable"
    fields = owner.to_dict()
    return Promise(
        row=row,
        sentence=owner.describe(words.language),
        asked=words("and").join(limits) if limits else NOTHING,
        reached=_with_unit(row.activity, row.unit, words) if is_known else NOTHING,
        missing=missing,
        price=_price(row, stated),
        share=_share(row),
        legal_ground=str(fields.get("legal_ground") or ""),
        note=". ".join(each for each in (why or left_out, _few(row, fields, words)) if each),
        contract=str(fields.get("contract") or ""),
        value_table=str(fields.get("value_table") or ""),
    )


def _few(row: RowState, fields: Mapping[str, object], words: Words) -> str:
    """Why a number of a target group is shown that the rates of groups leave out."""
    is_of_group = fields.get("group") is not None and row.unit == "heads" and row.state != "not_computable"
    return words("few_promise") if is_of_group and row.activity < SMALLEST_CELL else ""


def _stated(row: Row, state: RowState) -> float:
    """Price that was stated for one unit short, or over."""
    price = row.excess_price if state.state == "over" else row.shortfall_price
    return price * row.scale


def _price(row: RowState, stated: float) -> float | None:
    if row.state not in ("tight", "short", "over"):
        return None
    price = abs(row.price) if row.state == "tight" else stated
    if row.unit == "eur":
        price *= PRICED_EUROS
    return price if isfinite(price) and price >= _LEAST_PRICE else None


def _share(row: RowState) -> float:
    """How full a bar is: what is reached of the floor, else of the ceiling; a limit of nothing is full."""
    limit = row.at_most if row.at_least is None else row.at_least
    if limit is None or row.state == "not_computable":
        return 0.0
    return min(1.0, row.activity / limit) if limit else 1.0


def _with_unit(value: float | None, unit: str, words: Words) -> str:
    amount = words.amount(value, unit)
    return amount if unit == "eur" else words(f"of_{unit}", amount=amount, n=value)


def leftovers(entries: Iterable[Unmatched]) -> tuple[Leftover, ...]:
    """Group what is left over by reason, the largest group first."""
    ordered = sorted(entries, key=lambda entry: entry.reason)
    made = [
        Leftover(reason=reason, entries=tuple(sorted(group, key=lambda e: (-(e.best or 0.0), e.id))))
        for reason, group in groupby(ordered, key=lambda entry: entry.reason)
    ]
    return tuple(sorted(made, key=lambda each: (-len(each.entries), each.reason)))


def with_rejections(plan: Plan, side: Literal["jobseeker", "vacancy"]) -> tuple[Unmatched, ...]:
    """Who or what is left over; where a person rejected a proposal that would do, that is the reason."""
    basis, market = plan.basis, plan.market
    left = plan.unmatched.jobseekers if side == "jobseeker" else plan.unmatched.vacancies
    refused = set()
    for decision in basis.decisions:
        if decision.decided == "rejected":
            i, j = market.jobseeker_position(decision.jobseeker), market.vacancy_position(decision.vacancy)
            pair = basis.find_pair(i, j)
            if pair >= 0 and basis.find_kept(pair) >= 0:
                refused.add(decision.jobseeker if side == "jobseeker" else decision.vacancy)
    if plan.status == "infeasible":
        return left
    text = table()["left_rejected"]
    return tuple(
        replace(entry, reason="rejected", nl=f"{text['nl']}.", en=f"{text['en']}.")
        if entry.id in refused
        else entry
        for entry in left
    )


def finding_groups(issues: Sequence[Issue]) -> tuple[FindingGroup, ...]:
    """Group findings by rule, the most severe first and then the most frequent."""

    def key(issue: Issue) -> tuple[int, str]:
        return _SEVERITIES.index(issue.severity), issue.rule

    made = [
        FindingGroup(
            rule=rule,
            severity=_SEVERITIES[severity],
            count=sum(issue.count for issue in group),
            issues=tuple(group),
        )
        for (severity, rule), group in ((k, list(g)) for k, g in groupby(sorted(issues, key=key), key=key))
    ]
    return tuple(sorted(made, key=lambda g: (_SEVERITIES.index(g.severity), -g.count, g.rule)))


def said(issue: Issue | Unmatched | Change, words: Words) -> str:
    """Sentence of a finding, of what is left over or of a change; its days as people write them.

    What stands between quotes is a value as it was read, and stays so.
    """
    text = issue.nl if words.language == "nl" else issue.en
    return _ISO_DAY.sub(lambda found: _day(found[0], words), text)


def _day(text: str, words: Words) -> str:
    """Word a day, which stays as it is where there is no such day."""
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text


def place_of(issue: Issue, words: Words) -> str:
    """Where a finding is: file, line, column and record; empty when none is known."""
    parts = [
        issue.file,
        words("line", n=str(issue.line)) if issue.line is not None else None,
        words("column", name=issue.column) if issue.column else None,
        issue.record,
    ]
    return ", ".join(part for part in parts if part)
