"""The independent judge: a plan recomputed by code that shares nothing with the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.plan._verification import Verification
from matching.plan._verify_bound import bound_by_prices
from matching.plan._verify_proposals import eligibility, facts, scores
from matching.plan._verify_room import capacities, decisions, ids_known, leftovers, second_jobs
from matching.plan._verify_totals import objective, promises

if TYPE_CHECKING:
    from matching.plan._plan import Plan


def verify(plan: Plan) -> Verification:
    """Recompute a plan with plain loops over its proposals; see `Plan.verify`."""
    bound, bound_check = bound_by_prices(plan)
    ids = ids_known(plan)
    if ids.faults:  # nothing more can be looked up
        return Verification(checks=(ids,), bound_by_prices=bound)
    checks = (
        ids,
        capacities(plan),
        second_jobs(plan),
        decisions(plan),
        eligibility(plan),
        scores(plan),
        facts(plan),
        leftovers(plan),
        promises(plan),
        objective(plan),
        bound_check,
    )
    return Verification(checks=checks, bound_by_prices=bound)
