"""Second jobs: who could add one of the openings left to the part-time job that is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.constraints import Candidates
from matching.plan._keys import candidate_keys
from matching.policy import working_hours
from matching.solvers import AssignmentProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import Market
    from matching.plan._basis import Draft


def second_job_problem(
    draft: Draft, placed: NDArray[np.int64]
) -> tuple[NDArray[np.int64], AssignmentProblem]:
    """At most one second job a person, on the openings that the placements leave; promises do not count it.

    Parameters
    ----------
    draft
        Pairs, scores and promises.
    placed
        Places among the kept pairs of the placements, which stay.

    Returns
    -------
    places, problem
        Places among the kept pairs of those that can be a second job, sorted, and the problem over them.
    """
    market = draft.market
    i, j = draft.pairs.jobseeker[draft.kept], draft.pairs.vacancy[draft.kept]
    first = np.full(market.n_jobseekers, -1, np.int64)
    first[i[placed]] = placed
    left = market.vacancies.openings - np.bincount(j[placed], minlength=market.n_vacancies)
    is_open = (first[i] >= 0) & (left[j] > 0) & (j != j[first[i]])
    for decision in draft.decisions:
        if decision.decided == "rejected":
            of_person = i == market.jobseeker_position(decision.jobseeker)
            is_open &= ~(of_person & (j == market.vacancy_position(decision.vacancy)))
    at = np.flatnonzero(is_open)
    there = first[i[at]]
    at = at[_hours_fit(market, i[at], j[there], j[at]) & ~_days_clash(market, j[there], j[at])]
    ids = (market.jobseekers.ids, market.vacancies.ids, ())
    return at, AssignmentProblem(
        i[at],
        j[at],
        draft.scores.micro[draft.kept[at]],
        np.ones(market.n_jobseekers, np.int32),
        left,
        tie_key=candidate_keys(ids, (i[at], j[at], np.full(len(at), -1, np.int32)), draft.settings.seed),
    )


def _hours_fit(
    market: Market, i: NDArray[np.int32], one: NDArray[np.int32], other: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Whether the hours of two jobs are known, and together no more than the person is known to work."""
    most = np.full(market.n_jobseekers, -1, np.int64)
    for person in np.unique(i).tolist():
        known = working_hours(market.records.jobseekers[person])[1]
        most[person] = -1 if known is None else known - int(market.hours_at_work[person])
    jobs = [Candidates.of(market, i, vacancy) for vacancy in (one, other)]
    fits = jobs[0].hours_max + jobs[1].hours_max <= most[i]
    for job in jobs:
        fits &= job.hours_min == job.hours_max
    return np.asarray(fits)


def _days_clash(market: Market, one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether two jobs have a known day in common, and not known shifts that keep them apart.

    No shift is free on a day of school.
    """
    offers = market.vacancies
    days, school, shifts = offers.days | offers.school_day, offers.school_day, offers.shifts
    common = days[one] & days[other]
    at_school = common & (school[one] | school[other])
    apart = (shifts[one] != 0) & (shifts[other] != 0) & ((shifts[one] & shifts[other]) == 0)
    return np.asarray((at_school != 0) | ((common != 0) & ~apart))
