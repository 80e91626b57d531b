"""The figures of a plan that reports, tables and charts all take from here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.report._transport import transport_counts

if TYPE_CHECKING:
    from matching.plan import Plan, SelectionRate


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCount:
    """How many people of an organisation there are and how many of them have a placement.

    Parameters
    ----------
    name
        Id of the organisation; empty where none is stated.
    people, placed
        Counts.
    """

    name: str
    people: int
    placed: int

    @property
    def rate(self) -> float:
        """Share of the people with a placement, 0 when nobody is there."""
        return self.placed / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """Figures of a plan; made by `indicators`.

    Parameters
    ----------
    jobseekers, vacancies, openings
        Size of the market.
    placed, further, second_jobs
        Placements, further choices beyond them, and second jobs beside them.
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
    transport_unknown, transport_needed
        Placements of people of whom no means of travel is known, and those of them that travel longer by
        public transport than the rules that were on allow.
    by_organisation
        Jobseekers and placements of each organisation, sorted by name.
    by_group, by_pair
        Selection rates of target groups, and of who is in two of them as far as they may be shown; see
        `plan.selection_rates`.
    """

    jobseekers: int
    vacancies: int
    openings: int
    placed: int
    further: int
    second_jobs: int
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
    transport_unknown: int
    transport_needed: int
    by_organisation: tuple[OrganisationCount, ...]
    by_group: tuple[SelectionRate, ...]
    by_pair: tuple[SelectionRate, ...]

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
    unknown, needed = transport_counts(plan)
    placed, scores = counts["placements"], [p.score for p in plan.placements]
    return Indicators(
        jobseekers=market.n_jobseekers,
        vacancies=market.n_vacancies,
        openings=market.n_openings,
        placed=placed,
        further=counts["further_proposals"],
        second_jobs=counts["second_jobs"],
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
        transport_unknown=unknown,
        transport_needed=needed,
        by_organisation=_by_organisation(plan),
        by_group=tuple(rate for rate in plan.selection_rates if len(rate.groups) == 1),
        by_pair=tuple(rate for rate in plan.selection_rates if len(rate.groups) == 2 and rate.interval),
    )


def _placed_positions(plan: Plan) -> set[int]:
    return {plan.market.jobseeker_position(p.jobseeker) for p in plan.placements}


def _by_organisation(plan: Plan) -> tuple[OrganisationCount, ...]:
    names = [name or "" for name in plan.market.jobseekers.organisation]
    people = Counter(names)
    placed = Counter(names[at] for at in _placed_positions(plan))
    return tuple(
        OrganisationCount(name=name, people=people[name], placed=placed[name]) for name in sorted(people)
    )
