"""Who has no placement, and which openings are left, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matching.report._book import Column, Sheet
from matching.report._lines import Leftover, said
from matching.report._reasons import contact_of, wanted_title
from matching.report.sheets._columns import vacancy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.plan import Unmatched
    from matching.report._content import Content


class _Left(NamedTuple):
    """Somebody or something left over, by the group of its reason."""

    group: Leftover
    entry: Unmatched


def people_left(content: Content) -> Sheet:
    """Give everybody without a placement a row."""
    say = content.words
    people = {record.id: record for record in content.plan.market.records.jobseekers}
    columns: tuple[Column[_Left], ...] = (
        Column("jobseeker", lambda left: left.entry.id),
        Column("wanted", lambda left: wanted_title(people[left.entry.id], say), width=28),
        Column("contact", lambda left: contact_of(people[left.entry.id]), width=24),
        *_reason(content),
    )
    return Sheet.of("people_left", columns, _entries(content.people_left))


def openings_left(content: Content) -> Sheet:
    """Give every vacancy with openings left a row."""
    parts = {part.record.id: part for part in content.vacancies}
    columns: tuple[Column[_Left], ...] = (
        *(column.of(lambda left: parts[left.entry.id]) for column in vacancy(content)),
        Column("openings", lambda left: left.entry.openings, "number", 9),
        *_reason(content),
    )
    return Sheet.of("openings_left", columns, _entries(content.openings_left))


def _reason(content: Content) -> tuple[Column[_Left], ...]:
    say = content.words
    return (
        Column("group_of_reason", lambda left: left.group.heading(say), width=40),
        Column("best", lambda left: left.entry.best, "score", 10),
        Column("reason", lambda left: said(left.entry, say), "wrap", 70),
    )


def _entries(groups: Iterable[Leftover]) -> list[_Left]:
    return [_Left(group, entry) for group in groups for entry in group.entries]
