"""Stable and greedy choices against plain loops: every stable choice there is, and pair after pair."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from solver_instances import assert_feasible, random_problem

from matching.exceptions import ProblemError
from matching.solvers import AssignmentProblem, solve


def college_problem(seed):
    """One place a jobseeker, several a vacancy; who is liked most by one side is often least by the other."""
    rng = np.random.default_rng(seed)
    n_i, n_j = rng.integers(2, 6, 2)
    i, j = np.nonzero(rng.random((n_i, n_j)) < 0.9)
    wishes = rng.integers(0, 6, len(i)) / 5
    standing = np.clip(1 - wishes + rng.integers(-1, 2, len(i)) / 5, 0, 1)
    places = np.ones(n_i, int), rng.integers(0, 3, n_j)
    score = (wishes + standing) / 2
    return AssignmentProblem(i, j, score, *places, jobseeker_score=wishes, vacancy_score=standing)


def stable_choices(problem):
    """All stable choices, by trying every way to give each jobseeker one of its pairs or none."""
    pairs = [np.flatnonzero(problem.jobseeker == i).tolist() for i in range(problem.n_jobseekers)]
    for choice in itertools.product(*([None, *own] for own in pairs)):
        chosen = [pair for pair in choice if pair is not None]
        taken = np.bincount(problem.vacancy[chosen], minlength=problem.n_vacancies)
        if np.all(taken <= problem.vacancy_capacity) and is_stable(problem, choice, taken):
            yield choice


def is_stable(problem, choice, taken):
    chosen = [pair for pair in choice if pair is not None]
    for pair in range(problem.n_pairs):
        i, j = problem.jobseeker[pair], problem.vacancy[pair]
        if pair in chosen or problem.vacancy_capacity[j] == 0:
            continue
        wants = choice[i] is None or liking(problem, pair) > liking(problem, choice[i])
        held = [standing(problem, other) for other in chosen if problem.vacancy[other] == j]
        if wants and (taken[j] < problem.vacancy_capacity[j] or min(held) < standing(problem, pair)):
            return False
    return True


def liking(problem, pair):
    return int(problem.jobseeker_score[pair]), int(problem.weight[pair])


def standing(problem, pair):
    return int(problem.vacancy_score[pair]), int(problem.weight[pair])


def test_no_stable_choice_is_better_for_any_jobseeker():
    """Of all stable choices of 150 small markets the one that is made is the best for every jobseeker."""
    several = 0
    for seed in range(150):
        problem = college_problem(seed)
        chosen = solve(problem, method="stable").chosen.tolist()
        mine = {int(problem.jobseeker[pair]): pair for pair in chosen}
        choices = list(stable_choices(problem))
        assert tuple(mine.get(i) for i in range(problem.n_jobseekers)) in choices
        several += len(choices) > 1
        for choice in choices:
            for i, other in enumerate(choice):
                assert other is None or liking(problem, mine[i]) >= liking(problem, other)
    assert several >= 10


def greedy_pairs(problem):
    """Best pair first, each if it fits: places, groups, what is fixed, upper limits."""
    fixed = np.zeros(problem.n_pairs) if problem.fixed is None else problem.fixed
    group = np.full(problem.n_pairs, -1) if problem.pair_group is None else problem.pair_group
    rows = problem.rows.toarray()
    chosen = np.flatnonzero(fixed == 1).tolist()
    for pair in sorted(range(problem.n_pairs), key=lambda pair: -problem.weight[pair]):
        more = [*chosen, pair]
        if (
            fixed[pair] == 0
            and sum(problem.jobseeker[more] == problem.jobseeker[pair])
            <= problem.jobseeker_capacity[problem.jobseeker[pair]]
            and sum(problem.vacancy[more] == problem.vacancy[pair])
            <= problem.vacancy_capacity[problem.vacancy[pair]]
            and (group[pair] < 0 or group[pair] not in group[chosen])
            and all(rows[rows[:, pair] > 0][:, more].sum(axis=1) <= problem.upper[rows[:, pair] > 0])
        ):
            chosen = more
    return sorted(chosen)


@pytest.mark.parametrize("name", ["native", "reference"])
def test_greedy_is_the_plain_loop(name):
    """With fixed pairs, claims and rows of all kinds it takes pair after pair, or says why it cannot."""
    done = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        problem = random_problem(
            rng,
            n_jobseekers=6,
            n_vacancies=5,
            rows=int(rng.integers(0, 4)),
            hard=seed % 5 == 0,
            parallel=seed % 2 == 0,
            fixed=seed % 3 == 0,
        )
        try:
            solution = solve(problem, method="greedy", engine=name)
        except ProblemError:
            assert np.isinf(problem.shortfall_price).any()
            continue
        if solution.status == "infeasible":
            continue
        done += 1
        assert_feasible(problem, solution)
        assert solution.chosen.tolist() == greedy_pairs(problem)
    assert done >= 200


def test_stable_keeps_what_is_fixed():
    """With fixed pairs, and rows that it does not look at, the rest is stable among the places left."""
    done = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        problem = random_problem(
            rng, n_jobseekers=6, n_vacancies=5, rows=int(rng.integers(0, 3)), fixed=seed % 2 == 0
        )
        try:
            solution = solve(problem, method="stable")
        except ProblemError:
            assert np.isinf(problem.excess_price).any()
            continue
        if solution.status == "infeasible":
            continue
        done += 1
        assert_feasible(problem, solution)
        fixed = np.zeros(problem.n_pairs, int) if problem.fixed is None else problem.fixed
        for pair in np.setdiff1d(np.flatnonzero(fixed == 0), solution.chosen):
            assert not blocks(problem, solution.chosen, fixed, pair)
    assert done >= 100


def blocks(problem, chosen, fixed, pair):
    """Whether both sides have a place for the pair, or hold one by choice that is worth less."""
    for member, places in (
        (problem.jobseeker, problem.jobseeker_capacity),
        (problem.vacancy, problem.vacancy_capacity),
    ):
        held = [other for other in chosen if member[other] == member[pair]]
        if len(held) < places[member[pair]]:
            continue
        if not any(fixed[other] == 0 and problem.weight[other] < problem.weight[pair] for other in held):
            return False
    return True
