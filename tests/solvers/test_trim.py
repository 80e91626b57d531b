"""What is passed of a hard upper limit is given up, and no more than that."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from solver_instances import random_problem

from matching.solvers._instance import evaluate
from matching.solvers._presolve import make_instance
from matching.solvers._trim import trim


@given(seed=st.integers(0, 2**32 - 1))
def test_a_trimmed_choice_passes_no_hard_limit(seed):
    """What stays was chosen; no hard upper limit is passed unless what is fixed passes it; else all stays."""
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, n_jobseekers=6, n_vacancies=5, rows=3, hard=True, fixed=True)
    instance = make_instance(problem)
    if instance is None:
        return
    pairs = np.flatnonzero(rng.random(instance.n_pairs) < 0.5)
    choice = trim(instance, pairs)
    assert np.isin(choice.pairs, pairs).all()
    over = instance.activity(choice.pairs) - np.maximum(instance.upper, 0)
    hard = np.array([price is None for price in instance.excess_weight])
    assert not np.any(over[hard] > 0)
    assert choice.value == evaluate(instance, choice.pairs).value
    if not np.any((instance.activity(pairs) > instance.upper) & hard):
        assert choice.pairs.tolist() == pairs.tolist()
