"""`find_pairs` is exact over all pairs, counts what it refuses, and does not depend on how it is cut up."""

from __future__ import annotations

import numpy as np
import pytest
from pair_records import ON, Draw, random_market

from matching.exceptions import SizeError
from matching.market import Market
from matching.pairs import DEFAULT_RULES, _pairs, find_pairs, refusals, rule
from matching.records import Jobseeker, Vacancy


def test_it_finds_the_pairs_that_no_rule_refuses() -> None:
    market = random_market(1, 30, 20)
    pairs = find_pairs(market)
    expected = [(i, j) for i in range(30) for j in range(20) if not refusals(market, i, j)]
    assert list(zip(pairs.jobseeker.tolist(), pairs.vacancy.tolist(), strict=True)) == expected
    assert 0 < len(pairs) < 600


def test_the_counts_are_of_each_rule_by_itself_and_of_the_first_in_the_list() -> None:
    market = random_market(2, 30, 20)
    pairs = find_pairs(market)
    codes = [[why.code for why in refusals(market, i, j)] for i in range(30) for j in range(20)]
    for one in DEFAULT_RULES:
        assert pairs.refused[one.code] == sum(one.code in found for found in codes)
        assert pairs.refused_first[one.code] == sum(found[:1] == [one.code] for found in codes)
    assert sum(pairs.refused_first.values()) == 600 - len(pairs)
    assert pairs.refused_by_jobseeker.sum() == pairs.refused_by_vacancy.sum() == sum(pairs.refused.values())


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("block_rows", [1, 7, 1000])
def test_the_size_of_a_block_and_the_threads_change_nothing(block_rows: int, threads: int) -> None:
    market = random_market(3, 30, 20)
    whole = find_pairs(market)
    parts = find_pairs(market, block_rows=block_rows, threads=threads)
    assert np.array_equal(whole.jobseeker, parts.jobseeker)
    assert np.array_equal(whole.vacancy, parts.vacancy)
    assert whole.refused == parts.refused
    assert whole.refused_first == parts.refused_first
    assert np.array_equal(whole.refused_by_jobseeker, parts.refused_by_jobseeker)
    assert np.array_equal(whole.refused_by_vacancy, parts.refused_by_vacancy)


def test_the_order_of_the_records_changes_nothing() -> None:
    market = random_market(4, 30, 20)
    people, offers = market.records.jobseekers, market.records.vacancies
    turned = find_pairs(Market.from_records(people[::-1], offers[::-1], on=ON))
    assert np.array_equal(find_pairs(market).jobseeker, turned.jobseeker)
    assert np.array_equal(find_pairs(market).vacancy, turned.vacancy)


def test_rules_can_be_switched_off() -> None:
    market = random_market(5)
    only = find_pairs(market, rules=[rule("hours")])
    assert set(only.refused) == {"hours"}
    assert len(find_pairs(market, rules=[])) == market.n_jobseekers * market.n_vacancies
    assert len(only) >= len(find_pairs(market))


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_an_empty_side_has_no_pairs(n: int, m: int) -> None:
    draw = Draw(0)
    market = Market.from_records(
        [draw.jobseeker(k) for k in range(n)], [draw.vacancy(k) for k in range(m)], on=ON
    )
    pairs = find_pairs(market)
    assert len(pairs) == 0
    assert pairs.jobseeker.dtype == pairs.vacancy.dtype == np.int32
    assert pairs.refused_by_jobseeker.shape == (len(DEFAULT_RULES), n)


def test_the_arrays_are_read_only() -> None:
    pairs = find_pairs(random_market(6))
    for array in (pairs.jobseeker, pairs.vacancy, pairs.refused_by_jobseeker, pairs.refused_by_vacancy):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_what_does_not_fit_is_refused_before_it_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    market = random_market(7)
    monkeypatch.setattr(_pairs, "MAX_BYTES", 1000)
    with pytest.raises(SizeError, match=r"14 x 14 pairs .* use find_candidates"):
        find_pairs(market)


def test_progress_is_told_after_each_block() -> None:
    told: list[tuple[int, int]] = []
    find_pairs(random_market(8), block_rows=5, progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 14), (10, 14), (14, 14)]


def test_it_prints_what_was_refused() -> None:
    market = Market.from_records(
        [Jobseeker(id="W-1", hours_max=8), Jobseeker(id="W-2")], [Vacancy(id="V-1", hours_min=24)], on=ON
    )
    text = repr(find_pairs(market))
    assert text.splitlines()[0] == "1 of 2 pairs are eligible (50.0%)"
    assert text.splitlines()[1].split() == ["hours", "refuses", "1,", "first", "1"]


def test_what_each_rule_removed_is_told_in_words() -> None:
    pairs = find_pairs(random_market(2, 40, 60))
    assert pairs.n_eligible == len(pairs)
    removed = pairs.removed()
    assert [one.refused for one in removed] == sorted(pairs.refused.values(), reverse=True)
    assert sum(one.first for one in removed) + len(pairs) == 2400
    refusing = sum(one.refused > 0 for one in removed)
    short = pairs.to_text(most=2).splitlines()
    assert short == [*pairs.to_text().splitlines()[:3], f"  ... and {refusing - 2} more rules"]
    dutch = pairs.to_text("nl").splitlines()
    assert dutch[0].startswith(f"{len(pairs)} van 2.400 paren zijn mogelijk")
    assert any("reistijd" in line and "weigert" in line for line in dutch)
