"""Lines about people: who is proposed for a vacancy, and who else is possible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.plan import candidate_keys
from matching.report._instruments import instrument_lines
from matching.report._reasons import Reasoner, contact_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from matching.plan import Proposal
    from matching.report._instruments import InstrumentLine

PEOPLE_SHOWN = 5
"""People shown at a vacancy, those proposed and those who else is possible together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A jobseeker at a vacancy: ids, titles, scores, reasons; nothing else of the person.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    title
        Title of the wish that the vacancy comes nearest to, ``None`` when unknown.
    contact
        Organisation and consultant, for the matcher; empty when unknown and in the view of an employer.
    rank
        As in `Proposal`; 0 for somebody who is not proposed here. An employer reads 1 at a second job.
    score, jobseeker_score, vacancy_score, coverage
        As in `Proposal`.
    pros, con, con_known
        As in `Reasons`.
    minutes
        Travel one way, ``None`` when unknown.
    journey
        The same in words; where no means of travel is known also by car, and that it is to be asked.
    from_outside
        Whether the person lives outside the region of most vacancies, for the matcher.
    asks_transport
        Whether no means of travel is known.
    hours, start, end, contract, pinned
        As in `Proposal`; unknown for somebody who is not proposed here.
    instruments
        Instruments of a proposal, for the matcher; empty for somebody who is not proposed here.
    elsewhere
        Id of the vacancy where somebody who is not proposed here, or for a second job, has a placement.
    second_job
        Whether it is a second job, for the matcher.
    """

    jobseeker: str
    vacancy: str
    title: str | None
    contact: str
    rank: int
    score: float
    jobseeker_score: float
    vacancy_score: float
    coverage: float
    pros: tuple[str, ...]
    con: str
    con_known: bool
    minutes: int | None
    journey: str
    asks_transport: bool
    from_outside: bool
    hours: float | None = None
    start: date | None = None
    end: date | None = None
    contract: str | None = None
    pinned: bool = False
    instruments: tuple[InstrumentLine, ...] = ()
    elsewhere: str | None = None
    second_job: bool = False


def proposed(reasoner: Reasoner, proposals: Iterable[Proposal]) -> dict[str, list[Person]]:
    """Lines of proposals, by vacancy; an employer is told of no contract and of no other job."""
    plan, shown = reasoner.plan, list(proposals)
    market, pairs = plan.market, plan.basis.pairs
    i = [market.jobseeker_position(proposal.jobseeker) for proposal in shown]
    j = [market.vacancy_position(proposal.vacancy) for proposal in shown]
    # Pairs are sorted by jobseeker and vacancy, so that their keys are too.
    keys = pairs.jobseeker.astype(np.int64) * market.n_vacancies + pairs.vacancy
    first = {p.jobseeker: p.vacancy for p in plan.placements}
    found: dict[str, list[Person]] = defaultdict(list)
    for proposal, pair in zip(
        shown, np.searchsorted(keys, np.array(i, np.int64) * market.n_vacancies + j).tolist(), strict=True
    ):
        beside = first.get(proposal.jobseeker) if proposal.second_job else None
        found[proposal.vacancy].append(_person(reasoner, pair, proposal, elsewhere=beside))
    return found


def also_possible(reasoner: Reasoner, n_proposed: Mapping[str, int]) -> dict[str, list[Person]]:
    """People who score high enough for a vacancy and are not proposed there, best first, by vacancy.

    Ties go as they go in the solver. Who was rejected there before is left out.
    """
    plan = reasoner.plan
    basis, market = plan.basis, plan.market
    i, j = basis.pairs.jobseeker[basis.kept], basis.pairs.vacancy[basis.kept]
    ids = (market.jobseekers.ids, market.vacancies.ids, ())
    keys = candidate_keys(ids, (i, j, np.full(len(i), -1, np.int32)), plan.settings.seed)
    order = np.lexsort((-keys, -basis.scores.micro[basis.kept], j))
    taken = {(p.jobseeker, p.vacancy) for p in plan.proposals}
    taken |= {(d.jobseeker, d.vacancy) for d in basis.decisions if d.decided == "rejected"}
    placed = {p.jobseeker: p.vacancy for p in plan.placements}
    first = np.searchsorted(j[order], np.arange(market.n_vacancies + 1))
    found: dict[str, list[Person]] = defaultdict(list)
    for at, vacancy in enumerate(market.vacancies.ids):
        room = PEOPLE_SHOWN - n_proposed.get(vacancy, 0)
        for position in order[first[at] : first[at + 1]]:
            if room <= 0:
                break
            person = market.jobseekers.ids[i[position]]
            if (person, vacancy) not in taken:
                found[vacancy].append(
                    _person(reasoner, int(basis.kept[position]), elsewhere=placed.get(person))
                )
                room -= 1
    return found


def _person(
    reasoner: Reasoner, pair: int, proposal: Proposal | None = None, *, elsewhere: str | None = None
) -> Person:
    market, basis = reasoner.plan.market, reasoner.plan.basis
    record = market.records.jobseekers[basis.pairs.jobseeker[pair]]
    for_matcher = reasoner.view == "matcher"
    second_job = bool(proposal and proposal.second_job)
    rank = proposal.rank if proposal else 0
    reasons = reasoner.of(pair)
    scores = basis.scores
    return Person(
        jobseeker=record.id,
        vacancy=market.vacancies.ids[basis.pairs.vacancy[pair]],
        title=reasoner.wanted(pair),
        contact=contact_of(record) if for_matcher else "",
        rank=rank if for_matcher or not second_job else 1,
        score=float(scores.score[pair]),
        jobseeker_score=float(scores.jobseeker_score[pair]),
        vacancy_score=float(scores.vacancy_score[pair]),
        coverage=float(scores.coverage[pair]),
        pros=reasons.pros,
        con=reasons.con,
        con_known=reasons.con_known,
        minutes=reasoner.minutes(pair),
        journey=reasoner.journey(pair),
        asks_transport=reasoner.minutes_by_car(pair) is not None,
        from_outside=for_matcher and reasoner.is_from_outside(pair),
        hours=proposal.hours_per_week if proposal else None,
        start=proposal.start if proposal else None,
        end=proposal.end if proposal else None,
        contract=proposal.claimed_on if proposal and for_matcher else None,
        pinned=bool(proposal and proposal.pinned),
        instruments=_instruments(reasoner, proposal) if proposal and for_matcher else (),
        elsewhere=elsewhere if for_matcher else None,
        second_job=second_job and for_matcher,
    )


def _instruments(reasoner: Reasoner, proposal: Proposal) -> tuple[InstrumentLine, ...]:
    return instrument_lines(reasoner.plan, proposal.jobseeker, proposal.vacancy, reasoner.words)
