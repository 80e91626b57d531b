"""All that is solved for one plan shares one time limit, and the plan says how it ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import matching
from matching.constraints import GroupFloor, NoWorseOff, Quota, SocialReturn
from matching.exceptions import RuleError
from matching.plan import Settings, Solves, _solves, no_reference
from matching.solvers import AssignmentProblem, Solution, solve

if TYPE_CHECKING:
    from matching.market import Market

GROUND = {"legal_ground": "Participatiewet"}
FLOOR = GroupFloor(group="banenafspraak", at_least=0.8, **GROUND)
SMALL = AssignmentProblem([0, 0, 1], [0, 1, 0], [0.9, 0.6, 0.8], [1, 1], [1, 1])


@pytest.fixture(scope="module")
def region() -> Market:
    return matching.load_region("drenthe", jobseekers=150, vacancies=60)


class Clock:
    """Time that passes only while something is solved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> None:
        self.now, self.seconds = 0.0, seconds
        self.given: list[float | None] = []
        monkeypatch.setattr(_solves, "monotonic", lambda: self.now)
        monkeypatch.setattr(_solves, "solve", self.solve)

    def solve(self, problem: AssignmentProblem, **options: object) -> Solution:
        limit = options.pop("time_limit")
        self.given.append(limit)
        self.now += self.seconds if limit is None else min(self.seconds, limit)
        return solve(problem, **options)


def test_one_time_limit_is_for_all_that_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem gets what the earlier ones left, the first ones no more than their share."""
    clock = Clock(monkeypatch, seconds=3.0)
    solves = Solves(Settings(time_limit=10.0))
    for share in (0.5, 0.5, 1.0, 1.0):
        solves.solve(SMALL, share=share)
        clock.now += 100.0  # other work in between is not the solver's
    assert clock.given == [5.0, 2.0, 5.0, 2.0]
    assert clock.now == 400.0 + 10.0


def test_references_leave_the_placements_half_of_the_time(
    region: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference that takes all it may have, and second jobs after it, stay within one limit together."""
    clock = Clock(monkeypatch, seconds=60.0)
    floors = [
        FLOOR,
        *(NoWorseOff(organisation=name) for name in sorted(set(region.jobseekers.organisation))[:2]),
    ]
    matching.match(region, constraints=floors, second_jobs=True, time_limit=8.0)
    assert clock.given[0] == 4.0
    assert set(clock.given[1:-2]) == {0.0}
    assert clock.given[-2:] == [4.0, 0.0]


def test_a_plan_says_when_any_of_its_problems_was_stopped() -> None:
    """Status and reproducible are the worst of all; an infeasible plan stays infeasible."""
    solves = Solves(Settings())
    answer = solves.solve(SMALL)
    assert solves.sum_up(answer).status == "optimal"
    solves._ended.append(replace(answer, status="time_limit", reproducible=False))
    assert (solves.sum_up(answer).status, solves.sum_up(answer).reproducible) == ("time_limit", False)
    assert solves.sum_up(replace(answer, status="infeasible")).status == "infeasible"


def test_a_floor_is_never_held_against_an_unfinished_plan(region: Market) -> None:
    """Stopped at once, the floor is not computable with a finding that says why, and is not called kept."""
    promises = [*(SocialReturn(contract.id) for contract in region.contracts), FLOOR]
    plan = matching.match(region, constraints=promises, time_limit=0.0)
    assert plan.issues.by_rule()["match.reference_stopped"] == 1
    (row,) = (row for row in plan.rows if row.kind == "group_floor")
    assert row.state == "not_computable"
    assert "not known what is reached" in row.note
    assert (plan.status, plan.stopped_by) == ("time_limit", "time")
    assert plan.counts()["promises_kept"] == sum(row.state in ("met", "tight") for row in plan.rows)
    given = matching.match(region, constraints=[replace(FLOOR, reached=50)], time_limit=0.0)
    assert [row.state != "not_computable" for row in given.rows] == [True]


def test_a_number_of_a_search_that_spent_its_work_is_used() -> None:
    """Work is counted alike everywhere, so that such a reference is a number to go by; the clock is not."""
    answer = replace(solve(SMALL), status="time_limit")
    assert no_reference(answer, "floor") is None
    issue = no_reference(replace(answer, reproducible=False), "floor")
    assert issue is not None
    assert issue.record == "floor"


def test_a_reference_without_any_plan_is_a_finding(region: Market) -> None:
    """One organisation alone cannot keep a hard promise of the region: the region can, and says so."""
    (most, _), *_, (least, _) = Counter(region.jobseekers.organisation).most_common()
    hard = Quota(at_least=10, where={"organisation": most}, hard=True)
    plan = matching.match(region, constraints=[hard, NoWorseOff(organisation=least)])
    assert plan.status in ("optimal", "within_gap")
    assert plan.issues.by_rule()["match.reference_impossible"] == 1
    assert {row.kind: row.state for row in plan.rows}["no_worse_off"] == "not_computable"


@pytest.mark.parametrize("method", ["stable", "greedy"])
def test_a_method_that_cannot_keep_a_hard_promise_names_it(region: Market, method: str) -> None:
    """The promise is named as the user knows it, the way out too; soft ones are no trouble."""
    promises = [
        Quota("jongere", at_least=1, name="young first", **GROUND),
        Quota("statushouder", at_least=2, name="permit holders", hard=True, **GROUND),
    ]
    with pytest.raises(RuleError, match=rf"'{method}' cannot keep what is hard in permit holders; .*'auto'"):
        matching.match(region, constraints=promises, method=method)
    assert matching.match(region, constraints=promises[:1], method=method).verify().ok


def test_progress_tells_how_far_the_solver_is(region: Market) -> None:
    """Between the steps come bound, best value and gap."""
    told: list[str] = []
    matching.match(region, constraints=[Quota("ww", at_least=9, **GROUND)], progress=told.append)
    begun = told.index("solve")
    assert told[begun + 1].startswith("solve: bound ")
    assert told[-1] == "verify"
