"""Solving again from an earlier answer: the cold answer, proven, and little work."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.sparse import vstack
from solver_instances import assert_feasible, market_problem, random_problem, rescored

from matching.exceptions import ProblemError
from matching.solvers import AssignmentProblem, _keys, _native, carry_over, engine, solve
from matching.solvers._hints import Hints
from matching.solvers._presolve import make_instance
from matching.solvers._row_order import in_own_order


def random_arrays(rng, n_jobseekers=60, n_vacancies=30):
    """Arrays of a problem with several places on both sides, some of them none, and weights below zero."""
    jobseeker = np.sort(rng.integers(0, n_jobseekers, 500))
    return (
        np.searchsorted(jobseeker, np.arange(n_jobseekers + 1)).astype(np.int64),
        rng.integers(0, n_vacancies, 500).astype(np.int32),
        rng.integers(-20, 300, 500),
        rng.integers(0, 4, n_jobseekers).astype(np.int32),
        rng.integers(0, 4, n_vacancies).astype(np.int32),
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_proof_is_of_the_weights_taken_up_last(seed):
    """After each of 30 changes total and bound are those of plain numpy, also without time to solve."""
    rng = np.random.default_rng(seed)
    arrays = random_arrays(rng)
    solver, weight = _native.Solver(*arrays), arrays[2]
    for _ in range(30):
        share = rng.choice([0.0, 0.01, 0.3])
        weight = np.where(rng.random(len(weight)) < share, rng.integers(-20, 300, len(weight)), weight)
        assert solver.take_up(*arrays[:2], weight, *arrays[3:])
        solver.solve(rng.choice([0.0, 10.0]))
        chosen, jobseeker_price, vacancy_price, total, bound = solver.answer()
        assert (total, bound) == solver.certify(chosen, jobseeker_price, vacancy_price)
        assert total == int(weight[chosen].sum())
        jobseeker = np.repeat(np.arange(len(arrays[3])), np.diff(arrays[0]))
        above = weight - jobseeker_price[jobseeker] - vacancy_price[arrays[1]]
        places = (jobseeker_price * arrays[3]).sum() + (vacancy_price * arrays[4]).sum()
        assert bound == int(places + np.maximum(above, 0).sum())
    assert solver.solve(10.0)
    assert len(set(solver.answer()[3:])) == 1


def test_refused_weights_leave_no_trace():
    """When one weight is refused, those given before it do not spoil the proof of the next answer."""
    arrays = random_arrays(np.random.default_rng(3))
    solver = _native.Solver(*arrays)
    solver.solve(10.0)
    solver.answer()
    bad = arrays[2] + 7
    bad[-1] = 2**60
    with pytest.raises(ValueError, match=r"weight\["):
        solver.take_up(*arrays[:2], bad, *arrays[3:])
    assert solver.take_up(*arrays[:2], arrays[2] + 9, *arrays[3:])
    assert solver.solve(10.0)
    chosen, *prices, total, bound = solver.answer()
    assert total == bound == int((arrays[2] + 9)[chosen].sum())
    assert (total, bound) == solver.certify(chosen, *prices)


def test_other_pairs_or_places_are_not_taken_up():
    """With one pair or place more it is another problem, and the old one stays solvable."""
    arrays = random_arrays(np.random.default_rng(8))
    solver = _native.Solver(*arrays)
    solver.solve(10.0)
    before = solver.answer()[3]
    last = arrays[1].copy()
    last[-1] = (last[-1] + 1) % 30
    for k, other in ((0, arrays[0][:-1]), (1, last), (1, last[:-1]), (3, arrays[3] + 1), (4, arrays[4][:-1])):
        assert not solver.take_up(*(other if k == at else array for at, array in enumerate(arrays)))
    with pytest.raises(ValueError, match="weight"):
        solver.take_up(*arrays[:2], arrays[2][:-1], *arrays[3:])
    assert not solver.take_up(arrays[0], last, arrays[2] + 5, *arrays[3:])
    assert solver.take_up(*arrays)
    assert solver.solve(10.0)
    assert solver.answer()[3] == solver.answer()[4] == before


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_hundredth_rescored_gives_the_cold_answer(shuffled):
    """A chain of rescored problems, each from the last, is solved as each is from nothing."""
    rng = np.random.default_rng(4)
    problem = market_problem(seed=4, n_jobseekers=400, n_vacancies=150, rows=0)
    if shuffled:
        order = rng.permutation(problem.n_pairs)
        problem = rescored(problem, problem.micro_score, order)
    start = solve(problem).warm_start
    for _ in range(10):
        score = problem.micro_score.copy()
        some = rng.random(problem.n_jobseekers)[problem.jobseeker] < 0.01
        score[some] = rng.integers(0, 1_000_000, int(some.sum()))
        problem = rescored(problem, score)
        warm, cold = solve(problem, warm_start=start), solve(problem)
        assert np.array_equal(warm.chosen, cold.chosen)
        assert warm.keyed_objective == warm.keyed_bound == cold.keyed_objective
        start = warm.warm_start


def test_one_start_serves_many_threads():
    """What-ifs that begin at the same answer at the same time do not get in each other's way."""
    problem = market_problem(seed=5, n_jobseekers=600, n_vacancies=200, rows=0)
    start = solve(problem).warm_start
    scores = [np.random.default_rng(k).permutation(problem.micro_score) for k in range(8)]
    others = [rescored(problem, score) for score in scores]
    with ThreadPoolExecutor(4) as pool:
        warm = list(pool.map(lambda other: solve(other, warm_start=start), others))
    for other, answer in zip(others, warm, strict=True):
        assert np.array_equal(answer.chosen, solve(other).chosen)


def test_a_start_that_was_passed_on_twice_is_still_right():
    """Going back to an older answer, and starting from it again, gives the cold answer each time."""
    problem = market_problem(seed=6, n_jobseekers=200, n_vacancies=80, rows=0)
    first = solve(problem).warm_start
    other = rescored(problem, problem.micro_score[::-1].copy())
    for start in (first, pickle.loads(pickle.dumps(first)), solve(other, warm_start=first).warm_start, first):
        assert np.array_equal(solve(problem, warm_start=start).chosen, solve(problem).chosen)


def test_both_languages_make_the_same_keys(monkeypatch):
    """Keys and the places where jobseekers begin are the same with and without the compiled kernel."""
    rng = np.random.default_rng(7)
    cases = [rng.integers(0, 2**31 - 2, (2, 5000)).astype(np.int32), np.zeros((2, 0), np.int32)]
    problem = random_problem(rng, n_jobseekers=30, n_vacancies=20)
    cases.append(np.array([problem.jobseeker, problem.vacancy]))
    most = 2**31 - 2
    for i, j in cases:
        n = int(i.max(initial=0)) + 1 if len(i) < 5000 else most
        compiled = _keys.tie_keys(i, j, None), _keys.first_pairs(i, j, n)
        with monkeypatch.context() as patch:
            patch.setattr(_keys, "_native", None)
            plain = _keys.tie_keys(i, j, None), _keys.first_pairs(i, j, n)
        assert np.array_equal(compiled[0], plain[0])
        assert (compiled[1] is None) == (plain[1] is None)
        assert compiled[1] is None or np.array_equal(compiled[1], plain[1])
    assert compiled[1] is not None


def test_the_compiled_functions_refuse_positions_out_of_range():
    """Nothing is written outside the array of beginnings."""
    one = np.array([5], np.int32)
    for n in (-1, 0, 5):
        with pytest.raises(ValueError, match="jobseeker"):
            _native.first_pairs(one, one, n)
    with pytest.raises(ValueError, match="jobseeker"):
        _native.first_pairs(-one, one, 9)
    for function in (lambda a, b: _native.first_pairs(a, b, 9), _native.tie_keys):
        with pytest.raises(ValueError, match="vacancy"):
            function(one, one[:0])


def regional_problem():
    """A region with rows in heads and in cents that take some work."""
    return market_problem(seed=11, n_jobseekers=600, n_vacancies=200, rows=12)


@pytest.mark.parametrize("inner", ["native", "reference"])
@pytest.mark.parametrize("change", ["dropped", "added", "moved", "asked for more"])
def test_rows_are_known_again(change, inner):
    """When a row comes, goes, moves or asks for more, the other rows keep their prices."""
    problem = regional_problem()
    kept = solve(problem, engine=inner).warm_start
    order = {"dropped": np.arange(1, 12), "moved": np.r_[7:12, 0:7]}.get(change, np.arange(12))
    rows, lower, price = problem.rows[order], problem.lower[order], problem.shortfall_price[order]
    if change == "added":
        rows = vstack([rows[:5], np.ones((1, problem.n_pairs), int), rows[5:]])
        lower, price = np.insert(lower, 5, 3), np.insert(price, 5, 0.5)
    if change == "asked for more":
        lower = lower + lower // 10
    other = changed(problem, rows=rows, lower=lower, upper=None, shortfall_price=price)
    own, place = in_own_order(other)
    hints = Hints(kept, make_instance(own), inner)
    known = np.empty_like(kept.row_price)
    known[in_own_order(problem)[1]] = kept.row_price
    expected = known[order]
    if change == "added":
        expected = np.insert(expected, 5, 0)
    assert hints.row_price.tolist() == expected[place].tolist()
    is_new = (place == 5) & (change == "added")
    assert np.array_equal(np.broadcast_to(hints.step(1.0, 2.0), len(expected)) == 2, is_new)
    answer = solve(other, engine=inner, warm_start=kept)
    assert_feasible(other, answer)
    assert answer.gap <= 1e-3


def changed(problem, **options):
    """The same pairs and places with other rows."""
    return AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        **options,
    )


def test_chosen_pairs_are_known_again_among_parallel_ones():
    """Of two claims on one placement it is the one chosen before, though a row went and one came in front."""
    pairs = ([0, 0, 1, 1], [0, 0, 1, 1], [0.5, 0.5, 0.6, 0.6], [1, 1], [1, 1])
    rows = np.array([[1, 0, 0, 0], [0, 5, 5, 0], [0, 0, 0, 2]])
    options = {"lower": [1, 5, 2], "shortfall_price": [1.0, 1.0, 0.1], "pair_group": [0, 0, 1, 1]}
    problem = AssignmentProblem(*pairs, rows=rows, **options)
    answer = solve(problem, gap=0)
    assert answer.chosen.tolist() == [0, 2]
    other = AssignmentProblem(
        *pairs,
        rows=np.array([[3, 3, 3, 3], [0, 5, 5, 0], [1, 0, 0, 0]]),
        lower=[3, 5, 1],
        shortfall_price=[1.0, 1.0, 1.0],
        pair_group=[0, 0, 1, 1],
    )
    instance = make_instance(other)
    marked = np.flatnonzero(Hints(answer.warm_start, instance, engine()).chosen(instance))
    assert np.sort(instance.positions(marked)).tolist() == [0, 2]


def test_a_vacancy_may_come_or_go():
    """Prices and pairs of the vacancies that stayed are kept, by position."""
    problem = regional_problem()
    first = solve(problem)
    for n_vacancies in (199, 201):
        kept = problem.vacancy < n_vacancies
        other = AssignmentProblem(
            problem.jobseeker[kept],
            problem.vacancy[kept],
            problem.micro_score[kept],
            problem.jobseeker_capacity,
            np.resize(problem.vacancy_capacity, n_vacancies),
            rows=problem.rows[:, kept],
            lower=problem.lower,
            shortfall_price=problem.shortfall_price,
        )
        instance = make_instance(in_own_order(other)[0])
        hints = Hints(first.warm_start, instance, engine())
        assert hints.row_price.tolist() == first.warm_start.row_price.tolist()
        assert hints.vacancy_price[:199].tolist() == first.warm_start.vacancy_price[:199].tolist()
        stayed = int((problem.vacancy[first.chosen] < n_vacancies).sum())
        assert hints.chosen(instance).sum() == stayed
        assert solve(other, warm_start=first.warm_start).gap <= 1e-3


@pytest.mark.parametrize("inner", ["native", "reference"])
def test_a_start_is_carried_over_to_other_positions(inner):
    """After people and vacancies moved, came and went, each that stayed keeps its price and its match."""
    problem = regional_problem()
    first = solve(problem, engine=inner)
    rng = np.random.default_rng(1)
    people = np.insert(rng.permutation(600)[:590], 3, -1)
    jobs = np.insert(rng.permutation(200)[:195], 7, -1)
    now_i, now_j = np.full(600, -1), np.full(200, -1)
    now_i[people[people >= 0]], now_j[jobs[jobs >= 0]] = (
        np.flatnonzero(people >= 0),
        np.flatnonzero(jobs >= 0),
    )
    kept = (now_i[problem.jobseeker] >= 0) & (now_j[problem.vacancy] >= 0)
    other = AssignmentProblem(
        now_i[problem.jobseeker[kept]],
        now_j[problem.vacancy[kept]],
        problem.micro_score[kept],
        np.ones(591, int),
        np.where(jobs >= 0, problem.vacancy_capacity[jobs], 1),
        rows=problem.rows[:, kept],
        lower=problem.lower,
        shortfall_price=problem.shortfall_price,
    )
    start = carry_over(first.warm_start, people, jobs)
    instance = make_instance(in_own_order(other)[0])
    hints = Hints(start, instance, inner)
    assert hints.row_price.tolist() == first.warm_start.row_price.tolist()
    expected = np.where(jobs >= 0, first.warm_start.vacancy_price[jobs], 0)
    assert hints.vacancy_price.tolist() == expected.tolist()
    stayed = np.flatnonzero(kept & np.isin(np.arange(len(kept)), first.chosen))
    found = np.flatnonzero(kept)[instance.positions(np.flatnonzero(hints.chosen(instance)))]
    assert np.array_equal(np.sort(found), stayed)
    answer = solve(other, engine=inner, warm_start=start)
    assert_feasible(other, answer)
    assert answer.gap <= 1e-3


def test_a_start_for_the_same_positions_is_kept_as_it_is():
    """Nothing is lost where nobody moved; without a start there is none to carry over."""
    problem = market_problem(seed=5, n_jobseekers=60, n_vacancies=20, rows=0)
    start = solve(problem).warm_start
    assert carry_over(start, np.arange(60), np.arange(20)) is start
    assert carry_over(None, np.arange(60), np.arange(20)) is None
    with pytest.raises(ProblemError, match="warm_start"):
        carry_over("yesterday", np.arange(60), np.arange(20))


@pytest.mark.parametrize("options", [{"method": "greedy"}, {"time_limit": 0.0}])
def test_prices_that_were_never_found_are_no_start(options):
    """From an answer without good prices only its pairs are taken."""
    problem = regional_problem()
    rough = solve(problem, **options)
    instance = make_instance(problem)
    hints = Hints(rough.warm_start, instance, engine())
    assert hints.row_price is None
    assert np.array_equal(instance.positions(np.flatnonzero(hints.chosen(instance))), rough.chosen)
    again = solve(problem, warm_start=rough.warm_start)
    assert again.gap <= 1e-3
    assert again.rounds <= 2 * solve(problem).rounds


@pytest.mark.parametrize("inner", ["native", "reference"])
def test_a_start_that_keeps_every_row_is_not_lost(inner):
    """Where all rows become equalities at what was reached, that choice is an answer."""
    problem = regional_problem()
    first = solve(problem, engine=inner)
    reached = problem.rows @ np.isin(np.arange(problem.n_pairs), first.chosen).astype(np.int64)
    equal = changed(problem, rows=problem.rows, lower=reached, upper=reached)
    answer = solve(equal, engine=inner, warm_start=first.warm_start, time_limit=1.0)
    assert_feasible(equal, answer)
    assert answer.keyed_objective >= int(problem.weight[first.chosen].sum())
