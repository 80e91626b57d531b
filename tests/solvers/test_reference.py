"""The reference engine: exact with any weights and places, from any start."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from matching.exceptions import SolverError
from matching.solvers import _reference
from matching.solvers._exact import exact_sum
from matching.solvers._inner import Assignment
from matching.solvers._pace import Pace


def random_arrays(seed, most=7):
    """Pairs of a random market, parallel ones too, weights below zero too."""
    rng = np.random.default_rng(seed)
    n_i, n_j = rng.integers(0, most, 2)
    jobseeker, vacancy = np.nonzero(rng.random((n_i, n_j)) < 0.7)
    copies = rng.integers(1, 3, len(jobseeker))
    jobseeker, vacancy = np.repeat(jobseeker, copies), np.repeat(vacancy, copies).astype(np.int32)
    weight = (
        rng.integers(-4, 9, len(jobseeker)) if seed % 2 else rng.integers(-(2**40), 2**41, len(jobseeker))
    )
    indptr = np.searchsorted(jobseeker, np.arange(n_i + 1)).astype(np.int64)
    capacity_i, capacity_j = (rng.integers(0, 4, n).astype(np.int32) for n in (n_i, n_j))
    return indptr, vacancy, weight, capacity_i, capacity_j


@given(st.integers(0, 100_000), st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_weight_equals_the_value_of_the_prices(seed, warm):
    """Whatever the start, the engine's own proof holds (it raises otherwise)."""
    arrays = random_arrays(seed)
    start = np.random.default_rng(seed).integers(0, 12, len(arrays[4])) if warm else None
    answer = _reference.assign(*arrays, start)
    assert np.all(arrays[2][answer.chosen] > 0)


def test_total_equals_that_of_a_linear_program():
    """The flow program is integral, so that HiGHS must find the same total."""
    for seed in range(1, 200, 2):
        indptr, vacancy, weight, capacity_i, capacity_j = random_arrays(seed)
        n = len(weight)
        if n == 0:
            continue
        everyone = np.repeat(np.arange(len(capacity_i)), np.diff(indptr))
        matrix = vstack(
            [
                csr_array((np.ones(n), (everyone, np.arange(n))), shape=(len(capacity_i), n)),
                csr_array((np.ones(n), (vacancy, np.arange(n))), shape=(len(capacity_j), n)),
            ]
        )
        limits = LinearConstraint(matrix, -np.inf, np.r_[capacity_i, capacity_j])
        program = milp(-weight.astype(float), constraints=limits, bounds=Bounds(0, 1))
        answer = _reference.assign(indptr, vacancy, weight, capacity_i, capacity_j)
        assert int(weight[answer.chosen].sum()) == round(-program.fun)


def test_dense_and_sparse_way_agree():
    """Trying few pairs first gives the total of trying all at once."""
    rng = np.random.default_rng(2)
    n = 90
    indptr, vacancy = np.arange(n + 1) * n, np.tile(np.arange(n, dtype=np.int32), n)
    weight = rng.integers(1, 2**41, n * n)
    for places in (1, 3):
        arrays = (indptr, vacancy, weight, np.full(n, places, np.int32), np.full(n, 2, np.int32))
        dense = _reference.assign(*arrays)
        sparse = _reference._assign_sparse(*arrays, None, Pace())
        assert np.array_equal(dense.chosen, sparse.chosen)


def test_a_wrong_answer_is_not_let_through():
    """The check sees prices that do not fit, a place used twice, and a pair chosen twice."""
    arrays = (
        np.array([0, 1, 2]),
        np.array([0, 0], np.int32),
        np.array([5, 4]),
        np.array([1, 1], np.int32),
        np.array([1], np.int32),
    )
    right = _reference.assign(*arrays)
    _reference.prove(right, *arrays)
    for chosen, price in (([0], [0]), ([0, 1], [4]), ([1], [4]), ([0, 0], [4])):
        wrong = Assignment(
            chosen=np.array(chosen), jobseeker_price=right.jobseeker_price, vacancy_price=np.array(price)
        )
        with pytest.raises(SolverError, match="not proven"):
            _reference.prove(wrong, *arrays)


@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(0, 2**31 - 1)), max_size=20))
@settings(deadline=None, derandomize=True)
def test_sums_are_exact_beyond_64_bits(terms):
    """Sums and weighted sums equal those of Python integers."""
    value = np.array([v for v, _ in terms], dtype=np.int64)
    count = np.array([c for _, c in terms], dtype=np.int32)
    assert exact_sum(value) == sum(v for v, _ in terms)
    assert exact_sum(value, count) == sum(v * c for v, c in terms)
