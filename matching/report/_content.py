"""What a report says, in the order in which it is read; HTML and Excel both write this down."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from matching.exceptions import MarketError, RegisterError
from matching.registers import municipality
from matching.report._contracts import contract_lines
from matching.report._indicators import Indicators, indicators
from matching.report._lines import finding_groups, leftovers, promises, with_rejections
from matching.report._people import also_possible, proposed
from matching.report._planned import planned_ledger
from matching.report._reasons import Reasoner, vacancy_title
from matching.report._targets import planned_jobs, target_rows, targets_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matching.exchange import Source
    from matching.plan import Decision, Plan, Proposal
    from matching.policy import Ledger
    from matching.records import Vacancy
    from matching.report._contracts import ContractLine
    from matching.report._lines import FindingGroup, Leftover, Promise
    from matching.report._people import Person
    from matching.report._reasons import View
    from matching.report._targets import TargetRow
    from matching.report._words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyPart:
    """A vacancy with the people proposed for it, and those who else is possible.

    Parameters
    ----------
    record
        The vacancy.
    title
        Its title.
    place
        Name of its municipality, empty when unknown.
    left
        Openings without a placement.
    proposed, further
        People, best first.
    withheld
        Proposals that an employer is not shown because nobody has said yet that the profile may be shared.
    """

    record: Vacancy
    title: str
    place: str
    left: int
    proposed: tuple[Person, ...]
    further: tuple[Person, ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerPart:
    """An employer with its vacancies; ``id`` and ``name`` are empty where the employer is unknown."""

    id: str
    name: str
    vacancies: tuple[VacancyPart, ...]

    @property
    def has_people(self) -> bool:
        """Whether anybody is proposed for, or would suit, one of its vacancies."""
        return any(vacancy.proposed or vacancy.further for vacancy in self.vacancies)

    @property
    def n_proposed(self) -> int:
        """People proposed at all its vacancies."""
        return sum(len(vacancy.proposed) for vacancy in self.vacancies)


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that a report says; what is not for the reader is empty.

    Parameters
    ----------
    plan, words, view, employer
        The plan, in which language and for whom it is told, and the only employer that it is about, if any.
    employers
        By name, each with its vacancies by title.
    figures
        Indicators; ``None`` for an employer.
    promises, contracts
        All promises, and a line for each contract; empty for an employer.
    people_left, openings_left, findings
        People without a placement, openings left, findings; empty for an employer.
    planned
        Euros of the plan line by line; ``None`` for an employer.
    targets, planned_jobs
        Published targets, and agreement jobs that the plan comes to; empty for an employer.
    sources
        Tables that were read; empty for an employer.
    """

    plan: Plan
    words: Words
    view: View
    employer: str | None
    employers: tuple[EmployerPart, ...]
    figures: Indicators | None = None
    promises: tuple[Promise, ...] = ()
    people_left: tuple[Leftover, ...] = ()
    openings_left: tuple[Leftover, ...] = ()
    findings: tuple[FindingGroup, ...] = ()
    contracts: tuple[ContractLine, ...] = ()
    planned: Ledger | None = None
    targets: tuple[TargetRow, ...] = ()
    planned_jobs: float = 0.0
    sources: tuple[Source, ...] = ()

    @cached_property
    def vacancies(self) -> tuple[VacancyPart, ...]:
        """All vacancies that are shown, in the order of their ids."""
        parts = (part for employer in self.employers for part in employer.vacancies)
        return tuple(sorted(parts, key=lambda part: part.record.id))

    @cached_property
    def employer_names(self) -> dict[str, str]:
        """Name of each employer that is shown, by id."""
        return {employer.id: employer.name for employer in self.employers}

    @cached_property
    def decisions(self) -> dict[tuple[str, str], Decision]:
        """What people had decided, by jobseeker and vacancy."""
        return {(each.jobseeker, each.vacancy): each for each in self.plan.basis.decisions}

    @property
    def other_promises(self) -> tuple[Promise, ...]:
        """Promises that the line of no contract tells."""
        told = [line.promise for line in self.contracts]
        return tuple(promise for promise in self.promises if promise not in told)

    @property
    def rows_read(self) -> int:
        """Rows of the tables that were read."""
        return sum(source.rows_read for source in self.sources)

    @property
    def rows_apart(self) -> int:
        """Those of them that were set apart."""
        return self.rows_read - sum(source.rows_accepted for source in self.sources)

    @property
    def n_withheld(self) -> int:
        """Proposals that are not shown for want of consent."""
        return sum(part.withheld for employer in self.employers for part in employer.vacancies)


def read_content(
    plan: Plan, words: Words, view: View, *, employer: str | None = None, sources: Sequence[Source] = ()
) -> Content:
    """Gather what one kind of reader is told of a plan.

    Raises
    ------
    ValueError
        When the view is not known.
    MarketError
        When the employer has no vacancy in the market.
    """
    if view not in ("matcher", "employer"):
        msg = f"view must be 'matcher' or 'employer', got {view!r}."
        raise ValueError(msg)
    employers = _employers(plan, words, view, employer)
    if employer is not None and not employers:
        msg = f"employer {employer!r} has no vacancy in this market; ids are case-sensitive."
        raise MarketError(msg)
    if view == "employer":
        return Content(plan=plan, words=words, view=view, employer=employer, employers=employers)
    told = promises(plan, words)
    return Content(
        plan=plan,
        words=words,
        view=view,
        employer=employer,
        employers=employers,
        figures=indicators(plan),
        promises=told,
        people_left=leftovers(with_rejections(plan, "jobseeker")),
        openings_left=leftovers(with_rejections(plan, "vacancy")),
        findings=finding_groups(plan.issues),
        contracts=contract_lines(plan, told, words),
        planned=planned_ledger(plan),
        targets=target_rows(targets_of(plan), words),
        planned_jobs=planned_jobs(plan),
        sources=tuple(sources),
    )


def _employers(plan: Plan, words: Words, view: View, only: str | None) -> tuple[EmployerPart, ...]:
    names = {record.id: record.name or record.id for record in plan.market.employers}
    grouped: dict[str, list[VacancyPart]] = defaultdict(list)
    for part in _vacancies(plan, words, view, only):
        grouped[part.record.employer or ""].append(part)
    made = [
        EmployerPart(
            id=key,
            name=names.get(key, key),
            vacancies=tuple(sorted(parts, key=lambda part: (part.title.casefold(), part.record.id))),
        )
        for key, parts in grouped.items()
    ]
    # An unknown employer comes last.
    return tuple(sorted(made, key=lambda part: (not part.id, part.name.casefold(), part.id)))


def _vacancies(plan: Plan, words: Words, view: View, only: str | None) -> list[VacancyPart]:
    market, reasoner = plan.market, Reasoner(plan, words, view)
    shown, withheld = _shown(plan, view, only)
    people = proposed(reasoner, shown)
    filled = Counter(p.vacancy for p in (*plan.placements, *plan.second_jobs))
    further = {}
    if view == "matcher":
        further = also_possible(reasoner, Counter(p.vacancy for p in plan.proposals))
    made = []
    for at, record in enumerate(market.records.vacancies):
        if only is not None and record.employer != only:
            continue
        made.append(
            VacancyPart(
                record=record,
                title=vacancy_title(record, words),
                place=_place(market.vacancies.places.municipality[at], market.on),
                left=int(market.vacancies.openings[at]) - filled[record.id],
                proposed=tuple(people.get(record.id, ())),
                further=tuple(further.get(record.id, ())),
                withheld=withheld[record.id],
            )
        )
    return made


def _shown(plan: Plan, view: View, only: str | None) -> tuple[list[Proposal], Counter[str]]:
    """Proposals to show, and how many are not by vacancy: an employer sees those with consent only."""
    market = plan.market
    withheld: Counter[str] = Counter()
    shown = []
    for proposal in plan.proposals:
        at = market.vacancy_position(proposal.vacancy)
        if only is not None and market.vacancies.employer[at] != only:
            continue
        agreed = market.jobseekers.consent[market.jobseeker_position(proposal.jobseeker)] == 1
        if view == "employer" and not agreed:
            withheld[proposal.vacancy] += 1
        else:
            shown.append(proposal)
    return shown, withheld


def _place(code: str | None, on: date) -> str:
    """Name of a municipality, the code where the register does not know it."""
    if code is None:
        return ""
    try:
        return municipality(code, on).name
    except RegisterError:
        return code
