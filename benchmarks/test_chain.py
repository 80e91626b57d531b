"""How long each phase takes, from files to plan: read, features, pairs, score, solve, report.

Run ``python -m pytest benchmarks --benchmark-only``; the largest size takes some minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import matching
from matching import features
from matching.constraints import read_constraints
from matching.datasets import generate_region, write_exports
from matching.pairs import find_pairs
from matching.report import write_excel, write_html
from matching.scoring import load_card, score_pairs

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

ROUNDS = {500: 5, 2000: 3, 5000: 1}


@dataclass(frozen=True)
class Case:
    """A folder of exports, its market and its promises, each made once for a size."""

    n_jobseekers: int
    folder: Path
    market: matching.Market
    promises: tuple[object, ...]


@pytest.fixture(scope="session")
def case(size: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("exports")
    sample = generate_region("drenthe", jobseekers=size[0], vacancies=size[1], contracts=12, seed=0)
    write_exports(sample, folder)
    return Case(
        n_jobseekers=size[0],
        folder=folder,
        market=matching.read_market(folder),
        promises=read_constraints(folder / "constraints.toml"),
    )


def timed(benchmark: BenchmarkFixture, case: Case, work: object, *arguments: object) -> object:
    benchmark.group = f"{case.n_jobseekers} jobseekers"
    return benchmark.pedantic(work, args=arguments, rounds=ROUNDS[case.n_jobseekers], warmup_rounds=1)


def test_read(benchmark: BenchmarkFixture, case: Case) -> None:
    market = timed(benchmark, case, matching.read_market, case.folder)
    assert market.data_hash == case.market.data_hash


def test_features(benchmark: BenchmarkFixture, case: Case) -> None:
    assert timed(benchmark, case, features.build, case.market.open) is not None


def test_pairs(benchmark: BenchmarkFixture, case: Case) -> None:
    pairs = timed(benchmark, case, find_pairs, case.market)
    assert 0 < len(pairs.jobseeker) < case.market.n_jobseekers * case.market.n_vacancies


def test_score(benchmark: BenchmarkFixture, case: Case) -> None:
    pairs, made, card = find_pairs(case.market), features.build(case.market.open), load_card()
    scores = timed(benchmark, case, score_pairs, made, pairs, card)
    assert len(scores.score) == len(pairs.jobseeker)


def test_solve(benchmark: BenchmarkFixture, case: Case) -> None:
    """The solver alone, on the problem of the plan; without claims in vain its answer is the plan's."""
    from matching.plan import without_spare_claims
    from matching.solvers import solve

    plan = matching.match(case.market, constraints=case.promises)
    solution = timed(benchmark, case, solve, plan.basis.problem)
    kept = without_spare_claims(plan.basis.problem, solution)
    assert kept.keyed_objective == plan.basis.solution.keyed_objective
    assert solution.gap <= 1e-3


def test_from_files_to_plan(benchmark: BenchmarkFixture, case: Case) -> None:
    def chain() -> matching.Plan:
        return matching.match(matching.read_market(case.folder), constraints=case.promises)

    plan = timed(benchmark, case, chain)
    assert plan.gap <= 1e-3
    assert plan.verify().ok


def test_report(benchmark: BenchmarkFixture, case: Case, tmp_path: Path) -> None:
    plan = matching.match(case.market, constraints=case.promises)

    def write() -> None:
        write_html(plan, tmp_path / "report.html")
        write_excel(plan, tmp_path / "plan.xlsx")

    timed(benchmark, case, write)
    assert (tmp_path / "report.html").stat().st_size > 10_000
