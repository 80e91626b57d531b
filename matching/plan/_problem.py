"""What the solver is asked: the placements under all promises, and then the further proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from matching.plan._beyond import kept_places, pair_of, problem_beyond
from matching.plan._keys import candidate_keys
from matching.plan._second_job import held_for_second_jobs
from matching.solvers import MICRO, AssignmentProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.constraints import Compiled
    from matching.plan._basis import Draft


def placement_problem(draft: Draft, forced: int = -1) -> AssignmentProblem:
    """One placement a jobseeker, openings as capacity, promises as rows, decisions as fixed pairs.

    Parameters
    ----------
    draft
        Pairs, scores and promises.
    forced
        Position of a pair that must be chosen; -1 for none.

    Notes
    -----
    An accepted pair that can be claimed in several ways is one of several candidates: a hard row of its own
    asks for one of them, and leaves the claim to the solver.
    """
    market, compiled = draft.market, draft.compiled
    candidates = compiled.candidates
    fixed, pins = _fixed(draft, forced)
    rows, limits = _with_pins(compiled, pins)
    of_candidate = draft.kept[candidates.base]
    return AssignmentProblem(
        candidates.jobseeker,
        candidates.vacancy,
        draft.scores.micro[of_candidate],
        np.ones(market.n_jobseekers, np.int32),
        market.vacancies.openings - held_for_second_jobs(draft),
        rows=rows,
        lower=limits[0],
        upper=limits[1],
        shortfall_price=limits[2],
        excess_price=limits[3],
        pair_group=compiled.pair_group,
        fixed=fixed if fixed.any() else None,
        tie_key=candidate_keys(
            (market.jobseekers.ids, market.vacancies.ids, candidates.claim_names()),
            (candidates.jobseeker, candidates.vacancy, candidates.claim),
            draft.settings.seed,
        ),
        jobseeker_score=_micro(draft.scores.jobseeker_score[of_candidate]),
        vacancy_score=_micro(draft.scores.vacancy_score[of_candidate]),
    )


def shortlist_problem(draft: Draft, placed: NDArray[np.int64]) -> AssignmentProblem:
    """Further proposals around the placements, up to the caps of a shortlist; promises do not count them.

    Parameters
    ----------
    draft
        Pairs, scores and promises.
    placed
        Places among the kept pairs of the placements, which stay.
    """
    settings = draft.settings
    fixed = np.zeros(len(draft.kept), np.int8)
    fixed[placed] = 1
    fixed[kept_places(draft, (one for one in draft.decisions if one.decided == "rejected"))] = -1
    openings = draft.market.vacancies.openings * settings.proposals_per_opening
    return problem_beyond(
        draft, np.arange(len(draft.kept)), settings.proposals_per_jobseeker, openings, fixed
    )


def _fixed(draft: Draft, forced: int) -> tuple[NDArray[np.int8], list[NDArray[np.int64]]]:
    """Candidates fixed by decisions, and the options of each accepted pair that has several claims."""
    candidates = draft.compiled.candidates
    fixed = np.zeros(len(candidates), np.int8)
    pins: list[NDArray[np.int64]] = []
    wanted = [(forced, True)] if forced >= 0 else []
    # An accepted second job is no placement: its opening is kept free, and it is fixed after them.
    firsts = [one for one in draft.decisions if one.decided == "rejected" or not one.second_job]
    wanted += [(pair_of(draft, one), one.decided == "accepted") for one in firsts]
    for pair, is_accepted in wanted:
        # A rejected pair that is no candidate has place -1, and so no options.
        options = np.flatnonzero(candidates.base == draft.find_kept(pair))
        if not is_accepted:
            fixed[options] = -1
        elif len(options) == 1:
            fixed[options] = 1
        elif len(options):  # none where the draft is a part of another
            pins.append(options)
    return fixed, pins


def _with_pins(
    compiled: Compiled, pins: list[NDArray[np.int64]]
) -> tuple[csr_array | None, tuple[NDArray[np.float64], ...]]:
    """Rows and limits of the promises, with one hard row for each accepted pair of several candidates."""
    limits = (compiled.lower, compiled.upper, compiled.shortfall_price, compiled.excess_price)
    if not pins:
        return (compiled.rows_array if len(compiled.rows) else None), limits
    n = len(compiled.candidates)
    indices = np.concatenate(pins)
    indptr = np.cumsum([0, *map(len, pins)])
    asked = csr_array((np.ones(len(indices), np.int64), indices, indptr), shape=(len(pins), n))
    one, hard = np.ones(len(pins)), np.full(len(pins), np.inf)
    stacked = vstack([compiled.rows_array, asked], format="csr") if len(compiled.rows) else asked
    more = (one, hard, hard, hard)
    return stacked, tuple(np.concatenate([a, b]) for a, b in zip(limits, more, strict=True))


def _micro(score: NDArray[np.float64]) -> NDArray[np.int64]:
    whole: NDArray[np.int64] = np.rint(score * MICRO).astype(np.int64)
    return whole
