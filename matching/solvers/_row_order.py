"""Side rows in an order of their own, so that the order in which they are given cannot matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array

from matching.solvers._columns import row_digest, row_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.solvers._problem import AssignmentProblem
    from matching.solvers._solution import Solution


def row_order(problem: AssignmentProblem) -> NDArray[np.int64]:
    """Numbers of the rows, of shape (n_rows,), by limits, prices, size and then content.

    Only rows that are equal in all of these stay as they are given; they can stand in for each other.
    """
    total, largest = row_sums(problem.columns)
    terms = list(
        zip(
            problem.lower.tolist(),
            problem.upper.tolist(),
            problem.shortfall_price.tolist(),
            problem.excess_price.tolist(),
            total.tolist(),
            largest.tolist(),
            strict=True,
        )
    )
    content: Sequence[int] = [0] * len(terms)
    if len(set(terms)) < len(terms):
        content = row_digest(problem.columns, problem.jobseeker, problem.vacancy).tolist()
    order = sorted(range(len(terms)), key=lambda row: (terms[row], content[row]))
    return np.array(order, dtype=np.int64)


def in_own_order(problem: AssignmentProblem) -> tuple[AssignmentProblem, NDArray[np.int64]]:
    """Put the rows of a problem in their own order; returns it with the number that each row was given."""
    order = row_order(problem)
    if np.array_equal(order, np.arange(len(order))):
        return problem, order
    rank = np.empty(len(order), dtype=problem.columns.indices.dtype)
    rank[order] = np.arange(len(order))
    given = problem.columns
    columns = csc_array((given.data.copy(), rank[given.indices], given.indptr), shape=given.shape)
    columns.sort_indices()
    return problem.with_rows(columns, order), order


def in_given_order(solution: Solution, order: NDArray[np.int64]) -> Solution:
    """Answer with the rows as they were given."""
    if np.array_equal(order, np.arange(len(order))):
        return solution
    figures = {}
    for name in ("row_price", "shortfall", "excess"):
        own = getattr(solution, name)
        figures[name] = np.empty_like(own)
        figures[name][order] = own
        figures[name].setflags(write=False)
    return replace(solution, conflict=tuple(sorted(order[list(solution.conflict)].tolist())), **figures)
