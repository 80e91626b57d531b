"""The score of one pair by itself, for a pair that a large market does not list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matching import features
from matching.pairs import find_pairs
from matching.scoring import score_pairs

if TYPE_CHECKING:
    from matching.market import Market
    from matching.scoring import ScoreCard, Scores


def score_alone(market: Market, i: int, j: int, card: ScoreCard) -> Scores:
    """Score one pair as if there were no others: the score of a pair depends on that pair alone."""
    records = market.records
    alone = replace(
        market.with_records(jobseekers=[records.jobseekers[i]], vacancies=[records.vacancies[j]]),
        travel_times=market.travel_times,
    )
    return score_pairs(features.build(alone.open), find_pairs(alone, rules=()), card)
