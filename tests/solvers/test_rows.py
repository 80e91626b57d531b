"""Side rows: the best choice under quotas and euros, its bound, and conflicts that are named."""

from __future__ import annotations

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csc_array, csr_array, diags_array, eye_array, vstack
from solver_instances import (
    assert_feasible,
    keyed_value,
    market_problem,
    permuted,
    random_problem,
    solve_in_time,
)

from matching.exceptions import SolverError
from matching.solvers import MICRO, AssignmentProblem, engine, solve

ORACLE_TOLERANCE = 1e-4
"""Score units by which HiGHS, at its tolerance of 1e-6 per row, may misjudge a whole model."""


def mip_oracle(problem):
    """Chosen pairs and objective of HiGHS on the whole model, both its gaps 0; None when impossible."""
    n, n_rows = problem.n_pairs, problem.n_rows
    scale = np.maximum(problem.rows.toarray().max(axis=1, initial=0), 1)
    pairs = np.arange(n)
    parts, room = [], []
    for who, places in (
        (problem.jobseeker, problem.jobseeker_capacity),
        (problem.vacancy, problem.vacancy_capacity),
    ):
        parts.append(csr_array((np.ones(n), (who, pairs)), shape=(len(places), n)))
        room.append(places)
    if problem.pair_group is not None:
        inside = np.flatnonzero(problem.pair_group >= 0)
        n_groups = int(problem.pair_group.max(initial=-1)) + 1
        parts.append(csr_array((np.ones(len(inside)), (problem.pair_group[inside], inside)), (n_groups, n)))
        room.append(np.ones(n_groups))
    places = vstack(parts)
    slack = eye_array(n_rows)
    none = csc_array((places.shape[0], n_rows))
    matrix = block_array([[places, none, none], [diags_array(1 / scale) @ problem.rows, slack, -slack]])
    low = np.r_[np.full(places.shape[0], -np.inf), problem.lower / scale]
    high = np.r_[np.concatenate(room), problem.upper / scale]
    prices = [np.where(np.isinf(p), 0, p * scale) for p in (problem.shortfall_price, problem.excess_price)]
    most = [np.where(np.isinf(p), 0, np.inf) for p in (problem.shortfall_price, problem.excess_price)]
    fixed = np.zeros(n, np.int8) if problem.fixed is None else problem.fixed
    answer = milp(
        np.r_[-problem.micro_score / MICRO, *prices] * 1e3,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(np.r_[fixed == 1, np.zeros(2 * n_rows)], np.r_[fixed >= 0, *most]),
        integrality=np.r_[np.ones(n), np.zeros(2 * n_rows)],
        options={"mip_rel_gap": 0.0},
    )
    assert answer.status in (0, 2)
    return None if answer.status == 2 else (np.flatnonzero(answer.x[:n] > 0.5), -answer.fun / 1e3)


def assert_equals_oracle(problem):
    """The proven optimum is at least what HiGHS found, recomputed, and not above what it proved."""
    solution, oracle = solve(problem, gap=0), mip_oracle(problem)
    if oracle is None:
        assert solution.status == "infeasible"
        return
    chosen, value = oracle
    assert solution.status == "optimal"
    assert_feasible(problem, solution)
    theirs = keyed_value(problem, chosen)
    # HiGHS may break a hard row by its tolerance; then only its objective can be compared.
    assert theirs is None or solution.keyed_objective >= theirs
    assert solution.objective == pytest.approx(value, abs=ORACLE_TOLERANCE)


def middling_problem(seed):
    """Up to 60 x 60, quotas in heads and in cents, soft and hard, claims, fixed pairs."""
    rng = np.random.default_rng(seed)
    if seed % 4 == 0:
        n = int(rng.integers(20, 61))
        return market_problem(seed=seed, n_jobseekers=n, n_vacancies=n // 2, rows=int(rng.integers(2, 9)))
    return random_problem(
        rng,
        n_jobseekers=int(rng.integers(5, 61)),
        n_vacancies=int(rng.integers(5, 61)),
        density=rng.uniform(0.05, 0.4),
        rows=int(rng.integers(1, 9)),
        hard=rng.random() < 0.3,
        parallel=rng.random() < 0.3,
        fixed=rng.random() < 0.1,
    )


@pytest.mark.parametrize("block", range(10))
def test_middling_problems_equal_the_whole_model(block):
    """200 instances up to 60 x 60 are solved to the optimum of the whole integer program."""
    for seed in range(20 * block, 20 * block + 20):
        assert_equals_oracle(middling_problem(seed))


@pytest.mark.slow
def test_many_middling_problems_equal_the_whole_model():
    """1,000 more."""
    for seed in range(1000, 2000):
        assert_equals_oracle(middling_problem(seed))


def test_a_region_in_small_is_solved_to_the_gap_asked_for():
    """600 x 250 with quotas in heads and euros: within 1e-3, and the bound is one."""
    problem = market_problem(seed=1, n_jobseekers=600, n_vacancies=250, rows=12)
    solution = solve(problem)
    assert solution.status in {"within_gap", "optimal"}
    assert solution.gap <= 1e-3
    assert_feasible(problem, solution)
    tighter = solve(problem, gap=5e-4)
    assert tighter.objective <= solution.bound + 1e-9
    assert solution.objective <= tighter.bound + 1e-9


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_the_bound_holds_for_any_choice(seed):
    """No choice at all, not even a random one, passes the bound of a rough answer."""
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, n_jobseekers=7, n_vacancies=6, rows=3, parallel=True)
    solution = solve(problem, gap=0.5)
    for _ in range(20):
        free_i, free_j = problem.jobseeker_capacity.copy(), problem.vacancy_capacity.copy()
        groups, chosen = set(), []
        for pair in rng.permutation(problem.n_pairs):
            i, j, group = problem.jobseeker[pair], problem.vacancy[pair], int(problem.pair_group[pair])
            if free_i[i] and free_j[j] and (group < 0 or group not in groups):
                free_i[i] -= 1
                free_j[j] -= 1
                groups.add(group)
                chosen.append(pair)
        assert keyed_value(problem, chosen) <= solution.keyed_bound


def test_a_shuffled_region_gives_the_same_plan():
    """With rows too, the order of the pairs does not matter."""
    problem = market_problem(seed=2, n_jobseekers=200, n_vacancies=80, rows=8)
    plan = solve(problem, gap=5e-3)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(problem.n_pairs)
        other = solve(permuted(problem, order), gap=5e-3)
        assert np.array_equal(np.sort(order[other.chosen]), plan.chosen)
        assert other.keyed_bound == plan.keyed_bound


def test_the_row_price_is_the_ceiling_where_a_row_is_short():
    """A quota that cannot be met asks its full price."""
    problem = AssignmentProblem(
        [0, 1], [0, 0], [0.9, 0.2], [1, 1], [1], rows=[[0, 1]], lower=[2], shortfall_price=[3.0]
    )
    solution = solve(problem)
    assert solution.chosen.tolist() == [1]
    assert solution.shortfall.tolist() == [1]
    assert solution.row_price.tolist() == [3.0]
    assert solution.objective == pytest.approx(0.2 - 3.0)


def test_an_upper_limit_has_a_negative_price():
    """A cap that binds charges each unit; one that does not, nothing."""
    problem = AssignmentProblem(
        [0, 1, 2], [0, 1, 2], [0.9, 0.8, 0.7], [1, 1, 1], [1, 1, 1], rows=[[1, 1, 1], [1, 0, 0]], upper=[2, 1]
    )
    solution = solve(problem)
    assert solution.chosen.tolist() == [0, 1]
    assert solution.row_price[0] < 0
    assert solution.row_price[1] == 0


def test_an_equality_is_kept():
    """Lower and upper limit at one number."""
    problem = market_problem(seed=3, n_jobseekers=60, n_vacancies=30, rows=0)
    rows = csr_array((problem.jobseeker < 20).astype(int)[None])
    problem = AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=rows,
        lower=[7],
        upper=[7],
    )
    solution = solve(problem, gap=0)
    assert int(rows[:, solution.chosen].sum()) == 7


def test_fixed_pairs_count_towards_the_rows():
    """A fixed pair uses up a quota, and a cap that it passes is paid for."""
    problem = AssignmentProblem(
        [0, 1], [0, 1], [0.9, 0.8], [1, 1], [1, 1], rows=[[5, 1]], upper=[3], excess_price=[0.1], fixed=[1, 0]
    )
    solution = solve(problem, gap=0)
    assert solution.chosen.tolist() == [0, 1]
    assert solution.excess.tolist() == [3]
    assert solution.objective == pytest.approx(1.7 - 0.3)


def test_a_conflict_is_minimal_and_named():
    """Of four hard rows, the two that exclude each other are named."""
    rows = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1], [1, 0, 0, 0]]
    problem = AssignmentProblem(
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        [0.5] * 4,
        [1] * 4,
        [1] * 4,
        rows=rows,
        lower=[2, 1, 0, 0],
        upper=[4, 4, 2, 1],
    )
    solution = solve(problem)
    assert solution.status == "infeasible"
    assert solution.conflict == (0, 1, 2)
    assert solution.chosen.tolist() == []


def test_a_conflict_of_whole_numbers_is_found():
    """Cents that no choice adds up to are impossible, though fractions of pairs would reach them."""
    problem = AssignmentProblem(
        [0, 1, 2], [0, 1, 2], [0.5] * 3, [1] * 3, [1] * 3, rows=[[600, 600, 600]], lower=[1000], upper=[1100]
    )
    solution = solve(problem)
    assert solution.status == "infeasible"
    assert solution.conflict == (0,)


def test_a_hard_row_out_of_reach_names_itself():
    """More than there is cannot be had."""
    problem = market_problem(seed=4, n_jobseekers=80, n_vacancies=30, rows=3, hard=True)
    within = solve(problem)
    assert within.status != "infeasible"
    assert within.shortfall.sum() == 0
    beyond = AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=problem.rows,
        lower=problem.lower * np.array([1, 100, 1]),
    )
    assert solve(beyond).conflict == (1,)


def test_a_warm_start_is_never_wrong():
    """A pair forced, a quota changed, a score changed, another problem: the answer is within its gap."""
    problem = market_problem(seed=5, n_jobseekers=300, n_vacancies=120, rows=8)
    first = solve(problem)
    left_out = np.setdiff1d(np.arange(problem.n_pairs), first.chosen)[17]
    fixed = np.zeros(problem.n_pairs, np.int8)
    fixed[left_out] = 1
    other = market_problem(seed=6, n_jobseekers=300, n_vacancies=120, rows=8)
    for changes in ({"fixed": fixed}, {"lower": problem.lower // 2}, {"rows": other.rows}):
        options = {
            "rows": problem.rows,
            "lower": problem.lower,
            "shortfall_price": problem.shortfall_price,
        } | changes
        changed = AssignmentProblem(
            problem.jobseeker,
            problem.vacancy,
            problem.micro_score,
            problem.jobseeker_capacity,
            problem.vacancy_capacity,
            **options,
        )
        warm, cold = solve(changed, warm_start=first.warm_start), solve(changed)
        assert_feasible(changed, warm)
        assert warm.gap <= 1e-3
        assert warm.objective <= cold.bound + 1e-9
        assert cold.objective <= warm.bound + 1e-9


def test_a_time_limit_gives_the_best_so_far():
    """Out of time there is a plan, with its gap, and it says that the clock decided."""
    problem = market_problem(seed=7, n_jobseekers=1500, n_vacancies=600, rows=20, degree=20)
    solution = solve_in_time(problem, 0.05, gap=0)
    assert solution.status == "time_limit"
    assert not solution.reproducible
    assert_feasible(problem, solution)


@pytest.mark.parametrize("name", ["reference", engine()])
def test_there_is_a_plan_even_without_time(name):
    """Whatever the clock allows, both engines give a plan and a bound that holds."""
    problem = market_problem(seed=7, n_jobseekers=120, n_vacancies=50, rows=6)
    hurried, finished = solve(problem, engine=name, time_limit=0.0), solve(problem, engine=name)
    assert_feasible(problem, hurried)
    assert hurried.objective <= finished.objective + 1e-9
    assert hurried.bound >= finished.objective - 1e-9


def test_progress_is_told():
    """Bound and best value come closer from call to call."""
    calls = []
    solution = solve(
        market_problem(seed=8, n_jobseekers=200, n_vacancies=80, rows=6),
        progress=lambda bound, best, gap: calls.append((bound, best, gap)),
    )
    assert calls
    bounds, values, gaps = zip(*calls, strict=True)
    assert list(bounds) == sorted(bounds, reverse=True)
    assert list(values) == sorted(values)
    assert gaps[-1] == pytest.approx(solution.gap, abs=1e-9)


def test_progress_may_stop_the_solve():
    """What the caller raises goes through."""

    def stop(bound, best, gap):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(market_problem(seed=8, n_jobseekers=50, n_vacancies=20, rows=2), progress=stop)


def test_no_time_and_hard_rows_is_an_error_not_a_guess():
    """Hard rows that were neither kept nor proven impossible are not passed off as either."""
    problem = market_problem(seed=9, n_jobseekers=100, n_vacancies=60, rows=0)
    cents = np.random.default_rng(9).integers(10**5, 10**6, problem.n_pairs)
    exactly = int(cents[:40].sum())
    problem = AssignmentProblem(
        problem.jobseeker,
        problem.vacancy,
        problem.micro_score,
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=cents[None],
        lower=[exactly],
        upper=[exactly],
    )
    with pytest.raises(SolverError, match="hard rows"):
        solve(problem, time_limit=0.0)


def test_another_user_of_highs_does_no_harm():
    """HiGHS started with several threads elsewhere in the process changes nothing."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 2)
    highs.run()
    problem = market_problem(seed=10, n_jobseekers=60, n_vacancies=25, rows=3)
    assert solve(problem).gap <= 1e-3


def test_the_engines_agree_within_their_gaps():
    """Neither engine finds a plan above the bound of the other, on sparse and on dense pairs."""
    for degree in (10, 60):
        problem = market_problem(seed=11, n_jobseekers=90, n_vacancies=60, rows=5, degree=degree)
        native, reference = (solve(problem, gap=2e-3, engine=name) for name in (engine(), "reference"))
        assert native.keyed_objective <= reference.keyed_bound
        assert reference.keyed_objective <= native.keyed_bound
        assert max(native.gap, reference.gap) <= 2e-3


def test_several_places_a_jobseeker_with_rows():
    """Shortlists under a cap and a quota equal the whole integer program."""
    for seed in range(10):
        small = market_problem(seed=seed, n_jobseekers=25, n_vacancies=12, rows=3, degree=6)
        assert_equals_oracle(
            AssignmentProblem(
                small.jobseeker,
                small.vacancy,
                small.micro_score,
                np.full(25, 3),
                small.vacancy_capacity * 2,
                rows=small.rows,
                lower=small.lower,
                shortfall_price=small.shortfall_price,
                upper=small.lower + 1,
                excess_price=[0.3] * 3,
            )
        )
