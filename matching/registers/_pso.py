"""Norms of the PSO (Prestatieladder Socialer Ondernemen): share of the workforce for each step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._sources import source_of
from matching.registers._table import read_rows


@dataclass(frozen=True, slots=True)
class PsoNorm:
    """Norms for a size of company.

    Parameters
    ----------
    employees
        Size of the company; the last line, 105, is for that size and over.
    step_1_percentage, step_2_percentage, step_3_percentage
        Least share of the workforce for each step, in percent.
    source
        Where it is published.
    """

    employees: int
    step_1_percentage: float
    step_2_percentage: float
    step_3_percentage: float
    source: str


@cache
def pso_norms() -> tuple[PsoNorm, ...]:
    """PSO norms by size of company, smallest first.

    Examples
    --------
    >>> [(row.step_1_percentage, row.step_3_percentage) for row in pso_norms() if row.employees == 50]
    [(3.0, 6.8)]
    """
    source = source_of("pso_norms").source
    return tuple(
        PsoNorm(
            int(row["employees"]),
            float(row["step_1_percentage"]),
            float(row["step_2_percentage"]),
            float(row["step_3_percentage"]),
            source,
        )
        for row in read_rows("pso_norms.csv")
    )
