"""The ranker is as fast as asked, and what it finds then is right."""

from __future__ import annotations

import pytest

from benchmarks.quality import speed
from matching.features import LabelRanker


@pytest.fixture(scope="module")
def ranker() -> LabelRanker:
    return LabelRanker("occupation").fit()


@pytest.mark.slow
def test_titles_a_second(ranker: LabelRanker) -> None:
    assert speed.rate(ranker) > 1000


@pytest.mark.slow
def test_one_title(ranker: LabelRanker) -> None:
    assert speed.single(ranker) < 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_ready_from_the_shipped_tables(kind: str) -> None:
    assert speed.ready(kind) < 1


def test_what_is_timed_is_right(ranker: LabelRanker) -> None:
    assert speed.rate(ranker) > 0
    texts, right = speed.titles(50)
    found = ranker.rank(texts, 1).concept[:, 0]
    assert sum(ranker.concepts_[at] == one for at, one in zip(found, right, strict=True)) > 40


def test_the_files_are_small() -> None:
    assert speed.megabytes() < 15
