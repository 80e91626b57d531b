"""What a solver answers: the chosen pairs, the proof and the prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Status = Literal["optimal", "within_gap", "time_limit", "infeasible"]
Goal = Literal["total score", "stability", "greedy"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Solution:
    """The pairs chosen for an `AssignmentProblem`, with a bound that no choice of pairs can pass.

    Attributes
    ----------
    chosen : of shape (n_chosen,), int64
        Positions of the chosen pairs, sorted; read-only. Empty when `status` is ``"infeasible"``.
    objective
        Scores of the chosen pairs minus the priced shortfall and excess, in score units.
    bound
        No choice of pairs has a higher objective, in score units. Tie keys count in what is optimised, so
        that this holds to within one micro-unit per chosen pair, and exactly for the keyed figures.
    gap
        (bound - objective) / max(one score unit, sum of the chosen scores); at least 0.
    status
        ``"optimal"`` (proven: exactly, with side rows to a thousandth of a micro-unit), ``"within_gap"``
        (as close as was asked for), ``"time_limit"`` (the best found so far; the time, or where
        `reproducible` is true the work allowed, was spent), ``"infeasible"`` (hard rows or fixed pairs cannot
        be kept together; see `conflict`; all figures are 0). For another goal than the total score
        ``"optimal"`` says that this goal was reached, and ``"time_limit"`` that it was but that the clock
        broke off the bound.
    keyed_objective, keyed_bound
        The same two figures in whole keyed weights (micro-units * 2**20 + tie keys): exact.
    jobseeker_price, vacancy_price : of shape (n_jobseekers,) and (n_vacancies,), float64
        What one more place would be worth at the margin, in score units.
    row_price : of shape (n_rows,), float64
        What one more unit towards the row is worth: positive where `lower` binds, negative where `upper`
        does. In score units per unit of the row.
    shortfall, excess : of shape (n_rows,), int64
        Units below `lower` and above `upper`.
    engine
        ``"native"`` or ``"reference"``.
    goal
        What was optimised: ``"total score"``, ``"stability"`` or ``"greedy"``.
    rounds, nodes
        Work done: exact inner solves or pricing rounds, and branch-and-bound nodes.
    reproducible
        False when a clock, and not a count of work, decided when to stop.
    conflict
        Positions of hard rows that cannot be kept together, when `status` is ``"infeasible"``.
    nearest
        When the conflict is one row that is out of reach by itself: at most what its pairs can bring, were it
        the only row (a lower limit asks more), or what the fixed pairs already take (more than the upper
        limit). In units of the row; None in any other case.
    warm_start
        Opaque; give it to the next `solve` of a similar problem to start from here.
    """

    chosen: NDArray[np.int64]
    objective: float
    bound: float
    gap: float
    status: Status
    keyed_objective: int
    keyed_bound: int
    jobseeker_price: NDArray[np.float64]
    vacancy_price: NDArray[np.float64]
    row_price: NDArray[np.float64]
    shortfall: NDArray[np.int64]
    excess: NDArray[np.int64]
    engine: str
    goal: Goal
    rounds: int = 0
    nodes: int = 0
    reproducible: bool = True
    conflict: tuple[int, ...] = ()
    nearest: int | None = None
    warm_start: object = field(default=None, repr=False)

    def __repr__(self) -> str:
        worth = f"objective {self.objective:.6f}, gap {self.gap:.1e}"
        return f"Solution({self.status}, {len(self.chosen)} pairs, {worth})"

    def __str__(self) -> str:
        """Figures in aligned lines, the status first."""
        lines = [("status", f"{self.status}, {self.goal}, {self.engine} engine")]
        if self.conflict:
            lines.append(("conflict", "hard rows " + ", ".join(map(str, self.conflict))))
        lines += [
            ("chosen", f"{len(self.chosen):14,d} pairs"),
            ("objective", f"{self.objective:14,.6f} score units"),
            ("bound", f"{self.bound:14,.6f} score units"),
            ("gap", f"{self.gap:14.1e} of the score"),
        ]
        if len(self.shortfall):
            lines.append(("rows short", f"{int((self.shortfall > 0).sum()):14,d} of {len(self.shortfall)}"))
            lines.append(("rows over", f"{int((self.excess > 0).sum()):14,d} of {len(self.excess)}"))
        lines.append(("work", f"{self.rounds:14,d} rounds, {self.nodes} nodes"))
        if not self.reproducible:
            lines.append(("stopped", "by the clock: another run may end elsewhere"))
        return "\n".join(f"{name:<11} {text}" for name, text in lines)
