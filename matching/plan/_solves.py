"""All that is solved for one plan: under one time limit, and with one word on how it ended."""

from __future__ import annotations

from dataclasses import replace
from math import isinf
from time import monotonic
from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.findings import Rule
from matching.solvers import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.constraints import Compiled
    from matching.findings import Issue
    from matching.plan._settings import Settings
    from matching.solvers import AssignmentProblem, Method, Solution

REFERENCE_SHARE = 0.5
"""Largest part of the time limit for the plans that shares and floors are held against."""

_STOPPED = Rule(
    "match.reference_stopped",
    "refused",
    "het plan zonder deze afspraak was niet af binnen de helft van de tijd; geef meer tijd, of reached",
    "the plan without this promise was not finished in half of the time; give more time, or reached",
)
_IMPOSSIBLE = Rule(
    "match.reference_impossible",
    "refused",
    "zonder deze afspraak is er geen plan dat de harde afspraken nakomt; geef reached, of maak die zacht",
    "without this promise no plan keeps the hard promises; give reached, or make those soft",
)


class Solves:
    """Solver of the problems of one plan; the time limit that was asked for is for all of them together.

    Parameters
    ----------
    settings
        Gap and time limit.
    say
        Called with how far the solver is: bound and best value in score units, and gap.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None] | None = None) -> None:
        self._gap, self._limit, self._say = settings.gap, settings.time_limit, say
        self._spent = 0.0
        self._ended: list[Solution] = []

    def solve(
        self,
        problem: AssignmentProblem,
        *,
        method: Method = "auto",
        warm_start: object = None,
        share: float = 1.0,
    ) -> Solution:
        """Solve in the time that is left of a share of the limit."""
        left = None if self._limit is None else max(share * self._limit - self._spent, 0.0)
        began = monotonic()
        answer = solve(
            problem,
            method=method,
            gap=self._gap,
            time_limit=left,
            warm_start=warm_start,
            progress=None if self._say is None else self._tell,
        )
        self._spent += monotonic() - began
        self._ended.append(answer)
        return answer

    def sum_up(self, solution: Solution) -> Solution:
        """Let an answer say so too when another problem of the plan was stopped before it was done."""
        stopped = any(other.status == "time_limit" for other in self._ended)
        return replace(
            solution,
            status="time_limit" if stopped and solution.status != "infeasible" else solution.status,
            reproducible=all(other.reproducible for other in self._ended),
        )

    def _tell(self, bound: float, best: float, gap: float) -> None:
        if self._say is not None:
            self._say(f"solve: bound {bound:,.1f}, best {best:,.1f}, gap {gap:.1e}")


def no_reference(answer: Solution, label: str) -> Issue | None:
    """Find why a promise cannot be held against what an answer reaches; None when it can."""
    if answer.status == "infeasible":
        return _IMPOSSIBLE.issue(record=label)
    # Work is counted alike on every machine: what was reached when it was spent is a number to go by.
    is_stopped = answer.status == "time_limit" and not answer.reproducible
    return _STOPPED.issue(record=label) if is_stopped else None


def check_method(compiled: Compiled, method: Method) -> None:
    """Refuse a method that does not look at a limit that is hard.

    Raises
    ------
    RuleError
        By the names of the promises.
    """
    if method == "auto":
        return
    unread = [
        row.name
        for row in compiled.rows
        if (row.lower and isinf(row.shortfall_price))
        or (
            method == "stable"
            and row.upper is not None
            and isinf(row.excess_price)
            and row.coefficients.sum() > row.upper
        )
    ]
    if unread:
        msg = (
            f"method {method!r} cannot keep what is hard in {', '.join(unread)}; "
            "give it a price in place of hard=True, or use 'auto'."
        )
        raise RuleError(msg)
