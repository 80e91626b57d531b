"""The compiled passes over all pairs give what plain NumPy gives, and refuse what does not fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_instances import random_problem

from matching.solvers import _columns, _pricing
from matching.solvers._engines import find_engine
from matching.solvers._presolve import make_instance
from matching.solvers._pricing import adjusted_weight, price_pairs


def some_instance(rng, **options):
    """Instance with rows in heads and cents, several places and parallel pairs."""
    instance = None
    while instance is None:
        problem = random_problem(rng, n_jobseekers=9, n_vacancies=7, parallel=True, **options)
        instance = make_instance(problem)
    return instance


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(0, 4), wide=st.booleans())
def test_all_pairs_are_priced_as_by_numpy(seed, rows, wide):
    """Adjusted weights, losses, prices, bound and activity are the same integers either way."""
    rng = np.random.default_rng(seed)
    instance = some_instance(rng, rows=rows)
    if wide:
        instance.columns.data = instance.columns.data.astype(np.int64)
    row = rng.integers(-(2**40), 2**40, instance.n_rows)
    vacancy = rng.integers(0, 2**41, len(instance.vacancy_capacity))
    chosen = np.flatnonzero(rng.random(instance.n_pairs) < 0.5)
    answers = []
    for kernel in (_pricing._native, None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_pricing, "_native", kernel)
            patch.setattr(_columns, "_native", kernel)
            prices = price_pairs(instance, row, vacancy)
            adjusted = adjusted_weight(instance, row)
            brought = [instance.activity(chosen), *_columns.row_sums(instance.columns)]
        arrays = [prices.row, prices.jobseeker, prices.vacancy, prices.loss, adjusted, *brought]
        answers.append((prices.bound, [array.tolist() for array in arrays]))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("coefficient", [np.int32, np.int64])
def test_arrays_that_do_not_fit_are_refused(coefficient):
    """No array makes a pass read or write outside another one."""
    native = _pricing._native
    first, row = np.array([0, 1, 2], np.int32), np.array([0, 1], np.int32)
    units, weight = np.array([1, 2], coefficient), np.array([5, 6])
    prices, two = np.array([3, 4]), np.array([0, 1])
    out = np.zeros(2, np.int64)
    native.adjust_weights(first, row, units, weight, prices, out)
    assert out.tolist() == [8, 14]
    assert native.activity(first, row, units, two, 2).tolist() == [1, 2]
    for bad in ([0, 1, 3], [0, 5, 2], [1, 1, 2], [0, -1, 2], [0, 2], []):
        with pytest.raises(ValueError, match=r"rows|weight|pairs"):
            native.adjust_weights(np.array(bad, np.int32), row, units, weight, prices, out)
        with pytest.raises(ValueError, match=r"rows|pairs"):
            native.activity(np.array(bad, np.int32), row, units, two, 2)
    with pytest.raises(ValueError, match="rows"):
        native.row_sums(first, row, units, 1)
    for bad in ([0, 2], [0, -1]):
        with pytest.raises(ValueError, match="rows"):
            native.adjust_weights(first, np.array(bad, np.int32), units, weight, prices, out)
        with pytest.raises(ValueError, match="pairs"):
            native.activity(first, row, units, np.array(bad), 2)
    with pytest.raises(ValueError, match="weight"):
        native.adjust_weights(first, row, units, weight, prices, out[:1])
    with pytest.raises(TypeError):  # a converted copy would take the answer with it
        native.adjust_weights(first, row, units, weight, prices, out.astype(np.float64))


def test_places_that_do_not_fit_are_refused():
    """Neither positions of vacancies nor ends of jobseekers can point outside."""
    native = _pricing._native
    first, vacancy = np.array([0, 2]), np.array([0, 1], np.int32)
    capacity, price = np.array([1], np.int32), np.array([1, 2])
    weight = np.array([7, 9])
    answer, total = native.price_jobseekers(first, vacancy, capacity, price, weight)
    assert (answer.tolist(), total, weight.tolist()) == ([7], 7, [1, 0])
    for bad in ([0, 3], [1, 2], [0], [0, 2, 1], []):
        with pytest.raises(ValueError, match="indptr"):
            native.price_jobseekers(np.array(bad, np.int64), vacancy, capacity, price, weight)
    for bad in ([0, 2], [-1, 0]):
        with pytest.raises(ValueError, match="vacancy"):
            native.price_jobseekers(first, np.array(bad, np.int32), capacity, price, weight)


@given(seed=st.integers(0, 2**32 - 1))
def test_a_choice_in_turn_fits_and_has_a_bound(seed):
    """Nobody is over capacity, the total is that of the pairs, and no choice passes the bound."""
    rng = np.random.default_rng(seed)
    instance = some_instance(rng)
    arrays = (instance.indptr, instance.vacancy, instance.weight)
    places = (instance.jobseeker_capacity, instance.vacancy_capacity)
    chosen, price, total, bound = _pricing._native.choose_in_turn(*arrays, *places)
    assert total == int(instance.weight[chosen].sum())
    assert np.all(np.diff(chosen) > 0)
    for member, capacity in zip((instance.jobseeker, instance.vacancy), places, strict=True):
        assert np.all(np.bincount(member[chosen], minlength=len(capacity)) <= capacity)
    prices = price_pairs(instance, np.zeros(0, np.int64), np.zeros(len(places[1]), np.int64))
    assert (price.tolist(), bound) == (prices.jobseeker.tolist(), prices.bound - instance.offset)
    best = find_engine("native").assign(*arrays, *places)
    assert total <= best.total <= bound
