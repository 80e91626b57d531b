"""Which lines of a social-return table fit a person on the day that a job starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.policy._groups import age_period, any_period, grounds_of, group_period, spells, stated_period
from matching.policy._months import add_months
from matching.policy._periods import ALWAYS, Period, holds, intersect, union
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
        ``hired_after_internship``, ``learning_place``, ``left_school`` or ``ips``: no record has a field for
        them.
    """

    contract_kind: ContractKind | None = None
    permanent: bool | None = None
    training_level: int | None = None
    requirements: frozenset[str] = frozenset()

    @classmethod
    def of(cls, vacancy: Vacancy) -> WorkTerms:
        """Terms of a vacancy, with two of its further facts.

        ``mbo_level``, a whole number, is the level of the training; ``learning_place``, true or false, says
        whether it is a learning place for somebody of PRO or VSO.

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
            requirements=frozenset(
                {"learning_place"} if vacancy.further.get("learning_place") is True else ()
            ),
        )


LEVELS = (1, 2, 3, 4)
"""Levels of an mbo training."""

HIRE = WorkTerms()
"""A hire of which nothing more is known."""


def blocks_for(
    table: SocialReturnTable,
    protected: ProtectedFacts,
    on: date,
    *,
    terms: WorkTerms = HIRE,
    settings: PolicySettings = DEFAULTS,
) -> tuple[SocialReturnRow, ...]:
    """Lines that a person's work may be valued by: those that fit on the day the job starts.

    The one that gives most counts, see `placement_value`: that takes the months too. Lines are chosen by what
    each of them asks, not by an order of groups: in one table a Wajong benefit is worth half of bijstand with
    an entry in the register. What is not known does not fit, but for a level of training that makes no
    difference, see `any_level`. An internship (BOL) fits lines for internships
    only, a work-experience place lines for trial placements only.

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
    tuple
        The lines, in the order of `by_worth`.

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
    >>> [blocks_for(leiden, person, day)[0].value_cents for person in (wajong, bijstand)]
    [2500000, 5000000]
    """
    return tuple(row for row in by_worth(table) if fits(table, row, protected, on, terms, settings))


def by_worth(table: SocialReturnTable) -> tuple[SocialReturnRow, ...]:
    """Lines that value work, the most a year first, then the most months; the first of equals counts."""
    return tuple(
        sorted((row for row in table.rows if row.kind in ("block", "trial")), key=_worth, reverse=True)
    )


def _worth(row: SocialReturnRow) -> tuple[int, float]:
    return row.value_cents or 0, inf if row.max_months is None else row.max_months


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
        row for row in table.rows if row.kind == "bonus" and fits(table, row, protected, on, terms, settings)
    )


def fits(
    table: SocialReturnTable,
    row: SocialReturnRow,
    protected: ProtectedFacts,
    on: date,
    terms: WorkTerms,
    settings: PolicySettings,
) -> bool:
    """Whether everything that a line of a table asks is known to hold on a date."""
    return work_fits(table, row, terms) and holds(fit_period(row, protected, settings=settings), on)


@cache
def any_level(table: SocialReturnTable) -> frozenset[str]:
    """Name the lines that value a training alike whatever its level, so that it need not be known.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.registers import social_return_table
    >>> sorted(any_level(social_return_table("utrecht", date(2026, 3, 1))))
    ['bbl_2_4', 'pro_vso_entree_bbl']
    """
    alike: dict[SocialReturnRow, list[SocialReturnRow]] = {}
    for row in table.rows:
        if row.level_min is not None or row.level_max is not None:
            rest = replace(row, block="", condition="", source="", level_min=None, level_max=None)
            alike.setdefault(rest, []).append(row)
    return frozenset(
        row.block
        for rows in alike.values()
        if all(any(_has_level(row, level) for row in rows) for level in LEVELS)
        for row in rows
    )


def _has_level(row: SocialReturnRow, level: int) -> bool:
    return (row.level_min or 0) <= level <= (row.level_max or max(LEVELS))


def work_fits(table: SocialReturnTable, row: SocialReturnRow, terms: WorkTerms) -> bool:
    """Whether everything that a line of a table asks of the work is known to hold."""
    if row.kind != "bonus" and not _is_for(row, terms):
        return False
    if row.target_group in (ContractKind.BBL, ContractKind.BOL) and terms.contract_kind != row.target_group:
        return False
    level = terms.training_level
    if (row.level_min, row.level_max) != (None, None) and not (
        row.block in any_level(table) if level is None else _has_level(row, level)
    ):
        return False
    match row.requirement:
        case "permanent_contract":
            return terms.permanent is True
        case "hired_after_internship" | "ips" | "learning_place" | "left_school":
            return row.requirement in terms.requirements
        case _:
            return True


def fit_period(
    row: SocialReturnRow, protected: ProtectedFacts, *, settings: PolicySettings = DEFAULTS
) -> tuple[Period, ...]:
    """When everything that a line asks of the person is known to hold.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> table = social_return_table("oost_nederland", date(2026, 3, 1))
    >>> long_ww = next(row for row in table.rows if row.block == "ww_ge1")
    >>> fit_period(long_ww, ProtectedFacts(benefit="ww", benefit_since=date(2025, 5, 1)))
    ((datetime.date(2026, 5, 1), None),)
    """
    periods = _group_period(row, protected, settings)
    if not periods:
        return ()
    if row.benefit_months_min is not None or row.benefit_months_max is not None:
        periods = intersect(periods, _duration_period(row, protected))
    if row.age_min is not None:
        periods = intersect(periods, age_period(protected, row.age_min))
    return intersect(periods, _requirement_period(row, protected, settings))


def grounds_of_line(
    row: SocialReturnRow, *, settings: PolicySettings = DEFAULTS
) -> frozenset[TargetGroup] | None:
    """Name the groups of which one must be stated for a line to fit; ``None`` where none is needed.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.registers import social_return_table
    >>> table = social_return_table("hilversum", date(2026, 3, 1))
    >>> {row.block: grounds_of_line(row) for row in table.rows if row.block in ("wajong", "bbl")}
    {'wajong': frozenset({<TargetGroup.WAJONG: 'wajong'>}), 'bbl': None}
    """
    if row.target_group in ("*", ContractKind.BBL, ContractKind.BOL):
        facts = {
            "register": settings.register_facts,
            "disability": settings.disability_facts,
            "statushouder_or_language_deficit": settings.language_facts,
        }
        return facts.get(row.requirement or "")
    if row.target_group == TargetGroup.BANENAFSPRAAK:
        return settings.register_facts
    return grounds_of(row.target_group, settings=settings)


def doubt_of_duration(table: SocialReturnTable, protected: ProtectedFacts) -> tuple[Period, ...]:
    """When a line might fit if the first day of a benefit, which is not known, were known.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import ProtectedFacts
    >>> from matching.registers import social_return_table
    >>> table = social_return_table("oost_nederland", date(2026, 3, 1))
    >>> doubt_of_duration(table, ProtectedFacts(benefit="ww"))
    ((None, None),)
    """
    return union(
        period
        for row in table.rows
        if row.benefit_months_min is not None or row.benefit_months_max is not None
        for since, period in spells(protected, TargetGroup(row.target_group))
        if since is None
    )


def _is_for(row: SocialReturnRow, terms: WorkTerms) -> bool:
    """Whether a line values this kind of work at all."""
    if terms.contract_kind == ContractKind.WORK_EXPERIENCE:
        return row.kind == "trial"
    if row.requirement == "learning_place":
        return row.kind == "block"
    is_internship = row.target_group == "bol" or row.requirement == "internship"
    return row.kind == "block" and is_internship == (terms.contract_kind == ContractKind.BOL)


def _group_period(
    row: SocialReturnRow, protected: ProtectedFacts, settings: PolicySettings
) -> tuple[Period, ...]:
    group = row.target_group
    if group in ("*", ContractKind.BBL, ContractKind.BOL):
        return ALWAYS
    try:
        known = TargetGroup(group)
    except ValueError as error:
        msg = f"table {row.table_id}, line {row.block}: there is no target group {group!r}."
        raise RuleError(msg) from error
    if known is TargetGroup.BANENAFSPRAAK:
        return any_period(protected, settings.register_facts)
    if known in (TargetGroup.JONGERE, TargetGroup.VIJFTIGPLUS):
        return group_period(protected, known, settings=settings)
    return stated_period(protected, known)


def _duration_period(row: SocialReturnRow, protected: ProtectedFacts) -> tuple[Period, ...]:
    """When the months on the benefit are within those of the line."""
    months_max = row.benefit_months_max
    return union(
        within
        for since, period in spells(protected, TargetGroup(row.target_group))
        if since is not None
        for within in intersect(
            [period],
            [
                (
                    add_months(since, row.benefit_months_min or 0),
                    None if months_max is None else add_months(since, months_max),
                )
            ],
        )
    )


def _requirement_period(
    row: SocialReturnRow, protected: ProtectedFacts, settings: PolicySettings
) -> tuple[Period, ...]:
    """When the person meets the further requirement; those of the work are for `work_fits`."""
    match row.requirement:
        case "register":
            return any_period(protected, settings.register_facts)
        case "disability":
            return any_period(protected, settings.disability_facts)
        case "statushouder_or_language_deficit":
            return any_period(protected, settings.language_facts)
        case "no_startkwalificatie":
            return stated_period(protected, TargetGroup.NO_STARTKWALIFICATIE)
        case _:
            return ALWAYS
