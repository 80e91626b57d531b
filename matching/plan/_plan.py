"""Plan: the proposals, the promises, the proof, and the questions that can be asked of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from matching.constraints import promises_of
from matching.exceptions import PlanStatusError
from matching.pairs import refusals
from matching.plan._alone import score_alone
from matching.plan._changes import changes_between
from matching.plan._earlier import EarlierPlan
from matching.plan._frame import to_frame
from matching.plan._journey import travel_minutes
from matching.plan._selection import selection_rates
from matching.plan._show import plan_text
from matching.plan._verify import verify
from matching.plan._why import CLOSE, Explanation, matched_skills, why_not
from matching.solvers import MICRO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matching.findings import Issues
    from matching.market import Market
    from matching.pairs import EligibilityRule
    from matching.plan._basis import Basis
    from matching.plan._changes import Changes
    from matching.plan._leftover import Leftovers
    from matching.plan._manifest import Manifest
    from matching.plan._proposals import Proposal, RowState
    from matching.plan._selection import SelectionRate
    from matching.plan._settings import Settings
    from matching.plan._verification import Verification
    from matching.plan._why import WhyNot
    from matching.solvers import Goal, Status


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Plan:
    """Proposals for a market that keep its promises as far as they can be kept, with the proof.

    Made by `matching.match`. ``print(plan)`` fits one screen.

    Parameters
    ----------
    basis
        What the plan was read from.
    proposals
        Sorted by vacancy, rank, falling score and jobseeker; rank 1 is a placement.
    rows
        How each promise came out.
    unmatched
        Who has no placement and which openings are left, with the reason.
    issues
        Findings of the market and of the promises.
    manifest
        What the plan was made of.
    resolve
        Solves again with one eligible pair (a position, -1 for none) forced, to a gap: what every *why not*
        asks.
    previous
        The earlier plan that was given to start from, ``None`` for none.

    Examples
    --------
    >>> import matching
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> plan.status, plan.gap <= 1e-3, plan.verify().ok
    ('optimal', True, True)
    """

    basis: Basis
    proposals: tuple[Proposal, ...]
    rows: tuple[RowState, ...]
    unmatched: Leftovers
    issues: Issues
    manifest: Manifest
    resolve: Callable[[int, float], Basis]
    previous: EarlierPlan | None = None

    @property
    def market(self) -> Market:
        """The market that was planned."""
        return self.basis.market

    @property
    def settings(self) -> Settings:
        """What was asked."""
        return self.basis.settings

    @property
    def rules(self) -> Sequence[EligibilityRule]:
        """Eligibility rules that were on."""
        return self.basis.rules

    @property
    def status(self) -> Status:
        """``optimal``, ``within_gap``, ``time_limit`` (see `stopped_by`) or ``infeasible``."""
        return self.basis.solution.status

    @property
    def stopped_by(self) -> Literal["", "time", "work"]:
        """What ended the search before the gap that was asked: the time limit, or the work allowed.

        The work allowed is counted in steps of the solver, so that such a plan is reproducible all the same.
        """
        solution = self.basis.solution
        if solution.status != "time_limit":
            return ""
        return "work" if solution.reproducible else "time"

    @property
    def goal(self) -> Goal:
        """What was optimised: ``total score``, or with another method ``stability`` or ``greedy``."""
        return self.basis.solution.goal

    @property
    def objective(self) -> float:
        """Sum of the scores of the placements minus priced shortfall and excess, in score units."""
        return self.basis.solution.objective

    @property
    def bound(self) -> float:
        """No plan of this market has a higher objective, in score units."""
        return self.basis.solution.bound

    @property
    def gap(self) -> float:
        """(bound - objective) / max(one score unit, sum of the scores)."""
        return self.basis.solution.gap

    @property
    def engine(self) -> str:
        """Which engine solved it: ``native`` or ``reference``."""
        return self.basis.solution.engine

    @property
    def conflict(self) -> tuple[str, ...]:
        """Names of hard promises that cannot be kept together; empty unless the plan is infeasible."""
        return tuple(self.basis.compiled.rows[at].name for at in self.basis.solution.conflict)

    @cached_property
    def placements(self) -> tuple[Proposal, ...]:
        """The proposals that promises count: at most one for each jobseeker."""
        return tuple(p for p in self.proposals if p.rank == 1)

    @cached_property
    def second_jobs(self) -> tuple[Proposal, ...]:
        """Jobs beside the placement of the same person, at most one each; promises do not count them."""
        return tuple(p for p in self.proposals if p.second_job)

    @cached_property
    def low_coverage_share(self) -> float:
        """Share of the placements of which less than half of the score's weight was known."""
        coverage = [p.coverage for p in self.placements]
        return sum(c < 0.5 for c in coverage) / len(coverage) if coverage else 0.0

    @cached_property
    def selection_rates(self) -> tuple[SelectionRate, ...]:
        """Share placed of everybody, of each target group and of who is in two, with intervals of 95 %.

        Counts under 10, and those from which one would follow, are left out; see `selection_rates`.
        """
        return selection_rates(self.market, self.placements)

    def raise_for_status(self) -> None:
        """Raise `PlanStatusError` when the plan is infeasible or was stopped before the gap asked."""
        if self.status not in ("optimal", "within_gap"):
            about = f"; hard promises in conflict: {', '.join(self.conflict)}" if self.conflict else ""
            proof = "" if self.status == "infeasible" else f" with a gap of {self.gap:.2e}"
            what = "stopped when the work allowed was spent," if self.stopped_by == "work" else self.status
            msg = f"the plan is {what}{proof}{about}."
            raise PlanStatusError(msg)

    def verify(self) -> Verification:
        """Recompute the plan from the market and the proposals, by code that shares nothing with the solver.

        Capacities, every eligibility rule, the sum of every score, the activity of every promise, the
        objective, and a bound from the prices over every candidate.

        Returns
        -------
        Verification
            Its `ok` says whether nothing was wrong; `match` never returns a plan that fails.
        """
        return verify(self)

    def explain(self, jobseeker: str, vacancy: str) -> Explanation:
        """Say why a pair scores as it does: points that add up to the score, or the rules that refuse it.

        Raises
        ------
        MarketError
            When an id is not in the market.
        """
        market, basis = self.market, self.basis
        i, j = market.jobseeker_position(jobseeker), market.vacancy_position(vacancy)
        scores, at = basis.scores, basis.find_pair(i, j)
        refused = () if at >= 0 else refusals(market, i, j, rules=self.rules)
        if at < 0 and not refused:  # eligible, but not among the many pairs of a large market that are listed
            scores, at = score_alone(market, i, j, basis.card), 0
        rank = self._rank.get((jobseeker, vacancy), 0)
        found = at >= 0
        return Explanation(
            jobseeker=jobseeker,
            vacancy=vacancy,
            rank=rank,
            refusals=refused,
            contributions=scores.of(at) if found else (),
            base=scores.base,
            total=int(scores.total[at]) if found else scores.base,
            score=int(scores.micro[at]) / MICRO if found else None,
            coverage=round(float(scores.coverage[at]), 6) if found else None,
            serves=self._serves(i, j) if rank == 1 else (),
            skills=matched_skills(market, i, j) if found else (),
            travel_minutes=travel_minutes(market, i, j),
        )

    def why_not(self, jobseeker: str, vacancy: str) -> WhyNot:
        """Say why a pair is not in the plan; an eligible one is forced and solved again for its price.

        Raises
        ------
        MarketError
            When an id is not in the market.
        """
        return why_not(self, jobseeker, vacancy)

    def changes_since(self, previous: Plan | EarlierPlan) -> Changes:
        """Say which matches were kept, moved, new or ended since an earlier plan, each with its reason.

        A reason is what made the earlier pair impossible (somebody or something gone, a rule, a decision,
        the score); else what took its place: a decision, fewer openings, a binding promise, another score.

        Parameters
        ----------
        previous
            An earlier plan, or what `EarlierPlan.read` reads of its ``plan.json``.

        Examples
        --------
        >>> import matching
        >>> market = matching.load_region("drenthe", jobseekers=60, vacancies=30)
        >>> before = matching.match(market)
        >>> gone = before.placements[0].jobseeker
        >>> people = [person for person in market.records.jobseekers if person.id != gone]
        >>> changes = matching.match(market.with_records(jobseekers=people)).changes_since(before)
        >>> [(entry.kind, entry.reason) for entry in changes.entries if entry.jobseeker == gone]
        [('ended', 'person_gone')]
        """
        earlier = previous if isinstance(previous, EarlierPlan) else EarlierPlan.of(previous)
        return changes_between(earlier, self)

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the plan that was given as ``previous``, ``None`` without one."""
        return None if self.previous is None else self.changes_since(self.previous)

    @cached_property
    def closest(self) -> Basis:
        """What the plan was read from, or the same solved again to a gap of a millionth: prices go by it."""
        return self.basis if self.gap <= CLOSE else self.resolve(-1, CLOSE)

    @cached_property
    def _rank(self) -> Mapping[tuple[str, str], int]:
        return {(p.jobseeker, p.vacancy): p.rank for p in self.proposals}

    def _serves(self, i: int, j: int) -> tuple[str, ...]:
        candidates = self.basis.compiled.candidates
        for at in self.basis.solution.chosen.tolist():
            if candidates.jobseeker[at] == i and candidates.vacancy[at] == j:
                return promises_of(self.basis.compiled, at)
        return ()

    def to_dicts(self) -> list[dict[str, object]]:
        """One dictionary a proposal, with the fields of `Proposal` as keys."""
        return [asdict(p) for p in self.proposals]

    def to_frame(self, backend: Literal["pandas", "polars", "pyarrow"] | None = None) -> object:
        """Give the proposals as a table of pandas, polars or Arrow: the first of them that is installed.

        Parameters
        ----------
        backend
            Which kind of table. Default: the first that is installed.

        Returns
        -------
        DataFrame or Table
            One row a proposal; columns are the fields of `Proposal`.

        Raises
        ------
        MissingExtraError
            When none is installed.
        """
        return to_frame(self.to_dicts(), backend)

    def to_json(self) -> str:
        """Give the plan as JSON with a schema version: proposals, promises, leftovers, findings, manifest."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, default=str)

    def to_dict(self) -> dict[str, object]:
        """Give the plan as plain values, the content of `to_json`."""
        solution = self.basis.solution
        return {
            "schema_version": self.manifest.schema_version,
            "status": self.status,
            "objective": self.objective,
            "bound": None if self.status == "infeasible" else self.bound,
            "gap": None if self.status == "infeasible" else self.gap,
            "goal": self.goal,
            "engine": self.engine,
            "reproducible": solution.reproducible,
            "conflict": list(self.conflict),
            "proposals": self.to_dicts(),
            "rows": [asdict(row) for row in self.rows],
            "selection_rates": [rate.to_dict() for rate in self.selection_rates],
            "unmatched": {
                "jobseekers": [asdict(entry) for entry in self.unmatched.jobseekers],
                "vacancies": [asdict(entry) for entry in self.unmatched.vacancies],
            },
            "changes": None if self.changes is None else self.changes.to_dict(),
            "issues": self.issues.to_dicts(),
            "manifest": self.manifest.to_dict(),
        }

    def counts(self) -> Mapping[str, int]:
        """Count what matters: people, openings, placements, other proposals, eligible pairs, promises."""
        promised = [row.state for row in self.rows]
        return {
            "jobseekers": self.market.n_jobseekers,
            "openings": self.market.n_openings,
            "placements": len(self.placements),
            "further_proposals": len(self.proposals) - len(self.placements) - len(self.second_jobs),
            "second_jobs": len(self.second_jobs),
            "eligible_pairs": self.basis.pairs.n_eligible,
            "pairs_above_min_score": len(self.basis.kept),
            "promises": len(promised),
            "promises_kept": int(np.isin(promised, ["met", "tight"]).sum()),
        }

    def __repr__(self) -> str:
        return plan_text(self)
