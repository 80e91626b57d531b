"""match(): from a market and its promises to a verified plan, the chain on one screen."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np

from matching import features as feature_room
from matching.constraints import (
    Candidates,
    Constraint,
    NeedsReference,
    compile_constraints,
    without_reference,
)
from matching.findings import Issues
from matching.pairs import DEFAULT_RULES, Pairs, find_candidates, find_pairs, list_best_of_rest
from matching.plan import (
    REFERENCE_SHARE,
    SCHEMA_VERSION,
    Basis,
    Decision,
    Draft,
    EarlierPlan,
    Manifest,
    Plan,
    Settings,
    Solves,
    check_kinds,
    check_method,
    digest,
    find_pair,
    no_reference,
    placement_problem,
    placements_of,
    read_leftovers,
    read_proposals,
    read_rows,
    second_job_problem,
    shortlist_problem,
    usable_decisions,
    versions,
    without_spare_claims,
)
from matching.scoring import ScoreCard, Scores, Screen, load_card, score_pairs
from matching.solvers import MICRO, carry_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.constraints import Compiled
    from matching.findings import Issue
    from matching.market import Market
    from matching.pairs import EligibilityRule
    from matching.policy import PolicySettings
    from matching.solvers import Method

    Progress = Callable[[str], None]

LIST_ALL = 20_000_000
"""Pairs of a market up to which all eligible ones are listed and scored; of a larger one only those that may
be proposed. Affects memory and speed, never the plan."""


def match(
    market: Market,
    *,
    constraints: Iterable[Constraint] = (),
    proposals_per_jobseeker: int = 1,
    proposals_per_opening: int = 1,
    second_jobs: bool = False,
    min_score: float = 0.35,
    gap: float = 1e-3,
    time_limit: float | None = None,
    previous: Plan | EarlierPlan | None = None,
    decisions: Iterable[Decision] = (),
    rules: Sequence[EligibilityRule] = DEFAULT_RULES,
    card: ScoreCard | None = None,
    policy: PolicySettings | None = None,
    method: Method = "auto",
    seed: int = 0,
    progress: Progress | None = None,
) -> Plan:
    """Propose who could go where, keeping every promise that can be kept, with a proof.

    Parameters
    ----------
    market
        Who and what there is; see `matching.read_market` and `matching.load_region`.
    constraints
        Promises, such as `Quota` and `SocialReturn`. A target that cannot be met is missed by as little as
        its price allows, and says so; only ``hard=True`` makes a plan infeasible.
    proposals_per_jobseeker, proposals_per_opening
        Above 1 the placements are planned first, under all promises, and further proposals fill up to
        these caps. Promises count placements only.
    second_jobs
        Whether people whose planned hours leave room are also proposed for one of the openings left, beside
        their placement: a pair that may be proposed by itself, whose hours come on top without passing what
        the person can work (all of them known), and not on a known day of the first job unless in other
        shifts; jobs of which one is over before the other begins always fit. Placements come first and stay
        as they are; promises count these alone. Of two accepted pairs that fit both stay, one as second job;
        of others the first, as placement. Not with shortlists.
    min_score
        Pairs that score less are not proposed, whatever is promised; in [0, 1].
    gap
        Largest relative distance between the plan and the bound that is accepted.
    time_limit
        Seconds for all that the solver does; a plan that was stopped says so, and how far it may be off. Half
        of them at most go to the plans without shares and floors that those are held against: when one is
        not finished by then, its promises are not computed, which is a finding.
    previous
        An earlier plan of a similar market, or what `matching.plan.EarlierPlan.read` reads of its
        ``plan.json``: the plan says what changed since. A plan is also started from: faster, never different
        within the gap.
    decisions
        What people decided on earlier proposals: an accepted pair stays, a rejected one does not return.
    rules
        Eligibility rules, in place of the default list.
    card
        Score card, in place of the one that is shipped.
    policy
        Figures of the rules, in place of those of the market: every rule, promise, ledger and report goes by
        them, and the plan says which differ from the default.
    method
        ``auto`` for the best total score; ``stable`` or ``greedy`` to compare with, see `solvers.solve`.
    seed
        Another seed breaks ties between equal scores another way.
    progress
        Called with the name of each step as it begins, and with bound, best and gap of the solver as it goes.

    Returns
    -------
    Plan
        Verified: a plan that does not hold up raises.

    Raises
    ------
    RuleError
        When a setting is out of range, something else than a promise or a decision is given, or ``method``
        does not look at a promise that is hard.
    MarketError
        When ``policy`` is something else than `matching.policy.PolicySettings`.
    ConstraintError
        When promises are not well formed.
    SolverError
        When hard promises were neither kept nor proven impossible within the limits.
    VerificationError
        When the plan fails its own check; that is a defect of this library.

    Notes
    -----
    The same records give the same plan, in whatever order they come, unless `time_limit` stops it.

    Examples
    --------
    >>> import matching
    >>> market = matching.load_region("drenthe", jobseekers=80, vacancies=40)
    >>> promise = matching.Quota("banenafspraak", at_least=2, unit="jobs", legal_ground="Wet banenafspraak")
    >>> plan = matching.match(market, constraints=[promise])
    >>> [row.unit for row in plan.rows]
    ['jobs']
    """
    settings = Settings(
        proposals_per_jobseeker=proposals_per_jobseeker,
        proposals_per_opening=proposals_per_opening,
        second_jobs=second_jobs,
        min_score=min_score,
        gap=gap,
        time_limit=time_limit,
        method=method,
        seed=seed,
        rules=tuple(rule.code for rule in rules),
    )
    say = progress or (lambda step: None)
    market = market if policy is None else market.with_policy(policy)
    promises, decided = tuple(constraints), tuple(decisions)
    check_kinds(promises, "constraints", Constraint, "a promise such as Quota or SocialReturn")
    check_kinds(decided, "decisions", Decision, "a Decision")
    solves = Solves(settings, progress)
    draft = _draft(
        market, promises, decided, solves, settings, rules=rules, card=card or load_card(), say=say
    )
    check_method(draft.compiled, method)
    say("solve")
    start = _start(previous, draft.market) if isinstance(previous, Plan) else None
    basis = _solve(draft, solves, warm_start=start)
    say("verify")
    plan = _plan(draft, basis, EarlierPlan.of(previous) if isinstance(previous, Plan) else previous)
    plan.verify().raise_for_faults()
    return plan


def _draft(
    market: Market,
    constraints: tuple[Constraint, ...],
    decisions: tuple[Decision, ...],
    solves: Solves,
    settings: Settings,
    *,
    rules: Sequence[EligibilityRule],
    card: ScoreCard,
    say: Progress,
) -> Draft:
    """Eligible pairs, their scores, and the promises as rows over the pairs that may be proposed."""
    say("pairs")
    features = feature_room.build(market.open)
    if market.n_jobseekers * market.n_vacancies <= LIST_ALL:
        pairs = find_pairs(market, rules=rules)
    else:
        pairs = _best_pairs(market, Screen(features, card), rules, settings.min_score, decisions, say)
    say("scores")
    scores = score_pairs(features, pairs, card)
    usable, found = usable_decisions(market, pairs, decisions, rules, second_jobs=settings.second_jobs)
    kept = _kept(scores, pairs, market, usable, settings.min_score)
    say("promises")
    draft = Draft(
        market=market,
        rules=rules,
        pairs=pairs,
        scores=scores,
        card=card,
        kept=kept,
        compiled=_compile(market, pairs, kept, without_reference(constraints)),
        constraints=constraints,
        decisions=usable,
        settings=settings,
        issues=Issues((*market.issues, *feature_room.feature_issues(features), *found)),
    )
    known, unknown = _with_references(draft, solves)
    compiled = _compile(market, pairs, kept, known) if known else draft.compiled
    return replace(
        draft,
        constraints=known or constraints,
        compiled=compiled,
        issues=Issues((*draft.issues, *unknown, *compiled.issues)),
    )


def _best_pairs(
    market: Market,
    screen: Screen,
    rules: Sequence[EligibilityRule],
    min_score: float,
    decisions: tuple[Decision, ...],
    say: Progress,
) -> Pairs:
    """Pairs that may be proposed, those decided on, and the best one of whoever has none of these.

    None that may be proposed is left out, so that the bound of the plan is a bound over all pairs.
    """
    people, vacancies = set(market.jobseekers.ids), set(market.vacancies.ids)
    decided = [
        (market.jobseeker_position(one.jobseeker), market.vacancy_position(one.vacancy))
        for one in decisions
        if one.jobseeker in people and one.vacancy in vacancies
    ]

    def tell(done: int, total: int) -> None:
        say(f"pairs {done / total:.0%}")

    found = find_candidates(market, screen, at_least=min_score, also=decided, rules=rules, progress=tell)
    return list_best_of_rest(market, found, screen)


def _compile(
    market: Market, pairs: Pairs, kept: NDArray[np.int64], constraints: tuple[Constraint, ...]
) -> Compiled:
    return compile_constraints(Candidates.of(market, pairs.jobseeker[kept], pairs.vacancy[kept]), constraints)


def _with_references(draft: Draft, solves: Solves) -> tuple[tuple[Constraint, ...], tuple[Issue, ...]]:
    """All promises, those of a part of another plan with the number that it reaches; empty without such.

    Shares and floors are held against a constant, so that they can only raise their own group: the plan
    without them is solved first, over the pairs that each of them names. Where there is no such plan the
    number stays unknown, and the promise is not computed: a finding says why.
    """
    if not any(isinstance(one, NeedsReference) for one in draft.constraints):
        return (), ()
    market, pairs = draft.market, draft.pairs
    candidates = Candidates.of(market, pairs.jobseeker[draft.kept], pairs.vacancy[draft.kept])
    plain = without_reference(draft.constraints)
    solved: dict[bytes, Basis] = {}
    known: list[Constraint] = []
    found: list[Issue] = []
    for one in draft.constraints:
        if isinstance(one, NeedsReference) and one.reached is None:
            usable = one.reference_pairs(candidates)
            key = usable.tobytes()
            if key not in solved:
                kept = draft.kept[usable]
                part = replace(draft, kept=kept, compiled=_compile(market, pairs, kept, plain))
                problem = placement_problem(part)
                answer = solves.solve(problem, share=REFERENCE_SHARE)
                solved[key] = Basis.of(part, problem, answer, np.empty(0, np.int64))
            issue = no_reference(solved[key].solution, one.label)
            if issue is None:
                known.append(one.with_reference(one.measure(market, placements_of(solved[key]))))
                continue
            found.append(issue)
        known.append(one)
    return tuple(known), tuple(found)


def _start(previous: Plan, market: Market) -> object:
    """Give what the earlier solve left, its people and vacancies at the positions they have now."""
    positions = []
    for now, before in (
        (market.jobseekers.ids, previous.market.jobseekers.ids),
        (market.vacancies.ids, previous.market.vacancies.ids),
    ):
        position = {one: number for number, one in enumerate(before)}
        positions.append(np.array([position.get(one, -1) for one in now], dtype=np.int64))
    return carry_over(previous.basis.solution.warm_start, *positions)


def _solve(draft: Draft, solves: Solves, *, warm_start: object = None, forced: int = -1) -> Basis:
    """Choose the placements under all promises, then what goes beside them; ``forced`` is a pair."""
    asked = draft.settings
    problem = placement_problem(draft, forced)
    solution = without_spare_claims(
        problem, solves.solve(problem, method=asked.method, warm_start=warm_start)
    )
    further = np.empty(0, np.int64)
    if forced >= 0 or solution.status == "infeasible":
        return Basis.of(draft, problem, solves.sum_up(solution), further)
    placed = draft.compiled.candidates.base[solution.chosen]
    if asked.second_jobs:
        places, beside = second_job_problem(draft, placed)
        further = draft.kept[places[solves.solve(beside).chosen]]
    elif (asked.proposals_per_jobseeker, asked.proposals_per_opening) != (1, 1):
        wider = solves.solve(shortlist_problem(draft, placed))
        further = draft.kept[np.setdiff1d(wider.chosen, placed)]
    return Basis.of(draft, problem, solves.sum_up(solution), further)


def _plan(draft: Draft, basis: Basis, previous: EarlierPlan | None) -> Plan:
    """Read the solution back into ids and units, and seal it with a manifest."""
    proposals, rows = read_proposals(basis), read_rows(basis)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        on=draft.market.on.isoformat(),
        market=draft.market.name,
        data_hash=draft.market.data_hash,
        card_hash=digest([asdict(draft.card)]),
        constraints=tuple(constraint.to_dict() for constraint in draft.constraints),
        decisions=tuple(asdict(decision) for decision in draft.decisions),
        settings=asdict(draft.settings),
        policy=draft.market.policy.to_dict(),
        engine=basis.solution.engine,
        versions=versions(),
        plan_hash=digest([*(asdict(p) for p in proposals), *(asdict(row) for row in rows)]),
    )

    def resolve(pair: int, gap: float) -> Basis:
        closer = replace(draft, settings=replace(draft.settings, gap=gap))
        return _solve(closer, Solves(closer.settings), warm_start=basis.solution.warm_start, forced=pair)

    return Plan(
        basis=basis,
        proposals=proposals,
        rows=rows,
        unmatched=read_leftovers(basis),
        issues=draft.issues,
        manifest=manifest,
        resolve=resolve,
        previous=previous,
    )


def _kept(
    scores: Scores, pairs: Pairs, market: Market, decisions: tuple[Decision, ...], min_score: float
) -> NDArray[np.int64]:
    """Positions of the pairs that may be proposed: good enough, or accepted by a person."""
    keep = scores.micro >= round(min_score * MICRO)
    for decision in decisions:
        if decision.decided == "accepted":
            i, j = market.jobseeker_position(decision.jobseeker), market.vacancy_position(decision.vacancy)
            keep[find_pair(pairs, i, j)] = True
    return np.flatnonzero(keep)
