"""Selection rates count everybody where they belong and tell of no fewer than ten people."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import binomtest

import matching
from matching.plan import SMALLEST_CELL, selection_rates, wilson
from matching.plan._suppress import suppress
from matching.records import Jobseeker, ProtectedFacts, TargetGroupFact

ON = date(2026, 1, 12)


@given(st.integers(1, 400), st.data())
def test_the_interval_is_that_of_wilson(people: int, data: st.DataObject) -> None:
    """Compared with the one of another library."""
    placed = data.draw(st.integers(0, people))
    known = binomtest(placed, people).proportion_ci(0.95, method="wilson")
    assert wilson(placed, people) == pytest.approx((known.low, known.high), abs=1e-6)


def _market(*groups: tuple[str, ...]) -> matching.Market:
    people = [
        Jobseeker(
            id=f"W-{at:03}",
            protected=ProtectedFacts(target_groups=tuple(TargetGroupFact(group=g) for g in mine)),
        )
        for at, mine in enumerate(groups)
    ]
    return matching.Market.from_records(people, [], on=ON)


def test_somebody_in_three_groups_counts_in_each_and_once_in_the_total() -> None:
    """Thirty in three groups, twenty and twice fifteen in one of them, and fifty in none."""
    three = ("bijstand", "statushouder", "laaggeletterd")
    market = _market(*[three] * 30, *[("bijstand",)] * 20, *[(g,) for g in three[1:]] * 15, *[()] * 50)
    found = {rate.groups: rate.people for rate in selection_rates(market, ())}
    assert found[()] == 130
    assert (found["bijstand",], found["laaggeletterd",], found["statushouder",]) == (50, 45, 45)


def test_a_small_rest_is_not_told_by_a_total() -> None:
    """Of fifty on social assistance forty-five have a permit: the five others would follow."""
    market = _market(*[("bijstand", "statushouder")] * 45, *[("bijstand",)] * 5, *[()] * 50)
    found = {rate.groups: rate.people for rate in selection_rates(market, ())}
    assert found["bijstand",] == 50
    assert found["statushouder",] is None
    assert ("bijstand", "statushouder") not in found


def test_parts_that_exclude_each_other_leave_no_few() -> None:
    """Two groups of twenty inside one of forty-five: shown together they would tell of the five left."""
    market = _market(
        *[("bijstand", "statushouder")] * 20,
        *[("bijstand", "laaggeletterd")] * 20,
        *[("bijstand",)] * 5,
        *[()] * 50,
    )
    found = {rate.groups: rate.people for rate in selection_rates(market, ())}
    assert found["bijstand",] == 45
    assert (found["statushouder",] is None) != (found["laaggeletterd",] is None)


_ROWS = hnp.arrays(bool, st.tuples(st.integers(2, 4), st.integers(20, 120)))


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.data())
def test_no_hidden_count_follows_from_those_shown(rows: np.ndarray, data: st.DataObject) -> None:
    """By rank, over what a reader does not know: of each person, placed or not."""
    placed = data.draw(hnp.arrays(bool, rows.shape[1]))
    masks = {(): np.ones(rows.shape[1], bool)} | {(f"g{at}",): row for at, row in enumerate(rows)}
    masks |= {(f"g{a}", f"g{b}"): rows[a] & rows[b] for a, b in combinations(range(len(rows)), 2)}
    shown = suppress(masks, placed)
    nobody = np.zeros_like(placed)
    counts, unknowns, hidden = [], [], []
    for key, mask in masks.items():
        layers = (
            (mask, [mask, mask], shown[key].people),
            (mask & placed, [mask, nobody], shown[key].placed),
            (mask & ~placed, [nobody, mask], shown[key].placed),
        )
        for cell, parts, seen in layers:
            if seen or not key:
                counts.append(cell)
                unknowns.append(np.concatenate(parts))
            elif cell.any():
                hidden.append(np.concatenate(parts))
    assert all(cell.sum() >= SMALLEST_CELL for cell in counts[3:])
    rank = np.linalg.matrix_rank(np.array(unknowns, float))
    for cell in hidden:
        # Whoever is everybody is no secret that a table can keep: the totals are known.
        is_total = any(np.array_equal(cell, total) for total in unknowns[:3])
        assert is_total or np.linalg.matrix_rank(np.array([*unknowns, cell], float)) > rank
    for at, other in combinations(range(len(counts)), 2):
        for small, large in ((counts[at], counts[other]), (counts[other], counts[at])):
            if other > 2 and not (small & ~large).any():
                assert (large & ~small).sum() >= SMALLEST_CELL


def test_a_plan_shows_its_rates(plan: matching.Plan) -> None:
    """Everybody first; in a market of four no group is told of."""
    everybody, *groups = plan.selection_rates
    assert (everybody.people, everybody.placed) == (4, len(plan.placements))
    assert all(rate.people is None and rate.rate is None for rate in groups)
    assert plan.to_dict()["selection_rates"] == [rate.to_dict() for rate in plan.selection_rates]


def test_the_screen_shows_groups_with_their_interval() -> None:
    plan = matching.match(matching.load_region("drenthe", jobseekers=400, vacancies=200), min_score=0.2)
    rates = {rate.groups: rate for rate in plan.selection_rates}
    low, high = rates["50plus",].interval
    assert f"50plus {rates['50plus',].rate:.0%} ({100 * low:.0f}-{100 * high:.0f}%)" in str(plan)
    assert len(str(plan).splitlines()) <= 40
