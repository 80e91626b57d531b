"""From what the algorithms found to a `Solution`: positions of the problem, score units, read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from scipy.sparse import csc_array

from matching.solvers._columns import activity
from matching.solvers._exact import exact_sum
from matching.solvers._hints import WarmStart
from matching.solvers._keys import KEY_SCALE
from matching.solvers._lp import UNIT
from matching.solvers._row_marks import mark_rows
from matching.solvers._solution import Solution
from matching.solvers._watch import relative_gap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._combine import Point
    from matching.solvers._instance import Choice, Instance
    from matching.solvers._lp import Master
    from matching.solvers._problem import AssignmentProblem
    from matching.solvers._solution import Goal, Status

_Scalar = TypeVar("_Scalar", bound=np.generic)

_ROUGH = 0.01  # gap above which the prices of rows are no start for another solve


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What an algorithm found: its choice, the bound and prices that judge it, and the work done."""

    choice: Choice
    bound: int
    jobseeker_price: NDArray[np.int64]
    vacancy_price: NDArray[np.int64]
    row_price: NDArray[np.int64]
    status: Status
    goal: Goal = "total score"
    rounds: int = 0
    nodes: int = 0
    reproducible: bool = True
    master: Master | None = None
    point: Point | None = None


def make_solution(
    problem: AssignmentProblem, instance: Instance, outcome: Outcome, engine: str, state: object = None
) -> Solution:
    """Answer in the terms of the problem."""
    chosen = instance.positions(outcome.choice.pairs)
    if len(instance.fixed) or instance.position is not None:
        chosen = np.sort(np.r_[instance.fixed, chosen])
    reached = activity(problem.columns, chosen)
    shortfall = np.maximum(problem.lower - reached, 0)
    excess = np.maximum(reached - problem.upper, 0)
    # Tie keys are no score: they are left out of the objective, and the bound is moved by as much.
    weight = problem.weight[chosen]
    keys = int((weight & (KEY_SCALE - 1)).sum())
    score = exact_sum(weight) - keys
    objective = (outcome.choice.value - keys) / UNIT
    gap = relative_gap(outcome.bound, outcome.choice.value, score)
    return Solution(
        chosen=_frozen(chosen),
        objective=objective,
        bound=objective + (outcome.bound - outcome.choice.value) / UNIT,
        gap=gap,
        status=outcome.status,
        keyed_objective=outcome.choice.value,
        keyed_bound=outcome.bound,
        jobseeker_price=_frozen(outcome.jobseeker_price / UNIT),
        vacancy_price=_frozen(outcome.vacancy_price / UNIT),
        row_price=_frozen(outcome.row_price[: problem.n_rows] / UNIT),
        shortfall=_frozen(shortfall),
        excess=_frozen(excess),
        engine=engine,
        goal=outcome.goal,
        rounds=outcome.rounds,
        nodes=outcome.nodes,
        reproducible=outcome.reproducible,
        warm_start=_warm_start(instance, outcome, engine, state, gap),
    )


def infeasible(
    problem: AssignmentProblem,
    engine: str,
    conflict: tuple[int, ...],
    goal: Goal,
    *,
    nearest: int | None = None,
) -> Solution:
    """Answer when hard rows, or fixed pairs, cannot be kept together."""
    return Solution(
        chosen=_frozen(np.empty(0, dtype=np.int64)),
        objective=0.0,
        bound=0.0,
        gap=0.0,
        status="infeasible",
        keyed_objective=0,
        keyed_bound=0,
        jobseeker_price=_frozen(np.zeros(problem.n_jobseekers)),
        vacancy_price=_frozen(np.zeros(problem.n_vacancies)),
        row_price=_frozen(np.zeros(problem.n_rows)),
        shortfall=_frozen(problem.lower.copy()),
        excess=_frozen(np.zeros(problem.n_rows, dtype=np.int64)),
        engine=engine,
        goal=goal,
        conflict=conflict,
        nearest=nearest,
    )


def _warm_start(instance: Instance, outcome: Outcome, engine: str, state: object, gap: float) -> WarmStart:
    master, pairs = outcome.master, outcome.choice.pairs
    member, status, others = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int8), None
    if master is not None and master.solved:
        pair_status, slack_status, row_status = master.basis()
        member, first = np.unique(instance.codes(master.pairs), return_index=True)
        status, others = pair_status[first], (slack_status, row_status)
    is_good = instance.n_rows == 0 or (outcome.goal == "total score" and gap <= _ROUGH)
    return WarmStart(
        vacancy_price=outcome.vacancy_price,
        row_price=outcome.row_price if is_good else None,
        rows=mark_rows(instance),
        chosen=(instance.jobseeker[pairs], instance.vacancy[pairs]),
        columns=instance.columns[:, pairs] if instance.n_rows else csc_array((0, len(pairs)), dtype=np.int32),
        member=member,
        member_status=status,
        other_status=others,
        point=outcome.point,
        engine=engine,
        n_pairs=instance.n_pairs,
        n_jobseekers=len(instance.jobseeker_capacity),
        state=state,
    )


def _frozen(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    array.setflags(write=False)
    return array
