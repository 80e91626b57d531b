"""The door to the engines: the compiled one where it is present, else the reference, never a guess."""

from __future__ import annotations

import pytest
from solver_instances import market_problem

from matching.exceptions import ProblemError
from matching.solvers import _native_engine, engine, solve


def test_the_reference_is_always_there():
    """It is given when asked for by name."""
    assert engine("reference") == "reference"


def test_without_a_compiler_the_reference_answers(monkeypatch):
    """The answer names it, and asking for the other is an error that says what to do."""
    monkeypatch.setattr(_native_engine, "available", lambda: False)
    assert engine() == "reference"
    problem = market_problem(seed=1, n_jobseekers=40, n_vacancies=20, rows=2)
    assert solve(problem).engine == "reference"
    with pytest.raises(ProblemError, match="compiler"):
        solve(problem, engine="native")


def test_an_unknown_engine_is_refused():
    """No silent fall-back."""
    with pytest.raises(ProblemError, match="engine: must be"):
        engine("quantum")
