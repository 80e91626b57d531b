"""Local search under side rows: never worse, always within the capacities, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.exceptions import ProblemError
from matching.solvers import AssignmentProblem, _native, _native_engine
from matching.solvers._hints import Hints
from matching.solvers._instance import evaluate
from matching.solvers._native_climb import Climber
from matching.solvers._presolve import make_instance
from matching.solvers._pricing import price_pairs
from matching.solvers._rows import solve_elastic
from matching.solvers._watch import Watch


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
    """Best choice that does not look at the rows, and the prices that prove it."""
    shape = instance.jobseeker_capacity, instance.vacancy_capacity
    answer = _native_engine.assign(instance.indptr, instance.vacancy, instance.weight, *shape)
    no_prices = np.zeros(instance.n_rows, np.int64)
    return answer.chosen, price_pairs(instance, no_prices, answer.vacancy_price)


def climber(instance):
    """Local searches around the plain choice, with most pairs in reach."""
    chosen, prices = plain_choice(instance)
    return Climber(instance, prices, chosen, pairs_per_jobseeker=6)


def first_climb(instance):
    """Choice to which a climb comes from the plain one."""
    return climber(instance).climb(plain_choice(instance)[0], is_rough=True)


def assert_fits(instance, pairs):
    """Nobody is over capacity, and the pairs are in order."""
    assert (np.diff(pairs) > 0).all()
    used_i = np.bincount(instance.jobseeker[pairs], minlength=len(instance.jobseeker_capacity))
    used_j = np.bincount(instance.vacancy[pairs], minlength=len(instance.vacancy_capacity))
    assert (used_i <= instance.jobseeker_capacity).all()
    assert (used_j <= instance.vacancy_capacity).all()


@pytest.mark.parametrize("seed", range(6))
def test_a_climb_gains_and_fits(seed):
    """The choice is worth more than before, nobody is over capacity, and shakes never lose anything."""
    instance = rows_instance(seed)
    before = evaluate(instance, plain_choice(instance)[0])
    first = first_climb(instance)
    shaken = climber(instance).climb(first.pairs, shakes=200)
    assert_fits(instance, first.pairs)
    assert_fits(instance, shaken.pairs)
    assert shaken.value >= first.value > before.value


@pytest.mark.parametrize("seed", range(2))
def test_a_climb_comes_near_the_optimum(seed):
    """On small regions it loses at most a hundredth of what is known to be possible."""
    instance = rows_instance(seed)
    hints = Hints(None, instance, "native")
    best = solve_elastic(instance, _native_engine, 1e-4, hints, Watch(None, None)).best
    found = climber(instance).climb(first_climb(instance).pairs, shakes=2000)
    assert found.value <= best.value + 1e-4 * abs(best.value)
    assert found.value >= best.value - 0.01 * abs(best.value)


def test_the_same_input_gives_the_same_choice():
    """The search draws from a fixed sequence and counts work, so it repeats."""
    instance = rows_instance(2)
    first, second = (
        climber(instance).climb(first_climb(instance).pairs, shakes=100).pairs.tolist() for _ in range(2)
    )
    assert first == second


def test_no_work_and_no_time_leave_a_choice_as_it_was():
    """Without time, the choice comes back; without shakes a choice that nothing improves does too."""
    instance = rows_instance(3)
    first = first_climb(instance)
    assert (
        climber(instance).climb(first.pairs, shakes=100, seconds=0.0).pairs.tolist() == first.pairs.tolist()
    )
    assert climber(instance).climb(first.pairs).pairs.tolist() == first.pairs.tolist()


def test_a_climb_stops_when_it_is_near_enough():
    """Any choice is near enough to a bound that may be missed by far, so that no shake is made."""
    instance = rows_instance(3)
    first = first_climb(instance)
    assert (
        climber(instance).climb(first.pairs, shakes=10**9, enough=2**62).pairs.tolist()
        == first.pairs.tolist()
    )


def test_a_climb_may_start_from_pairs_that_were_not_tried_before():
    """A choice found in another way is a start like any other, and is never made worse."""
    instance = rows_instance(2)
    chosen, prices = plain_choice(instance)
    other = first_climb(instance)
    few = Climber(instance, prices, chosen, pairs_per_jobseeker=0.5)
    assert not np.isin(other.pairs, np.flatnonzero(prices.loss <= few.reach)).all()
    after = few.climb(other.pairs, shakes=50)
    assert_fits(instance, after.pairs)
    assert (-after.broken, after.value) >= (-other.broken, other.value)


def test_several_places_a_jobseeker_are_refused():
    """Side rows count first proposals, so that a climb never sees shortlists."""
    with pytest.raises(ProblemError, match="0 or 1"):
        first_climb(rows_instance(4, places=2))


def kernel_arrays(instance):
    """Arrays of an instance as the kernel takes them."""
    columns, (chosen, prices) = instance.columns, plain_choice(instance)
    return (
        instance.indptr,
        instance.vacancy,
        prices.loss,
        instance.jobseeker_capacity,
        instance.vacancy_capacity,
        prices.jobseeker,
        prices.vacancy,
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int32),
        columns.data.astype(np.int64),
        instance.lower,
        instance.upper,
        np.array([2**62 if price is None else price for price in instance.shortfall_weight]),
        np.array([2**62 if price is None else price for price in instance.excess_weight]),
        prices.row,
        chosen,
    )


def run_kernel(arrays):
    """A short climb over whatever is given."""
    return _native.climb(
        *arrays, reach=2.0**40, enough=0.0, n_stages=2, n_shakes=20, max_looks=2000, seed=1, time_limit=1.0
    )


numbers = st.lists(st.integers(-2, 6), max_size=7)


@settings(max_examples=200, deadline=None)
@given(vectors=st.tuples(*[numbers] * 16))
def test_arrays_that_disagree_only_raise_a_value_error(vectors):
    """No combination of small arrays reads outside them."""
    kinds = [np.int64, np.int32, np.int64, np.int32, np.int32, np.int64, np.int64, np.int64, np.int32]
    kinds += [np.int64] * 7
    arrays = [np.array(vector, kind) for vector, kind in zip(vectors, kinds, strict=True)]
    try:
        pairs = run_kernel(arrays)
    except ValueError:
        return
    assert len(pairs) <= len(arrays[1])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_one_bad_number_in_a_sound_problem_only_raises_a_value_error(data):
    """A single entry out of place is refused or harmless."""
    instance = rows_instance(5, n_jobseekers=12, n_vacancies=6)
    arrays = [np.array(array) for array in kernel_arrays(instance)]
    which = data.draw(st.integers(0, len(arrays) - 1))
    if arrays[which].size:
        at = data.draw(st.integers(0, arrays[which].size - 1))
        bounds = np.iinfo(arrays[which].dtype)
        arrays[which][at] = data.draw(st.one_of(st.integers(-9, 99), st.integers(bounds.min, bounds.max)))
    try:
        pairs = run_kernel(arrays)
    except ValueError:
        return
    assert (np.diff(pairs) > 0).all()
