"""From a solution in positions to proposals, row states and leftovers in ids and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from matching.constraints import Candidates, Match
from matching.plan._proposals import Proposal, RowState
from matching.solvers import MICRO

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from matching.constraints import Row
    from matching.plan._basis import Basis


def placements_of(basis: Basis) -> tuple[Match, ...]:
    """Chosen candidates as positions: the placements that promises count."""
    candidates, chosen = basis.compiled.candidates, basis.solution.chosen
    return tuple(candidates.match(at) for at in chosen.tolist())


def read_proposals(basis: Basis) -> tuple[Proposal, ...]:
    """All proposals, sorted by vacancy, rank, falling score and jobseeker."""
    market, scores = basis.market, basis.scores
    chosen = basis.solution.chosen
    candidates = basis.compiled.candidates
    pair = np.concatenate([basis.kept[candidates.base[chosen]], basis.further])
    claims = [candidates.match(at).claim for at in chosen.tolist()] + [None] * len(basis.further)
    facts = Candidates.of(market, basis.pairs.jobseeker[pair], basis.pairs.vacancy[pair])
    rank = _ranks(facts.jobseeker, scores.micro[pair], np.arange(len(pair)) < len(chosen))
    accepted = {(d.jobseeker, d.vacancy) for d in basis.decisions if d.decided == "accepted"}
    made = []
    for at, position in enumerate(pair.tolist()):
        person = market.jobseekers.ids[facts.jobseeker[at]]
        vacancy = market.vacancies.ids[facts.vacancy[at]]
        claim = claims[at]
        made.append(
            Proposal(
                jobseeker=person,
                vacancy=vacancy,
                rank=int(rank[at]),
                contract=None if claim is None else market.contracts[claim.contract].id,
                then_contract=market.contracts[claim.then].id if claim and claim.switch else None,
                then_from=claim.switch if claim else None,
                score=int(scores.micro[position]) / MICRO,
                jobseeker_score=round(float(scores.jobseeker_score[position]), 6),
                vacancy_score=round(float(scores.vacancy_score[position]), 6),
                coverage=round(float(scores.coverage[position]), 6),
                hours_per_week=_hours(int(facts.hours_min[at]), int(facts.hours_max[at])),
                start=cast("date", facts.start[at].item()),
                end=facts.end[at].item(),
                pinned=(person, vacancy) in accepted,
                second_job=basis.settings.second_jobs and at >= len(chosen),
            )
        )
    return tuple(sorted(made, key=lambda p: (p.vacancy, p.rank, -p.score, p.jobseeker)))


def read_rows(basis: Basis) -> tuple[RowState, ...]:
    """State of every promise, its activity recounted by the constraint's own plain loop."""
    matches = placements_of(basis)
    prices = basis.solution.row_price
    states = []
    activity: dict[int, tuple[int, ...]] = {}
    for at, row in enumerate(basis.compiled.rows):
        owner = id(row.constraint)
        if owner not in activity:
            activity[owner] = row.constraint.activity(basis.market, matches)
        reached = activity[owner][row.index]
        states.append(_row_state(row, reached, float(prices[at]) if len(prices) else 0.0))
    states += [
        RowState(
            name=missing.name,
            kind=missing.kind,
            unit="-",
            at_least=None,
            at_most=None,
            activity=0.0,
            shortfall=0.0,
            excess=0.0,
            state="not_computable",
            price=0.0,
            priority=missing.priority,
            hard=False,
            note=missing.reason,
        )
        for missing in basis.compiled.not_computable
    ]
    return tuple(states)


def _row_state(row: Row, reached: int, price: float) -> RowState:
    scale = row.scale
    short = max(0, row.lower - reached) if row.lower is not None else 0
    over = max(0, reached - row.upper) if row.upper is not None else 0
    tight = reached in (row.lower, row.upper)
    return RowState(
        name=row.name,
        kind=row.constraint.kind,
        unit=row.unit,
        at_least=None if row.lower is None else row.lower / scale,
        at_most=None if row.upper is None else row.upper / scale,
        activity=reached / scale,
        shortfall=short / scale,
        excess=over / scale,
        state="short" if short else "over" if over else "tight" if tight else "met",
        price=price * scale,
        priority=row.constraint.priority,
        hard=row.constraint.hard,
        left_out=row.left_out,
    )


def _hours(at_least: int, at_most: int) -> float | None:
    """Planned hours; the two differ only when neither side states any."""
    return at_least / 100 if at_least == at_most else None


def _ranks(
    jobseeker: NDArray[np.int32], micro: NDArray[np.int64], is_placement: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """1 for a placement, then 2 and up by falling score, for each jobseeker apart."""
    order = np.lexsort((-micro, ~is_placement, jobseeker))
    rank = np.empty(len(order), np.int64)
    count = 0
    for at, position in enumerate(order):
        same = at > 0 and jobseeker[order[at - 1]] == jobseeker[position]
        # Without a placement the person's first further proposal is a second choice: promises ignore it.
        count = count + 1 if same else (1 if is_placement[position] else 2)
        rank[position] = count
    return rank
