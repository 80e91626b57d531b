"""What a placement is worth on a contract, to the cent, with the line of the table behind each euro."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RuleError
from matching.policy._blocks import HIRE, WorkTerms, blocks_for, bonuses_for
from matching.policy._months import add_months, counted_months
from matching.policy._obligation import round_cents
from matching.policy._settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.policy._placement import PlannedPlacement
    from matching.policy._settings import PolicySettings
    from matching.records import Contract, ProtectedFacts
    from matching.registers import SocialReturnRow, SocialReturnTable

ONE = Fraction(1)
UNLIMITED_MONTHS = 12_000
"""More months than any contract lasts."""

NoValue = Literal["hired_too_early", "no_overlap", "no_hours", "no_block", "months_used_up"]
"""Why a placement is worth nothing on a contract."""


@dataclass(frozen=True, slots=True)
class UnitFormula:
    """How a line of one unit becomes cents: its value times the factors that apply.

    Parameters
    ----------
    by_hours
        Times the share of a full-time week.
    months
        Counted months that the value is for: 12 a year, 1 a month; 0 for a lump sum.
    """

    by_hours: bool
    months: int


UNIT_FORMULAS: Mapping[str, UnitFormula] = {
    "eur_per_fte_year": UnitFormula(by_hours=True, months=12),
    "eur_per_learning_year": UnitFormula(by_hours=False, months=12),
    "eur_per_month": UnitFormula(by_hours=False, months=1),
    "eur_bonus": UnitFormula(by_hours=False, months=0),
    "eur_bonus_per_year": UnitFormula(by_hours=False, months=12),
}
"""Formula of each unit that a placement can be valued in; other units value purchases and activities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """Part of the value that one line of the table gives: cents, and the sum that gave them."""

    row: SocialReturnRow
    cents: int
    calculation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementValue:
    """Value of one placement on one contract.

    Parameters
    ----------
    cents
        Sum of the lines.
    lines
        The block, then the bonuses; empty when the placement is worth nothing.
    months
        Months that count.
    open_months
        Further months that count for as long as the wage-cost subsidy lasts, of which the last day is not
        known; they are not in the sum.
    nothing
        Why it is worth nothing; ``None`` when it is worth something.
    """

    cents: int
    lines: tuple[ValueLine, ...]
    months: Fraction
    open_months: Fraction = Fraction(0)
    nothing: NoValue | None = None

    @property
    def block(self) -> SocialReturnRow | None:
        """Line that the work is valued by."""
        return self.lines[0].row if self.lines else None


def placement_value(
    table: SocialReturnTable,
    protected: ProtectedFacts,
    placement: PlannedPlacement,
    contract: Contract,
    *,
    terms: WorkTerms = HIRE,
    hire_before_months: int | None = None,
    claimed: tuple[date, date] | None = None,
    share: Fraction = ONE,
    months_before: Fraction | None = None,
    block: str | None = None,
    settings: PolicySettings = DEFAULTS,
) -> PlacementValue:
    """Value a placement on a contract by a table of social-return values.

    ``value x hours / full time x counted months / 12 + bonuses``. The target group must hold on the day that
    the job starts, and the job may not start longer before the contract than its authority allows. Hours
    count up to a full-time week, and only the hours that are surely planned. Where several blocks fit, the
    one counts that gives most over the days that are claimed. Where the table says so, the days under
    wage-cost subsidy count beyond the most months of a line. Each line is rounded to a cent, a half up, once.

    Parameters
    ----------
    table
        Table in force.
    protected
        Protected facts of the person.
    placement
        Hours and dates.
    contract
        Contract with a first and a last day.
    terms
        What is known of the work.
    hire_before_months
        Months before the contract in which a hire counts; default `PolicySettings.hire_before_months`.
    claimed
        First and last day that are claimed, when it is not the whole placement. The group must still hold
        on the day that the job starts.
    share
        Part of the hours that is claimed, in (0, 1]; lump sums are not cut.
    months_before
        Months of the same placement that were claimed before, on another contract; ``None`` when this is
        its first claim. They use up the most months that a line counts, see
        `PolicySettings.months_max_runs_on`; and lump sums count on the first claim only.
    block
        Name of the one line to value the work by, where it was chosen for more than this claim.

    Raises
    ------
    RuleError
        When the contract has no first or last day, the table has a unit that no placement is valued in, the
        share is out of range or the months before are below 0.

    Examples
    --------
    A person of 57 with bijstand works 24 hours a week for the nine months of a contract.

    >>> from datetime import date
    >>> from matching.policy import PlannedPlacement
    >>> from matching.records import Contract, ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> value = placement_value(
    ...     social_return_table("haaglanden_zhc", date(2026, 1, 1)),
    ...     ProtectedFacts(benefit="bijstand", age=57, age_on=date(2026, 1, 1)),
    ...     PlannedPlacement(hours_min=2400, hours_max=2400, start=date(2026, 1, 1), end=None),
    ...     Contract(id="C-1", start=date(2026, 1, 1), end=date(2026, 9, 30)),
    ... )
    >>> value.cents, [line.calculation for line in value.lines]
    (3000000, ['40000.00 x 24/36 x 9/12', '10000.00'])
    """
    if contract.start is None or contract.end is None:
        msg = f"contract {contract.id}: start and end must be known to value a placement."
        raise RuleError(msg)
    if not 0 < share <= 1 or (months_before is not None and months_before < 0):
        msg = f"contract {contract.id}: share must be in (0, 1] and months_before at least 0, "
        raise RuleError(msg + f"got {share} and {months_before}.")
    window = settings.hire_before_months if hire_before_months is None else hire_before_months
    if placement.start < add_months(contract.start, -window):
        return _nothing("hired_too_early")
    term = contract.start, contract.end
    counted = counted_months((placement.start, placement.end), term, claimed=claimed)
    if not counted:
        return _nothing("no_overlap")
    if not placement.hours_min:
        return _nothing("no_hours")
    fitting = blocks_for(table, protected, placement.start, terms=terms, settings=settings)
    blocks = [row for row in fitting if block in (None, row.block)]
    if not blocks:
        return _nothing("no_block")
    bonuses = bonuses_for(table, protected, placement.start, terms=terms, settings=settings)
    lasting = tuple(row for row in bonuses if months_before is None or unit_formula(row).months)
    values = []
    for row in blocks:
        under_lks = _months_under_lks(row, placement, term, claimed)
        months = max(under_lks, min(counted, months_left(row, months_before, settings)))
        if months:
            lines = tuple(
                _line(part, placement.hours_min, months, share, settings) for part in (row, *lasting)
            )
            cents = sum(line.cents for line in lines)
            more = counted - months if may_run_with_lks(row, protected, placement) else Fraction(0)
            values.append(PlacementValue(cents=cents, lines=lines, months=months, open_months=more))
    if values:
        return max(values, key=lambda value: value.cents)
    runs_on = any(may_run_with_lks(row, protected, placement) for row in blocks)
    return replace(_nothing("months_used_up"), open_months=counted if runs_on else Fraction(0))


def _months_under_lks(
    row: SocialReturnRow,
    placement: PlannedPlacement,
    term: tuple[date, date],
    claimed: tuple[date, date] | None,
) -> Fraction:
    """Months of a claim that count because a wage-cost subsidy lasts, whatever the maximum of the line."""
    if not row.runs_with_lks or placement.lks_end is None:
        return Fraction(0)
    last = min(placement.lks_end, placement.end or placement.lks_end)
    return counted_months((placement.start, last), term, claimed=claimed)


def months_left(row: SocialReturnRow, months_before: Fraction | None, settings: PolicySettings) -> Fraction:
    """Most months that a line still counts after others of the same placement were claimed.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.registers import social_return_table
    >>> table = social_return_table("haaglanden_zhc", date(2026, 3, 1))
    >>> ww = next(row for row in table.rows if row.target_group == "ww")
    >>> months_left(ww, Fraction(7, 2), DEFAULTS)
    Fraction(17, 2)
    """
    if row.max_months is None:
        return Fraction(UNLIMITED_MONTHS)
    used = months_before if months_before is not None and settings.months_max_runs_on else Fraction(0)
    return max(Fraction(0), row.max_months - used)


def may_run_with_lks(row: SocialReturnRow, protected: ProtectedFacts, placement: PlannedPlacement) -> bool:
    """Whether months beyond those that a line counts depend on a wage-cost subsidy of unknown length.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.policy import PlannedPlacement
    >>> from matching.records import ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> table = social_return_table("haaglanden_zhc", date(2026, 3, 1))
    >>> job = PlannedPlacement(hours_min=3600, hours_max=3600, start=date(2026, 1, 1), end=None)
    >>> pw = next(row for row in table.rows if row.block == "pw")
    >>> [may_run_with_lks(pw, ProtectedFacts(wage_value=value), job) for value in (0.6, 1.0, None)]
    [True, False, False]
    """
    wage_value = protected.wage_value
    return row.runs_with_lks and placement.lks_end is None and wage_value is not None and wage_value < 1


def full_time_hours(row: SocialReturnRow, settings: PolicySettings) -> int:
    """Hundredths of an hour of a full-time week by a line, or by the settings where the table is silent."""
    return round(row.fte_hours * 100) if row.fte_hours_stated else settings.fte_hours


def unit_formula(row: SocialReturnRow) -> UnitFormula:
    """Find the formula of a line; `RuleError` when its unit values no placements or it has no value."""
    if row.unit not in UNIT_FORMULAS or row.value_cents is None:
        msg = f"table {row.table_id}, line {row.block}: unit {row.unit} values no placements."
        raise RuleError(msg)
    return UNIT_FORMULAS[row.unit]


def _nothing(reason: NoValue) -> PlacementValue:
    return PlacementValue(cents=0, lines=(), months=Fraction(0), nothing=reason)


def _line(
    row: SocialReturnRow, hours: int, months: Fraction, share: Fraction, settings: PolicySettings
) -> ValueLine:
    formula = unit_formula(row)
    amount = Fraction(row.value_cents or 0)
    text = [f"{float(amount) / 100:.2f}"]
    if formula.by_hours:
        full_time = full_time_hours(row, settings)
        counted = min(Fraction(hours), settings.hours_share_max * full_time)
        amount *= counted / full_time
        text.append(f"{float(counted) / 100:g}/{full_time / 100:g}")
    if share != 1 and (formula.by_hours or formula.months):
        amount *= share
        text.append(f"({share})")
    if formula.months:
        amount *= months / formula.months
        text.append(f"{months}" if months.denominator == 1 else f"({months})")
        text[-1] += f"/{formula.months}" if formula.months > 1 else ""
    return ValueLine(row=row, cents=round_cents(amount), calculation=" x ".join(text))
