"""Proposals, with room to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet
from matching.report.sheets._columns import (
    CONTACT,
    JUDGED,
    PERSON,
    PLANNED,
    REASONS,
    SIDES,
    Line,
    decision,
    pairs,
)

if TYPE_CHECKING:
    from matching.plan import Decision
    from matching.report._content import Content
    from matching.report._people import Person


def proposals(content: Content) -> Sheet:
    """Give every proposal a row; an employer reads what belongs to the work."""
    say, is_matcher = content.words, content.view == "matcher"
    with_second = content.plan.settings.second_jobs
    outside = say("from_outside")

    def for_matcher(*columns: Column[Person]) -> tuple[Column[Person], ...]:
        return columns if is_matcher else ()

    def decided(line: Line) -> Decision | None:
        return content.decisions.get((line.person.jobseeker, line.person.vacancy))

    columns = pairs(
        content,
        Column("rank", lambda person: person.rank, "number", 7),
        *(for_matcher(Column("second_job_beside", lambda person: person.elsewhere)) if with_second else ()),
        *PERSON,
        *for_matcher(CONTACT, Column("residence", lambda p: outside if p.from_outside else None, width=16)),
        *JUDGED,
        *for_matcher(*SIDES),
        *PLANNED,
        *for_matcher(Column("contract", lambda person: person.contract)),
        *REASONS,
    )
    lines = [Line(part, person) for part in content.vacancies for person in part.proposed]
    return Sheet.of("sheet_proposals", (*columns, *decision(content, decided)), lines)
