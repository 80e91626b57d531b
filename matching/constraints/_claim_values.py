"""What many candidates are worth on one contract: `policy.placement_value` in columns, in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matching import policy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates
    from matching.records import Contract
    from matching.registers import SocialReturnRow, SocialReturnTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRules:
    """Everything that the value on one contract follows from, once it is known to be complete.

    Parameters
    ----------
    contract, position
        The contract and its place in the market.
    start, end
        First and last day of the contract.
    table
        Table in force.
    hire_before_months
        Months before the contract in which a hire counts; ``None`` for the default of the settings.
    owed_cents
        What is still owed.
    """

    contract: Contract
    position: int
    start: date
    end: date
    table: SocialReturnTable
    hire_before_months: int | None
    owed_cents: int


def claim_values(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Cents of each candidate ``at``, and whether it might be worth more if a fact were known.

    Cost is linear; the table is read once for each jobseeker, start and kind of work.
    """
    settings = candidates.settings
    window = settings.hire_before_months if rules.hire_before_months is None else rules.hire_before_months
    hours = candidates.hours_min[at].astype(np.int64)
    is_late_enough = candidates.start[at] >= np.datetime64(policy.add_months(rules.start, -window), "D")
    lines, line_of, waits = _choose_lines(candidates, at, rules)
    cents = np.zeros(len(at), np.int64)
    overlap = np.zeros(len(at), bool)
    for number, (block, bonuses) in enumerate(lines):
        mine = np.flatnonzero(line_of == number)
        months = _months(candidates, at[mine], rules, block.max_months if block else None)
        overlap[mine] = months[0] > 0
        if block is not None:
            for row in (block, *bonuses):
                cents[mine] += _cents(row, hours[mine], months, settings)
    counts = overlap & is_late_enough
    unknown = counts & (((hours == 0) & (candidates.hours_max[at] > 0)) | waits)
    return np.where(counts & (hours > 0), cents, 0), unknown


_Lines = tuple["SocialReturnRow | None", tuple["SocialReturnRow", ...]]


def _choose_lines(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules
) -> tuple[list[_Lines], NDArray[np.int64], NDArray[np.bool_]]:
    """Choose the lines: the sets that occur, the set of each candidate, and who waits for a duration."""
    market, settings = candidates.market, candidates.settings
    terms = [policy.WorkTerms.of(vacancy) for vacancy in market.records.vacancies]
    kinds = {term: code for code, term in enumerate(dict.fromkeys(terms))}
    kind_of = np.array([kinds[term] for term in terms], np.int64)
    key = np.stack(
        [
            candidates.jobseeker[at].astype(np.int64),
            candidates.start[at].astype(np.int64),
            kind_of[candidates.vacancy[at]],
        ]
    )
    keys, of_key = np.unique(key, axis=1, return_inverse=True)
    by_code = list(kinds)
    sets: dict[_Lines, int] = {}
    chosen = np.zeros(keys.shape[1], np.int64)
    waits = np.zeros(keys.shape[1], bool)
    for nth, (person, day, code) in enumerate(keys.T.tolist()):
        facts, on, term = market.protected.facts[person], _date(day), by_code[code]
        block = policy.block_for(rules.table, facts, on, terms=term, settings=settings)
        bonuses: tuple[SocialReturnRow, ...] = ()
        if block is None:
            waits[nth] = policy.waits_for_duration(rules.table, facts, on)
        else:
            bonuses = policy.bonuses_for(rules.table, facts, on, terms=term, settings=settings)
        chosen[nth] = sets.setdefault((block, bonuses), len(sets))
    return list(sets), chosen[of_key.ravel()], waits[of_key.ravel()]


def _months(
    candidates: Candidates, at: NDArray[np.int64], rules: ValueRules, max_months: int | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numerator and denominator of the counted months of each candidate."""
    dates = np.stack([candidates.start[at].astype(np.int64), candidates.end[at].astype(np.int64)])
    pairs, of_pair = np.unique(dates, axis=1, return_inverse=True)
    counted = [
        policy.counted_months(
            (_date(first), None if last == _NAT else _date(last)),
            (rules.start, rules.end),
            max_months=max_months,
        )
        for first, last in pairs.T.tolist()
    ]
    above = np.array([months.numerator for months in counted], np.int64)
    below = np.array([months.denominator for months in counted], np.int64)
    return above[of_pair.ravel()], below[of_pair.ravel()]


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
