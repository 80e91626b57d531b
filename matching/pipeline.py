"""match(): from a market and its promises to a verified plan, the chain on one screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from matching import features as feature_room
from matching.constraints import Candidates, Compiled, compile_constraints
from matching.findings import Issues
from matching.pairs import DEFAULT_RULES, Pairs, find_pairs
from matching.plan import (
    SCHEMA_VERSION,
    Basis,
    Decision,
    Manifest,
    Plan,
    Settings,
    candidate_keys,
    digest,
    find_pair,
    read_leftovers,
    read_proposals,
    read_rows,
    usable_decisions,
    versions,
)
from matching.scoring import ScoreCard, Scores, load_card, score_pairs
from matching.solvers import MICRO, AssignmentProblem, Solution, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.constraints import Constraint
    from matching.market import Market
    from matching.pairs import EligibilityRule
    from matching.solvers import Method

    Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Draft:
    """What does not change when a pair is forced or forbidden: pairs, scores and promises."""

    market: Market
    rules: Sequence[EligibilityRule]
    pairs: Pairs
    scores: Scores
    card: ScoreCard
    kept: NDArray[np.int64]
    compiled: Compiled
    constraints: tuple[Constraint, ...]
    decisions: tuple[Decision, ...]
    settings: Settings
    issues: Issues


def match(
    market: Market,
    *,
    constraints: Iterable[Constraint] = (),
    proposals_per_jobseeker: int = 1,
    proposals_per_opening: int = 1,
    min_score: float = 0.35,
    gap: float = 1e-3,
    time_limit: float | None = None,
    previous: Plan | None = None,
    decisions: Iterable[Decision] = (),
    rules: Sequence[EligibilityRule] = DEFAULT_RULES,
    card: ScoreCard | None = None,
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
    min_score
        Pairs that score less are not proposed, whatever is promised; in [0, 1].
    gap
        Largest relative distance between the plan and the bound that is accepted.
    time_limit
        Seconds for the solver; the plan then says that it was stopped, and how far it may be off.
    previous
        An earlier plan of a similar market, to start from: faster, never different within the gap.
    decisions
        What people decided on earlier proposals: an accepted pair stays, a rejected one does not return.
    rules
        Eligibility rules, in place of the default list.
    card
        Score card, in place of the one that is shipped.
    method
        ``auto`` for the best total score; ``stable`` or ``greedy`` to compare with, see `solvers.solve`.
    seed
        Another seed breaks ties between equal scores another way.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Plan
        Verified: a plan that does not hold up raises.

    Raises
    ------
    ConstraintError
        When promises are not well formed.
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
        min_score=min_score,
        gap=gap,
        time_limit=time_limit,
        method=method,
        seed=seed,
        rules=tuple(rule.code for rule in rules),
    )
    say = progress or (lambda step: None)
    draft = _draft(
        market, tuple(constraints), tuple(decisions), settings, rules=rules, card=card or load_card(), say=say
    )
    say("solve")
    basis = _solve(draft, warm_start=previous.basis.solution.warm_start if previous else None)
    say("verify")
    plan = _plan(draft, basis)
    plan.verify().raise_for_faults()
    return plan


def _draft(
    market: Market,
    constraints: tuple[Constraint, ...],
    decisions: tuple[Decision, ...],
    settings: Settings,
    *,
    rules: Sequence[EligibilityRule],
    card: ScoreCard,
    say: Progress,
) -> _Draft:
    """Eligible pairs, their scores, and the promises as rows over the pairs that may be proposed."""
    say("pairs")
    pairs = find_pairs(market, rules=rules)
    say("scores")
    scores = score_pairs(feature_room.build(market.open), pairs, card)
    usable, found = usable_decisions(market, pairs, decisions, rules)
    kept = _kept(scores, pairs, market, usable, settings.min_score)
    say("promises")
    candidates = Candidates.of(market, pairs.jobseeker[kept], pairs.vacancy[kept])
    compiled = compile_constraints(candidates, constraints)
    return _Draft(
        market=market,
        rules=rules,
        pairs=pairs,
        scores=scores,
        card=card,
        kept=kept,
        compiled=compiled,
        constraints=constraints,
        decisions=usable,
        settings=settings,
        issues=Issues((*market.issues, *compiled.issues, *found)),
    )


def _solve(draft: _Draft, *, warm_start: object = None, forced: int = -1, gap: float | None = None) -> Basis:
    """Choose the placements under all promises, then fill up with further proposals; ``forced`` is a pair."""
    pinned = [forced] if forced >= 0 else []
    problem = _placement_problem(draft, pinned)
    settings = draft.settings
    solution = solve(
        problem,
        method=settings.method,
        gap=settings.gap if gap is None else gap,
        time_limit=settings.time_limit,
        warm_start=warm_start,
    )
    return Basis(
        market=draft.market,
        rules=draft.rules,
        pairs=draft.pairs,
        scores=draft.scores,
        kept=draft.kept,
        compiled=draft.compiled,
        problem=problem,
        solution=solution,
        further=np.empty(0, np.int64) if forced >= 0 else _further(draft, solution),
        decisions=draft.decisions,
        settings=settings,
    )


def _placement_problem(draft: _Draft, forced: list[int]) -> AssignmentProblem:
    """One placement a jobseeker, openings as capacity, promises as rows, decisions as fixed pairs.

    An accepted pair that can be claimed in several ways is one of several candidates: a hard row of its own
    asks for one of them, and leaves the claim to the solver.
    """
    market, pairs, compiled = draft.market, draft.pairs, draft.compiled
    candidates = compiled.candidates
    fixed = np.zeros(len(candidates.jobseeker), np.int8)
    extra: list[NDArray[np.int64]] = []
    wanted = [(pair, True) for pair in forced]
    for decision in draft.decisions:
        i, j = market.jobseeker_position(decision.jobseeker), market.vacancy_position(decision.vacancy)
        wanted.append((find_pair(pairs, i, j), decision.decided == "accepted"))
    for pair, is_accepted in wanted:
        at = np.searchsorted(draft.kept, pair)
        if at >= len(draft.kept) or draft.kept[at] != pair:
            continue  # rejected and not a candidate anyway
        options = np.flatnonzero(candidates.base == at)
        if not is_accepted:
            fixed[options] = -1
        elif len(options) == 1:
            fixed[options] = 1
        else:
            extra.append(options)
    rows, limits = _with_pins(compiled, extra)
    of_candidate = draft.kept[candidates.base]
    return AssignmentProblem(
        candidates.jobseeker,
        candidates.vacancy,
        draft.scores.micro[of_candidate],
        np.ones(market.n_jobseekers, np.int32),
        market.vacancies.openings,
        rows=rows,
        lower=limits[0],
        upper=limits[1],
        shortfall_price=limits[2],
        excess_price=limits[3],
        pair_group=compiled.pair_group,
        fixed=fixed if fixed.any() else None,
        tie_key=candidate_keys(
            (market.jobseekers.ids, market.vacancies.ids, [c.id for c in market.contracts]),
            (candidates.jobseeker, candidates.vacancy, candidates.claim),
            draft.settings.seed,
        ),
        jobseeker_score=_micro(draft.scores.jobseeker_score[of_candidate]),
        vacancy_score=_micro(draft.scores.vacancy_score[of_candidate]),
    )


def _with_pins(
    compiled: Compiled, pins: list[NDArray[np.int64]]
) -> tuple[csr_array | None, tuple[NDArray[np.float64], ...]]:
    """Rows and limits of the promises, with one hard row for each accepted pair of several candidates."""
    limits = (compiled.lower, compiled.upper, compiled.shortfall_price, compiled.excess_price)
    if not pins:
        return (compiled.rows_array if len(compiled.rows) else None), limits
    n = len(compiled.candidates.jobseeker)
    indices = np.concatenate(pins)
    indptr = np.cumsum([0, *map(len, pins)])
    asked = csr_array((np.ones(len(indices), np.int64), indices, indptr), shape=(len(pins), n))
    one, hard = np.ones(len(pins)), np.full(len(pins), np.inf)
    stacked = vstack([compiled.rows_array, asked], format="csr") if len(compiled.rows) else asked
    more = (one, hard, hard, hard)
    return stacked, tuple(np.concatenate([a, b]) for a, b in zip(limits, more, strict=True))


def _further(draft: _Draft, solution: Solution) -> NDArray[np.int64]:
    """Pairs proposed beyond the placements, up to the caps of a shortlist; promises do not count them."""
    settings, market = draft.settings, draft.market
    caps = (settings.proposals_per_jobseeker, settings.proposals_per_opening)
    if caps == (1, 1) or solution.status == "infeasible":
        return np.empty(0, np.int64)
    fixed = np.zeros(len(draft.kept), np.int8)
    fixed[draft.compiled.candidates.base[solution.chosen]] = 1
    pairs = draft.pairs
    rejected = [d for d in draft.decisions if d.decided == "rejected"]
    for decision in rejected:
        at = market.jobseeker_position(decision.jobseeker), market.vacancy_position(decision.vacancy)
        fixed[draft.kept == find_pair(pairs, *at)] = -1
    i, j = pairs.jobseeker[draft.kept], pairs.vacancy[draft.kept]
    ids = (market.jobseekers.ids, market.vacancies.ids, ())
    problem = AssignmentProblem(
        i,
        j,
        draft.scores.micro[draft.kept],
        np.full(market.n_jobseekers, caps[0], np.int32),
        market.vacancies.openings * np.int32(caps[1]),
        fixed=fixed,
        tie_key=candidate_keys(ids, (i, j, np.full(len(i), -1, np.int32)), settings.seed),
    )
    chosen = solve(problem, gap=settings.gap, time_limit=settings.time_limit).chosen
    more: NDArray[np.int64] = draft.kept[chosen[fixed[chosen] == 0]]
    return more


def _plan(draft: _Draft, basis: Basis) -> Plan:
    """Read the solution back into ids and units, and seal it with a manifest."""
    proposals, rows = read_proposals(basis), read_rows(basis)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        on=draft.market.on.isoformat(),
        market=draft.market.name,
        data_hash=draft.market.data_hash,
        card_hash=digest([asdict(draft.card)]),
        constraints=tuple(constraint.to_dict() for constraint in draft.constraints),
        settings=asdict(draft.settings),
        engine=basis.solution.engine,
        versions=versions(),
        plan_hash=digest([*(asdict(p) for p in proposals), *(asdict(row) for row in rows)]),
    )

    def resolve(pair: int) -> Basis:
        return _solve(draft, warm_start=basis.solution.warm_start, forced=pair)

    return Plan(
        basis=basis,
        proposals=proposals,
        rows=rows,
        unmatched=read_leftovers(basis),
        issues=draft.issues,
        manifest=manifest,
        resolve=resolve,
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


def _micro(score: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(score * MICRO).astype(np.int64)
