"""Instruments without which a pair would not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.records import FunctionalItem, Support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.records import Jobseeker, Vacancy

_NO_LIMIT = 9
"""Above every level that work can ask."""


def needed_instruments(jobseeker: Jobseeker, vacancy: Vacancy) -> tuple[str, ...]:
    """Instruments without which a pair would not fit: the outcome "fits only with".

    An ``adaptation`` when a demand is above a functional limit and the vacancy can be adapted for it,
    ``job_coach`` when the jobseeker needs one, ``lks`` when the wage value is below 1.

    Examples
    --------
    >>> from matching.records import Jobseeker, Vacancy
    >>> person = Jobseeker(id="W-1", functional_limits={"lifting": 1}, support_needed={"job_coach"})
    >>> job = Vacancy(id="V-1", demands={"lifting": 2}, adaptations_offered={"lifting"})
    >>> needed_instruments(person, job)
    ('adaptation', 'job_coach')
    """
    adapted = ("adaptation",) if adapted_demands(jobseeker, vacancy) else ()
    return (*adapted, *person_instruments(jobseeker))


def person_instruments(jobseeker: Jobseeker) -> tuple[str, ...]:
    """Instruments of `needed_instruments` that a jobseeker needs at any vacancy.

    Examples
    --------
    >>> from matching.records import Jobseeker, ProtectedFacts
    >>> person_instruments(Jobseeker(id="W-1", protected=ProtectedFacts(wage_value=0.6)))
    ('lks',)
    """
    needed = []
    if Support.JOB_COACH in (jobseeker.support_needed or ()):
        needed.append("job_coach")
    if jobseeker.protected.wage_value is not None and jobseeker.protected.wage_value < 1:
        needed.append("lks")
    return tuple(needed)


def adapted_pairs(
    jobseekers: Sequence[Jobseeker],
    vacancies: Sequence[Vacancy],
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Which pairs need an adaptation, as `needed_instruments` says for one; bool, of shape (n_pairs,).

    Parameters
    ----------
    jobseekers, vacancies
        Records.
    jobseeker, vacancy
        Position of each pair in them.

    Examples
    --------
    >>> from matching.records import Jobseeker, Vacancy
    >>> person = Jobseeker(id="W-1", functional_limits={"lifting": 1})
    >>> job = Vacancy(id="V-1", demands={"lifting": 2}, adaptations_offered={"lifting"})
    >>> adapted_pairs([person], [job], np.zeros(1, np.int32), np.zeros(1, np.int32)).tolist()
    [True]
    """
    found = np.zeros(len(jobseeker), bool)
    for item in FunctionalItem:
        limit = [person.functional_limits.get(item, _NO_LIMIT) for person in jobseekers]
        asked = [job.demands.get(item, 0) if item in job.adaptations_offered else 0 for job in vacancies]
        found |= np.array(limit, np.int8)[jobseeker] < np.array(asked, np.int8)[vacancy]
    return found


def adapted_demands(jobseeker: Jobseeker, vacancy: Vacancy) -> tuple[str, ...]:
    """Demands above a limit for which the vacancy can be adapted."""
    limits = jobseeker.functional_limits
    return tuple(
        str(item)
        for item, level in vacancy.demands.items()
        if item in limits and limits[item] < level and item in vacancy.adaptations_offered
    )
