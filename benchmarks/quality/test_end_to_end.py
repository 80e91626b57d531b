"""The generated set grades as it states, and ours ranks it better than words alone."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.quality import end_to_end
from matching import registers


def at(code: str) -> int:
    return registers.occupations().index(registers.occupation(code))


@pytest.mark.parametrize(
    ("wanted", "offered", "grade"),
    [
        ("5141.1", "5141.1", 3),
        ("5321.1.1", "5321.1", 2),  # one unit group
        ("5321.1.1", "2221.2", 2),  # 48 of 88 essential skills
        ("8332.2", "8331.1", 1),  # 10 of 32 essential skills
        ("7212.3", "5141.1", 0),
    ],
)
def test_grades_follow_the_relations_of_esco(wanted: str, offered: str, grade: int) -> None:
    assert end_to_end.grade(at(wanted), at(offered)) == grade


def test_ndcg_of_a_perfect_and_of_a_reversed_order() -> None:
    grades = np.array([[3, 2, 1, 0, 0], [0, 0, 0, 0, 0]], np.int8)
    perfect = end_to_end.ndcg(grades.astype(float), grades, 0)
    assert perfect.tolist() == [1.0]
    gain, discount = np.array([7, 3, 1, 0, 0]), 1 / np.log2(np.arange(2, 7))
    reverse = (gain[::-1] * discount).sum() / (gain * discount).sum()
    assert end_to_end.ndcg(-grades.astype(float), grades, 0) == pytest.approx([reverse])


def test_ours_is_ahead_of_words_alone() -> None:
    found = end_to_end.run([7], 80, 60)
    mine = found["ours: occupation, experience and skills"] - found[end_to_end.BASELINE]
    mean, low, _ = end_to_end.interval(mine)
    assert mean > 0.05
    assert low > 0
