"""Blank profiles neither win nor vanish in a plain optimal assignment."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.datasets import generate_region
from matching.features import build
from matching.market import Market
from matching.pairs import Pairs, find_pairs
from matching.scoring import Scores, load_card, score_pairs

FLOOR = 0.35
"""The usual lowest score of a proposal."""
N, M = 600, 240


@cache
def scored(seed: int, blank: float) -> tuple[Market, Pairs, Scores]:
    sample = generate_region("drenthe", jobseekers=N, vacancies=M, seed=seed, blank_profiles=blank)
    market = Market.from_records(sample.jobseekers, sample.vacancies, sample.employers, on=sample.on)
    pairs = find_pairs(market)
    return market, pairs, score_pairs(build(market.open), pairs, load_card())


def assign(market: Market, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Placements with the highest sum of scores, each opening a column."""
    opening = np.repeat(np.arange(M), market.vacancies.openings)
    value = np.where(table >= FLOOR, table, 0)[:, opening]
    row, column = linear_sum_assignment(value, maximize=True)
    placed = value[row, column] > 0
    return row[placed], opening[column[placed]]


def table_of(pairs: Pairs, scores: Scores) -> np.ndarray:
    table = np.zeros((N, M))
    table[pairs.jobseeker, pairs.vacancy] = scores.score
    return table


@cache
def outcome(seed: int) -> tuple[float, float, float, float]:
    """Rates at which blank and other people are placed; true quality with and without blank profiles."""
    market, pairs, scores = scored(seed, 0.3)
    _, true_pairs, true_scores = scored(seed, 0.0)
    truth = table_of(true_pairs, true_scores)
    blank = np.array(
        [
            not (p.wanted_occupations or p.work_history or p.skills or p.hours_max)
            for p in market.records.jobseekers
        ]
    )
    table = table_of(pairs, scores)
    row, column = assign(market, table)
    others = assign(market, np.where(blank[:, None], 0, table))
    placed = np.bincount(row, minlength=N)
    return (
        float(placed[blank].mean()),
        float(placed[~blank].mean()),
        float(truth[row, column].sum()),
        float(truth[others].sum()),
    )


SEEDS = (0, 1, 2)


def test_blank_profiles_are_placed_at_half_to_once_the_rate_of_others() -> None:
    blank, others = (np.mean([outcome(seed)[at] for seed in SEEDS]) for at in (0, 1))
    assert others > 0.25
    assert 0.5 <= blank / others <= 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_blank_profiles_cost_less_than_a_twentieth_of_the_true_quality(seed: int) -> None:
    # Both plans are scored on the complete records: does it pay that blank profiles take part?
    _, _, with_them, without = outcome(seed)
    assert with_them > 0.95 * without
