"""Where no compiler was present everything still answers, by the reference engine, with the same plan."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from solver_instances import market_problem

from matching.solvers import AssignmentProblem, solve, solve_dense

CODE = """
import json, sys
sys.modules["matching.solvers._native"] = None  # as if it had never been built
import numpy as np
from matching.solvers import AssignmentProblem, engine, solve, solve_dense
given = json.loads(sys.stdin.read())
plain = AssignmentProblem(*given["pairs"])
with_rows = AssignmentProblem(*given["pairs"], **given["rows"])
dense = solve_dense(np.array(given["score"]), *given["places"])
answers = {name: solve(problem, method=method) for name, problem, method in (
    ("plain", plain, "auto"), ("rows", with_rows, "auto"), ("greedy", with_rows, "greedy"),
    ("stable", plain, "stable"))}
again = solve(plain, warm_start=answers["plain"].warm_start)
json.dump({
    "engines": sorted({engine(), dense.engine, *(answer.engine for answer in answers.values())}),
    "again": again.chosen.tolist(),
    "dense": [dense.jobseeker.tolist(), dense.vacancy.tolist()],
    "gap": answers["rows"].gap,
    "bound": answers["rows"].keyed_bound,
    **{name: answer.chosen.tolist() for name, answer in answers.items()},
}, sys.stdout)
"""


def test_every_door_opens_without_the_compiled_kernel():
    """A process without it finds the pairs of the native engine, and with rows a plan within the gap."""
    problem = market_problem(seed=4, n_jobseekers=120, n_vacancies=50, rows=4)
    pairs = [
        values.tolist()
        for values in (
            problem.jobseeker,
            problem.vacancy,
            problem.micro_score,
            problem.jobseeker_capacity,
            problem.vacancy_capacity,
        )
    ]
    rows = {
        "rows": problem.rows.toarray().tolist(),
        "lower": problem.lower.tolist(),
        "shortfall_price": problem.shortfall_price.tolist(),
    }
    score = np.random.default_rng(1).random((60, 40))
    places = [[1] * 60, [2] * 40]
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps({"pairs": pairs, "rows": rows, "score": score.tolist(), "places": places}),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["engines"] == ["reference"]
    plain, with_rows = AssignmentProblem(*pairs), AssignmentProblem(*pairs, **rows)
    assert told["plain"] == told["again"] == solve(plain).chosen.tolist()
    assert told["stable"] == solve(plain, method="stable").chosen.tolist()
    assert told["greedy"] == solve(with_rows, method="greedy").chosen.tolist()
    dense = solve_dense(score, *places)
    assert told["dense"] == [dense.jobseeker.tolist(), dense.vacancy.tolist()]
    assert told["gap"] <= 1e-3
    assert solve(with_rows).keyed_objective <= told["bound"]
