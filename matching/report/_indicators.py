"""The figures of a plan that reports, tables and charts all take from here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from matching import policy
from matching.records import TargetGroup

if TYPE_CHECKING:
    from matching.plan import Plan

SMALLEST_CELL = 10
"""Counts of people below this are not shown for a target group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many people of a group there are and how many of them have a placement.

    Parameters
    ----------
    name
        Id of the organisation or code of the target group; empty where no organisation is stated.
    people, placed
        Counts; ``None`` when the count was left out because it, or what it leaves of a known total, is
        under 10.
    """

    name: str
    people: int | None
    placed: int | None

    @property
    def rate(self) -> float | None:
        """Share of the people with a placement, ``None`` when a count was left out or nobody is there."""
        return None if self.placed is None or not self.people else self.placed / self.people

    @classmethod
    def guarded(cls, name: str, people: int, placed: int) -> Self:
        """Count a group, leaving out what would tell of fewer than 10 people.

        Examples
        --------
        >>> GroupCount.guarded("ww", 120, 40), GroupCount.guarded("ww", 12, 9).placed
        (GroupCount(name='ww', people=120, placed=40), None)
        """
        small = min(placed, people - placed) < SMALLEST_CELL
        return cls(
            name=name,
            people=None if people < SMALLEST_CELL else people,
            placed=None if small else placed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """Figures of a plan; made by `indicators`.

    Parameters
    ----------
    jobseekers, vacancies, openings
        Size of the market.
    placed, further
        Placements, and proposals beyond them.
    rate, filled
        Placements as a share of jobseekers and of openings; 0 when there are none.
    eligible_pairs, good_pairs
        Pairs that no rule refuses, and those that score high enough to be proposed.
    mean_score
        Mean score of the placements, ``None`` without any.
    low_coverage_share
        Share of the placements of which less than half of the score's weight was known.
    promises, kept, broken, not_computable
        Promises: all, kept, short or over, and those that cannot be computed.
    refused, doubted, assumed
        Findings by severity, each as many times as it was met.
    by_organisation
        Jobseekers and placements of each organisation, sorted by name.
    by_group
        The same of each target group that anybody is known to be in, on the first day of the placement of who
        has one and else on the reference date; small cells are left out.
    """

    jobseekers: int
    vacancies: int
    openings: int
    placed: int
    further: int
    rate: float
    filled: float
    eligible_pairs: int
    good_pairs: int
    mean_score: float | None
    low_coverage_share: float
    promises: int
    kept: int
    broken: int
    not_computable: int
    refused: int
    doubted: int
    assumed: int
    by_organisation: tuple[GroupCount, ...]
    by_group: tuple[GroupCount, ...]

    @property
    def findings(self) -> int:
        """Findings of all severities."""
        return self.refused + self.doubted + self.assumed


def indicators(plan: Plan) -> Indicators:
    """Count a plan: one place for every figure that a report shows.

    Examples
    --------
    >>> import matching
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> found = indicators(plan)
    >>> found.placed == len(plan.placements), sum(o.people for o in found.by_organisation)
    (True, 60)
    """
    counts, market = plan.counts(), plan.market
    states = Counter(row.state for row in plan.rows)
    findings: Counter[str] = Counter()
    for issue in plan.issues:
        findings[issue.severity] += issue.count
    placed, scores = counts["placements"], [p.score for p in plan.placements]
    return Indicators(
        jobseekers=market.n_jobseekers,
        vacancies=market.n_vacancies,
        openings=market.n_openings,
        placed=placed,
        further=counts["further_proposals"],
        rate=placed / max(market.n_jobseekers, 1),
        filled=placed / max(market.n_openings, 1),
        eligible_pairs=counts["eligible_pairs"],
        good_pairs=counts["pairs_above_min_score"],
        mean_score=sum(scores) / placed if placed else None,
        low_coverage_share=plan.low_coverage_share,
        promises=counts["promises"],
        kept=counts["promises_kept"],
        broken=states["short"] + states["over"],
        not_computable=states["not_computable"],
        refused=findings["refused"],
        doubted=findings["doubted"],
        assumed=findings["assumed"],
        by_organisation=_by_organisation(plan),
        by_group=_by_group(plan),
    )


def _placed_positions(plan: Plan) -> set[int]:
    return {plan.market.jobseeker_position(p.jobseeker) for p in plan.placements}


def _by_organisation(plan: Plan) -> tuple[GroupCount, ...]:
    names = [name or "" for name in plan.market.jobseekers.organisation]
    people = Counter(names)
    placed = Counter(names[at] for at in _placed_positions(plan))
    return tuple(GroupCount(name=name, people=people[name], placed=placed[name]) for name in sorted(people))


def _by_group(plan: Plan) -> tuple[GroupCount, ...]:
    facts, placed = plan.market.protected.facts, _placed_positions(plan)
    # A promise counts somebody who is in the group when the work starts; these figures go the same way.
    start = {plan.market.jobseeker_position(p.jobseeker): p.start for p in plan.placements}
    days = [start.get(at) or plan.market.on for at in range(len(facts))]
    found = []
    for group in TargetGroup:
        members = {
            at
            for at, (fact, day) in enumerate(zip(facts, days, strict=True))
            if policy.holds(policy.group_period(fact, group), day)
        }
        if members:
            found.append(GroupCount.guarded(group, len(members), len(members & placed)))
    return tuple(found)
