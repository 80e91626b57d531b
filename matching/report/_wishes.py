"""Which of a jobseeker's wishes a vacancy comes nearest to: the one that the score went by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.features import COMPONENTS, build
from matching.market import Market
from matching.records import Jobseeker, Vacancy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.plan import Plan


def nearest_wishes(plan: Plan) -> NDArray[np.int8]:
    """Place of that wish for every eligible pair, of shape (n_pairs,); 0, the first, where nothing is known.

    Each wish is compared as if it were the only one, by the component that the score takes.
    """
    market, pairs = plan.market, plan.basis.pairs
    (component,) = (each for each in COMPONENTS if each.name == "occupation")
    # A market with the titles alone: nothing else needs to be compared again.
    titles_only = Market.from_records(
        [Jobseeker(id=p.id, wanted_occupations=p.wanted_occupations) for p in market.records.jobseekers],
        [Vacancy(id=v.id, occupation=v.occupation) for v in market.records.vacancies],
        on=market.on,
    )
    features = build(titles_only.open)
    wanted = features.titles.wanted
    best = np.full(len(pairs), -np.inf, np.float32)
    nearest = np.zeros(len(pairs), np.int8)
    for place in range(wanted.shape[1]):
        only = np.full_like(wanted, -1)
        only[:, place] = wanted[:, place]
        alone = replace(features, titles=replace(features.titles, wanted=only))
        evidence = component.evidence(alone, pairs.jobseeker, pairs.vacancy)
        better = evidence > best  # NaN is not
        best[better], nearest[better] = evidence[better], place
    return nearest
