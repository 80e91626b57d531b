"""What many candidates are worth on one contract: `policy.placement_value` in columns, in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from matching import policy
from matching.constraints._planned_claim import ClaimPart

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates
    from matching.registers import SocialReturnRow, SocialReturnTable


WHOLE = ClaimPart()
"""All days of a placement within the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRules:
    """Everything that the value on one contract follows from, once it is known to be complete.

    Parameters
    ----------
    terms, position
        What the contract asks, and its place in the market.
    start, end
        First and last day of the contract.
    owed_cents
        What is still owed.
    """

    terms: policy.ContractTerms
    position: int
    start: date
    end: date
    owed_cents: int


def claim_values(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules, part: ClaimPart = WHOLE
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Cents of a part of each candidate ``at``, and whether it might be worth more if a fact were known.

    A claim counts for no more than the limit of its kind. Cost is linear in candidates times lines of the
    table; the periods in which a line fits a person are worked out once for each table.
    """
    settings = candidates.settings
    hours = candidates.hours_min[at].astype(np.int64)
    fits = _Fits(candidates, at, rules.terms.table)
    bonuses = [
        row
        for row in rules.terms.table.rows
        if row.kind == "bonus" and (part.after < 0 or policy.unit_formula(row).months)
    ]
    cents = np.zeros(len(at), np.int64)
    left = np.ones(len(at), bool)
    counted = _Months(candidates, at, rules, part)
    for block in policy.by_worth(rules.terms.table):
        mine = np.flatnonzero(fits.line(block))
        if not len(mine):
            continue
        left[mine] = False
        months = counted.of(block, mine)
        worth = _cents(block, hours[mine], months, settings)
        for bonus in bonuses:
            worth += np.where(fits.line(bonus)[mine], _cents(bonus, hours[mine], months, settings), 0)
        cents[mine] = np.maximum(cents[mine], np.where(months[0] > 0, worth, 0))
    for kind, most in rules.terms.caps.items():
        cents = np.where(is_kind(candidates, at, rules, kind), np.minimum(cents, most), cents)
    counts = _may_count(candidates, at, rules, part)
    no_hours = (hours == 0) & (candidates.hours_max[at] > 0)
    unknown = np.where(left, fits.doubt(), no_hours)
    return np.where(counts & (hours > 0), cents, 0), counts & unknown


def is_kind(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules, kind: policy.ClaimKind
) -> NDArray[np.bool_]:
    """Whether claims of candidates on the contract are of a kind, as `policy.claim_kind` says."""
    early = candidates.start[at] < np.datetime64(rules.start, "D")
    return early if kind == "retention" else ~early


def _may_count(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules, part: ClaimPart
) -> NDArray[np.bool_]:
    """Whether a placement starts late enough for the contract, and has days in the part of it."""
    settings = candidates.settings
    window = (
        settings.hire_before_months
        if rules.terms.hire_before_months is None
        else rules.terms.hire_before_months
    )
    start, end = candidates.start[at], candidates.end[at]
    in_window = start >= np.datetime64(policy.add_months(rules.start, -window), "D")
    first = np.maximum(start, np.datetime64(max(rules.start, part.first or rules.start), "D"))
    last = np.fmin(end, np.datetime64(min(rules.end, part.last or rules.end), "D"))
    return in_window & (first <= last)


class _Fits:
    """Which candidates each line of a table fits; asked once for each line."""

    def __init__(self, candidates: Candidates, at: NDArray[np.int64], table: SocialReturnTable) -> None:
        self._candidates, self._at, self._table = candidates, at, table
        self._known: dict[str, NDArray[np.bool_]] = {}

    def line(self, row: SocialReturnRow) -> NDArray[np.bool_]:
        if row.block not in self._known:
            by_work = np.zeros(self._candidates.market.n_vacancies, bool)
            for kind, has_it in self._candidates.terms().items():
                if policy.work_fits(self._table, row, kind):
                    by_work |= has_it
            settings = self._candidates.settings
            by_person = self._candidates.within(
                f"line {row.table_id} {row.block}",
                lambda facts: policy.fit_period(row, facts, settings=settings),
                self._at,
                among=policy.grounds_of_line(row, settings=settings),
            )
            self._known[row.block] = by_person & by_work[self._candidates.vacancy[self._at]]
        return self._known[row.block]

    def doubt(self) -> NDArray[np.bool_]:
        table = self._table
        return self._candidates.within(
            f"doubt of duration {table.id}",
            lambda facts: policy.doubt_of_duration(table, facts),
            self._at,
        )


class _Months:
    """Counted months of candidates; jobs of the same days are counted once."""

    def __init__(
        self, candidates: Candidates, at: NDArray[np.int64], rules: ValueRules, part: ClaimPart
    ) -> None:
        self._settings = candidates.settings
        dates = np.stack([candidates.start[at].astype(np.int64), candidates.end[at].astype(np.int64)])
        pairs, of_pair = np.unique(dates, axis=1, return_inverse=True)
        self._of_pair = of_pair.ravel()
        term = rules.start, rules.end
        claimed = part.first or date.min, part.last or date.max
        before = candidates.market.contracts[part.after].start if part.after >= 0 else None
        self._jobs: list[tuple[Fraction, Fraction | None]] = []
        for first, last in pairs.T.tolist():
            job = _date(first), None if last == _NAT else _date(last)
            used = None
            if before is not None:
                used = policy.months_between(
                    max(job[0], before), max(claimed[0], term[0]) - timedelta(days=1)
                )
            self._jobs.append((policy.counted_months(job, term, claimed=claimed), used))

    def of(
        self, block: SocialReturnRow, mine: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numerator and denominator of the months of some of the candidates on a line."""
        counted = [
            min(months, policy.months_left(block, used, self._settings)) for months, used in self._jobs
        ]
        above = np.array([months.numerator for months in counted], np.int64)
        below = np.array([months.denominator for months in counted], np.int64)
        return above[self._of_pair[mine]], below[self._of_pair[mine]]


_NAT = int(np.iinfo(np.int64).min)


def _date(day: int) -> date:
    return date.fromordinal(day + date(1970, 1, 1).toordinal())


def _cents(
    row: SocialReturnRow,
    hours: NDArray[np.int64],
    months: tuple[NDArray[np.int64], NDArray[np.int64]],
    settings: policy.PolicySettings,
) -> NDArray[np.int64]:
    """Value of one line in whole cents, a half up: every factor is a fraction of whole numbers."""
    formula = policy.unit_formula(row)
    above = np.full(len(hours), row.value_cents, np.int64)
    below = np.ones(len(hours), np.int64)
    if formula.by_hours:
        most = settings.hours_share_max
        full_time = policy.full_time_hours(row, settings)
        above *= np.minimum(hours * most.denominator, most.numerator * full_time)
        below *= most.denominator * full_time
    if formula.months:
        above *= months[0]
        below *= months[1] * formula.months
    return (2 * above + below) // (2 * below)
