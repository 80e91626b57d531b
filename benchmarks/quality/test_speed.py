"""The ranker is as fast as asked, and what it finds then is right."""

from __future__ import annotations

from importlib import import_module

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


@pytest.mark.parametrize(
    ("module", "arguments", "code", "said"),
    [
        ("speed", ["--help"], 0, "how long the ranker takes"),
        ("__main__", ["no-such-folder"], 2, "no-such-folder does not hold the public sets"),
    ],
)
def test_the_command_line_answers_without_measuring(
    module: str,
    arguments: list[str],
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", *arguments])
    with pytest.raises(SystemExit) as stopped:
        import_module(f"benchmarks.quality.{module}").main()
    assert stopped.value.code == code
    said_at_all = "".join(capsys.readouterr())
    assert said in " ".join(said_at_all.split())
    assert "titles a second, one core  " not in said_at_all
