"""Whole sets of pairs of a row: found as by trying all, a bound that holds, and a closer proof."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from solver_instances import assert_feasible, market_problem
from test_rows import assert_equals_oracle

from matching.solvers import _apart, _native_engine, solve
from matching.solvers._fill import fill
from matching.solvers._hints import Hints
from matching.solvers._lagrangian import FIRST_STEP, ascend
from matching.solvers._presolve import make_instance
from matching.solvers._search import Search
from matching.solvers._watch import Watch

NAMES = ("gain", "units", "jobseeker", "vacancy", "jobseeker_room", "vacancy_room", "lower", "price")


def random_row(rng):
    """Up to nine pairs of four jobseekers and three vacancies."""
    n = rng.integers(0, 10)
    return {
        "gain": rng.integers(-100, 60, n),
        "units": rng.integers(0, 50, n),
        "jobseeker": rng.integers(0, 4, n).astype(np.int32),
        "vacancy": np.sort(rng.integers(0, 3, n)).astype(np.int32),
        "jobseeker_room": rng.integers(0, 3, 4).astype(np.int32),
        "vacancy_room": rng.integers(0, 4, 3).astype(np.int32),
        "lower": int(rng.integers(0, 150)),
        "price": int(rng.integers(0, 20)),
    }


def by_trying_all(row):
    """All sets that fit, best first, equal ones by their pairs."""
    n, found = len(row["gain"]), []
    for code in range(2**n):
        pairs = np.flatnonzero(code >> np.arange(n) & 1)
        fits = all(
            np.all(np.bincount(row[who][pairs], minlength=len(row[f"{who}_room"])) <= row[f"{who}_room"])
            for who in ("jobseeker", "vacancy")
        )
        if fits:
            short = max(row["lower"] - int(row["units"][pairs].sum()), 0)
            found.append((int(row["gain"][pairs].sum()) - row["price"] * short, tuple(pairs.tolist())))
    return sorted(found, key=lambda item: (-item[0], item[1]))


def native_patterns(row, *, slack=0, most=1000, max_looks=10**7, memory=None):
    from matching.solvers import _native

    memory = np.zeros(len(row["jobseeker_room"]), np.int64) if memory is None else memory
    bound, is_complete, first, pairs, values = _native.best_patterns(
        *(row[name] for name in NAMES), memory, slack, most, max_looks, np.inf
    )
    parts = [tuple(pairs[a:b].tolist()) for a, b in pairwise(first.tolist())]
    return bound, is_complete, list(zip(values, parts, strict=True))


def test_the_best_sets_are_those_of_trying_all():
    """The same sets with the same worth, as many as asked for, and it is said when that is not all."""
    rng = np.random.default_rng(0)
    for _ in range(300):
        row = random_row(rng)
        slack, most = int(rng.integers(0, 80)), int(rng.integers(1, 40))
        everything = by_trying_all(row)
        memory = rng.integers(0, 40, 4) * rng.integers(0, 2)
        bound, is_complete, found = native_patterns(row, slack=slack, most=most, memory=memory)
        within = [item for item in everything if item[0] >= everything[0][0] - slack]
        assert bound == everything[0][0]
        assert len(found) <= most
        if is_complete:
            assert found[: len(within)] == within
        else:
            assert len(within) > most
            assert [value for value, _ in found] == [value for value, _ in everything[: len(found)]]


def test_a_bound_holds_when_the_work_runs_out():
    """Few looks give no best set, but never a bound that is too low."""
    rng = np.random.default_rng(1)
    for _ in range(100):
        row = random_row(rng)
        bound, is_complete, _ = native_patterns(row, max_looks=int(rng.integers(1, 12)))
        best = by_trying_all(row)[0][0]
        assert bound >= best
        assert not is_complete or bound == best


@pytest.mark.parametrize(
    "change",
    [
        {"vacancy": np.array([1, 0], np.int32)},
        {"jobseeker": np.array([0, 9], np.int32)},
        {"jobseeker": np.array([0, -1], np.int32)},
        {"units": np.array([1])},
        {"units": np.array([1, -1])},
        {"lower": -1},
        {"price": -1},
    ],
    ids=str,
)
def test_arrays_that_disagree_are_refused(change):
    """Nothing is read beyond its end."""
    row = {
        "gain": np.array([1, 2]),
        "units": np.array([1, 1]),
        "jobseeker": np.array([0, 1], np.int32),
        "vacancy": np.array([0, 1], np.int32),
        "jobseeker_room": np.array([1, 1], np.int32),
        "vacancy_room": np.array([1, 1], np.int32),
        "lower": 1,
        "price": 1,
    }
    assert native_patterns(row)[0] == 3
    with pytest.raises(ValueError, match="patterns:"):
        native_patterns(row | change)
    for memory in ([1], [1, -1], [2**62, 0]):
        with pytest.raises(ValueError, match="memory"):
            native_patterns(row, memory=np.array(memory))


@pytest.fixture
def always_apart(monkeypatch):
    """Take even small problems apart."""
    monkeypatch.setattr(_apart, "LEAST_PAIRS", 0)


@pytest.mark.parametrize("block", range(4))
def test_small_regions_equal_the_whole_model(always_apart, block):
    """The proven optimum is that of the whole integer program."""
    for seed in range(3 * block, 3 * block + 3):
        problem = market_problem(seed=seed, n_jobseekers=40, n_vacancies=18, rows=6, degree=6)
        assert_equals_oracle(problem)


def test_bounds_hold_between_methods(monkeypatch):
    """What is found without taking rows apart never passes the bound found with it, nor the other way."""
    problem = market_problem(seed=3, n_jobseekers=400, n_vacancies=160, rows=10)
    apart = solve(problem, gap=2e-4)
    monkeypatch.setattr(_apart, "LEAST_PAIRS", 10**9)
    other = solve(problem, gap=2e-3)
    assert_feasible(problem, apart)
    assert apart.gap <= 2e-4
    assert apart.keyed_objective <= other.keyed_bound
    assert other.keyed_objective <= apart.keyed_bound


def begun(problem):
    """A search with the bound of the Lagrangian dual and a filled choice."""
    instance = make_instance(problem)
    watch, hints = Watch(None, None), Hints(None, instance, "native")
    search = Search(instance, 0.0, watch, fill(instance, np.empty(0, np.int64), np.arange(instance.n_pairs)))
    search.judge(ascend(instance, _native_engine, 1e-3, hints, watch, first_step=FIRST_STEP)[0])
    search.fill()
    return search


@pytest.mark.parametrize("seed", [1, 2])
def test_whole_sets_lower_a_bound_step_by_step(always_apart, seed):
    """Each step goes on where the last ended, and none passes what is known to be possible."""
    problem = market_problem(seed=seed, n_jobseekers=300, n_vacancies=120, rows=10)
    search = begun(problem)
    bounds = [search.bound]
    apart = _apart.Apart(search)
    bounds.append(search.bound)
    for rounds in (2, 20):
        apart.sharpen(rounds)
        bounds.append(search.bound)
    apart.improve()
    bounds.append(search.bound)
    assert (np.diff(bounds) <= 0).all()
    assert bounds[0] > bounds[1] > bounds[-1]
    assert solve(problem).keyed_objective <= bounds[-1]
    assert solve(problem).keyed_bound >= search.best.value


def test_no_time_is_no_harm(always_apart):
    """Stopped at any moment there is a plan, and a bound that holds."""
    problem = market_problem(seed=4, n_jobseekers=300, n_vacancies=120, rows=10)
    best = solve(problem, gap=1e-3)
    for limit in (0.05, 0.1, 0.2, 0.4):
        hurried = solve(problem, gap=0, time_limit=limit)
        assert_feasible(problem, hurried)
        assert hurried.keyed_bound >= best.keyed_objective
        assert hurried.keyed_objective <= best.keyed_bound
