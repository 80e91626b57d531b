"""This library through its public door: `matching.solvers.solve`, with everything that a caller waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.solver._peers import Answer, Seconds

if TYPE_CHECKING:
    from benchmarks.solver._instances import Instance


def solve_door(instance: Instance, *, gap: float, limit: float, engine: str | None = None) -> Answer:
    """Solve from a ready `AssignmentProblem`; the rows are checked again from the chosen pairs."""
    from matching.solvers import AssignmentProblem, solve

    rows = {}
    if instance.rows is not None:
        total = np.asarray(instance.rows.sum(axis=1)).ravel()
        rows = {
            "rows": instance.rows,
            "lower": instance.lower,
            "upper": np.where(instance.upper < total, instance.upper, np.inf),
            "shortfall_price": instance.shortfall_price,
        }
    problem = AssignmentProblem(
        instance.jobseeker,
        instance.vacancy,
        instance.weight >> 20,
        instance.jobseeker_capacity,
        instance.vacancy_capacity,
        tie_key=instance.weight & (2**20 - 1),
        **rows,
    )
    with Seconds() as seconds:
        answer = solve(problem, gap=gap, time_limit=limit, engine=engine)
    broken = 0
    if instance.rows is not None:
        chosen = np.zeros(len(instance.weight), np.int64)
        chosen[answer.chosen] = 1
        broken = int((instance.rows @ chosen > instance.upper).sum())
    return Answer(seconds, answer.keyed_objective, answer.keyed_bound, broken, note=answer.status)
