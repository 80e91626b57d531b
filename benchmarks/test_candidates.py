"""Candidate generation: a region in a second, the country in less than a minute, with all rules and scores.

Run ``python -m pytest benchmarks/test_candidates.py --benchmark-only -s`` for the region, and add ``-m slow``
for the country; that prints seconds, memory and what each rule removed.
"""

from __future__ import annotations

import resource
from dataclasses import replace
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import numpy as np
import pytest

import matching
from benchmarks._national import national_market
from matching import features
from matching.pairs import DEFAULT_RULES, Pairs, find_candidates, find_pairs, refusals
from matching.scoring import Screen, load_card, score_pairs

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from matching.market import Market

AT_LEAST = 0.35
THREADS = 2


def generate(market: Market, screen: Screen, best: int | None = None) -> Pairs:
    start, used = perf_counter(), process_time()
    pairs = find_candidates(market, screen, at_least=AT_LEAST, best=best, threads=THREADS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{market.n_jobseekers:,} x {market.n_vacancies:,}: {perf_counter() - start:.1f} s, "
        f"{process_time() - used:.1f} s of processor on {THREADS} threads, peak {memory:,.0f} MB"
    )
    print(pairs)
    return pairs


def check_sample(market: Market, made: features.Features, pairs: Pairs, rng: np.random.Generator) -> int:
    """The pairs of some jobseekers are those of the plain way; so are refusals read from the records."""
    checked = 0
    for i in rng.choice(market.n_jobseekers, 40, replace=False).tolist():
        refused = np.zeros(market.n_vacancies, bool)
        for rule in DEFAULT_RULES:
            refused |= rule.refuses(market, slice(i, i + 1))[0]
        vacancy = np.flatnonzero(~refused).astype(np.int32)
        person = np.full(len(vacancy), i, np.int32)
        listed = replace(pairs, jobseeker=person, vacancy=vacancy, micro=None)
        micro = score_pairs(features.compare(made, person, vacancy), listed, load_card()).micro
        high = micro >= round(AT_LEAST * 1e6)
        own = slice(*np.searchsorted(pairs.jobseeker, [i, i + 1]))
        assert np.array_equal(pairs.vacancy[own], vacancy[high])
        assert np.array_equal(pairs.micro[own], micro[high])
        for j in rng.choice(market.n_vacancies, 5).tolist():
            assert bool(refusals(market, i, j)) == refused[j]
        checked += len(vacancy)
    return checked


def check_counts(market: Market, pairs: Pairs) -> None:
    n_all = market.n_jobseekers * market.n_vacancies
    assert sum(pairs.refused_first.values()) + pairs.n_eligible == n_all
    assert len(pairs) + pairs.n_below + pairs.n_beyond == pairs.n_eligible
    for at, rule in enumerate(DEFAULT_RULES):
        total = pairs.refused[rule.code]
        assert pairs.refused_first[rule.code] <= total
        assert pairs.refused_by_jobseeker[at].sum(dtype=np.int64) == total
        assert pairs.refused_by_vacancy[at].sum(dtype=np.int64) == total


def test_region(benchmark: BenchmarkFixture) -> None:
    """5,000 x 2,000 in less than 3 seconds, the same as all pairs with all scores."""
    market = matching.load_region("drenthe", jobseekers=5000, vacancies=2000)
    made = features.build(market.open)
    pairs = benchmark.pedantic(lambda: generate(market, Screen(made, load_card())), rounds=1)
    every = find_pairs(market)
    micro = score_pairs(made, every, load_card()).micro
    high = micro >= round(AT_LEAST * 1e6)
    assert np.array_equal(pairs.jobseeker, every.jobseeker[high])
    assert np.array_equal(pairs.vacancy, every.vacancy[high])
    assert np.array_equal(pairs.micro, micro[high])
    assert pairs.refused == every.refused
    assert pairs.refused_first == every.refused_first
    check_counts(market, pairs)


@pytest.mark.slow
def test_country(benchmark: BenchmarkFixture) -> None:
    """100,000 x 40,000 in less than 4 GB, the same for a sample as all pairs with all scores."""
    market = national_market(100_000, 40_000)
    made = features.build(market.open)
    screen = Screen(made, load_card())
    pairs = benchmark.pedantic(lambda: generate(market, screen), rounds=1)
    check_counts(market, pairs)
    assert len(pairs) > 1_000_000
    print(f"the same as {check_sample(market, made, pairs, np.random.default_rng(1)):,} eligible pairs")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 << 20
