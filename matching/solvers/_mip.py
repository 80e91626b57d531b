"""Integer step: the best choice among few pairs, others chosen already, by branch and bound in HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers._highs import optimise
from matching.solvers._instance import Choice, evaluate
from matching.solvers._lp import UNIT, elastic_columns, linear_program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.solvers._highs_worker import Answer
    from matching.solvers._instance import Instance
    from matching.solvers._lp import Elastic

SCALE = 1e4
"""Objective per score unit: HiGHS tells values 1e-6 apart, which must be far below a micro-unit."""

_TOLERANCE = 1e-9

_HARD_PRICE = 1e3  # score units per scaled unit of a hard row, while no choice that keeps it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """When an integer step may stop.

    Attributes
    ----------
    target
        Value that is good enough, in keyed weight.
    slack
        Distance between bound and value that is good enough, in keyed weight.
    nodes
        Branch-and-bound nodes at most.
    seconds
        Time at most; None for no limit.
    """

    target: int
    slack: int
    nodes: int
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """What an integer step found.

    Attributes
    ----------
    choice
        Best choice found, None when there was none.
    bound
        No choice among the pairs given has a higher value, in keyed weight; None when nothing was proven.
    is_solved
        Whether the choice is the best among the pairs given, to within the slack.
    nodes
        Nodes explored.
    """

    choice: Choice | None
    bound: int | None
    is_solved: bool
    nodes: int


def integer_step(
    instance: Instance,
    pairs: NDArray[np.int64],
    kept: NDArray[np.int64],
    best: Choice,
    effort: Effort,
) -> Step:
    """Choose among `pairs`, with `kept` chosen already, starting from `best` where that is possible.

    Hard rows are constraints once `best` keeps them; until then they are dear to break.
    """
    elastic = elastic_columns(instance, _HARD_PRICE if best.broken else None)
    outside = instance.offset + int(instance.weight[kept].sum())
    options = whole_options(nodes=effort.nodes, slack=effort.slack, target=effort.target - outside)
    starts = np.isin(kept, best.pairs).all() and np.isin(best.pairs, np.r_[pairs, kept]).all()
    program = replace(
        linear_program(instance, pairs, elastic, kept=kept, scale=SCALE),
        n_whole=len(pairs),
        options=options,
        deadline=None if effort.seconds is None else monotonic() + effort.seconds,
        start_value=_values(instance, pairs, kept, best, elastic) if starts else np.empty(0),
    )
    return _read(instance, optimise(program), pairs, kept, outside)


def whole_options(*, nodes: int, slack: int, target: int) -> dict[str, float | str]:
    """Options of HiGHS for branch and bound; slack and target in keyed weight."""
    return {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": slack / UNIT * SCALE,
        "mip_max_nodes": nodes,
        "objective_target": target / UNIT * SCALE,
        # A row in cents, scaled to 1, must not hide cents in the tolerance.
        "mip_feasibility_tolerance": _TOLERANCE,
        "primal_feasibility_tolerance": _TOLERANCE,
        # Few pairs and a bound that is close already: cuts and restarts cost more than they prune (measured).
        "mip_allow_restart": False,
        "mip_pool_soft_limit": 1,
        "mip_pool_age_limit": 1,
    }


def _values(
    instance: Instance,
    pairs: NDArray[np.int64],
    kept: NDArray[np.int64],
    best: Choice,
    elastic: Elastic,
) -> NDArray[np.float64]:
    """Values of all columns for a choice that is known."""
    activity = instance.activity(best.pairs)
    short, over = (instance.lower - activity)[elastic.row], (activity - instance.upper)[elastic.row]
    missing = np.where(elastic.sign > 0, short, over)
    chosen = np.isin(pairs, np.setdiff1d(best.pairs, kept)).astype(np.float64)
    values: NDArray[np.float64] = np.r_[chosen, np.maximum(missing, 0) / instance.scale[elastic.row]]
    return values


def _read(
    instance: Instance,
    answer: Answer,
    pairs: NDArray[np.int64],
    kept: NDArray[np.int64],
    outside: int,
) -> Step:
    choice = None
    if len(answer.value):
        chosen = np.sort(np.r_[kept, pairs[answer.value[: len(pairs)] > 0.5]])
        if fits(instance, chosen):
            choice = evaluate(instance, chosen)
    bound = answer.bound / SCALE
    return Step(
        choice=choice,
        bound=outside + int(np.ceil(bound * UNIT)) if np.isfinite(bound) else None,
        is_solved=answer.status == "optimal",
        nodes=answer.nodes,
    )


def fits(instance: Instance, pairs: NDArray[np.int64]) -> bool:
    """Whether nobody is in more of the pairs than it has places."""
    used_i = np.bincount(instance.jobseeker[pairs], minlength=len(instance.jobseeker_capacity))
    used_j = np.bincount(instance.vacancy[pairs], minlength=len(instance.vacancy_capacity))
    return bool(np.all(used_i <= instance.jobseeker_capacity) and np.all(used_j <= instance.vacancy_capacity))
