"""The frozen instances of the benchmark are still made as they were, and their rows still bite."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import highspy
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
FROZEN = json.loads((ROOT / "benchmarks" / "solver" / "frozen.json").read_text())
SIZES = ("1k", "2k", "5k", "10k")


@pytest.fixture
def rooms(monkeypatch):
    """The catalogue of the benchmark, and its model of an instance for HiGHS."""
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.solver._catalogue"), import_module("benchmarks.solver._linear")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(name for name in FROZEN if name.partition("-")[0] in SIZES))
def test_an_instance_is_the_one_that_was_frozen(name, rooms):
    """Made again, each small and middle instance has the hash that was written down before any tuning."""
    size, *words = name.split("-")
    instance = rooms[0].sparse(size, int(words[-1]), rows="rows" in words)
    assert instance.digest() == FROZEN[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(name for name in FROZEN if name.startswith("dense")))
def test_a_square_is_the_one_that_was_frozen(name, rooms):
    """The dense ones too, up to 2,000 a side."""
    _, kind, n, seed = name.split("-")
    if int(n) <= 2000:
        assert rooms[0].dense(kind, int(n), int(seed)).digest() == FROZEN[name]
    with pytest.raises(ValueError, match="not the one that was frozen"):
        rooms[0]._check(name, "0" * 64)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["2k", "5k"])
@pytest.mark.parametrize("seed", range(5))
def test_the_rows_of_an_instance_are_no_decoration(size, seed, rooms):
    """At the optimum of the linear program 60 % of the rows are at work, and 30 pairs are taken in part."""
    catalogue, linear = rooms
    instance = catalogue.sparse(size, seed, rows=True)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(linear._model(instance, highspy, whole=False))
    highs.run()
    solution = highs.getSolution()
    price = np.array(solution.row_dual)[-instance.rows.shape[0] :]
    share = np.array(solution.col_value)[: len(instance.weight)]
    assert np.mean(np.abs(price) > 1e-9) >= 0.6
    assert np.sum((share > 1e-6) & (share < 1 - 1e-6)) >= 30
