"""Whether the promises and the objective of a plan are what they are said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.constraints import Match
from matching.plan._verification import Check
from matching.plan._verify_proposals import claim_of

if TYPE_CHECKING:
    from matching.constraints import Row
    from matching.plan._plan import Plan
    from matching.plan._proposals import RowState


def promises(plan: Plan) -> Check:
    """Activity, shortfall and excess of every promise, by the constraint's own loop over placements."""
    market = plan.market
    matches = [
        Match(
            market.jobseeker_position(p.jobseeker),
            market.vacancy_position(p.vacancy),
            claim_of(plan, p),
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
        price = float(plan.basis.solution.row_price[at]) * row.scale
        if abs(state.price - price) > 1e-9 * max(1.0, abs(price)):
            faults.append(f"{row.name}: the price is not that of the solution")
        if row.constraint.hard and (state.shortfall or state.excess) and plan.status != "infeasible":
            faults.append(f"{row.name}: a hard promise is broken")
    return Check(name="promises recounted", n=len(plan.basis.compiled.rows), faults=tuple(faults))


def _row_faults(row: Row, reached: int, state: RowState) -> list[str]:
    """Compare what a promise shows with its recounted activity, in whole numbers."""
    scale = row.scale
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


def objective(plan: Plan) -> Check:
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
        state, scale = states.get(row.name), row.scale
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
