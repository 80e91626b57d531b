"""Ways to solve an instance: this library and its peers. Each solves once and says what it found.

Every function takes an instance and returns an `Answer`. Peers are given the problem in the form that
suits them; changing the form is not in their time, building their own model is.
"""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.solver._catalogue import DenseInstance
    from benchmarks.solver._instances import Instance


@dataclass(slots=True)
class Seconds:
    """Time on the clock, and processor time of this process and those it started, in the `with` block."""

    clock: float = 0.0
    process: float = 0.0

    def __enter__(self) -> Seconds:
        """Start both."""
        self.process = -helpers_time()
        self.process -= process_time()
        self.clock = -perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop both."""
        self.clock += perf_counter()
        self.process += process_time() + helpers_time()


def helpers_time() -> float:
    """Processor time of the processes started here: those that ended, and those kept for the next problem."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        if int(fields[1]) == os.getpid():
            ticks += int(fields[11]) + int(fields[12])
    return ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds, keyed objective and bound (None: not given), rows broken, and the keyed scores alone.

    Without side rows the scores alone are the objective.
    """

    seconds: Seconds
    objective: float | None
    bound: float | None = None
    violations: int = 0
    note: str = ""
    score: float | None = None


def native(instance: Instance) -> Answer:
    """Solve with this library's compiled kernel, from arrays to proof."""
    from matching.solvers import _native_engine

    return _engine(instance, _native_engine.assign)


def reference(instance: Instance) -> Answer:
    """Solve with this library's pure Python engine."""
    from matching.solvers import _reference

    return _engine(instance, _reference.assign)


def native_warm(instance: Instance) -> Answer:
    """Solve again after the scores of 1 % of the jobseekers changed; the cold answer must be the same."""
    from matching.solvers import _native_engine

    shape = (instance.jobseeker_capacity, instance.vacancy_capacity)
    before = _native_engine.assign(instance.indptr, instance.vacancy, instance.weight, *shape)
    weight = rescored(instance)
    with Seconds() as seconds:
        warm = _native_engine.assign(instance.indptr, instance.vacancy, weight, *shape, start=before.state)
    cold = _native_engine.assign(instance.indptr, instance.vacancy, weight, *shape)
    if not np.array_equal(warm.chosen, cold.chosen):
        msg = "the warm answer is not the cold one."
        raise AssertionError(msg)
    return Answer(seconds, int(weight[warm.chosen].sum()), int(weight[warm.chosen].sum()))


def rescored(instance: Instance) -> np.ndarray:
    """Weights after new scores for every hundredth jobseeker."""
    rng = np.random.default_rng(0)
    changed = instance.jobseeker % 100 == 37
    shift = np.floor(100_000 * (rng.random(len(changed)) - 0.5)).astype(np.int64) << 20
    return np.where(changed, np.maximum(1, instance.weight + shift), instance.weight)


def ortools_flow(instance: Instance) -> Answer:
    """OR-Tools min-cost flow; each jobseeker may also stay unmatched."""
    from ortools.graph.python import min_cost_flow

    n, m = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
    source, sink = n + m, n + m + 1
    everyone, vacancies = np.arange(n, dtype=np.int32), np.arange(n, n + m, dtype=np.int32)
    tails = np.concatenate([instance.jobseeker, np.full(n, source), vacancies, everyone]).astype(np.int32)
    heads = np.concatenate(
        [instance.vacancy + n, everyone, np.full(m, sink), np.full(n, sink)], dtype=np.int32
    )
    limits = np.concatenate(
        [
            np.ones(len(instance.weight), np.int64),
            instance.jobseeker_capacity,
            instance.vacancy_capacity,
            instance.jobseeker_capacity,
        ]
    )
    costs = np.concatenate([-instance.weight, np.zeros(n + m + n, np.int64)])
    supply = np.zeros(n + m + 2, np.int64)
    supply[source] = instance.jobseeker_capacity.sum()
    supply[sink] = -supply[source]
    with Seconds() as seconds:
        flow = min_cost_flow.SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
        flow.set_nodes_supplies(np.arange(n + m + 2, dtype=np.int32), supply)
        status = flow.solve()
    if status != flow.OPTIMAL:
        return Answer(seconds, None, note=str(status))
    return Answer(seconds, -flow.optimal_cost(), -flow.optimal_cost())


def scipy_sparse(instance: Instance) -> Answer:
    """SciPy min_weight_full_bipartite_matching; a column for each opening and one more for each jobseeker."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    n = len(instance.jobseeker_capacity)
    openings = instance.vacancy_capacity.astype(np.int64)
    first = np.concatenate([[0], np.cumsum(openings)])
    copies = openings[instance.vacancy]
    offset = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = np.repeat(first[instance.vacancy], copies) + offset
    rows = np.repeat(instance.jobseeker, copies)
    # Weights in doubles are exact up to 2**53; one more than all of them keeps every entry positive.
    worth = np.repeat(instance.weight, copies).astype(np.float64)
    table = csr_array(
        (
            np.concatenate([worth + 1.0, np.ones(n)]),
            (np.concatenate([rows, np.arange(n)]), np.concatenate([columns, first[-1] + np.arange(n)])),
        ),
        shape=(n, first[-1] + n),
    )
    with Seconds() as seconds:
        i, j = min_weight_full_bipartite_matching(table, maximize=True)
    total = int(table[i, j].sum()) - n
    return Answer(seconds, total, total)


def greedy(instance: Instance) -> Answer:
    """Best pair first, as a spreadsheet would; keeps capacities and upper limits only."""
    with Seconds() as seconds:
        order = np.argsort(-instance.weight, kind="stable")
        free_i, free_j = instance.jobseeker_capacity.tolist(), instance.vacancy_capacity.tolist()
        chosen = []
        for pair, i, j in zip(
            order.tolist(), instance.jobseeker[order].tolist(), instance.vacancy[order].tolist(), strict=True
        ):
            if free_i[i] and free_j[j]:
                free_i[i] -= 1
                free_j[j] -= 1
                chosen.append(pair)
    return Answer(seconds, *_worth(instance, np.array(chosen, np.int64)))


def _engine(instance: Instance, assign: Callable[..., object]) -> Answer:
    with Seconds() as seconds:
        answer = assign(
            instance.indptr,
            instance.vacancy,
            instance.weight,
            instance.jobseeker_capacity,
            instance.vacancy_capacity,
        )
    total = int(instance.weight[answer.chosen].sum())
    bound = proven_bound(instance, answer.jobseeker_price, answer.vacancy_price)
    if total != bound:
        msg = f"primal {total} and dual {bound} differ."
        raise AssertionError(msg)
    return Answer(seconds, total, bound)


def proven_bound(instance: Instance, jobseeker_price: np.ndarray, vacancy_price: np.ndarray) -> int:
    """Bound of the prices, recomputed here in plain numpy."""
    surplus = 0
    for start in range(0, len(instance.weight), 1 << 20):  # in parts: this is no memory of the solver
        pairs = slice(start, start + (1 << 20))
        prices = jobseeker_price[instance.jobseeker[pairs]] + vacancy_price[instance.vacancy[pairs]]
        surplus += int(np.maximum(instance.weight[pairs] - prices, 0).sum())
    return (
        int((jobseeker_price * instance.jobseeker_capacity).sum())
        + int((vacancy_price * instance.vacancy_capacity).sum())
        + surplus
    )


def _worth(instance: Instance, chosen: np.ndarray) -> tuple[int, None, int]:
    """Keyed objective with the price of what is short, no bound, and the number of rows over their limit."""
    score = int(instance.weight[chosen].sum())
    if instance.rows is None:
        return score, None, 0
    x = np.zeros(len(instance.weight), np.int64)
    x[chosen] = 1
    activity = instance.rows @ x
    short = np.maximum(0, instance.lower - activity)
    penalty = float((short * instance.shortfall_price).sum())
    return score - round(penalty * 1e6 * 2**20), None, int((activity > instance.upper).sum())


def native_dense(instance: DenseInstance) -> Answer:
    """Solve with this library's kernel, reading the matrix in blocks; exact in keyed weights."""
    from matching.solvers import _native_engine
    from matching.solvers._dense_blocks import Blocks, assign_blocks

    n = len(instance.weight)
    ones = np.ones(n, np.int32)
    with Seconds() as seconds:
        blocks = Blocks(lambda start, stop: instance.weight[start:stop], n, n)
        answer = assign_blocks(blocks, ones, ones, _native_engine)
    bound = int(answer.jobseeker_price.sum() + answer.vacancy_price.sum())
    limit = answer.jobseeker_price[:, None] + answer.vacancy_price[None, :]
    if answer.total != bound or (instance.weight > limit).any():
        msg = f"{instance.name}: primal {answer.total} is not proven by {bound}."
        raise AssertionError(msg)
    return Answer(seconds, answer.total, bound, note=f"{answer.rounds} rounds, {answer.n_pairs} pairs")


def lapjv(instance: DenseInstance) -> Answer:
    """Lapx lapjv on the dense matrix of costs in micro-units, which suits it three times better than keys."""
    import lap

    cost = -(instance.weight >> 20).astype(np.float64)
    with Seconds() as seconds:
        _, columns, _ = lap.lapjv(cost)
    return _dense_answer(instance, seconds, columns)


def lapjvs(instance: DenseInstance) -> Answer:
    """Lapx lapjvs in double precision, on micro-units; its default of single precision is not exact."""
    import lap

    cost = -(instance.weight >> 20).astype(np.float64)
    with Seconds() as seconds:
        _, columns = lap.lapjvs(cost, return_cost=False, prefer_float32=False)
    return _dense_answer(instance, seconds, columns)


def scipy_dense(instance: DenseInstance) -> Answer:
    """SciPy linear_sum_assignment on the dense matrix in micro-units."""
    from scipy.optimize import linear_sum_assignment

    worth = (instance.weight >> 20).astype(np.float64)
    with Seconds() as seconds:
        _, columns = linear_sum_assignment(worth, maximize=True)
    return _dense_answer(instance, seconds, columns)


def _dense_answer(instance: DenseInstance, seconds: Seconds, columns: np.ndarray) -> Answer:
    total = int(instance.weight[np.arange(len(columns)), columns].sum())
    return Answer(seconds, total, total, note="in micro-units, keys not seen")
