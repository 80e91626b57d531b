"""However the pairs are put, and on however many threads, the answer is the same to the byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from solver_instances import market_problem, permuted, random_problem

from matching.solvers import AssignmentProblem, _apart, _rows, solve


def fingerprint(problem, shuffle, gap):
    """Everything that an answer says, as bytes, with the chosen pairs in the order of the problem."""
    order = np.random.default_rng(shuffle).permutation(problem.n_pairs)
    answer = solve(permuted(problem, order), gap=gap)
    figures = np.array([answer.objective, answer.bound, answer.gap])
    prices = (answer.jobseeker_price, answer.vacancy_price, answer.row_price)
    parts = (np.sort(order[answer.chosen]), figures, *prices, answer.shortfall, answer.excess)
    exact = (answer.keyed_objective, answer.keyed_bound, answer.status, answer.rounds, answer.nodes)
    return b"".join(part.tobytes() for part in parts), exact, answer.reproducible


def fingerprints(problem, shuffles, gap=1e-3):
    """All different answers to the shuffled problem, four at a time."""
    with ThreadPoolExecutor(4) as pool:
        return set(pool.map(lambda shuffle: fingerprint(problem, shuffle, gap), range(shuffles)))


def with_rows_moved(problem, shuffle):
    """The same problem with its rows in another order, and that order."""
    order = np.random.default_rng(shuffle).permutation(problem.n_rows)
    moved = AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=problem.rows[order],
        lower=problem.lower[order],
        upper=problem.upper[order],
        shortfall_price=problem.shortfall_price[order],
        excess_price=problem.excess_price[order],
        pair_group=problem.pair_group,
    )
    return moved, order


@pytest.mark.parametrize("gap", [1e-3, 0])
def test_the_order_of_rows_changes_nothing(gap):
    """Same pairs, and the figures of each row go with it; parallel pairs included."""
    for seed in range(12):
        problem = random_problem(
            np.random.default_rng(seed), n_jobseekers=14, n_vacancies=8, rows=5, parallel=True
        )
        expected = solve(problem, gap=gap)
        for shuffle in range(4):
            moved, order = with_rows_moved(problem, shuffle)
            answer = solve(moved, gap=gap)
            assert answer.chosen.tolist() == expected.chosen.tolist()
            assert (answer.keyed_objective, answer.keyed_bound, answer.status) == (
                expected.keyed_objective,
                expected.keyed_bound,
                expected.status,
            )
            for name in ("row_price", "shortfall", "excess"):
                assert getattr(answer, name).tolist() == getattr(expected, name)[order].tolist()


def large_problem():
    """A problem with rows in cents, large enough for everything that is tried on such rows."""
    problem = market_problem(seed=3, n_jobseekers=280, n_vacancies=100, rows=4, degree=11)
    assert problem.n_pairs >= _apart.LEAST_PAIRS
    return problem


def test_many_shuffles_without_rows():
    """With several places on both sides and parallel pairs."""
    problem = random_problem(np.random.default_rng(3), n_jobseekers=60, n_vacancies=30, parallel=True)
    assert len(fingerprints(problem, 145)) == 1


def test_fifty_shuffles_with_rows():
    """With a quota and a contract in cents."""
    problem = market_problem(seed=3, n_jobseekers=16, n_vacancies=7, rows=2, degree=4)
    assert len(fingerprints(problem, 50)) == 1


def test_five_shuffles_of_rows_that_are_taken_apart(monkeypatch):
    """With all that is tried on rows in cents of more pairs, down to a small gap."""
    made = []
    apart = _rows.Apart
    monkeypatch.setattr(_rows, "Apart", lambda *given, **more: made.append(1) or apart(*given, **more))
    assert len(fingerprints(large_problem(), 5, gap=1e-4)) == 1
    assert len(made) >= 5


@pytest.mark.slow
def test_a_hundred_shuffles_of_rows_that_are_taken_apart():
    """A hundred of the same."""
    assert len(fingerprints(large_problem(), 100, gap=1e-4)) == 1
