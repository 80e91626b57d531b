"""Local search under side rows: never worse, always within the capacities, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.exceptions import ProblemError
from matching.solvers import AssignmentProblem, _native, _native_engine
from matching.solvers._instance import evaluate
from matching.solvers._native_climb import climb
from matching.solvers._presolve import make_instance
from matching.solvers._pricing import price_pairs


def rows_instance(seed, n_jobseekers=120, n_vacancies=50, places=1):
    """A small region with four targets that the best plan without rows misses, and a limit it passes."""
    rng = np.random.default_rng(seed)
    near = rng.random((n_jobseekers, n_vacancies)) < 0.25
    i, j = np.nonzero(near)
    rows = rng.integers(0, 40, (5, len(i))) * (rng.random((5, len(i))) < 0.3)
    problem = AssignmentProblem(
        i,
        j,
        rng.random(len(i)),
        np.full(n_jobseekers, places),
        rng.integers(1, 3, n_vacancies),
        rows=rows,
        lower=[500, 450, 520, 480, 0],
        upper=[np.inf, np.inf, np.inf, np.inf, 60],
        shortfall_price=[0.05, 0.01, 0.2, 0.05, np.inf],
        excess_price=[np.inf, np.inf, np.inf, np.inf, 0.1],
    )
    return make_instance(problem, claims_matter=True)


def plain_choice(instance):
    """Best choice that does not look at the rows, and what each pair loses against its prices."""
    shape = instance.jobseeker_capacity, instance.vacancy_capacity
    answer = _native_engine.assign(instance.indptr, instance.vacancy, instance.weight, *shape)
    no_prices = np.zeros(instance.n_rows, np.int64)
    return answer.chosen, price_pairs(instance, no_prices, answer.vacancy_price).loss


@pytest.mark.parametrize("seed", range(6))
def test_a_climb_gains_and_fits(seed):
    """The choice is worth more than before, and nobody is over capacity."""
    instance = rows_instance(seed)
    chosen, loss = plain_choice(instance)
    before, after = evaluate(instance, chosen), climb(instance, chosen, loss, pairs_per_jobseeker=6)
    assert after.value > before.value
    used_i = np.bincount(instance.jobseeker[after.pairs], minlength=len(instance.jobseeker_capacity))
    used_j = np.bincount(instance.vacancy[after.pairs], minlength=len(instance.vacancy_capacity))
    assert (used_i <= instance.jobseeker_capacity).all()
    assert (used_j <= instance.vacancy_capacity).all()


def test_the_value_of_the_kernel_is_the_value_recomputed():
    """What the kernel says a choice is worth is what plain integers say."""
    instance = rows_instance(1)
    chosen, loss = plain_choice(instance)
    arrays = kernel_arrays(instance)
    pairs, value = _native.climb(*arrays, chosen, loss, 2**62, 10**6, 60.0)
    assert value + instance.offset == evaluate(instance, pairs).value


def kernel_arrays(instance):
    """Arrays of an instance as the kernel takes them."""
    columns = instance.columns
    return (
        instance.indptr,
        instance.vacancy,
        instance.weight,
        instance.vacancy_capacity,
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int32),
        columns.data.astype(np.int64),
        instance.lower,
        instance.upper,
        np.array([2**62 if price is None else price for price in instance.shortfall_weight]),
        np.array([2**62 if price is None else price for price in instance.excess_weight]),
    )


def test_the_same_input_gives_the_same_choice():
    """The search draws from a fixed sequence and counts work, so it repeats."""
    instance = rows_instance(2)
    chosen, loss = plain_choice(instance)
    first, second = (climb(instance, chosen, loss).pairs.tolist() for _ in range(2))
    assert first == second


def test_no_work_and_no_time_leave_the_choice_as_it_was():
    """Without work allowed the choice comes back."""
    instance = rows_instance(3)
    chosen, loss = plain_choice(instance)
    assert climb(instance, chosen, loss, seconds=0.0).value >= evaluate(instance, chosen).value
    assert climb(instance, np.empty(0, np.int64), loss, looks_per_pair=0).pairs.size <= 1


def test_several_places_a_jobseeker_are_refused():
    """Side rows count first proposals, so that a climb never sees shortlists."""
    instance = rows_instance(4, places=2)
    with pytest.raises(ProblemError, match="at most 1"):
        climb(instance, np.empty(0, np.int64), np.zeros(instance.n_pairs, np.int64))


numbers = st.lists(st.integers(-2, 6), max_size=7)


@settings(max_examples=500, deadline=None)
@given(vectors=st.tuples(*[numbers] * 13))
def test_arrays_that_disagree_only_raise_a_value_error(vectors):
    """No combination of small arrays reads outside them."""
    kinds = [np.int64, np.int32, np.int64, np.int32, np.int64, np.int32] + [np.int64] * 7
    arrays = [np.array(vector, kind) for vector, kind in zip(vectors, kinds, strict=True)]
    try:
        pairs, _ = _native.climb(*arrays, 5, 1000, 1.0)
    except ValueError:
        return
    assert len(pairs) <= len(arrays[1])


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_one_bad_number_in_a_sound_problem_only_raises_a_value_error(data):
    """A single entry out of place is refused or harmless."""
    instance = rows_instance(5, n_jobseekers=12, n_vacancies=6)
    chosen, loss = plain_choice(instance)
    arrays = [np.array(array) for array in (*kernel_arrays(instance), chosen, loss)]
    which = data.draw(st.integers(0, len(arrays) - 1))
    if arrays[which].size:
        at = data.draw(st.integers(0, arrays[which].size - 1))
        bounds = np.iinfo(arrays[which].dtype)
        arrays[which][at] = data.draw(st.one_of(st.integers(-9, 99), st.integers(bounds.min, bounds.max)))
    try:
        _native.climb(*arrays, 2**40, 2000, 1.0)
    except ValueError:
        return
