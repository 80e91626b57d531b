"""This library through its public door: `matching.solvers.solve`, with everything that a caller waits for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.solver._peers import Answer, Seconds, rescored

if TYPE_CHECKING:
    from benchmarks.solver._catalogue import DenseInstance
    from benchmarks.solver._instances import Instance
    from matching.solvers import AssignmentProblem, Method, Solution


def solve_door(instance: Instance, *, gap: float, limit: float, method: Method = "auto") -> Answer:
    """Solve from a ready `AssignmentProblem`; the rows are checked again from the chosen pairs."""
    from matching.solvers import solve

    problem = _problem(instance)
    with Seconds() as seconds:
        answer = solve(problem, method=method, gap=gap, time_limit=limit)
    return _told(instance, seconds, answer)


def put_and_solve(instance: Instance, *, gap: float, limit: float) -> Answer:
    """The same from plain arrays: positions, scores in [0, 1] and places, with keys of the library's own."""
    from matching.solvers import AssignmentProblem, solve

    jobseeker, score = instance.jobseeker, (instance.weight >> 20) / 1e6
    places = instance.jobseeker_capacity, instance.vacancy_capacity
    with Seconds() as seconds:
        problem = AssignmentProblem(jobseeker, instance.vacancy, score, *places)
        answer = solve(problem, gap=gap, time_limit=limit)
    return _told(instance, seconds, answer)


def solve_rescored(instance: Instance, *, gap: float, limit: float) -> Answer:
    """Solve again after the scores of 1 % of the jobseekers changed; the cold answer must be the same."""
    from matching.solvers import solve

    before = solve(_problem(instance), gap=gap, time_limit=limit)
    changed = _problem(replace(instance, weight=rescored(instance)))
    with Seconds() as seconds:
        warm = solve(changed, gap=gap, time_limit=limit, warm_start=before.warm_start)
    if not np.array_equal(warm.chosen, solve(changed, gap=gap, time_limit=limit).chosen):
        msg = "the warm answer is not the cold one."
        raise AssertionError(msg)
    return _told(instance, seconds, warm)


def solve_forced(instance: Instance, *, gap: float, limit: float) -> Answer:
    """Solve again with one pair forced that was not chosen: what "why not" asks."""
    from matching.solvers import solve

    before = solve(_problem(instance), gap=gap, time_limit=limit)
    fixed = np.zeros(len(instance.weight), np.int8)
    others = np.setdiff1d(np.arange(len(fixed)), before.chosen)
    fixed[others[len(others) // 2]] = 1
    problem = _problem(instance, fixed=fixed)
    with Seconds() as seconds:
        answer = solve(problem, gap=gap, time_limit=limit, warm_start=before.warm_start)
    return _told(instance, seconds, answer)


def solve_other_quota(instance: Instance, *, gap: float, limit: float) -> Answer:
    """Solve again with the target of the first row a tenth higher."""
    from matching.solvers import solve

    before = solve(_problem(instance), gap=gap, time_limit=limit)
    lower = instance.lower.copy()
    lower[0] += -(-lower[0] // 10)
    changed = replace(instance, lower=lower, upper=np.maximum(instance.upper, lower))
    problem = _problem(changed)
    with Seconds() as seconds:
        answer = solve(problem, gap=gap, time_limit=limit, warm_start=before.warm_start)
    return _told(changed, seconds, answer)


def solve_matrix(instance: DenseInstance) -> Answer:
    """Solve a square by `solve_dense`, from scores in micro-units; keys are the library's own."""
    from matching.solvers import solve_dense

    score, ones = instance.weight >> 20, np.ones(len(instance.weight), np.int32)
    with Seconds() as seconds:
        answer = solve_dense(score, ones, ones)
    total = int(instance.weight[answer.jobseeker, answer.vacancy].sum())
    note = f"keys of its own; {answer.rounds} rounds, {answer.n_pairs} pairs"
    return Answer(seconds, total, total, note=note)


def _problem(instance: Instance, **options: np.ndarray) -> AssignmentProblem:
    from matching.solvers import AssignmentProblem

    if instance.rows is not None:
        total = np.asarray(instance.rows.sum(axis=1)).ravel()
        options |= {
            "rows": instance.rows,
            "lower": instance.lower,
            "upper": np.where(instance.upper < total, instance.upper, np.inf),
            "shortfall_price": instance.shortfall_price,
        }
    return AssignmentProblem(
        instance.jobseeker,
        instance.vacancy,
        instance.weight >> 20,
        instance.jobseeker_capacity,
        instance.vacancy_capacity,
        tie_key=instance.weight & (2**20 - 1),
        **options,
    )


def _told(instance: Instance, seconds: Seconds, answer: Solution) -> Answer:
    broken = 0
    if instance.rows is not None:
        chosen = np.zeros(len(instance.weight), np.int64)
        chosen[answer.chosen] = 1
        broken = int((instance.rows @ chosen > instance.upper).sum())
    return Answer(
        seconds,
        answer.keyed_objective,
        answer.keyed_bound,
        broken,
        note=answer.status if answer.goal == "total score" else answer.goal,
        score=int(instance.weight[answer.chosen].sum()),
    )
