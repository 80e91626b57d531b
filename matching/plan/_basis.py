"""What a plan is read from: pairs, scores and promises, then the problem and its solution."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.constraints import Compiled, Constraint
    from matching.findings import Issues
    from matching.market import Market
    from matching.pairs import EligibilityRule, Pairs
    from matching.plan._proposals import Decision
    from matching.plan._settings import Settings
    from matching.scoring import ScoreCard, Scores
    from matching.solvers import AssignmentProblem, Solution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """Everything before the solver: what does not change when a pair is forced.

    Parameters
    ----------
    market
        The market.
    rules
        Eligibility rules that were on.
    pairs, scores
        All eligible pairs and their scores, position by position.
    card
        The score card.
    kept
        Positions of the pairs that may be proposed, sorted.
    constraints
        The promises as given.
    compiled
        Candidates (kept pairs, once for each possible claim) and the rows over them.
    decisions
        What people had decided and can be followed.
    settings
        What was asked.
    issues
        Findings of the market, the promises and the decisions.
    """

    market: Market
    rules: Sequence[EligibilityRule]
    pairs: Pairs
    scores: Scores
    card: ScoreCard
    kept: NDArray[np.int64]
    constraints: tuple[Constraint, ...]
    compiled: Compiled
    decisions: tuple[Decision, ...]
    settings: Settings
    issues: Issues

    def find_pair(self, jobseeker: int, vacancy: int) -> int:
        """Position of the pair of two positions, -1 when it is not eligible."""
        return find_pair(self.pairs, jobseeker, vacancy)

    def find_kept(self, pair: int) -> int:
        """Place of a pair among those that may be proposed, -1 when it is not one of them."""
        at = int(np.searchsorted(self.kept, pair))
        return at if at < len(self.kept) and self.kept[at] == pair else -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis(Draft):
    """A draft with what was solved and the answer: all figures of a plan are recomputed from it.

    Parameters
    ----------
    problem, solution
        What was solved and the answer; positions are candidates.
    further
        Positions of pairs proposed beyond the placements, sorted; empty unless shortlists or second jobs
        were asked for.
    """

    problem: AssignmentProblem
    solution: Solution
    further: NDArray[np.int64]

    @classmethod
    def of(
        cls, draft: Draft, problem: AssignmentProblem, solution: Solution, further: NDArray[np.int64]
    ) -> Self:
        """Add the answer to a draft."""
        same = {field.name: getattr(draft, field.name) for field in fields(Draft)}
        return cls(**same, problem=problem, solution=solution, further=further)


def find_pair(pairs: Pairs, jobseeker: int, vacancy: int) -> int:
    """Position of a pair in the sorted list of eligible pairs, -1 when it is not there."""
    # Keys of the arrays' own type: any other would convert all positions at every look-up.
    first, last = np.searchsorted(pairs.jobseeker, np.array([jobseeker, jobseeker + 1], np.int32))
    at = first + int(np.searchsorted(pairs.vacancy[first:last], np.int32(vacancy)))
    return int(at) if at < last and pairs.vacancy[at] == vacancy else -1
