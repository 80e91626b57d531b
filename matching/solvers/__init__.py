"""Which pairs are chosen: numbers in, a proven choice out; nothing here knows about people."""

from matching.solvers._check import MICRO
from matching.solvers._dense import DenseSolution, dense_bytes, solve_dense
from matching.solvers._engines import engine
from matching.solvers._hints import carry_over
from matching.solvers._keys import KEY_SCALE, mix
from matching.solvers._problem import AssignmentProblem
from matching.solvers._solution import Goal, Solution, Status
from matching.solvers._solve import Method, solve

__all__ = [
    "KEY_SCALE",
    "MICRO",
    "AssignmentProblem",
    "DenseSolution",
    "Goal",
    "Method",
    "Solution",
    "Status",
    "carry_over",
    "dense_bytes",
    "engine",
    "mix",
    "solve",
    "solve_dense",
]
