"""The public names are sorted, resolve, and cost nothing until they are used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import matching

PACKAGE = Path(matching.__file__).parent
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
HEAVY = (
    "numpy",
    "scipy",
    "sklearn",
    "pydantic",
    "highspy",
    "narwhals",
    "pandas",
    "matplotlib",
    "xlsxwriter",
    "typer",
)


def test_the_public_names_are_sorted_and_resolve() -> None:
    assert matching.__all__ == sorted(matching.__all__)
    assert len(matching.__all__) <= 24
    for name in matching.__all__:
        assert getattr(matching, name) is not None
    assert set(matching.__all__) <= set(dir(matching))


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_lists_its_names(room: str) -> None:
    module = importlib.import_module(f"matching.{room}")
    names = list(module.__all__)
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name[0].isupper() and not name.isupper()]
    assert names == sorted(constants) + sorted(classes) + sorted(n for n in names if n[0].islower())
    for name in names:
        assert hasattr(module, name), f"matching.{room}.{name}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Quotum"):
        matching.Quotum  # noqa: B018  # reading the name is the test


@pytest.mark.parametrize("kind", ["Budget", "GroupFloor", "Pin", "ProgrammeTarget", "Share"])
def test_a_promise_that_is_a_room_further_is_pointed_at(kind: str) -> None:
    with pytest.raises(AttributeError, match=f"see matching.constraints.{kind}$"):
        getattr(matching, kind)
    assert hasattr(importlib.import_module("matching.constraints"), kind)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, matching; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_matching_a_small_market_loads_no_optional_package() -> None:
    code = (
        "import sys, matching\n"
        "plan = matching.match(matching.load_region(jobseekers=12, vacancies=6))\n"
        "str(plan), plan.to_json()\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "polars", "pyarrow", "matplotlib", "ortools", "jupytext"} & set(loaded)
