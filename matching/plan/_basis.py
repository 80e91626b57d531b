"""What a plan was read from: the market, its pairs and scores, the problem and its solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.constraints import Compiled
    from matching.market import Market
    from matching.pairs import EligibilityRule, Pairs
    from matching.plan._manifest import Settings
    from matching.plan._proposals import Decision
    from matching.scoring import Scores
    from matching.solvers import AssignmentProblem, Solution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis:
    """Everything that the figures of a plan are recomputed from.

    Parameters
    ----------
    market
        The market.
    rules
        Eligibility rules that were on.
    pairs, scores
        All eligible pairs and their scores, position by position.
    kept
        Positions of the pairs that may be proposed, sorted.
    compiled
        Candidates (kept pairs, once for each possible claim) and the rows over them.
    problem, solution
        What was solved and the answer; positions are candidates.
    further
        Positions of pairs proposed beyond the placements, sorted; empty unless shortlists were asked for.
    decisions
        What people had decided.
    settings
        What was asked.
    """

    market: Market
    rules: Sequence[EligibilityRule]
    pairs: Pairs
    scores: Scores
    kept: NDArray[np.int64]
    compiled: Compiled
    problem: AssignmentProblem
    solution: Solution
    further: NDArray[np.int64]
    decisions: tuple[Decision, ...]
    settings: Settings

    def pair_of(self, candidate: int) -> int:
        """Position of the pair that a candidate comes from."""
        return int(self.kept[self.compiled.candidates.base[candidate]])

    def find_pair(self, jobseeker: int, vacancy: int) -> int:
        """Position of the pair of two positions, -1 when it is not eligible."""
        return find_pair(self.pairs, jobseeker, vacancy)


def find_pair(pairs: Pairs, jobseeker: int, vacancy: int) -> int:
    """Position of a pair in the sorted list of eligible pairs, -1 when it is not there."""
    # Keys of the arrays' own type: any other would convert all positions at every look-up.
    first, last = np.searchsorted(pairs.jobseeker, np.array([jobseeker, jobseeker + 1], np.int32))
    at = first + int(np.searchsorted(pairs.vacancy[first:last], np.int32(vacancy)))
    return int(at) if at < last and pairs.vacancy[at] == vacancy else -1
