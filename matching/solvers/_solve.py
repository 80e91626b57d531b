"""The way in: check the wishes, choose the method, assemble the answer."""

from __future__ import annotations

import math
from numbers import Real
from typing import TYPE_CHECKING, Literal

import numpy as np

from matching.exceptions import ProblemError, SolverError
from matching.solvers._answer import Outcome, infeasible, make_solution
from matching.solvers._engines import find_engine
from matching.solvers._exact import exact_sum
from matching.solvers._greedy import choose_greedily
from matching.solvers._hard import hard_lower_rows, hard_rows, nearest_activity, row_out_of_reach, solve_rows
from matching.solvers._hints import Hints
from matching.solvers._instance import evaluate
from matching.solvers._presolve import make_instance
from matching.solvers._problem import AssignmentProblem
from matching.solvers._row_order import in_given_order, in_own_order
from matching.solvers._search import RESOLUTION
from matching.solvers._stable import defer_acceptance
from matching.solvers._watch import Watch, relative_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.solvers._inner import Assignment, InnerEngine
    from matching.solvers._instance import Instance
    from matching.solvers._solution import Goal, Solution, Status

_SECONDS_TO_CLOSE = 4e-8  # a pair: kept back from a time limit, to make an answer of what was found

Method = Literal["auto", "stable", "greedy"]

_GOALS: dict[Method, Goal] = {"auto": "total score", "stable": "stability", "greedy": "greedy"}

_WIDEST, _LONGEST = 1e9, 1e9
"""Gap, and seconds, above which a larger one means the same."""


def solve(
    problem: AssignmentProblem,
    *,
    method: Method = "auto",
    gap: float = 1e-3,
    time_limit: float | None = None,
    warm_start: object = None,
    progress: Callable[[float, float, float], None] | None = None,
    engine: str | None = None,
) -> Solution:
    """Choose pairs: of the largest total score with a proof, or a stable or a greedy choice.

    Without side rows the answer is the exact optimum in keyed weights. With side rows it is within `gap` of a
    bound that holds for all pairs; 0 asks for the proven optimum. Pair groups count as side rows, unless one
    place of a jobseeker or a vacancy implies them. The same problem gives the same answer whatever the order
    of its pairs
    and of its rows.

    Parameters
    ----------
    problem
        What may be chosen.
    method
        ``"auto"``: largest total score. ``"stable"``: deferred acceptance over both sides' scores.
        ``"greedy"``: best pair first. The last two read no lower limits (stable: no rows at all); their gap
        tells how far the total is from its bound, and their pairs never depend on the clock.
    gap
        Distance to the bound that is good enough, relative to the score of the plan; at least 0.
    time_limit
        Seconds after which the best choice so far is given; None for no limit. A limit that strikes makes
        the answer depend on the machine: then `Solution.reproducible` is false.
    warm_start
        `Solution.warm_start` of an earlier, similar problem. Saves work, and never makes an answer wrong.
        Rows are known again by what they are, jobseekers and vacancies by their positions; see
        `carry_over` where these changed.
    progress
        Called with bound, best value and gap, in score units, when one of them improves.
    engine
        ``"native"`` or ``"reference"``; default: the fastest present.

    Returns
    -------
    Pairs, bound, prices and status; ``"infeasible"`` is a status too.

    Raises
    ------
    ProblemError
        When an option is not understood, or the method cannot keep the hard rows or groups of the problem.
    SolverError
        When hard rows were neither kept nor proven impossible within the limits.

    Notes
    -----
    Processor time for 10,000 jobseekers and 280,000 pairs without rows is about 0.03 s by the native engine
    and 1 s by the reference; for 2,000 jobseekers, 55,000 pairs and 47 rows, to a gap of 1e-3, it is about
    0.2 s and 5 s. For 100,000 jobseekers and 2.9 million pairs ``"stable"`` takes about 0.2 s, or 4 s
    without the kernel, and ``"greedy"`` 1 s, whatever the time limit. At its peak a solve with rows takes
    about 85 bytes a pair, one without about 45.

    Examples
    --------
    Both jobseekers suit the first vacancy; one opening each.

    >>> from matching.solvers import AssignmentProblem, solve
    >>> problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1])
    >>> answer = solve(problem)
    >>> answer.status, answer.chosen.tolist(), round(answer.objective, 6)
    ('optimal', [1, 2], 1.4)

    A row that wants the second pair twice is short by one, at its price.

    >>> problem = AssignmentProblem(
    ...     [0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1],
    ...     rows=[[0, 1, 0]], lower=[2], shortfall_price=[0.25],
    ... )
    >>> answer = solve(problem)
    >>> answer.shortfall.tolist(), round(answer.objective, 6)
    ([1], 1.15)
    """
    gap, time_limit = _checked(problem, method, gap, time_limit, progress)
    inner = find_engine(engine)
    watch = Watch(time_limit, progress)
    if method != "auto" or problem.n_rows < 2:
        return _solve(problem, method, gap, inner, warm_start, watch)
    own, order = in_own_order(problem)
    return in_given_order(_solve(own, method, gap, inner, warm_start, watch), order)


def _solve(
    problem: AssignmentProblem,
    method: Method,
    gap: float,
    inner: InnerEngine,
    warm_start: object,
    watch: Watch,
) -> Solution:
    goal = _GOALS[method]
    instance = make_instance(problem, claims_matter=method != "stable")
    if instance is None:
        return infeasible(problem, inner.name, (), goal)
    watch.keep(_SECONDS_TO_CLOSE * instance.n_pairs)
    hints = Hints(warm_start, instance, inner.name)
    if method != "auto":
        return _other_goal(problem, instance, inner, goal, watch)
    if instance.n_rows == 0:
        return _without_rows(problem, instance, inner, gap, hints, watch)
    return _with_rows(problem, instance, inner, gap, hints, watch)


def _checked(
    problem: object, method: object, gap: object, time_limit: object, progress: object
) -> tuple[float, float | None]:
    """Gap and time limit as they are used, once all options are understood."""
    if not isinstance(problem, AssignmentProblem):
        msg = f"problem: must be an AssignmentProblem, got {type(problem).__name__}."
        raise ProblemError(msg)
    if not (isinstance(method, str) and method in _GOALS):
        msg = f"method: must be 'auto', 'stable' or 'greedy', got {method!r}."
        raise ProblemError(msg)
    if not (progress is None or callable(progress)):
        msg = f"progress: must be a function of bound, value and gap, got {type(progress).__name__}."
        raise ProblemError(msg)
    limit = None if time_limit is None else _amount("time_limit", time_limit, _LONGEST)
    return _amount("gap", gap, _WIDEST), limit


def _amount(name: str, value: object, largest: float) -> float:
    """Finite number of at least 0, brought down to the largest that makes a difference."""
    try:
        number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    except OverflowError:
        number = math.inf
    if not 0 <= number < math.inf:
        msg = f"{name}: must be a number of at least 0, got {value!r}."
        raise ProblemError(msg)
    return min(number, largest)


def _without_rows(
    problem: AssignmentProblem,
    instance: Instance,
    inner: InnerEngine,
    gap: float,
    hints: Hints,
    watch: Watch,
) -> Solution:

    def tell(total: int, bound: int) -> None:
        watch.report(instance.offset + bound, instance.offset + total, instance.offset + total)

    answer = _assign(instance, inner, hints.state, watch, tell)
    choice = evaluate(instance, answer.chosen)
    if choice.value != instance.offset + answer.total:
        msg = (
            f"the assignment is not worth what it says: {choice.value}, not {instance.offset + answer.total}."
        )
        raise SolverError(msg)
    bound = instance.offset + answer.bound
    distance = relative_gap(bound, choice.value, choice.value)
    watch.report(bound, choice.value, choice.value)
    late: Status = "within_gap" if distance <= gap else "time_limit"
    outcome = Outcome(
        choice=choice,
        bound=bound,
        jobseeker_price=answer.jobseeker_price,
        vacancy_price=answer.vacancy_price,
        row_price=np.empty(0, dtype=np.int64),
        status="optimal" if bound == choice.value else late,
        rounds=1,
        reproducible=bound == choice.value,
    )
    return make_solution(problem, instance, outcome, inner.name, state=answer.state)


def _assign(
    instance: Instance, inner: InnerEngine, start: object, watch: Watch, tell: Callable[[int, int], None]
) -> Assignment:
    """Best assignment, rows forgotten, that is found in time."""
    capacity = instance.jobseeker_capacity, instance.vacancy_capacity
    return inner.assign(
        instance.indptr,
        instance.vacancy,
        instance.weight,
        *capacity,
        start,
        time_limit=watch.seconds_left(),
        progress=tell if watch.is_followed else None,
    )


def _with_rows(
    problem: AssignmentProblem,
    instance: Instance,
    inner: InnerEngine,
    gap: float,
    hints: Hints,
    watch: Watch,
) -> Solution:
    search = solve_rows(instance, inner, gap, hints, watch)
    if search.is_impossible:
        return _out_of_reach(problem, instance, inner, search.conflict, "total score")
    if search.best.broken:
        msg = (
            f"no choice that keeps all hard rows was found ({search.best.broken} units broken), nor a proof "
            "that there is none; give more time, or make rows soft with a price."
        )
        raise SolverError(msg)
    status: Status = "within_gap" if search.is_reached else "time_limit"
    relaxation = search.relaxation
    outcome = Outcome(
        choice=search.best,
        bound=search.bound,
        jobseeker_price=relaxation.prices.jobseeker,
        vacancy_price=relaxation.prices.vacancy,
        row_price=relaxation.prices.row,
        status="optimal" if search.bound - search.best.value <= RESOLUTION else status,
        rounds=search.rounds,
        nodes=search.nodes,
        reproducible=not watch.is_over(),
        master=relaxation.master,
        point=search.point,
    )
    return make_solution(problem, instance, outcome, inner.name)


def _out_of_reach(
    problem: AssignmentProblem, instance: Instance, inner: InnerEngine, conflict: tuple[int, ...], goal: Goal
) -> Solution:
    """Answer when hard rows cannot be kept, with the number by which a single one of them cannot."""
    nearest = nearest_activity(problem, instance, conflict[0]) if len(conflict) == 1 else None
    return infeasible(problem, inner.name, conflict, goal, nearest=nearest)


def _other_goal(
    problem: AssignmentProblem, instance: Instance, inner: InnerEngine, goal: Goal, watch: Watch
) -> Solution:
    """Answer of a method that does not look for the largest total, with the bound that would judge it.

    The pairs never depend on the clock; the bound is broken off when it strikes.
    """
    # Claims that a stable choice does not tell apart may be what keeps a hard row.
    whole = instance if problem.pair_group is None else make_instance(problem) or instance
    broken = row_out_of_reach(whole)
    if broken is not None:
        return _out_of_reach(problem, whole, inner, (broken,), goal)
    pairs = _stable_pairs(problem, instance) if goal == "stability" else _greedy_pairs(problem, instance)
    choice = evaluate(instance, pairs)
    score = instance.offset + exact_sum(instance.weight[pairs])
    best = _assign(
        instance,
        inner,
        None,
        watch,
        lambda _, bound: watch.report(instance.offset + bound, choice.value, score),
    )
    bound = instance.offset + best.bound
    watch.report(bound, choice.value, score)
    is_proven = best.total == best.bound
    outcome = Outcome(
        choice=choice,
        bound=bound,
        jobseeker_price=best.jobseeker_price,
        vacancy_price=best.vacancy_price,
        row_price=np.zeros(instance.n_rows, dtype=np.int64),
        status="optimal" if is_proven else "time_limit",
        goal=goal,
        reproducible=is_proven,
    )
    return make_solution(problem, instance, outcome, inner.name, state=best.state)


def _stable_pairs(problem: AssignmentProblem, instance: Instance) -> NDArray[np.int64]:
    _refuse_hard_rows(problem, instance, hard_rows(instance), "stable")
    wishes = problem.micro_score if problem.jobseeker_score is None else problem.jobseeker_score
    standing = problem.micro_score if problem.vacancy_score is None else problem.vacancy_score
    position = slice(None) if instance.position is None else instance.position
    return defer_acceptance(instance, wishes[position], standing[position])


def _greedy_pairs(problem: AssignmentProblem, instance: Instance) -> NDArray[np.int64]:
    _refuse_hard_rows(problem, instance, hard_lower_rows(instance), "greedy")
    return choose_greedily(instance)


def _refuse_hard_rows(
    problem: AssignmentProblem, instance: Instance, hard: NDArray[np.bool_], method: Method
) -> None:
    if not hard.any():
        return
    row = int(np.argmax(hard))
    if row < instance.n_given_rows:
        msg = f"method: {method!r} cannot keep hard row {row}; give it a price, or use 'auto'."
        raise ProblemError(msg)
    pairs = instance.positions(np.flatnonzero(instance.columns[[row]].toarray()[0]))
    group = int(problem.pair_group[pairs[0]]) if problem.pair_group is not None else -1
    msg = (
        f"method: {method!r} cannot keep pair group {group} of {len(pairs)} pairs, since they are not all of "
        "one jobseeker or vacancy with one place; use 'auto' or 'greedy'."
    )
    raise ProblemError(msg)
