"""What is asked beyond the placements: pairs with caps, of which promises count none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.plan._keys import candidate_keys
from matching.solvers import AssignmentProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from matching.plan._basis import Draft
    from matching.plan._proposals import Decision


def problem_beyond(
    draft: Draft, at: NDArray[np.int64], per_jobseeker: int, openings: ArrayLike, fixed: NDArray[np.int8]
) -> AssignmentProblem:
    """Choose among some of the kept pairs, at most so many a jobseeker and so many on each vacancy.

    Parameters
    ----------
    draft
        Pairs and scores.
    at
        Places among the kept pairs.
    per_jobseeker, openings
        The caps, ``openings`` one a vacancy.
    fixed
        1 for each of these pairs that is chosen already, -1 for one that may not be.
    """
    market = draft.market
    i, j = draft.pairs.jobseeker[draft.kept[at]], draft.pairs.vacancy[draft.kept[at]]
    ids = (market.jobseekers.ids, market.vacancies.ids, ())
    return AssignmentProblem(
        i,
        j,
        draft.scores.micro[draft.kept[at]],
        np.full(market.n_jobseekers, per_jobseeker),
        openings,
        fixed=fixed if fixed.any() else None,
        tie_key=candidate_keys(ids, (i, j, np.full(len(at), -1, np.int32)), draft.settings.seed),
    )


def pair_of(draft: Draft, decision: Decision) -> int:
    """Position of the pair that was decided on, -1 when it is not eligible."""
    market = draft.market
    return draft.find_pair(
        market.jobseeker_position(decision.jobseeker), market.vacancy_position(decision.vacancy)
    )


def kept_places(draft: Draft, decisions: Iterable[Decision]) -> NDArray[np.int64]:
    """Places among the kept pairs of those that were decided on; what is not kept has none."""
    found = (draft.find_kept(pair_of(draft, decision)) for decision in decisions)
    return np.array([at for at in found if at >= 0], np.int64)
