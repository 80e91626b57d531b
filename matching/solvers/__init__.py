"""Which pairs are chosen: numbers in, a proven choice out; nothing here knows about people."""

from matching.solvers._check import MICRO
from matching.solvers._keys import KEY_SCALE
from matching.solvers._problem import AssignmentProblem
from matching.solvers._solution import Solution

__all__ = ["KEY_SCALE", "MICRO", "AssignmentProblem", "Solution"]
