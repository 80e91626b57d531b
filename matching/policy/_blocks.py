"""Which lines of a social-return table fit a person on the day that a job starts."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.policy._groups import has_any, in_group, is_at_least, member_since
from matching.policy._months import add_months
from matching.policy._settings import DEFAULTS
from matching.records import ContractKind, TargetGroup

if TYPE_CHECKING:
    from datetime import date

    from matching.policy._settings import PolicySettings
    from matching.records import ProtectedFacts, Vacancy
    from matching.registers import SocialReturnRow, SocialReturnTable


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTerms:
    """What the work itself adds to the choice of a line; everything may be unknown.

    Parameters
    ----------
    contract_kind
        Kind of agreement; unknown counts as a hire.
    permanent
        Whether the contract is permanent.
    training_level
        Level of the mbo training, 1 to 4.
    requirements
        Further requirements of `registers.SocialReturnRow` that are known to hold, such as
        ``hired_after_internship``, ``left_school`` or ``ips``: no record has a field for them.
    """

    contract_kind: ContractKind | None = None
    permanent: bool | None = None
    training_level: int | None = None
    requirements: frozenset[str] = frozenset()

    @classmethod
    def of(cls, vacancy: Vacancy) -> WorkTerms:
        """Terms of a vacancy; the level of the training is its further fact ``mbo_level``, a whole number.

        Examples
        --------
        >>> from matching.records import Vacancy
        >>> WorkTerms.of(Vacancy(id="V-1", contract_kind="bbl", further={"mbo_level": 2})).training_level
        2
        """
        level = vacancy.further.get("mbo_level")
        return cls(
            contract_kind=vacancy.contract_kind,
            permanent=vacancy.permanent,
            training_level=level if isinstance(level, int) and not isinstance(level, bool) else None,
        )


HIRE = WorkTerms()
"""A hire of which nothing more is known."""


def block_for(
    table: SocialReturnTable,
    protected: ProtectedFacts,
    on: date,
    *,
    terms: WorkTerms = HIRE,
    settings: PolicySettings = DEFAULTS,
) -> SocialReturnRow | None:
    """Line that a person's work is valued by: the highest of those that fit on the day the job starts.

    Lines are chosen by what each of them asks, not by an order of groups: in one table a Wajong benefit is
    worth half of bijstand with an entry in the register. What is not known does not fit. An internship
    (BOL) fits lines for internships only, a work-experience place lines for trial placements only. Of equal
    lines the one that counts for more months is taken, then the first of the table.

    Parameters
    ----------
    table
        The table, valid on the date that the caller chose.
    protected
        Protected facts of the person.
    on
        Day that the job starts.
    terms
        What is known of the work.

    Returns
    -------
    SocialReturnRow or None
        ``None`` when no line fits.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts, TargetGroupFact
    >>> from matching.registers import social_return_table
    >>> day = date(2026, 3, 1)
    >>> leiden = social_return_table("leiden", day)
    >>> register = TargetGroupFact(group="banenafspraak")
    >>> wajong = ProtectedFacts(benefit="wajong", target_groups=(register,))
    >>> bijstand = ProtectedFacts(benefit="bijstand", target_groups=(register,))
    >>> [block_for(leiden, person, day).value_cents for person in (wajong, bijstand)]
    [2500000, 5000000]
    """
    fitting = [row for row in table.rows if _is_for(row, terms) and fits(row, protected, on, terms, settings)]
    return max(fitting, key=_worth, default=None)  # the first of equals


def _worth(row: SocialReturnRow) -> tuple[int, float]:
    return row.value_cents or 0, inf if row.max_months is None else row.max_months


def waits_for_duration(table: SocialReturnTable, protected: ProtectedFacts, on: date) -> bool:
    """Whether a line might fit if the first day of a benefit, which is not known, were known.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> day = date(2026, 3, 1)
    >>> waits_for_duration(social_return_table("oost_nederland", day), ProtectedFacts(benefit="ww"), day)
    True
    """
    return any(
        has_any(protected, [group], on) and member_since(protected, group, on) is None
        for group in {
            TargetGroup(row.target_group)
            for row in table.rows
            if row.benefit_months_min is not None or row.benefit_months_max is not None
        }
    )


def bonuses_for(
    table: SocialReturnTable,
    protected: ProtectedFacts,
    on: date,
    *,
    terms: WorkTerms = HIRE,
    settings: PolicySettings = DEFAULTS,
) -> tuple[SocialReturnRow, ...]:
    """Bonuses of a table that fit on the day that the job starts; unlike blocks they add up."""
    return tuple(
        row for row in table.rows if row.kind == "bonus" and fits(row, protected, on, terms, settings)
    )


def fits(
    row: SocialReturnRow, protected: ProtectedFacts, on: date, terms: WorkTerms, settings: PolicySettings
) -> bool:
    """Whether everything that a line asks is known to hold on a date."""
    return (
        _group_fits(row, protected, on, terms, settings)
        and _duration_fits(row, protected, on)
        and _level_fits(row, terms)
        and (row.age_min is None or is_at_least(protected, row.age_min, on))
        and (row.requirement is None or _requirement_holds(row.requirement, protected, on, terms, settings))
    )


def _is_for(row: SocialReturnRow, terms: WorkTerms) -> bool:
    """Whether a line values this kind of work at all."""
    if terms.contract_kind is ContractKind.WORK_EXPERIENCE:
        return row.kind == "trial"
    is_internship = row.target_group == "bol" or row.requirement == "internship"
    return row.kind == "block" and is_internship == (terms.contract_kind is ContractKind.BOL)


def _group_fits(
    row: SocialReturnRow, protected: ProtectedFacts, on: date, terms: WorkTerms, settings: PolicySettings
) -> bool:
    group = row.target_group
    if group == "*":
        return True
    if group in (ContractKind.BBL, ContractKind.BOL):
        return terms.contract_kind == group
    if group not in list(TargetGroup):
        msg = f"table {row.table_id}, line {row.block}: there is no target group {group!r}."
        raise RuleError(msg)
    known = TargetGroup(group)
    if known is TargetGroup.BANENAFSPRAAK:
        return has_any(protected, settings.register_facts, on)
    if known in (TargetGroup.JONGERE, TargetGroup.VIJFTIGPLUS):
        return in_group(protected, known, on, settings=settings) is True
    return has_any(protected, [known], on)


def _duration_fits(row: SocialReturnRow, protected: ProtectedFacts, on: date) -> bool:
    if row.benefit_months_min is None and row.benefit_months_max is None:
        return True
    since = member_since(protected, TargetGroup(row.target_group), on)
    if since is None:
        return False
    after = row.benefit_months_min is None or add_months(since, row.benefit_months_min) <= on
    return after and (row.benefit_months_max is None or on < add_months(since, row.benefit_months_max))


def _level_fits(row: SocialReturnRow, terms: WorkTerms) -> bool:
    if row.level_min is None and row.level_max is None:
        return True
    level = terms.training_level
    return level is not None and (row.level_min or 0) <= level <= (row.level_max or level)


def _requirement_holds(
    requirement: str, protected: ProtectedFacts, on: date, terms: WorkTerms, settings: PolicySettings
) -> bool:
    match requirement:
        case "register":
            return has_any(protected, settings.register_facts, on)
        case "disability":
            return has_any(protected, settings.disability_facts, on)
        case "statushouder_or_language_deficit":
            return has_any(protected, settings.language_facts, on)
        case "no_startkwalificatie":
            return has_any(protected, [TargetGroup.NO_STARTKWALIFICATIE], on)
        case "permanent_contract":
            return terms.permanent is True
        case "internship":
            return terms.contract_kind is ContractKind.BOL
        case _:
            return requirement in terms.requirements
