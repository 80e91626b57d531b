"""`find_candidates` gives the pairs of the plain way: all rules and scores of all pairs, then the best."""

from __future__ import annotations

import threading
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pair_records import ON, random_market

from matching import features, load_region
from matching.exceptions import RuleError, SizeError
from matching.market import Market
from matching.pairs import (
    DEFAULT_RULES,
    Pairs,
    PairScore,
    find_candidates,
    find_pairs,
    list_best_of_rest,
    refusals,
)
from matching.records import Jobseeker, Vacancy
from matching.scoring import Screen, load_card, score_pairs
from matching.solvers import AssignmentProblem, solve

CARD = load_card()


@cache
def region(seed: int, people: int = 60, offers: int = 40) -> tuple[Market, features.Features]:
    market = load_region("drenthe", jobseekers=people, vacancies=offers, seed=seed)
    return market, features.build(market.open)


@cache
def drawn(seed: int) -> tuple[Market, features.Features]:
    market = random_market(seed, 30, 24)
    return market, features.build(market.open)


@cache
def plain(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Eligible pairs by testing each pair with each rule, and all their scores."""
    market, made = region(seed)
    refused = np.zeros((market.n_jobseekers, market.n_vacancies), bool)
    for rule in DEFAULT_RULES:
        refused |= rule.refuses(market, slice(0, market.n_jobseekers))
    pairs = np.argwhere(~refused).astype(np.int32)
    evidence = features.compare(made, pairs[:, 0], pairs[:, 1])
    listed = find_pairs(market)
    assert np.array_equal(pairs, np.column_stack([listed.jobseeker, listed.vacancy]))
    return pairs, score_pairs(evidence, listed, CARD).micro


def best_of(pairs: np.ndarray, micro: np.ndarray, side: int, best: int) -> set[int]:
    found = set()
    for one in set(pairs[:, side].tolist()):
        mine = np.flatnonzero(pairs[:, side] == one).tolist()
        found |= set(sorted(mine, key=lambda at: (-micro[at], pairs[at, 1 - side]))[:best])
    return found


def expected(seed: int, at_least: float, best: int | None) -> tuple[np.ndarray, np.ndarray]:
    pairs, micro = plain(seed)
    high = np.flatnonzero(micro >= round(at_least * 1e6))
    pairs, micro = pairs[high], micro[high]
    if best is not None:
        chosen = sorted(best_of(pairs, micro, 0, best) | best_of(pairs, micro, 1, best))
        pairs, micro = pairs[chosen], micro[chosen]
    return pairs, micro


def same(pairs: Pairs, positions: np.ndarray, micro: np.ndarray) -> None:
    assert np.array_equal(np.column_stack([pairs.jobseeker, pairs.vacancy]), positions)
    assert np.array_equal(pairs.micro, micro)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 3),
    at_least=st.sampled_from([0.0, 0.1, 0.2, 0.35, 0.6, 1.0]),
    best=st.sampled_from([None, 1, 3, 20]),
    block_rows=st.sampled_from([None, 1, 7, 1000]),
    threads=st.sampled_from([1, 2]),
)
def test_it_gives_the_pairs_of_the_plain_way(
    seed: int, at_least: float, best: int | None, block_rows: int | None, threads: int
) -> None:
    market, made = region(seed)
    pairs = find_candidates(
        market,
        Screen(made, CARD),
        at_least=at_least,
        best=best,
        block_rows=block_rows,
        threads=threads,
    )
    same(pairs, *expected(seed, at_least, best))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 4), at_least=st.floats(0, 0.5), block_rows=st.integers(1, 30))
def test_it_gives_the_pairs_of_the_plain_way_on_records_at_their_limits(
    seed: int, at_least: float, block_rows: int
) -> None:
    market, made = drawn(seed)
    every = find_pairs(market)
    micro = score_pairs(made, every, CARD).micro
    keep = micro >= round(at_least * 1e6)
    pairs = find_candidates(market, Screen(made, CARD), at_least=at_least, block_rows=block_rows)
    same(pairs, np.column_stack([every.jobseeker, every.vacancy])[keep], micro[keep])


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("block_rows", [1, 7, 1000])
def test_blocks_and_threads_change_neither_pairs_nor_counts(block_rows: int, threads: int) -> None:
    market, made = region(1)
    every = find_pairs(market)
    pairs = find_candidates(
        market, Screen(made, CARD), at_least=0.2, best=2, block_rows=block_rows, threads=threads
    )
    same(pairs, *expected(1, 0.2, 2))
    assert pairs.refused == every.refused
    assert pairs.refused_first == every.refused_first
    assert np.array_equal(pairs.refused_by_jobseeker, every.refused_by_jobseeker)
    assert np.array_equal(pairs.refused_by_vacancy, every.refused_by_vacancy)
    assert pairs.n_eligible == len(every)
    above = len(expected(1, 0.2, None)[0])
    assert pairs.n_below == len(every) - above
    assert pairs.n_beyond == above - len(pairs) > 0
    text = pairs.to_text()
    assert text.splitlines()[0] == every.to_text().splitlines()[0]
    assert f"{pairs.n_below:,} eligible pairs score too low" in text


def test_the_order_of_the_records_changes_nothing() -> None:
    market, made = region(2)
    people, offers = market.records.jobseekers, market.records.vacancies
    turned = Market.from_records(people[::-1], offers[::-1], market.employers, market.contracts, on=market.on)
    one = find_candidates(market, Screen(made, CARD), best=2)
    two = find_candidates(turned, Screen(features.build(turned.open), CARD), best=2)
    same(two, np.column_stack([one.jobseeker, one.vacancy]), one.micro)


def test_only_pairs_above_both_prices_are_listed() -> None:
    market, made = region(0)
    pairs, micro = plain(0)
    rng = np.random.default_rng(5)
    for low, high in ((0, 1), (0, 400_000), (50_000, 200_000)):
        own = rng.integers(low, high, market.n_jobseekers)
        other = rng.integers(low, high, market.n_vacancies)
        above = micro > own[pairs[:, 0]] + other[pairs[:, 1]]
        found = find_candidates(market, Screen(made, CARD), prices=(own, other), block_rows=11)
        same(found, pairs[above], micro[above])
        assert len(found)


def test_pricing_all_pairs_makes_a_plan_over_few_of_them_the_best_over_all() -> None:
    market, made = region(3)
    pairs, micro = plain(3)
    ones, openings = np.ones(market.n_jobseekers, np.int32), market.vacancies.openings

    def best_plan(jobseeker: np.ndarray, vacancy: np.ndarray, score: np.ndarray) -> object:
        return solve(AssignmentProblem(jobseeker, vacancy, score, ones, openings), gap=0.0)

    whole = best_plan(pairs[:, 0], pairs[:, 1], micro)
    screen = Screen(made, CARD)
    listed = find_candidates(market, screen, best=1)
    assert best_plan(listed.jobseeker, listed.vacancy, listed.micro).objective < whole.objective
    for _ in range(50):
        answer = best_plan(listed.jobseeker, listed.vacancy, listed.micro)
        prices = [
            np.floor(1e6 * price).astype(np.int64) for price in (answer.jobseeker_price, answer.vacancy_price)
        ]
        more = find_candidates(market, screen, prices=tuple(prices), best=2)
        keys = np.union1d(*(p.jobseeker.astype(np.int64) * 1000 + p.vacancy for p in (listed, more)))
        if len(keys) == len(listed):
            break
        listed = find_candidates(
            market, screen, best=1, also=[(int(key) // 1000, int(key) % 1000) for key in keys]
        )
    assert len(listed) < len(pairs) / 2
    assert round(answer.objective, 6) == round(whole.objective, 6)


def test_pairs_asked_for_by_name_are_listed_unless_a_rule_refuses_them() -> None:
    market, made = region(0)
    pairs, micro = plain(0)
    low = int(np.argmin(micro))
    refused = next((0, j) for j in range(40) if refusals(market, 0, j))
    high = int(np.argmax(micro))
    named = [tuple(pairs[low].tolist()), refused, tuple(pairs[high].tolist())]
    found = find_candidates(market, Screen(made, CARD), at_least=0.35, also=[*named, named[0]])
    keep = micro >= 350_000
    keep[low] = True
    assert refused != named[0]
    same(found, pairs[keep], micro[keep])
    assert len(found) + found.n_below == len(pairs)


@pytest.mark.parametrize("at_least", [0.3, 0.6, 1.0])
def test_whoever_has_no_pair_gets_the_best_one_listed(at_least: float) -> None:
    market, made = region(2)
    pairs, micro = plain(2)
    screen = Screen(made, CARD)
    few = find_candidates(market, screen, at_least=at_least)
    found = list_best_of_rest(market, few, screen, threads=2)
    high = set(np.flatnonzero(micro >= at_least * 1e6).tolist())
    for side, length in ((0, market.n_jobseekers), (1, market.n_vacancies)):
        lone = set(range(length)) - set((few.jobseeker, few.vacancy)[side].tolist())
        best = best_of(pairs, micro, side, 1)
        high |= {at for at in best if pairs[at, side] in lone}
        assert lone
    same(found, pairs[sorted(high)], micro[sorted(high)])
    assert found.n_eligible == len(pairs)
    assert found.refused == few.refused


def test_only_pairs_with_scores_can_have_the_best_of_the_rest() -> None:
    market, made = region(2)
    with pytest.raises(RuleError, match="the pairs have no scores; take those of find_candidates"):
        list_best_of_rest(market, find_pairs(market), Screen(made, CARD))


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3), (1, 1)])
def test_a_small_or_empty_side_is_no_exception(n: int, m: int) -> None:
    market = Market.from_records(
        [Jobseeker(id=f"W-{k}") for k in range(n)], [Vacancy(id=f"V-{k}") for k in range(m)], on=ON
    )
    screen = Screen(features.build(market.open), CARD)
    for best in (None, 1):
        found = find_candidates(market, screen, best=best, threads=2)
        assert len(found) == n * m
        assert found.jobseeker.dtype == found.vacancy.dtype == np.int32
        assert found.micro.dtype == np.int64
        assert not found.micro.flags.writeable


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"at_least": 1.5}, r"at_least must be in \[0, 1\], got 1.5"),
        ({"best": 0}, "best must be at least 1, got 0"),
        ({"threads": 0}, "threads must be at least 1, got 0"),
        ({"block_rows": 0}, "block_rows must be at least 1, got 0"),
        ({"prices": (np.zeros(3, np.int64), np.zeros(40, np.int64))}, r"of shapes \(60,\) and \(40,\)"),
        ({"prices": (np.full(60, -1), np.zeros(40, np.int64))}, "prices must be at least 0"),
    ],
)
def test_a_setting_out_of_range_is_named(setting: dict[str, object], message: str) -> None:
    market, made = region(0)
    with pytest.raises(RuleError, match=message):
        find_candidates(market, Screen(made, CARD), **setting)


def never(*arguments: object) -> tuple[np.ndarray, np.ndarray]:
    raise AssertionError("nothing may be scored")


def test_blocks_that_do_not_fit_are_refused_before_anything_is_done() -> None:
    market, _ = region(0)
    with pytest.raises(SizeError, match=r"60 x 40 pairs may take .* lower block_rows, threads or best"):
        find_candidates(market, never, best=5, max_bytes=10_000)


def test_a_list_that_does_not_fit_ends_with_what_to_do() -> None:
    market, made = region(0)
    with pytest.raises(SizeError, match=r"pairs score high enough so far, .* raise at_least, lower best"):
        find_candidates(market, Screen(made, CARD), block_rows=1, threads=1, max_bytes=8_000)


def counted(screen: PairScore, calls: list[str]) -> PairScore:
    def score(*arguments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        calls.append(threading.current_thread().name)
        return screen(*arguments)

    return score


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_progress_can_end_it_early(threads: int, error: type[BaseException]) -> None:
    market, made = region(0)
    calls: list[str] = []
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 20:
            raise error

    with pytest.raises(error):
        find_candidates(
            market, counted(Screen(made, CARD), calls), block_rows=10, threads=threads, progress=stop
        )
    assert told == [(10, 60), (20, 60)]
    assert 2 <= len(calls) <= 2 + threads + 1
    before = threading.active_count()
    find_candidates(market, Screen(made, CARD), block_rows=10, threads=threads)
    assert threading.active_count() == before


def test_an_error_of_a_thread_is_raised() -> None:
    market, _ = region(0)
    with pytest.raises(AssertionError, match="nothing may be scored"):
        find_candidates(market, never, block_rows=10, threads=2)
