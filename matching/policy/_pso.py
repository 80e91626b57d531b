"""The PSO ladder: which part of the workforce each step asks of a company."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal

from matching import registers
from matching.exceptions import RuleError

PsoStep = Literal[1, 2, 3]


def pso_norm(employees: int, step: PsoStep) -> Fraction:
    """Part of the workforce, in percent, that a step asks of a company of a size.

    Between two sizes of the published table the norm lies on the straight line between them, which is a
    default; below the smallest and above the largest size it is that of the nearest.

    Parameters
    ----------
    employees
        Size of the company, at least 1.
    step
        1, 2 or 3.

    Raises
    ------
    RuleError
        When the size or the step is out of range.

    Examples
    --------
    A company of 50 needs 3.0, 3.7 or 6.8 percent; over 105 it needs 1.4, 1.9 or 3.7.

    >>> [float(pso_norm(50, step)) for step in (1, 2, 3)], [float(pso_norm(200, step)) for step in (1, 2, 3)]
    ([3.0, 3.7, 6.8], [1.4, 1.9, 3.7])
    """
    if employees < 1 or step not in (1, 2, 3):
        msg = f"PSO: employees must be at least 1 and step 1, 2 or 3, got {employees} and {step}."
        raise RuleError(msg)
    norms = [(row.employees, _percentage(row, step)) for row in registers.pso_norms()]
    size = min(max(employees, norms[0][0]), norms[-1][0])
    for (low, at_low), (high, at_high) in pairwise(norms):
        if low <= size <= high:
            return at_low + (at_high - at_low) * Fraction(size - low, high - low)
    return norms[0][1]


def _percentage(row: registers.PsoNorm, step: PsoStep) -> Fraction:
    percentages = (row.step_1_percentage, row.step_2_percentage, row.step_3_percentage)
    return Fraction(str(percentages[step - 1]))
