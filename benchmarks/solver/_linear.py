"""HiGHS as a peer: the linear and the integer program of an instance, with or without side rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack, vstack

from benchmarks.solver._peers import Answer, Seconds

if TYPE_CHECKING:
    from benchmarks.solver._instances import Instance

UNIT = 1e6 * 2**20


def highs_lp(instance: Instance, seconds: float) -> Answer:
    """HiGHS simplex on the linear program: a bound, no plan."""
    return _solve(instance, seconds, whole=False)


def highs_mip(instance: Instance, seconds: float) -> Answer:
    """HiGHS branch and cut on the integer program, to a gap of 1e-3."""
    return _solve(instance, seconds, whole=True)


def _solve(instance: Instance, limit: float, *, whole: bool) -> Answer:
    import highspy

    model = _model(instance, highspy, whole=whole)
    with Seconds() as seconds:
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("time_limit", limit)
        highs.setOptionValue("mip_rel_gap", 1e-3)
        highs.passModel(model)
        highs.run()
    status = highs.modelStatusToString(highs.getModelStatus())
    info = highs.getInfo()
    objective = -info.objective_function_value * UNIT
    if not whole:
        solved = status == "Optimal"
        return Answer(seconds, None, objective if solved else None, note="LP only" if solved else status)
    found = np.isfinite(objective) and info.primal_solution_status == 2
    chosen = np.array(highs.getSolution().col_value[: len(instance.weight)]) > 0.5
    return Answer(
        seconds,
        objective if found else None,
        -info.mip_dual_bound * UNIT if np.isfinite(info.mip_dual_bound) else None,
        note="" if status == "Optimal" else status,
        score=float(instance.weight[chosen].sum()) if found else None,
    )


def _model(instance: Instance, highspy: object, *, whole: bool) -> object:
    """Pairs and shortfalls as columns; rows scaled to a largest coefficient of 1."""
    n_pairs = len(instance.weight)
    n, m = len(instance.jobseeker_capacity), len(instance.vacancy_capacity)
    each = (np.ones(n_pairs), (instance.jobseeker, np.arange(n_pairs)))
    other = (np.ones(n_pairs), (instance.vacancy, np.arange(n_pairs)))
    table = vstack([csr_array(each, shape=(n, n_pairs)), csr_array(other, shape=(m, n_pairs))])
    lower, upper = (
        np.full(n + m, -np.inf),
        np.concatenate([instance.jobseeker_capacity, instance.vacancy_capacity]),
    )
    price = np.zeros(0)
    if instance.rows is not None:
        n_rows = len(instance.lower)
        scale = 1.0 / instance.rows.max(axis=1).toarray().ravel()
        total = np.asarray(instance.rows.sum(axis=1)).ravel()
        rows = diags_array(scale) @ instance.rows.astype(np.float64)
        table = vstack(
            [
                hstack([table, csr_array((n + m, n_rows))]),
                hstack([rows, diags_array(np.ones(n_rows))]),
            ]
        )
        lower = np.concatenate([lower, instance.lower * scale])
        upper = np.concatenate([upper, np.where(instance.upper < total, instance.upper * scale, np.inf)])
        price = instance.shortfall_price / scale
    table = table.tocsc()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = table.shape[1], table.shape[0]
    lp.col_cost_ = np.concatenate([-instance.weight / UNIT, price])
    lp.col_lower_ = np.zeros(table.shape[1])
    lp.col_upper_ = np.concatenate([np.ones(n_pairs), np.full(len(price), np.inf)])
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = table.indptr, table.indices, table.data
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * n_pairs + [
            highspy.HighsVarType.kContinuous
        ] * len(price)
    return lp
