"""Decisions on pairs that the other sheets do not show, so that the next run still knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet
from matching.report.sheets._columns import decision

if TYPE_CHECKING:
    from matching.plan import Decision
    from matching.report._content import Content


def earlier_decisions(content: Content) -> Sheet | None:
    """Give every such decision a row, by jobseeker and vacancy."""
    shown = {(person.jobseeker, person.vacancy) for part in content.vacancies for person in part.proposed}
    kept = [found for pair, found in sorted(content.decisions.items()) if pair not in shown]
    given = decision(content, _itself)
    columns: tuple[Column[Decision], ...] = (
        Column("vacancy", lambda found: found.vacancy, width=11),
        Column("jobseeker", lambda found: found.jobseeker),
        *given,
    )
    return Sheet.of("sheet_decisions", columns, kept) if kept else None


def _itself(found: Decision) -> Decision:
    return found
