"""The independent judge: a plan recomputed by code that shares nothing with the solver."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matching.constraints import UNIT_SCALE, Match, PlannedClaim
from matching.exceptions import VerificationError
from matching.policy import planned_placement, working_hours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.constraints import Row
    from matching.plan._plan import Plan
    from matching.plan._proposals import Proposal, RowState
    from matching.records import Vacancy
    from matching.scoring import Contribution

_PRICE_SCALE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was recomputed: what, how many times, and what was wrong (empty when all is well)."""

    name: str
    n: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Outcome of `Plan.verify`.

    Parameters
    ----------
    checks
        What was recomputed.
    bound_by_prices
        Upper bound that follows from the plan's prices alone, recomputed over every candidate, in score
        units. It is never below the objective; it may be above `Plan.bound`, which search can tighten.
    """

    checks: tuple[Check, ...]
    bound_by_prices: float

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not any(check.faults for check in self.checks)

    def raise_for_faults(self) -> None:
        """Raise `VerificationError` with the first faults when something was wrong."""
        faults = [f"{check.name}: {fault}" for check in self.checks for fault in check.faults]
        if faults:
            msg = f"the plan does not hold up in {len(faults)} places: " + "; ".join(faults[:10])
            raise VerificationError(msg)

    def __str__(self) -> str:
        lines = ["verified" if self.ok else "NOT VERIFIED"]
        for check in self.checks:
            verdict = "ok" if not check.faults else f"{len(check.faults)} faults: {check.faults[0]}"
            lines.append(f"  {check.name:<28}{check.n:>9,}  {verdict}")
        return "\n".join(lines)


def verify(plan: Plan) -> Verification:
    """Recompute a plan with plain loops over its proposals; see `Plan.verify`."""
    bound, bound_check = _bound(plan)
    ids = _ids(plan)
    if ids.faults:  # nothing more can be looked up
        return Verification(checks=(ids,), bound_by_prices=bound)
    checks = (
        ids,
        _capacities(plan),
        _second_jobs(plan),
        _eligibility(plan),
        _scores(plan),
        _facts(plan),
        _leftovers(plan),
        _promises(plan),
        _objective(plan),
        bound_check,
    )
    return Verification(checks=checks, bound_by_prices=bound)


def _ids(plan: Plan) -> Check:
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


def _capacities(plan: Plan) -> Check:
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


def _second_jobs(plan: Plan) -> Check:
    """Each goes with the placement of its person: hours together, days or shifts apart, no claim."""
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
        most = working_hours(person)[1]
        if any(job.hours_min != job.hours_max for job in planned):
            faults.append(f"{p.jobseeker} - {p.vacancy}: the hours of both jobs are not known")
        if most is None or sum(job.hours_max for job in planned) > most:
            faults.append(f"{p.jobseeker} - {p.vacancy}: more hours than the person can work")
        if _at_once(*jobs):
            faults.append(f"{p.jobseeker} - {p.vacancy}: both jobs are on the same day")
    return Check(name="second jobs", n=len(plan.second_jobs), faults=tuple(faults))


def _at_once(one: Vacancy, other: Vacancy) -> bool:
    """Whether two jobs share a day of school, or a day and not known shifts that differ."""
    school = {one.school_day, other.school_day} - {None}
    common = {*(one.days or ()), one.school_day} & {*(other.days or ()), other.school_day} - {None}
    if one.shifts and other.shifts and not one.shifts & other.shifts:
        common &= school
    return bool(common)


def _eligibility(plan: Plan) -> Check:
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


def _scores(plan: Plan) -> Check:
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


def _facts(plan: Plan) -> Check:
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
        claim = _claim(plan, p)
        if claim is not None and (p.jobseeker, p.vacancy, claim) not in options:
            faults.append(f"{p.jobseeker} - {p.vacancy}: cannot be claimed on {p.contract}")
        for name, points in side.items():
            stated = getattr(p, f"{name}_score")
            if abs(1 / (1 + exp(-(told.base / 2 + points) / 1e6)) - stated) > 1e-6:
                faults.append(f"{p.jobseeker} - {p.vacancy}: {name}_score is not the logistic of its side")
    return Check(name="hours, dates, claims, sides", n=len(plan.proposals), faults=tuple(faults))


def _claim(plan: Plan, proposal: Proposal) -> PlannedClaim | None:
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


def _leftovers(plan: Plan) -> Check:
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


def _promises(plan: Plan) -> Check:
    """Activity, shortfall and excess of every promise, by the constraint's own loop over placements."""
    market = plan.market
    matches = [
        Match(
            market.jobseeker_position(p.jobseeker),
            market.vacancy_position(p.vacancy),
            _claim(plan, p),
        )
        for p in plan.placements
    ]
    states = {row.name: row for row in plan.rows}
    faults = []
    counted: dict[int, tuple[int, ...]] = {}
    for at, row in enumerate(plan.basis.compiled.rows):
        owner = id(row.constraint)
        if owner not in counted:
            counted[owner] = row.constraint.activity(market, matches)
        reached, state = counted[owner][row.index], states.get(row.name)
        if state is None:
            faults.append(f"{row.name}: the plan does not show this promise")
            continue
        faults += _row_faults(row, reached, state)
        price = float(plan.basis.solution.row_price[at]) * UNIT_SCALE[row.unit]
        if abs(state.price - price) > 1e-9 * max(1.0, abs(price)):
            faults.append(f"{row.name}: the price is not that of the solution")
        if row.constraint.hard and (state.shortfall or state.excess) and plan.status != "infeasible":
            faults.append(f"{row.name}: a hard promise is broken")
    return Check(name="promises recounted", n=len(plan.basis.compiled.rows), faults=tuple(faults))


def _row_faults(row: Row, reached: int, state: RowState) -> list[str]:
    """Compare what a promise shows with its recounted activity, in whole numbers."""
    scale = UNIT_SCALE[row.unit]
    short = max(0, row.lower - reached) if row.lower is not None else 0
    over = max(0, reached - row.upper) if row.upper is not None else 0
    shown = tuple(round(value * scale) for value in (state.activity, state.shortfall, state.excess))
    faults = []
    if shown != (reached, short, over):
        faults.append(f"{row.name}: the plan says {state.activity:g}, recounted {reached / scale:g}")
    named = "short" if short else "over" if over else None
    if (named is None) != (state.state in ("met", "tight")) or (named and state.state != named):
        faults.append(f"{row.name}: the plan calls it {state.state}")
    return faults


def _objective(plan: Plan) -> Check:
    """Sum of micro-scores minus priced shortfall, against the objective that the plan states."""
    if plan.status == "infeasible":  # hard promises contradict each other: there is nothing to be worth
        proposed = f"{len(plan.proposals)} proposals although the plan is infeasible"
        return Check(name="objective", n=1, faults=(proposed,) if plan.proposals else ())
    basis = plan.basis
    total = 0
    for proposal in plan.placements:
        pair = basis.find_pair(
            plan.market.jobseeker_position(proposal.jobseeker), plan.market.vacancy_position(proposal.vacancy)
        )
        total += int(basis.scores.micro[pair])
    value = total / 1e6
    states = {row.name: row for row in plan.rows}
    for row in basis.compiled.rows:
        state, scale = states.get(row.name), UNIT_SCALE[row.unit]
        if state is None:
            continue  # said by the recount of promises
        if state.shortfall:
            value -= row.shortfall_price * round(state.shortfall * scale)
        if state.excess:
            value -= row.excess_price * round(state.excess * scale)
    faults: tuple[str, ...] = ()
    if abs(value - plan.objective) > 1e-6 * max(1.0, abs(plan.objective)):
        faults = (f"the plan says {plan.objective:.6f}, recomputed {value:.6f}",)
    return Check(name="objective", n=1, faults=faults)


def _bound(plan: Plan) -> tuple[float, Check]:
    """Bound that follows from the prices, over every candidate, in integers.

    For any prices p, q, lambda >= 0 (lambda at most the price of breaking the row) weak duality gives
    ``sum b_j p_j + sum a_i q_i + sum_e max(0, w_e - p_j - q_i + lambda A_e) - lambda lower`` as a bound:
    prices are rounded to micro-units first, so that rounding can only loosen it.
    """
    problem, solution = plan.basis.problem, plan.basis.solution
    price_i = _up(solution.jobseeker_price)
    price_j = _up(solution.vacancy_price)
    lift: NDArray[np.float64] = np.zeros(problem.n_pairs)
    constant = 0.0
    row_price = np.clip(solution.row_price, -problem.excess_price, problem.shortfall_price)
    if problem.n_rows:
        lift = np.asarray(problem.rows.T @ row_price).ravel()
        binding = np.where(row_price > 0, problem.lower, problem.upper)
        constant = float(-(row_price * binding).sum())
    worth = problem.micro_score + np.ceil(lift * _PRICE_SCALE).astype(np.int64)
    reduced = np.maximum(0, worth - price_i[problem.jobseeker] - price_j[problem.vacancy])
    if problem.fixed is not None:
        reduced[problem.fixed < 0] = 0
    whole = (
        int((problem.jobseeker_capacity.astype(np.int64) * price_i).sum())
        + int((problem.vacancy_capacity.astype(np.int64) * price_j).sum())
        + int(reduced.sum())
    )
    bound = whole / _PRICE_SCALE + constant
    slack = 1e-6 * max(1.0, abs(bound))
    faults = []
    if plan.status == "infeasible":
        return bound, Check(name="bound", n=problem.n_pairs)
    if plan.objective > bound + slack:
        faults.append(f"the objective {plan.objective:.6f} passes the bound by prices {bound:.6f}")
    if plan.objective > plan.bound + slack:
        faults.append(f"the objective {plan.objective:.6f} passes the stated bound {plan.bound:.6f}")
    return bound, Check(name="bound", n=problem.n_pairs, faults=tuple(faults))


def _up(prices: NDArray[np.float64]) -> NDArray[np.int64]:
    """Prices in whole micro-units, rounded up and never negative."""
    whole: NDArray[np.int64] = np.ceil(np.maximum(prices, 0) * _PRICE_SCALE).astype(np.int64)
    return whole
