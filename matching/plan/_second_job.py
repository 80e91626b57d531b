"""Second jobs: who could add one of the openings left to the part-time job that is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.constraints import Candidates
from matching.plan._beyond import kept_places, problem_beyond
from matching.policy import working_hours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import Market
    from matching.plan._basis import Draft
    from matching.plan._proposals import Decision
    from matching.solvers import AssignmentProblem


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
    is_open[kept_places(draft, (one for one in draft.decisions if one.decided == "rejected"))] = False
    at = np.flatnonzero(is_open)
    at = at[fit_together(market, i[at], j[first[i[at]]], j[at])]
    accepted = np.isin(at, kept_places(draft, _accepted(draft)))
    return at, problem_beyond(draft, at, 1, left, accepted.astype(np.int8))


def held_for_second_jobs(draft: Draft) -> NDArray[np.int64]:
    """Count the openings of each vacancy that accepted second jobs hold."""
    at = [draft.market.vacancy_position(one.vacancy) for one in _accepted(draft)]
    return np.bincount(np.array(at, np.int64), minlength=draft.market.n_vacancies)


def fit_together(
    market: Market, i: NDArray[np.int32], one: NDArray[np.int32], other: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Whether one person can have two jobs: hours and days fit, or one is over before the other begins."""
    jobs = [Candidates.of(market, i, vacancy) for vacancy in (one, other)]
    # An open end is no date, and so never before anything.
    apart = (jobs[0].end < jobs[1].start) | (jobs[1].end < jobs[0].start)
    return np.asarray(apart | (_hours_fit(market, i, *jobs) & ~_days_clash(market, one, other)))


def _accepted(draft: Draft) -> list[Decision]:
    return [one for one in draft.decisions if one.decided == "accepted" and one.second_job]


def _hours_fit(market: Market, i: NDArray[np.int32], one: Candidates, other: Candidates) -> NDArray[np.bool_]:
    """Whether the hours of two jobs are known, and together no more than the person is known to work."""
    most = np.full(market.n_jobseekers, -1, np.int64)
    for person in np.unique(i).tolist():
        known = working_hours(market.records.jobseekers[person])[1]
        most[person] = -1 if known is None else known - int(market.hours_at_work[person])
    known = (one.hours_min == one.hours_max) & (other.hours_min == other.hours_max)
    return np.asarray(known & (one.hours_max + other.hours_max <= most[i]))


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
