"""Random instances for the tests of the solvers, and a second opinion on each of them."""

from __future__ import annotations

from time import monotonic

import numpy as np
from scipy.sparse import csc_array

from matching.solvers import KEY_SCALE, MICRO, AssignmentProblem, solve


def random_problem(
    rng: np.random.Generator,
    *,
    n_jobseekers,
    n_vacancies,
    density=0.6,
    rows=0,
    hard=False,
    parallel=False,
    fixed=False,
):
    """Random problem: ties, empty places, parallel pairs in groups, rows in heads and in cents."""
    i, j = np.nonzero(rng.random((n_jobseekers, n_vacancies)) < density)
    group = None
    if parallel and len(i):
        copies = rng.integers(1, 3, len(i))
        group = np.repeat(np.where(rng.random(len(i)) < 0.8, np.arange(len(i)), -1), copies)
        i, j = np.repeat(i, copies), np.repeat(j, copies)
    score = rng.integers(0, 5, len(i)) / 4 if rng.random() < 0.5 else rng.random(len(i))
    options = {"pair_group": group}
    if fixed:
        options["fixed"] = rng.choice([-1, 0, 0, 0, 0, 1], len(i))
    if rows:
        options |= _random_rows(rng, rows, i, j, hard)
    capacity_i = rng.choice([0, 1, 1, 1, 2], n_jobseekers)
    capacity_j = rng.choice([0, 1, 1, 2, 3], n_vacancies)
    return AssignmentProblem(i, j, score, capacity_i, capacity_j, **options)


def _random_rows(rng, n_rows, i, j, hard):
    matrix, lower, upper, short, over = [], [], [], [], []
    for _ in range(n_rows):
        row = (rng.random(len(i)) < 0.6).astype(np.int64)
        if rng.random() < 0.4:
            row *= rng.integers(1, 400_000, len(i))
        total = int(row.sum())
        kind = rng.integers(3)
        low = int(rng.uniform(0, 0.7) * total) if kind != 1 else 0
        high = low + int(rng.uniform(0, 0.4) * total) if kind != 0 else None
        matrix.append(row)
        lower.append(low)
        upper.append(high)
        short.append(np.inf if hard and rng.random() < 0.5 else 3.0 ** rng.integers(-2, 4) / max(low, 1))
        over.append(np.inf if hard and rng.random() < 0.5 else 3.0 ** rng.integers(-2, 4) / max(high or 1, 1))
    return {
        "rows": np.array(matrix).reshape(n_rows, len(i)),
        "lower": lower,
        "upper": upper,
        "shortfall_price": short,
        "excess_price": over,
    }


def places_taken(problem, subsets):
    """Pairs of each jobseeker and of each vacancy in each subset (rows of 0 and 1)."""
    n = problem.n_pairs
    everyone = (problem.jobseeker, problem.n_jobseekers), (problem.vacancy, problem.n_vacancies)
    return [
        subsets @ csc_array((np.ones(n, np.int64), (np.arange(n), who)), shape=(n, m)) for who, m in everyone
    ]


def brute_force(problem):
    """Keyed objective of the best choice, by trying them all; None when there is none."""
    n = problem.n_pairs
    subsets = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    taken_i, taken_j = places_taken(problem, subsets)
    allowed = np.all(taken_i <= problem.jobseeker_capacity, axis=1)
    allowed &= np.all(taken_j <= problem.vacancy_capacity, axis=1)
    if problem.pair_group is not None:
        for group in np.unique(problem.pair_group[problem.pair_group >= 0]):
            allowed &= subsets[:, problem.pair_group == group].sum(axis=1) <= 1
    if problem.fixed is not None:
        allowed &= np.all(subsets[:, problem.fixed == 1] == 1, axis=1)
        allowed &= np.all(subsets[:, problem.fixed == -1] == 0, axis=1)
    subsets = subsets[allowed]
    if not len(subsets):
        return None
    # Doubles tell which choices may be best; whole numbers then say which is.
    rough = subsets @ problem.weight.astype(np.float64)
    activity = subsets @ problem.rows.T.toarray().astype(np.int64)
    for units, price in (
        (problem.lower - activity, problem.shortfall_price),
        (activity - problem.upper, problem.excess_price),
    ):
        rough -= np.where(units > 0, units, 0) @ np.where(np.isinf(price), 1e6, price) * (MICRO * KEY_SCALE)
        rough[np.any((units > 0) & np.isinf(price), axis=1)] = -np.inf
    if np.isinf(rough).all():
        return None
    near = rough >= rough.max() - 1e-9 * max(abs(rough.max()), MICRO * KEY_SCALE)
    return max(keyed_value(problem, np.flatnonzero(subset)) for subset in subsets[near])


def keyed_value(problem, chosen):
    """Keyed objective of a choice in Python integers, by a plain loop; None when a hard row is broken."""
    value = sum(int(problem.weight[pair]) for pair in chosen)
    rows = problem.rows.toarray()
    for row in range(problem.n_rows):
        activity = sum(int(rows[row, pair]) for pair in chosen)
        for units, price in (
            (int(problem.lower[row]) - activity, problem.shortfall_price[row]),
            (activity - int(problem.upper[row]), problem.excess_price[row]),
        ):
            if units > 0:
                if np.isinf(price):
                    return None
                value -= units * round(float(price) * MICRO * KEY_SCALE)
    return value


def assert_feasible(problem, solution):
    """The chosen pairs fit the places, the groups and what is fixed, and the figures are theirs."""
    chosen = solution.chosen
    assert np.all(np.diff(chosen) > 0)
    taken_i, taken_j = places_taken(
        problem, np.isin(np.arange(problem.n_pairs), chosen)[None].astype(np.int64)
    )
    assert np.all(taken_i <= problem.jobseeker_capacity)
    assert np.all(taken_j <= problem.vacancy_capacity)
    if problem.pair_group is not None:
        group = problem.pair_group[chosen]
        assert len(np.unique(group[group >= 0])) == np.sum(group >= 0)
    if problem.fixed is not None:
        assert np.isin(np.flatnonzero(problem.fixed == 1), chosen).all()
        assert not np.any(problem.fixed[chosen] == -1)
    assert keyed_value(problem, chosen) == solution.keyed_objective
    assert solution.keyed_bound >= solution.keyed_objective


def permuted(problem, order):
    """The same problem with its pairs in another order."""
    optional = {
        name: getattr(problem, name) for name in ("pair_group", "fixed", "jobseeker_score", "vacancy_score")
    }
    return AssignmentProblem(
        problem.jobseeker[order],
        problem.vacancy[order],
        problem.micro_score[order],
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
        rows=problem.rows[:, order],
        lower=problem.lower,
        upper=problem.upper,
        shortfall_price=problem.shortfall_price,
        excess_price=problem.excess_price,
        tie_key=problem.tie_key[order],
        **{name: None if value is None else value[order] for name, value in optional.items()},
    )


def rescored(problem, score, order=slice(None)):
    """The same pairs and places with other scores, in micro-units; in another order if one is given."""
    return AssignmentProblem(
        problem.jobseeker[order],
        problem.vacancy[order],
        score[order],
        problem.jobseeker_capacity,
        problem.vacancy_capacity,
    )


def market_problem(*, seed, n_jobseekers, n_vacancies, rows, degree=12, hard=False):
    """A region in small: people with a town and a trade, quotas in heads, contracts in cents."""
    rng = np.random.default_rng(seed)
    town_i, town_j = rng.random((n_jobseekers, 2)), rng.random((n_vacancies, 2))
    trade_i, trade_j = rng.integers(0, 6, n_jobseekers), rng.integers(0, 6, n_vacancies)
    far = np.linalg.norm(town_i[:, None] - town_j, axis=2)
    fit = 1.2 * (trade_i[:, None] == trade_j) - 2 * far + rng.normal(0, 0.5, far.shape)
    i = np.repeat(np.arange(n_jobseekers), min(degree, n_vacancies))
    j = np.sort(np.argsort(-fit, axis=1)[:, :degree], axis=1).ravel()
    score = 1 / (1 + np.exp(-fit[i, j]))
    capacity = 1 + rng.poisson(0.5, n_vacancies)
    matrix, lower, price = [], [], []
    for row in range(rows):
        member = rng.random(n_jobseekers) < 0.25
        employer = rng.random(n_vacancies) < 0.3
        value = (
            rng.integers(8_000, 40_000, n_jobseekers) * 100 if row % 2 else np.ones(n_jobseekers, np.int64)
        )
        units = np.where(member[i] & employer[j], value[i], 0)
        asked = 0.5 if hard else rng.uniform(0.8, 2.0)  # of what a choice without rows would give
        target = int(asked * capacity[employer].sum() * 0.25 * value.mean()) + 1
        matrix.append(units)
        lower.append(target)
        price.append(np.inf if hard else 100 / target)
    options = {"rows": np.array(matrix), "lower": lower, "shortfall_price": price} if rows else {}
    return AssignmentProblem(i, j, score, np.ones(n_jobseekers, int), capacity, **options)


def dense_crowd(n):
    """Every jobseeker may take every vacancy, n of each, and all like the same ones: slow to settle."""
    rng = np.random.default_rng(n)
    fit = rng.random((n, 1)) * rng.random((1, n)) * 0.9 + 0.1 * rng.random((n, n))
    i, j = np.divmod(np.arange(n * n), n)
    return AssignmentProblem(i, j, fit.ravel(), [1] * n, [1] * n)


def solve_in_time(problem, limit, **options):
    """Solve within the limit and 10 % or 0.3 s; what else the machine does does not delay all of five."""
    late = []
    for _ in range(5):
        begin = monotonic()
        answer = solve(problem, time_limit=limit, **options)
        late.append(monotonic() - begin - limit)
        if late[-1] <= max(0.3, 0.1 * limit):
            return answer
    msg = f"late by {min(late):.2f} s at best, with a limit of {limit} s."
    raise AssertionError(msg)
