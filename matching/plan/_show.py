"""A plan on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.plan._plan import Plan
    from matching.plan._proposals import RowState
    from matching.plan._selection import SelectionRate

_ROWS = 8
_CHANGES = 4
_FIGURES = 4
_GOALS = {"greedy": "greedy, best pair first", "stability": "stable, no pair would rather have each other"}


def plan_text(plan: Plan) -> str:
    """Status, figures, the promises that are short first, and what is left over, in some 40 lines."""
    n = plan.counts()
    market = plan.market
    solution = plan.basis.solution
    lines = [
        f"Plan for {market.name} on {market.on.isoformat()}: {_status(plan)}",
        f"  objective {plan.objective:,.3f}   bound {plan.bound:,.3f}"
        + ("" if solution.reproducible else "   stopped by the clock: not reproducible"),
        f"  placements {n['placements']:,} of {n['jobseekers']:,} jobseekers and {n['openings']:,} openings"
        + (f", further proposals {n['further_proposals']:,}" if n["further_proposals"] else ""),
        *_second_jobs(plan),
        f"  eligible pairs {n['eligible_pairs']:,}, of which {n['pairs_above_min_score']:,}"
        f" score at least {plan.settings.min_score:g}",
        f"  placed on little information {plan.low_coverage_share:.0%} (less than half of the weight known)",
        f"  findings {sum(issue.count for issue in plan.issues):,}",
        *_policy(plan),
    ]
    if plan.conflict:
        lines.append(f"  hard promises in conflict: {', '.join(plan.conflict)}")
    if plan.rows:
        lines += ["", f"Promises kept: {n['promises_kept']} of {n['promises']}", *_promises(plan)]
    rates = [_rate(rate) for rate in plan.selection_rates if len(rate.groups) == 1 and rate.interval]
    if rates:
        lines += ["", f"Placed of each target group, {_rate(plan.selection_rates[0])}; 95 % intervals"]
        lines += [
            "".join(f"  {each:<33}" for each in rates[at : at + 3]).rstrip() for at in range(0, len(rates), 3)
        ]
    if plan.changes is not None:
        lines += ["", *str(plan.changes).splitlines()[:_CHANGES]]
    left = plan.unmatched.by_reason()
    if left:
        lines += ["", f"{'Left over':<24}{'jobseekers':>12}{'openings':>10}"]
        lines += [f"  {reason:<22}{n[0]:>12,}{n[1]:>10,}" for reason, n in left.items()]
    return "\n".join(lines)


def _status(plan: Plan) -> str:
    """How the plan ended and how far it may be from the best; another goal by its name."""
    status: str = "stopped, work allowed is spent" if plan.stopped_by == "work" else plan.status
    proof = "" if plan.status == "infeasible" else f"gap {plan.gap:.1e}, "
    if plan.goal != "total score" and plan.status != "infeasible":
        status = _GOALS[plan.goal] if status == "optimal" else f"{_GOALS[plan.goal]}, {status}"
        proof = f"gap {plan.gap:.1e} to the largest total score, "
    return f"{status} ({proof}engine {plan.engine})"


def _policy(plan: Plan) -> list[str]:
    """Figures of the rules that differ from the default, four at most."""
    own = [str(row) for row in plan.market.policy.deviations()]
    more = [f"and {len(own) - _FIGURES} more"] if len(own) > _FIGURES else []
    return ["  own figures of the rules", *(f"    {row}" for row in own[:_FIGURES] + more)] if own else []


def _second_jobs(plan: Plan) -> list[str]:
    said = f"  second jobs {len(plan.second_jobs):,}, beside the first job that promises count"
    return [said] if plan.settings.second_jobs else []


def _rate(rate: SelectionRate) -> str:
    low, high = rate.interval or (0.0, 1.0)
    name = " and ".join(rate.groups) or "everybody"
    return f"{name} {rate.rate or 0:.0%} ({100 * low:.0f}-{100 * high:.0f}%)"


def _promises(plan: Plan) -> list[str]:
    order = {"over": 0, "short": 0, "not_computable": 1, "tight": 2, "met": 3}
    rows = sorted(plan.rows, key=lambda row: (order[row.state], row.priority, row.name))
    width = min(44, max(len(row.name) for row in rows))
    lines = [f"  {'':<{width}} {'asked':>16} {'reached':>12}  state"]
    lines += [_promise(row, width) for row in rows[:_ROWS]]
    if len(rows) > _ROWS:
        lines.append(f"  ... and {len(rows) - _ROWS} more, see plan.rows")
    return lines


def _promise(row: RowState, width: int) -> str:
    if row.state == "not_computable":
        return f"  {row.name[:width]:<{width}} {'':>16} {'':>12}  not computable: {row.note}"
    limits = [
        f"{sign} {_number(value)}"
        for sign, value in ((">=", row.at_least), ("<=", row.at_most))
        if value is not None
    ]
    about = f" ({_number(max(row.shortfall, row.excess))})" if row.state in ("short", "over") else ""
    asked = f"{' and '.join(limits)} {row.unit}"
    return f"  {row.name[:width]:<{width}} {asked:>16} {_number(row.activity):>12}  {row.state}{about}"


def _number(value: float) -> str:
    """Whole numbers in full, others with two decimals."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
