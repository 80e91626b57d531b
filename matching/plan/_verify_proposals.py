"""Whether each proposal of a plan may be made and says what the records give."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matching.constraints import PlannedClaim
from matching.plan._verification import Check
from matching.policy import planned_placement

if TYPE_CHECKING:
    from matching.plan._plan import Plan
    from matching.plan._proposals import Proposal
    from matching.scoring import Contribution


def eligibility(plan: Plan) -> Check:
    market = plan.market
    faults = []
    for proposal in plan.proposals:
        i = market.jobseeker_position(proposal.jobseeker)
        j = market.vacancy_position(proposal.vacancy)
        faults += [
            f"{proposal.jobseeker} - {proposal.vacancy} is refused by {rule.code}"
            for rule in plan.rules
            if rule.compare(market, i, j) is not None
        ]
    return Check(name="eligibility rules", n=len(plan.proposals) * len(plan.rules), faults=tuple(faults))


class _Points(NamedTuple):
    """Points of a pair as they were scored; nothing for a pair that was not."""

    base: int
    total: int
    contributions: tuple[Contribution, ...]
    coverage: float | None


def _points(plan: Plan, proposal: Proposal) -> _Points:
    market, basis = plan.market, plan.basis
    scores = basis.scores
    at = basis.find_pair(
        market.jobseeker_position(proposal.jobseeker), market.vacancy_position(proposal.vacancy)
    )
    if at < 0:
        return _Points(scores.base, scores.base, (), None)
    return _Points(scores.base, int(scores.total[at]), scores.of(at), round(float(scores.coverage[at]), 6))


def scores(plan: Plan) -> Check:
    """Contributions add up, their logistic is the score, and nobody is proposed below the limit."""
    faults = []
    for proposal in plan.proposals:
        told = _points(plan, proposal)
        total = told.base + sum(part.points for part in told.contributions)
        pair = f"{proposal.jobseeker} - {proposal.vacancy}"
        if total != told.total:
            faults.append(f"{pair}: contributions do not add up to the total")
        if abs(1 / (1 + exp(-total / 1e6)) - proposal.score) > 1e-6:
            faults.append(f"{pair}: the score is not the logistic of its points")
        if proposal.score < plan.settings.min_score - 1e-6 and not proposal.pinned:
            faults.append(f"{pair}: the score is below the limit")
    return Check(name="scores add up", n=len(plan.proposals), faults=tuple(faults))


def facts(plan: Plan) -> Check:
    """Hours, dates, claim, side scores, coverage and pin of each proposal, from the records."""
    records = plan.market.records
    people = {record.id: record for record in records.jobseekers}
    vacancies = {record.id: record for record in records.vacancies}
    options = _claims(plan)
    accepted = {(d.jobseeker, d.vacancy) for d in plan.basis.decisions if d.decided == "accepted"}
    faults = []
    for p in plan.proposals:
        person, vacancy = people[p.jobseeker], vacancies[p.vacancy]
        planned = planned_placement(person, vacancy, plan.market.on, settings=plan.market.policy)
        sure = planned.hours_min == planned.hours_max
        told = _points(plan, p)
        side = {
            name: sum(c.points for c in told.contributions if c.side == name)
            for name in ("jobseeker", "vacancy")
        }
        recomputed = {
            "hours_per_week": planned.hours_min / 100 if sure else None,
            "start": planned.start,
            "end": planned.end,
            "coverage": told.coverage,
            "pinned": (p.jobseeker, p.vacancy) in accepted,
        }
        faults += [
            f"{p.jobseeker} - {p.vacancy}: {name} is not what the records give"
            for name, value in recomputed.items()
            if getattr(p, name) != value
        ]
        claim = claim_of(plan, p)
        if claim is not None and (p.jobseeker, p.vacancy, claim) not in options:
            faults.append(f"{p.jobseeker} - {p.vacancy}: cannot be claimed on {p.contract}")
        for name, points in side.items():
            stated = getattr(p, f"{name}_score")
            if abs(1 / (1 + exp(-(told.base / 2 + points) / 1e6)) - stated) > 1e-6:
                faults.append(f"{p.jobseeker} - {p.vacancy}: {name}_score is not the logistic of its side")
    return Check(name="hours, dates, claims, sides", n=len(plan.proposals), faults=tuple(faults))


def claim_of(plan: Plan, proposal: Proposal) -> PlannedClaim | None:
    """Read what a proposal says that it is claimed on, in positions."""
    at = {contract.id: position for position, contract in enumerate(plan.market.contracts)}
    if proposal.contract is None:
        return None
    then = -1 if proposal.then_contract is None else at[proposal.then_contract]
    return PlannedClaim(at[proposal.contract], then, proposal.then_from)


def _claims(plan: Plan) -> set[tuple[str, str, PlannedClaim]]:
    """Jobseeker, vacancy and claim of every claim that a promise allows."""
    market, candidates = plan.market, plan.basis.compiled.candidates
    return {
        (
            market.jobseekers.ids[candidates.jobseeker[at]],
            market.vacancies.ids[candidates.vacancy[at]],
            candidates.claims[candidates.claim[at]],
        )
        for at in np.flatnonzero(candidates.claim >= 0).tolist()
    }
