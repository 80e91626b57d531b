"""Points add up to the total in whole numbers, and the score is their logistic."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from matching.exceptions import RuleError
from matching.features import COMPONENTS, Evidence, build, compare
from matching.market import Market, load_region
from matching.pairs import Pairs, find_pairs
from matching.scoring import Scores, load_card, score_pairs


@pytest.fixture(scope="module")
def market() -> Market:
    return load_region("drenthe", jobseekers=80, vacancies=50, seed=2)


@pytest.fixture(scope="module")
def pairs(market: Market) -> Pairs:
    return find_pairs(market)


@pytest.fixture(scope="module")
def scores(market: Market, pairs: Pairs) -> Scores:
    return score_pairs(build(market.open), pairs, load_card())


def test_base_and_points_are_the_total_exactly(scores: Scores) -> None:
    assert scores.points.dtype == np.int32
    assert np.array_equal(scores.base + scores.points.sum(axis=0, dtype=np.int64), scores.total)


def test_the_score_is_the_logistic_of_the_total_and_its_micro_units(scores: Scores) -> None:
    expected = [1 / (1 + exp(-total / 1e6)) for total in scores.total.tolist()]
    assert scores.score == pytest.approx(expected, rel=1e-12)
    assert ((scores.score > 0) & (scores.score < 1)).all()
    assert scores.micro.tolist() == [round(score * 1e6) for score in scores.score.tolist()]


def test_the_contributions_of_a_pair_are_the_same_numbers(scores: Scores) -> None:
    for position in range(0, len(scores), 97):
        parts = scores.of(position)
        assert tuple(part.name for part in parts) == scores.names
        assert scores.base + sum(part.points for part in parts) == scores.total[position]
        for part in parts:
            weight = scores.card.components[part.name]
            assert part.side == weight.side
            assert part.points == pytest.approx(part.evidence * weight.weight * 1e6, abs=1)
            assert part.known or part.evidence == weight.unknown


def test_each_side_has_its_subtotal(scores: Scores) -> None:
    for position in range(0, len(scores), 97):
        for side, got in (("jobseeker", scores.jobseeker_score), ("vacancy", scores.vacancy_score)):
            points = sum(part.points for part in scores.of(position) if part.side == side)
            assert got[position] == pytest.approx(1 / (1 + exp(-(scores.base / 2 + points) / 1e6)))


def test_coverage_is_the_share_of_the_weight_that_is_known(scores: Scores) -> None:
    weights = {name: one.weight for name, one in scores.card.components.items()}
    for position in range(0, len(scores), 97):
        known = sum(weights[part.name] for part in scores.of(position) if part.known)
        assert scores.coverage[position] == pytest.approx(known / sum(weights.values()), abs=1e-6)
    assert 0 < scores.coverage.mean() < 1


def test_evidence_may_be_given_instead_of_features(market: Market, pairs: Pairs, scores: Scores) -> None:
    evidence = compare(build(market.open), pairs.jobseeker, pairs.vacancy)
    assert np.array_equal(score_pairs(evidence, pairs, load_card()).micro, scores.micro)
    fewer = Evidence(names=evidence.names, values=evidence.values[:, :5])
    with pytest.raises(RuleError, match=r"evidence is of 5 pairs, not of"):
        score_pairs(fewer, pairs, load_card())


def test_all_unknown_scores_the_base_and_the_neutral_values(pairs: Pairs) -> None:
    names = tuple(component.name for component in COMPONENTS)
    nothing = Evidence(names=names, values=np.full((len(names), len(pairs)), np.nan, np.float32))
    card = load_card()
    scores = score_pairs(nothing, pairs, card)
    neutral = sum(round(one.weight * one.unknown * 1e6) for one in card.components.values())
    assert set(scores.total.tolist()) == {round(card.base * 1e6) + neutral}
    assert (scores.coverage == 0).all()


def test_a_weight_of_zero_leaves_a_component_out(market: Market, pairs: Pairs, scores: Scores) -> None:
    card = load_card()
    parts = dict(card.components) | {"travel": replace(card.components["travel"], weight=0.0)}
    without = score_pairs(build(market.open), pairs, replace(card, components=parts))
    at = scores.names.index("travel")
    assert np.array_equal(without.total, scores.total - scores.points[at])


def test_shuffled_records_score_the_same(market: Market, scores: Scores) -> None:
    people, offers = market.records.jobseekers, market.records.vacancies
    turned = Market.from_records(people[::-1], offers[::-1], on=market.on)
    again = score_pairs(build(turned.open), find_pairs(turned), load_card())
    assert np.array_equal(again.total, scores.total)


def test_the_arrays_are_read_only(scores: Scores) -> None:
    for array in (scores.points, scores.total, scores.score, scores.micro, scores.coverage):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
