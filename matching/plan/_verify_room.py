"""Whether a plan puts nobody and nothing in more places than there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from matching.plan._verification import Check
from matching.policy import planned_placement, working_hours

if TYPE_CHECKING:
    from matching.plan._plan import Plan
    from matching.policy import PlannedPlacement
    from matching.records import Vacancy


def ids_known(plan: Plan) -> Check:
    people, vacancies = set(plan.market.jobseekers.ids), set(plan.market.vacancies.ids)
    contracts = {None, *(contract.id for contract in plan.market.contracts)}
    faults = [
        f"{p.jobseeker} - {p.vacancy} ({p.contract}) is not in the market"
        for p in plan.proposals
        if p.jobseeker not in people
        or p.vacancy not in vacancies
        or not {p.contract, p.then_contract} <= contracts
    ]
    twice = Counter((p.jobseeker, p.vacancy) for p in plan.proposals)
    faults += [f"{i} - {j} is proposed {n} times" for (i, j), n in twice.items() if n > 1]
    return Check(name="ids known, pairs once", n=len(plan.proposals), faults=tuple(faults))


def capacities(plan: Plan) -> Check:
    vacancies = {record.id: record for record in plan.market.records.vacancies}
    settings, held = plan.settings, _held(plan)
    faults = []
    for first_only, per_person, per_opening in (
        (True, 1, 1),
        (False, settings.proposals_per_jobseeker + settings.second_jobs, settings.proposals_per_opening),
    ):
        counted = [p for p in plan.proposals if p.rank == 1 or not first_only]
        people = Counter(p.jobseeker for p in counted)
        faults += [
            f"{key} has {n} proposals, at most {per_person}" for key, n in people.items() if n > per_person
        ]
        for key, n in Counter(p.vacancy for p in counted).items():
            limit = max(vacancies[key].places - held[key], 0) * per_opening
            if n > limit:
                faults.append(f"{key} has {n} proposals, at most {limit}")
    return Check(name="capacities", n=len(plan.proposals), faults=tuple(faults))


def second_jobs(plan: Plan) -> Check:
    """Each goes with the placement of its person: no claim, hours together, days or shifts or dates apart."""
    records = plan.market.records
    people = {record.id: record for record in records.jobseekers}
    vacancies = {record.id: record for record in records.vacancies}
    first = {p.jobseeker: p.vacancy for p in plan.placements}
    law, faults = plan.market.policy, []
    for p in plan.proposals:
        if p.second_job != (p.rank == 2 and plan.settings.second_jobs):
            faults.append(f"{p.jobseeker} - {p.vacancy}: whether it is a second job is not what was asked")
        if not p.second_job:
            continue
        if p.jobseeker not in first or p.contract is not None:
            faults.append(f"{p.jobseeker} - {p.vacancy}: has no first job, or has a claim")
            continue
        person, jobs = people[p.jobseeker], (vacancies[first[p.jobseeker]], vacancies[p.vacancy])
        planned = [planned_placement(person, job, plan.market.on, settings=law) for job in jobs]
        if _one_after_the_other(*planned):
            continue
        most = working_hours(person)[1]
        if any(job.hours_min != job.hours_max for job in planned):
            faults.append(f"{p.jobseeker} - {p.vacancy}: the hours of both jobs are not known")
        if most is None or sum(job.hours_max for job in planned) > most:
            faults.append(f"{p.jobseeker} - {p.vacancy}: more hours than the person can work")
        if _at_once(*jobs):
            faults.append(f"{p.jobseeker} - {p.vacancy}: both jobs are on the same day")
    return Check(name="second jobs", n=len(plan.second_jobs), faults=tuple(faults))


def _one_after_the_other(one: PlannedPlacement, other: PlannedPlacement) -> bool:
    """Whether one job is over before the other begins."""
    return any(a.end is not None and a.end < b.start for a, b in ((one, other), (other, one)))


def _at_once(one: Vacancy, other: Vacancy) -> bool:
    """Whether two jobs share a day of school, or a day and not known shifts that differ."""
    school = {one.school_day, other.school_day} - {None}
    common = {*(one.days or ()), one.school_day} & {*(other.days or ()), other.school_day} - {None}
    if one.shifts and other.shifts and not one.shifts & other.shifts:
        common &= school
    return bool(common)


def decisions(plan: Plan) -> Check:
    """Find what people accepted among the proposals, and nothing that they rejected."""
    proposed = {(p.jobseeker, p.vacancy) for p in plan.proposals}
    decided = () if plan.status == "infeasible" else plan.basis.decisions
    faults = [
        f"{d.jobseeker} - {d.vacancy} was {d.decided}, and that is not followed"
        for d in decided
        if ((d.jobseeker, d.vacancy) in proposed) != (d.decided == "accepted")
    ]
    return Check(name="decisions", n=len(decided), faults=tuple(faults))


def leftovers(plan: Plan) -> Check:
    """Everybody is placed or left over, and every opening is filled or left over."""
    placed = {p.jobseeker for p in plan.placements}
    filled = Counter(p.vacancy for p in (*plan.placements, *plan.second_jobs)) + _held(plan)
    wanted = set(plan.market.jobseekers.ids) - placed
    left = {
        record.id: record.places - filled[record.id]
        for record in plan.market.records.vacancies
        if record.places > filled[record.id]
    }
    faults = []
    if {entry.id for entry in plan.unmatched.jobseekers} != wanted:
        faults.append("the jobseekers left over are not those without a placement")
    if {entry.id: entry.openings for entry in plan.unmatched.vacancies} != left:
        faults.append("the openings left over are not those that are not filled")
    return Check(name="leftovers", n=len(wanted) + len(left), faults=tuple(faults))


def _held(plan: Plan) -> Counter[str]:
    """Count the openings of each vacancy that people hold who were placed before."""
    market = plan.market
    held = {(p.vacancy, p.jobseeker) for p in market.records.placements if p.holds_after(market.on)}
    return Counter(vacancy for vacancy, _ in held)
