"""Social-return tables: what each authority says that a placement is worth, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from matching.exceptions import NotCoveredError
from matching.registers._table import read_rows, to_cents, to_date, to_int, unknown_key

DateCertainty = Literal["exact", "year", "approximate"]
RowKind = Literal["block", "bonus", "purchase", "activity", "cost", "trial"]
Requirement = Literal[
    "disability",
    "hired_after_internship",
    "internship",
    "ips",
    "learning_place",
    "left_school",
    "no_startkwalificatie",
    "permanent_contract",
    "register",
    "statushouder_or_language_deficit",
]
ValueUnit = Literal[
    "cost_made",
    "eur_bonus",
    "eur_bonus_per_year",
    "eur_per_day",
    "eur_per_fte_year",
    "eur_per_hour",
    "eur_per_learning_year",
    "eur_per_month",
    "invoice_excl_vat",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialReturnRow:
    """One line of a social-return table; every condition given must hold, one that is ``None`` is not set.

    A block that the authority gives to several groups, or to several kinds of learning place, is here once
    for each; ``condition`` keeps the words of the source.

    Parameters
    ----------
    table_id, authority
        The table and the authority, or group of authorities, that uses it.
    valid_from, valid_to
        First and last day; ``valid_to`` is ``None`` while the table is in use. Where the source only says
        "before" a year, ``valid_from`` is the first day of that year: from then it surely held.
    date_certainty
        ``exact``, ``year`` or ``approximate``.
    block
        Name of the line, unique in its table.
    target_group
        Group that it is for, ``*`` for any; for purchases and activities the kind of supplier or activity.
    condition
        Further condition in the words of the source, empty when there is none.
    benefit_months_min, benefit_months_max
        Months on the benefit, in ``[min, max)``: exactly two years belongs to the line "from two years".
    level_min, level_max
        Levels of the mbo training, 1 to 4, both included.
    age_min
        Youngest age in whole years.
    requirement
        A fact that must hold besides the group. ``register``: the person is in the doelgroepregister.
    kind
        ``block`` values one person's work and does not add up with other blocks; a ``bonus`` comes on top;
        the others value purchases, activities, costs and trial placements.
    value_cents
        Value in cents per ``unit``; ``None`` where the amount paid counts.
    unit
        What the value is for; ``eur_per_fte_year`` is a year of ``fte_hours`` a week.
    fte_hours
        Hours a week that count as full time; 36 where the table does not say.
    fte_hours_stated
        Whether the table says so.
    max_months
        Months that count at most; ``None`` for no limit.
    max_months_stated
        Whether the table states the limit, or that there is none.
    runs_with_lks
        Whether days under wage-cost subsidy (LKS) count beyond the limit.
    source
        Address of the page.
    """

    table_id: str
    authority: str
    valid_from: date
    valid_to: date | None
    date_certainty: DateCertainty
    block: str
    target_group: str
    condition: str
    benefit_months_min: int | None
    benefit_months_max: int | None
    level_min: int | None
    level_max: int | None
    age_min: int | None
    requirement: Requirement | None
    kind: RowKind
    value_cents: int | None
    unit: ValueUnit
    fte_hours: float
    fte_hours_stated: bool
    max_months: int | None
    max_months_stated: bool
    runs_with_lks: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialReturnTable:
    """The table of one authority.

    Parameters
    ----------
    id, authority
        Name of the table and who uses it.
    rows
        Its lines, in the order of the source.
    valid_from, valid_to, date_certainty
        As in each row.
    sources
        Addresses of the pages.
    """

    id: str
    authority: str
    rows: tuple[SocialReturnRow, ...]
    valid_from: date
    valid_to: date | None
    date_certainty: DateCertainty
    sources: tuple[str, ...]


def _row(cells: dict[str, str]) -> SocialReturnRow:
    return SocialReturnRow(
        table_id=cells["table_id"],
        authority=cells["authority"],
        valid_from=date.fromisoformat(cells["valid_from"]),
        valid_to=to_date(cells["valid_to"]),
        date_certainty=cast("DateCertainty", cells["date_certainty"]),
        block=cells["block"],
        target_group=cells["target_group"],
        condition=cells["condition"],
        benefit_months_min=to_int(cells["benefit_months_min"]),
        benefit_months_max=to_int(cells["benefit_months_max"]),
        level_min=to_int(cells["level_min"]),
        level_max=to_int(cells["level_max"]),
        age_min=to_int(cells["age_min"]),
        requirement=cast("Requirement", cells["requirement"]) if cells["requirement"] else None,
        kind=cast("RowKind", cells["kind"]),
        value_cents=to_cents(cells["value_eur"]),
        unit=cast("ValueUnit", cells["unit"]),
        fte_hours=float(cells["fte_hours"]),
        fte_hours_stated=cells["fte_hours_stated"] == "yes",
        max_months=to_int(cells["max_months"]),
        max_months_stated=cells["max_months_stated"] == "yes",
        runs_with_lks=cells["runs_with_lks"] == "yes",
        source=cells["source"],
    )


@cache
def _tables() -> dict[str, SocialReturnTable]:
    rows: dict[str, list[SocialReturnRow]] = {}
    for cells in read_rows("social_return_tables.csv"):
        rows.setdefault(cells["table_id"], []).append(_row(cells))
    return {
        table_id: SocialReturnTable(
            id=table_id,
            authority=its_rows[0].authority,
            rows=tuple(its_rows),
            valid_from=its_rows[0].valid_from,
            valid_to=its_rows[0].valid_to,
            date_certainty=its_rows[0].date_certainty,
            sources=tuple(sorted({row.source for row in its_rows})),
        )
        for table_id, its_rows in sorted(rows.items())
    }


def social_return_tables() -> tuple[str, ...]:
    """Names of the tables, sorted.

    Examples
    --------
    >>> social_return_tables()[:3]
    ('haaglanden_zhc', 'hilversum', 'leiden')
    """
    return tuple(_tables())


def social_return_table(table_id: str, on: date) -> SocialReturnTable:
    """Table of that name, if it is valid on a date.

    Raises
    ------
    RegisterError
        When there is no such table; names the nearest.
    NotCoveredError
        When it is not valid on that date; says when it is.

    Examples
    --------
    >>> from datetime import date
    >>> table = social_return_table("haaglanden_zhc", date(2026, 3, 1))
    >>> [(row.block, row.value_cents, row.max_months) for row in table.rows if row.target_group == "bijstand"]
    [('pw', 4000000, 24)]
    >>> social_return_table("leiden", date(2020, 1, 1))
    Traceback (most recent call last):
    matching.exceptions.NotCoveredError: table 'leiden' holds from 2023-09-01, not on 2020-01-01.
    """
    table = _tables().get(table_id)
    if table is None:
        raise unknown_key("social-return table", table_id, _tables())
    if on < table.valid_from or (table.valid_to is not None and on > table.valid_to):
        until = f" to {table.valid_to}" if table.valid_to else ""
        doubt = "" if table.date_certainty == "exact" else f" ({table.date_certainty} dates)"
        raise NotCoveredError(f"table {table_id!r} holds from {table.valid_from}{until}{doubt}, not on {on}.")
    return table
