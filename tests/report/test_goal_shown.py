"""A plan that did not look for the largest total says so wherever its proof is told."""

from __future__ import annotations

import re

import pytest

import matching
from matching.report._certificate import proof, settings_shown
from matching.report._words import LANGUAGES, Words


def planned(method: str) -> matching.Plan:
    return matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30), method=method)


@pytest.mark.parametrize(
    ("method", "goal", "said"),
    [
        ("greedy", "greedy", "greedy, best pair first"),
        ("stable", "stability", "stable, no pair would rather have each other"),
    ],
)
def test_another_goal_is_named_and_not_called_optimal(method: str, goal: str, said: str) -> None:
    """In print the goal stands where "optimal" would, and the gap says what it is a gap to; so in reports."""
    plan = planned(method)
    first = str(plan).splitlines()[0]
    assert plan.goal == goal
    assert f": {said} (gap " in first
    assert "to the largest total score" in first
    assert "optimal" not in first
    for language in LANGUAGES:
        words = Words(language)
        assert re.search(rf"\(methode? {method}\)", proof(plan, words))
        shown = dict(settings_shown(plan, words))
        assert f"({method})" in shown[words("s_status")]


def test_the_largest_total_is_the_goal_that_goes_without_saying() -> None:
    """The default plan is proven, and says no more than that."""
    plan = planned("auto")
    assert (plan.goal, plan.status) == ("total score", "optimal")
    assert ": optimal (gap 0.0e+00, engine" in str(plan).splitlines()[0]
