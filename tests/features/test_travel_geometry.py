"""Distances and minutes agree with known places and with the formula of the rules."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from matching.exchange import TravelTimes
from matching.features import Distances, TravelSettings, build, distance_metres, travel_minutes
from matching.market import Market
from matching.records import Jobseeker, TravelMode, Vacancy

HOMES = ("7811AP", "9401", "7811AP", None)
WORK = ("9711", "7811", None)


@pytest.fixture(scope="module")
def market() -> Market:
    people = [Jobseeker(id=f"W-{k}", postcode=code) for k, code in enumerate(HOMES)]
    people[0] = people[0].model_copy(update={"travel_modes": frozenset({TravelMode.CAR, TravelMode.BICYCLE})})
    people[1] = people[1].model_copy(update={"travel_modes": frozenset({TravelMode.BICYCLE})})
    offers = [Vacancy(id=f"V-{k}", postcode=code) for k, code in enumerate(WORK)]
    return Market.from_records(people, offers, on=date(2026, 1, 12))


def test_the_table_is_the_distance_of_every_pair(market: Market) -> None:
    people, offers = market.jobseekers.places, market.vacancies.places
    full = Distances.between(people, offers).full()
    for i in range(4):
        for j in range(3):
            metres = distance_metres(people, i, offers, j)
            assert full[i, j] == (-1 if metres is None else metres)
    # Emmen to Groningen is 53 km as the crow flies.
    assert full[0, 0] == pytest.approx(53_000, abs=1000)
    assert full[0, 1] == 0


def test_pairs_and_blocks_give_the_same(market: Market) -> None:
    people, offers = market.jobseekers.places, market.vacancies.places
    whole = Distances.between(people, offers)
    row, column = np.array([3, 1, 0], np.int32), np.array([0, 1, 2], np.int32)
    assert whole.of(row, column).tolist() == whole.full()[row, column].tolist()
    assert np.array_equal(Distances.between(people, offers, slice(1, 3)).full(), whole.full()[1:3])


@pytest.mark.parametrize(("mode", "minutes"), [("car", 31), ("public_transport", 51.8), ("bicycle", 83)])
def test_fifteen_kilometres_by_each_means(mode: str, minutes: float) -> None:
    settings = TravelSettings()
    assert settings.minutes(15_000, settings.speed(TravelMode(mode))) == pytest.approx(minutes)


def test_the_fastest_means_counts_and_public_transport_where_none_is_known(market: Market) -> None:
    features = build(market.open)
    row, column = np.array([0, 1, 2, 3], np.int32), np.zeros(4, np.int32)
    km = features.distances.of(row, column) / 1000
    found = travel_minutes(features, row, column)
    assert found[:3] == pytest.approx([78 * km[0] / 45 + 5, 78 * km[1] / 15 + 5, 78 * km[2] / 25 + 5])
    assert np.isnan(found[3])


def test_a_speed_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match=r"car must be above 0, got 0\.0"):
        TravelSettings(car=0.0)


def test_travel_times_of_ones_own_stand_in_for_the_estimate(market: Market) -> None:
    times = TravelTimes.of(
        [
            ("7811", "9711", "bicycle", 20),
            ("7811", "9711", "public_transport", 40),
            ("9401", "9711", "car", 1),
        ]
    )
    row, column = np.array([0, 1, 2, 3], np.int32), np.zeros(4, np.int32)
    before = travel_minutes(build(market.open), row, column)
    found = travel_minutes(build(market.with_travel_times(times).open), row, column)
    # By bicycle faster than the estimate by car; no car, so the estimate holds; public transport; no place.
    assert found[:3] == pytest.approx([20, before[1], 40])
    assert np.isnan(found[3])
