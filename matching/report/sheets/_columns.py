"""Columns that more than one sheet has: of vacancies, of people at them, of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from matching.report._book import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.plan import Decision
    from matching.report._book import Cell
    from matching.report._content import Content, VacancyPart
    from matching.report._people import Person

T = TypeVar("T")


class Line(NamedTuple):
    """A person at a vacancy."""

    part: VacancyPart
    person: Person


def vacancy(content: Content) -> tuple[Column[VacancyPart], ...]:
    """Id, title, employer and place of a vacancy."""
    return (
        Column("vacancy", lambda part: part.record.id, width=11),
        Column("function", lambda part: part.title, width=30),
        Column("employer", lambda part: content.employer_names.get(part.record.employer or ""), width=26),
        Column("municipality", lambda part: part.place, width=16),
    )


PERSON: tuple[Column[Person], ...] = (
    Column("jobseeker", lambda person: person.jobseeker, width=12),
    Column("wanted", lambda person: person.title, width=28),
)
CONTACT: Column[Person] = Column("contact", lambda person: person.contact, width=24)
JUDGED: tuple[Column[Person], ...] = (
    Column("score", lambda person: person.score, "score", 8),
    Column("known", lambda person: person.coverage, "share", 8),
)
SIDES: tuple[Column[Person], ...] = (
    Column("jobseeker_score", lambda person: person.jobseeker_score, "score", 10),
    Column("vacancy_score", lambda person: person.vacancy_score, "score", 10),
)
TRAVEL: tuple[Column[Person], ...] = (
    Column("travel_minutes", lambda person: person.minutes, "number", 10),
    Column("transport", lambda person: person.journey if person.asks_transport else None, width=24),
)
PLANNED: tuple[Column[Person], ...] = (
    *TRAVEL,
    Column("hours_per_week", lambda person: person.hours, "number", 10),
    Column("start", lambda person: person.start, "day", 11),
    Column("end", lambda person: person.end, "day", 11),
)
REASONS: tuple[Column[Person], ...] = (
    Column("reason_for_1", lambda person: (*person.pros, None)[0], width=34),
    Column("reason_for_2", lambda person: (*person.pros, None, None)[1], width=34),
    Column("reason_against", lambda person: person.con, width=34),
)


def pairs(content: Content, *columns: Column[Person]) -> tuple[Column[Line], ...]:
    """Columns of a vacancy, then those of a person at it."""
    return (
        *(column.of(lambda line: line.part) for column in vacancy(content)),
        *(column.of(lambda line: line.person) for column in columns),
    )


def decision(content: Content, find: Callable[[T], Decision | None]) -> tuple[Column[T], ...]:
    """Columns to decide in; what was decided before is there, of which an employer sees no more than that."""
    say, for_matcher = content.words, content.view == "matcher"

    def told(value: Callable[[Decision], Cell]) -> Callable[[T], Cell]:
        return lambda thing: None if (found := find(thing)) is None else value(found)

    def kept(value: Callable[[Decision], Cell]) -> Callable[[T], Cell]:
        return told(lambda found: value(found) if for_matcher else None)

    words = {"accepted": say("decision_accept"), "rejected": say("decision_reject")}
    return (
        Column("decision", told(lambda found: words[found.decided]), "choice", 12),
        Column("decided_by", kept(lambda found: found.by), "input", 14),
        Column("decided_on", kept(lambda found: found.on), "input_day", 12),
        Column("decided_because", kept(lambda found: found.reason), "input", 30),
    )
