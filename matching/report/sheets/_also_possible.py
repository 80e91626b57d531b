"""Who else is possible for a vacancy, with room to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column, Sheet
from matching.report.sheets._columns import (
    CONTACT,
    JUDGED,
    PERSON,
    REASONS,
    SIDES,
    TRAVEL,
    Line,
    decision,
    pairs,
)

if TYPE_CHECKING:
    from matching.report._content import Content


def also_possible(content: Content) -> Sheet:
    """Give everybody who scores high enough and is not proposed there a row."""
    columns = pairs(
        content,
        *PERSON,
        CONTACT,
        Column("elsewhere", lambda person: person.elsewhere),
        *JUDGED,
        *SIDES,
        *TRAVEL,
        *REASONS,
    )
    lines = [Line(part, person) for part in content.vacancies for person in part.further]
    return Sheet.of("also_possible_sheet", (*columns, *decision(content, lambda line: None)), lines)
