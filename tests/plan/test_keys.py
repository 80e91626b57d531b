"""Tie keys come from ids alone: no order, process or position can change them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from matching.plan import candidate_keys
from matching.solvers import KEY_SCALE


def keys(people: list[str], vacancies: list[str], seed: int = 0) -> np.ndarray:
    i, j = np.meshgrid(np.arange(len(people)), np.arange(len(vacancies)), indexing="ij")
    i, j = i.ravel().astype(np.int32), j.ravel().astype(np.int32)
    return candidate_keys((people, vacancies, ["C"]), (i, j, np.full(len(i), -1, np.int32)), seed)


def test_renumbering_the_ids_moves_the_keys_along() -> None:
    straight = keys(["a", "b"], ["v", "w"]).reshape(2, 2)
    turned = keys(["b", "a"], ["w", "v"]).reshape(2, 2)
    assert (straight == turned[::-1, ::-1]).all()


def test_the_seed_and_the_claim_change_the_key() -> None:
    assert (keys(["a"], ["v"]) != keys(["a"], ["v"], seed=1)).all()
    at = np.zeros(2, np.int32)
    both = candidate_keys((["a"], ["v"], ["C"]), (at, at, np.array([-1, 0], np.int32)), 0)
    assert both[0] != both[1]


def test_a_jobseeker_and_a_vacancy_of_one_id_are_two_things() -> None:
    made = keys(["x", "y"], ["x", "y"]).reshape(2, 2)
    assert made[0, 1] != made[1, 0]


def test_keys_are_spread_over_their_range() -> None:
    made = keys([f"W-{n}" for n in range(200)], [f"V-{n}" for n in range(200)])
    assert made.min() >= 0
    assert made.max() < KEY_SCALE
    assert len(np.unique(made)) > 0.97 * len(made)  # 40,000 draws of a million: 2 % meet by chance


def test_another_process_gives_the_same_keys() -> None:
    code = (
        "import numpy as np; from matching.plan import candidate_keys as k; z = np.zeros(1, np.int32);"
        "print(int(k((['W-1'], ['V-1'], []), (z, z, z - 1), 7)[0]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {f"{int(keys(['W-1'], ['V-1'], seed=7)[0])}\n"}
