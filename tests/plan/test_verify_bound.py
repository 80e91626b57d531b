"""The judge recomputes the bound from the prices in whole numbers, and finds a proof that is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import matching
from matching.constraints import Quota, SocialReturn
from matching.plan._verify_bound import bound_by_prices

if TYPE_CHECKING:
    from matching.market import Market
    from matching.plan import Decision

GROUND = {"legal_ground": "Participatiewet"}


@pytest.fixture(scope="module")
def region() -> Market:
    return matching.load_region("drenthe", jobseekers=200, vacancies=80)


@pytest.fixture(scope="module")
def plan(region: Market) -> matching.Plan:
    return matching.match(region)


def with_solution(plan: matching.Plan, **figures: object) -> matching.Plan:
    """The same plan with other figures."""
    return replace(plan, basis=replace(plan.basis, solution=replace(plan.basis.solution, **figures)))


def faults(plan: matching.Plan) -> str:
    return "; ".join(bound_by_prices(plan)[1].faults)


def test_without_promises_the_prices_prove_the_optimum_to_the_last_key(
    plan: matching.Plan, region: Market
) -> None:
    """Bound and value are the same whole number, with decisions in it too."""
    accepted = plan.placements[3]
    low = min(plan.basis.kept.tolist(), key=lambda at: plan.basis.scores.micro[at])
    i, j = plan.basis.pairs.jobseeker[low], plan.basis.pairs.vacancy[low]
    decided: list[Decision] = [
        matching.Decision(jobseeker=accepted.jobseeker, vacancy=accepted.vacancy, decided="rejected"),
        matching.Decision(
            jobseeker=region.jobseekers.ids[i], vacancy=region.vacancies.ids[j], decided="accepted"
        ),
    ]
    for made in (plan, matching.match(region, decisions=decided)):
        assert made.status == "optimal"
        assert bound_by_prices(made)[0] == pytest.approx(made.objective, abs=1e-12)
        assert not faults(made)


@pytest.mark.parametrize("method", ["greedy", "stable"])
def test_another_goal_cannot_pass_as_the_best_total(region: Market, method: str) -> None:
    """A greedy or stable plan whose figures say that it is optimal is found out by its own prices."""
    made = matching.match(region, method=method)
    assert made.verify().ok
    assert made.gap > 1e-4
    solution = made.basis.solution
    claim = {"bound": solution.objective, "keyed_bound": solution.keyed_objective, "gap": 0.0}
    lie = with_solution(made, **claim, status="optimal", goal="total score")
    assert "below what prices prove" in faults(lie)
    assert "below what prices prove" in faults(with_solution(made, **claim))
    assert "called optimal" in faults(with_solution(made, goal="total score"))
    assert not lie.verify().ok


@pytest.mark.parametrize("figure", ["objective", "bound", "gap"])
def test_each_stated_figure_is_recomputed(plan: matching.Plan, figure: str) -> None:
    """A micro-unit off is found."""
    moved = with_solution(plan, **{figure: getattr(plan, figure) + 1e-6})
    assert f"the {figure} is said to be" in faults(moved)


def test_prices_that_prove_less_are_found(plan: matching.Plan) -> None:
    """Any prices give a bound; only those of the optimum give the bound that is stated."""
    higher = plan.basis.solution.jobseeker_price + 1e-6
    assert "below what prices prove" in faults(with_solution(plan, jobseeker_price=higher))
    assert "called optimal" in faults(with_solution(plan, jobseeker_price=np.zeros_like(higher)))


def test_with_promises_no_plan_passes_its_bounds(region: Market) -> None:
    """Row prices count in whole numbers too, kept under what breaking the row costs."""
    promises = [
        Quota("statushouder", at_least=8, **GROUND),
        Quota(at_most=3, where={"municipality": "GM0114"}),
        *(SocialReturn(contract.id) for contract in region.contracts),
    ]
    made = matching.match(region, constraints=promises)
    assert not faults(made)
    bound = bound_by_prices(made)[0]
    assert made.objective <= bound
    assert np.any(made.basis.solution.row_price)
    value = made.basis.solution.keyed_objective
    assert "passes the bound" in faults(with_solution(made, keyed_bound=value - 1))
    greedy_prices = with_solution(made, row_price=made.basis.solution.row_price * 1e9)
    assert bound_by_prices(greedy_prices)[0] >= made.objective
    assert bound_by_prices(with_solution(made, row_price=np.full(len(made.rows), 1e30)))[0] >= made.objective
