"""The sheets of a workbook: which columns each has and where its cells come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Column
from matching.report._certificate import law_shown, proof, settings_shown
from matching.report._ledger import ledger_lines
from matching.report._lines import place_of, said
from matching.report._more_sheets import changes, groups, instruments, targets
from matching.report._reasons import contact_of, wanted_title

if TYPE_CHECKING:
    from matching.plan import Decision, RowState
    from matching.report._book import Book, Cell
    from matching.report._content import Content, VacancyPart
    from matching.report._people import Person

_DECISION = (
    Column("decision", "input", 12),
    Column("decided_by", "input", 14),
    Column("decided_on", "input_day", 12),
    Column("decided_because", "input", 30),
)
_VACANCY = (
    Column("vacancy", width=11),
    Column("function", width=30),
    Column("employer", width=26),
    Column("municipality", width=16),
)
_REASONS = (
    Column("reason_for_1", width=34),
    Column("reason_for_2", width=34),
    Column("reason_against", width=34),
)
_PLANNED = (
    Column("travel_minutes", "number", 10),
    Column("transport", width=24),
    Column("hours_per_week", "number", 10),
    Column("start", "day", 11),
    Column("end", "day", 11),
)
_SIDES = (Column("jobseeker_score", "score", 10), Column("vacancy_score", "score", 10))
_PERSON = (Column("jobseeker", width=12), Column("wanted", width=28))
_JUDGED = (Column("score", "score", 8), Column("known", "share", 8))
_NOT_DECIDED: tuple[Cell, ...] = (None,) * len(_DECISION)


def write_sheets(book: Book, content: Content) -> None:
    """Write every sheet that a kind of reader gets."""
    _proposals(book, content)
    if content.view == "matcher":
        _also_possible(book, content)
        _earlier_decisions(book, content)
        _promises(book, content)
        _contracts(book, content)
        groups(book, content)
        instruments(book, content)
        targets(book, content)
        changes(book, content)
        _people_left(book, content)
        _openings_left(book, content)
        _findings(book, content)
    _legend(book, content)


def _proposals(book: Book, content: Content) -> None:
    is_matcher = content.view == "matcher"
    with_second = is_matcher and content.plan.settings.second_jobs
    columns = (
        *_VACANCY,
        Column("rank", "number", 7),
        *((Column("second_job_beside", width=12),) if with_second else ()),
        *_PERSON,
        *((Column("contact", width=24), Column("residence", width=16)) if is_matcher else ()),
        *_JUDGED,
        *(_SIDES if is_matcher else ()),
        *_PLANNED,
        *((Column("contract", width=12),) if is_matcher else ()),
        *_REASONS,
        *_DECISION,
    )
    rows = (
        (
            *_vacancy_cells(part, content),
            person.rank,
            *((person.elsewhere,) if with_second else ()),
            *_person_cells(person),
            *((person.contact, _residence(book, person)) if is_matcher else ()),
            person.score,
            person.coverage,
            *((person.jobseeker_score, person.vacancy_score) if is_matcher else ()),
            *_planned_cells(person),
            *((person.contract,) if is_matcher else ()),
            *_reason_cells(person),
            *_decision_cells(book, content, person.jobseeker, person.vacancy),
        )
        for part in content.vacancies
        for person in part.proposed
    )
    sheet, last = book.table("sheet_proposals", columns, rows)
    book.decisions(sheet, last, len(columns) - len(_DECISION))


def _also_possible(book: Book, content: Content) -> None:
    columns = (
        *_VACANCY,
        *_PERSON,
        Column("contact", width=24),
        Column("elsewhere", width=12),
        *_JUDGED,
        *_SIDES,
        *_PLANNED[:2],
        *_REASONS,
        *_DECISION,
    )
    rows = (
        (
            *_vacancy_cells(part, content),
            *_person_cells(person),
            person.contact,
            person.elsewhere,
            person.score,
            person.coverage,
            person.jobseeker_score,
            person.vacancy_score,
            *_planned_cells(person)[:2],
            *_reason_cells(person),
            *_NOT_DECIDED,
        )
        for part in content.vacancies
        for person in part.further
    )
    sheet, last = book.table("also_possible_sheet", columns, rows)
    book.decisions(sheet, last, len(columns) - len(_DECISION))


def _earlier_decisions(book: Book, content: Content) -> None:
    """Decisions on pairs that the other sheets do not show, so that the next run still knows them."""
    shown = {(person.jobseeker, person.vacancy) for part in content.vacancies for person in part.proposed}
    kept = [decision for pair, decision in sorted(content.decisions.items()) if pair not in shown]
    if not kept:
        return
    columns = (_VACANCY[0], _PERSON[0], *_DECISION)
    rows = ((d.vacancy, d.jobseeker, *_decided(book, d)) for d in kept)
    sheet, last = book.table("sheet_decisions", columns, rows)
    book.decisions(sheet, last, len(columns) - len(_DECISION))


def _promises(book: Book, content: Content) -> None:
    columns = (
        Column("promise", width=36),
        Column("what", "wrap", 48),
        Column("state", width=16),
        Column("unit", width=20),
        Column("asked_least", "number", 12),
        Column("asked_most", "number", 12),
        Column("reached", "number", 12),
        Column("shortage", "number", 12),
        Column("surplus", "number", 12),
        Column("price", "score", 10),
        Column("priority", "number", 9),
        Column("hard", width=6),
        Column("ground", width=26),
        Column("note", "wrap", 44),
    )
    rows = (
        (
            p.row.name,
            p.sentence,
            book.words(f"state_{p.row.state}"),
            *_amount_cells(book, p.row),
            p.price,
            p.row.priority,
            book.words("yes") if p.row.hard else None,
            p.legal_ground,
            p.note,
        )
        for p in content.promises
    )
    book.table("promises", columns, rows)


def _amount_cells(book: Book, row: RowState) -> tuple[Cell, ...]:
    """Give unit, limits, what is reached, short and over as numbers; blank where it cannot be computed."""
    if row.state == "not_computable":
        return (None,) * 6
    unit = book.words(f"unit_{row.unit}")
    return unit, row.at_least, row.at_most, row.activity, row.shortfall, row.excess


def _contracts(book: Book, content: Content) -> None:
    columns = (
        Column("contract", width=12),
        Column("contractor", width=26),
        Column("authority", width=26),
        Column("owed", "number", 14),
        Column("realised", "number", 14),
        Column("planned", "number", 14),
        Column("shortage", "number", 14),
        Column("state", width=16),
        Column("contract_end", "day", 12),
        Column("value_table", width=44),
    )
    rows = (
        (
            k.record.id,
            k.contractor,
            k.record.authority,
            k.owed,
            float(k.record.realised_eur),
            k.planned,
            k.short,
            book.words(f"state_{k.promise.row.state}" if k.promise else "no_promise"),
            k.record.end,
            k.table,
        )
        for k in content.contracts
    )
    if content.contracts:
        book.table("sheet_contracts", columns, rows)
    if content.planned and content.planned.lines:
        ledger_lines(book, content.planned)


def _people_left(book: Book, content: Content) -> None:
    people = {record.id: record for record in content.plan.market.records.jobseekers}
    columns = (
        *_PERSON,
        Column("contact", width=24),
        Column("group_of_reason", width=40),
        Column("best", "score", 10),
        Column("reason", "wrap", 70),
    )
    rows = (
        (
            entry.id,
            wanted_title(people[entry.id], book.words),
            contact_of(people[entry.id]),
            group.heading(book.words),
            entry.best,
            said(entry, book.words),
        )
        for group in content.people_left
        for entry in group.entries
    )
    book.table("people_left", columns, rows)


def _openings_left(book: Book, content: Content) -> None:
    parts = {part.record.id: part for part in content.vacancies}
    columns = (
        *_VACANCY,
        Column("openings", "number", 9),
        Column("group_of_reason", width=40),
        Column("best", "score", 10),
        Column("reason", "wrap", 70),
    )
    rows = (
        (
            *_vacancy_cells(parts[entry.id], content),
            entry.openings,
            group.heading(book.words),
            entry.best,
            said(entry, book.words),
        )
        for group in content.openings_left
        for entry in group.entries
    )
    book.table("openings_left", columns, rows)


def _findings(book: Book, content: Content) -> None:
    columns = (
        Column("severity", width=12),
        Column("rule", width=28),
        Column("where", width=44),
        Column("what", "wrap", 80),
        Column("times", "number", 8),
    )
    rows = (
        (
            book.words(f"severity_{group.severity}"),
            group.rule,
            place_of(issue, book.words),
            said(issue, book.words),
            issue.count,
        )
        for group in content.findings
        for issue in group.issues
    )
    book.table("findings", columns, rows)


def _legend(book: Book, content: Content) -> None:
    """Say what the columns mean and what the plan was made of, as two columns of text."""
    say, plan = book.words, content.plan
    lines: list[tuple[str, Cell]] = [
        (say("sheet_legend"), say("on_date", on=plan.market.on) + " " + say("people_decide")),
        (say("decision"), say("decision_help")),
        ("", say("legend_decision")),
        (say("known"), say("legend_known")),
        (say("score"), say("scores_explained")),
    ]
    if content.n_withheld:
        lines.append(("", say("withheld", n=content.n_withheld)))
    if content.view == "matcher":
        lines.append((say("rank"), say("legend_rank")))
        if content.figures and content.figures.transport_unknown:
            n, far = content.figures.transport_unknown, content.figures.transport_needed
            lines.append((say("transport"), say("transport_unknown", n=n, far=far)))
        lines += [("", say("protected_explained")), ("", proof(plan, say)), ("", "")]
        lines += settings_shown(plan, say)
        lines += [("", ""), (say("rules_caption"), "")]
        lines += [("", rule.nl_name if say.language == "nl" else rule.en_name) for rule in plan.rules]
        lines += [("", ""), (say("figures_of_law"), say("law_note"))]
        lines += [(name, f"{value} ({row.year}; {row.source})") for name, value, row in law_shown(say)]
        if content.contracts:
            lines += [("", ""), (say("sheet_contracts"), say("contracts_note"))]
        lines.append((say("price"), say("price_note")))
        lines += [("", ""), (say("sources_caption"), "")]
        lines += [
            (
                s.file,
                say("rows_account", read=s.rows_read, accepted=s.rows_accepted, apart=s.rows_quarantined),
            )
            for s in content.sources
        ]
    lines += [("", ""), ("", say("attribution_esco")), ("", say("attribution_cbs"))]
    book.notes("sheet_legend", lines)


def _vacancy_cells(part: VacancyPart, content: Content) -> tuple[Cell, ...]:
    return part.record.id, part.title, content.employer_names.get(part.record.employer or ""), part.place


def _person_cells(person: Person) -> tuple[Cell, ...]:
    return person.jobseeker, person.title


def _residence(book: Book, person: Person) -> Cell:
    return book.words("from_outside") if person.from_outside else None


def _planned_cells(person: Person) -> tuple[Cell, ...]:
    asked = person.journey if person.asks_transport else None
    return person.minutes, asked, person.hours, person.start, person.end


def _reason_cells(person: Person) -> tuple[Cell, ...]:
    return (*(*person.pros, None, None)[:2], person.con)


def _decision_cells(book: Book, content: Content, jobseeker: str, vacancy: str) -> tuple[Cell, ...]:
    """Repeat what was decided before; an employer sees no more than that it was."""
    found = content.decisions.get((jobseeker, vacancy))
    if found is None:
        return _NOT_DECIDED
    decided = _decided(book, found)
    return decided if content.view == "matcher" else (decided[0], None, None, None)


def _decided(book: Book, decision: Decision) -> tuple[Cell, ...]:
    word = book.words("decision_accept" if decision.decided == "accepted" else "decision_reject")
    return word, decision.by, decision.on, decision.reason
