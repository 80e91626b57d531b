"""Why a pair scores as it does, why it is not proposed, and what proposing it would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matching.features import build, skill_matches
from matching.market import Market
from matching.plan._read import read_proposals, read_rows
from matching.records import Jobseeker, Vacancy

if TYPE_CHECKING:
    from matching.features import SkillMatch
    from matching.pairs import Refusal
    from matching.plan._basis import Basis
    from matching.plan._plan import Plan
    from matching.plan._proposals import RowState
    from matching.scoring import Contribution

Verdict = Literal["proposed", "refused", "below_min_score", "outscored", "impossible"]


CLOSE = 1e-6
"""Gap to which a plan and the one with a pair forced are solved again: their difference is the price."""
_SKILLS_OF = {True: "skills", False: "skills_welcome"}
"""Component of the score that skills belong to, by whether they are asked."""
_TRAVEL = "travel"
"""Component of the score that the minutes of travel belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The score of a pair as a sum, or the rules that refuse it.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    rank
        Rank of the proposal, 0 when the pair is not proposed.
    refusals
        Rules that refuse the pair, with the values compared; empty for an eligible pair.
    contributions
        Points of each component, in micro log-odds; together with `base` they are exactly `total`.
    base, total
        Micro log-odds without any point, and with all of them; ``score = 1 / (1 + exp(-total / 1e6))``.
    score, coverage
        In (0, 1), and the share of the weight that was known; ``None`` for a refused pair.
    serves
        Names of the promises that the proposal counts towards.
    skills
        How the jobseeker comes by each skill that the vacancy names; empty for a refused pair.
    travel_minutes
        Minutes one way, as they were scored; ``None`` where a place is unknown.
    """

    jobseeker: str
    vacancy: str
    rank: int
    refusals: tuple[Refusal, ...]
    contributions: tuple[Contribution, ...]
    base: int
    total: int
    score: float | None
    coverage: float | None
    serves: tuple[str, ...]
    skills: tuple[SkillMatch, ...] = ()
    travel_minutes: float | None = None

    @property
    def is_eligible(self) -> bool:
        """Whether no rule refuses the pair."""
        return not self.refusals

    def to_text(self, language: Literal["nl", "en"] = "nl") -> str:
        """Lines for a person: the refusals, or the points from most to least."""
        nl = language == "nl"
        head = f"{self.jobseeker} - {self.vacancy}: "
        if self.refusals:
            word = "komt niet in aanmerking" if nl else "not eligible"
            return "\n".join([head + word, *(f"  {getattr(r, language)}" for r in self.refusals)])
        lines = [f"{head}score {self.score:.3f} ({'bekend' if nl else 'known'}: {self.coverage:.0%})"]
        lines.append(f"  {self.base / 1e6:+6.2f}  {'vertrekpunt' if nl else 'base'}")
        shown = [part for part in self.contributions if part.known or part.points]
        for part in sorted(shown, key=lambda c: (-c.points, c.name)):
            minutes = self.travel_minutes if part.name == _TRAVEL else None
            about = "" if minutes is None else f" ({minutes:.0f} min)"
            lines.append(f"  {part.points / 1e6:+6.2f}  {getattr(part, language)}{about}")
            named = [one for one in self.skills if part.name == _SKILLS_OF[one.asked]]
            lines += [f"{'':11}{getattr(one, language)}" for one in named if part.known]
        lines.append(f"  {self.total / 1e6:+6.2f}  {'totaal' if nl else 'total'}")
        blank = [getattr(part, language) for part in self.contributions if not part.known]
        if blank:
            lines.append(f"  {'niet bekend' if nl else 'not known'}: {', '.join(blank)}")
        if self.serves:
            lines.append(f"  {'telt voor' if nl else 'counts for'}: {', '.join(self.serves)}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.to_text("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a pair is not in the plan, and the price of putting it there, found by solving again.

    Parameters
    ----------
    jobseeker, vacancy
        Ids.
    verdict
        ``proposed`` (it is), ``refused`` (a rule), ``below_min_score``, ``outscored`` (the plan is better
        off without it) or ``impossible`` (no plan can hold it, e.g. no opening).
    refusals
        Rules that refuse the pair.
    price
        How much the objective falls from the best plan to the best one with the pair forced, in score
        units; both are solved again more closely. ``None`` when it was not or could not be solved.
    price_range
        The price lies in it for certain.
    leaves, enters
        Placements (jobseeker, vacancy) that the forced plan drops, and those that it adds.
    changed_rows
        Promises whose shortfall or excess changes, as they stand in the forced plan.
    gap
        Gap of the forced plan.
    nl, en
        The answer in one sentence.
    """

    jobseeker: str
    vacancy: str
    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    price: float | None = None
    price_range: tuple[float, float] | None = None
    leaves: tuple[tuple[str, str], ...] = ()
    enters: tuple[tuple[str, str], ...] = ()
    changed_rows: tuple[RowState, ...] = ()
    gap: float | None = None
    nl: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en


def matched_skills(market: Market, jobseeker: int, vacancy: int) -> tuple[SkillMatch, ...]:
    """How a jobseeker comes by the skills of a vacancy; seen alone, as other records change nothing."""
    person, offer = market.records.jobseekers[jobseeker], market.records.vacancies[vacancy]
    two = Market.from_records(
        [Jobseeker(id=person.id, skills=person.skills, work_history=person.work_history)],
        [Vacancy(id=offer.id, skills_asked=offer.skills_asked, skills_welcome=offer.skills_welcome)],
        on=market.on,
    )
    return skill_matches(build(two.open), 0, 0)


def why_not(plan: Plan, jobseeker: str, vacancy: str) -> WhyNot:
    """Answer by a rule or a score where that settles it, else by solving again with the pair forced."""
    told = plan.explain(jobseeker, vacancy)
    if told.rank == 1 or (told.rank and plan.settings.second_jobs):
        nl, en = "Dit paar staat in het plan.", "This pair is in the plan."
        return WhyNot(jobseeker=jobseeker, vacancy=vacancy, verdict="proposed", price=0.0, nl=nl, en=en)
    if told.refusals:
        nl, en = ("; ".join(getattr(r, lang) for r in told.refusals) for lang in ("nl", "en"))
        return WhyNot(
            jobseeker=jobseeker,
            vacancy=vacancy,
            verdict="refused",
            refusals=told.refusals,
            nl=f"Niet mogelijk: {nl}.",
            en=f"Not possible: {en}.",
        )
    market, limit = plan.market, plan.settings.min_score
    pair = plan.basis.find_pair(market.jobseeker_position(jobseeker), market.vacancy_position(vacancy))
    if plan.basis.find_kept(pair) < 0:
        nl = f"De score van {told.score:.3f} ligt onder de grens van {limit:g}.".replace("0.", "0,")
        en = f"The score of {told.score:.3f} is below the limit of {limit:g}."
        return WhyNot(jobseeker=jobseeker, vacancy=vacancy, verdict="below_min_score", nl=nl, en=en)
    forced = plan.resolve(pair, min(CLOSE, plan.settings.gap))
    if forced.solution.status == "infeasible":
        nl, en = "Geen enkel plan kan dit paar bevatten.", "No plan can hold this pair."
        return WhyNot(jobseeker=jobseeker, vacancy=vacancy, verdict="impossible", nl=nl, en=en)
    return _priced(plan, forced, jobseeker, vacancy)


def _priced(plan: Plan, forced: Basis, jobseeker: str, vacancy: str) -> WhyNot:
    """Compare the plan in which the pair is forced with the plan as it is."""
    before = {(p.jobseeker, p.vacancy) for p in plan.placements}
    after = {(p.jobseeker, p.vacancy) for p in read_proposals(forced)}
    changed = tuple(
        new
        for old, new in zip(plan.rows, read_rows(forced), strict=True)
        if (old.shortfall, old.excess) != (new.shortfall, new.excess)
    )
    best, found = plan.closest.solution, forced.solution
    reached = max(plan.objective, best.objective)
    low = max(0.0, reached - found.bound)
    high = max(low, min(plan.bound, best.bound) - found.objective)
    price = min(max(reached - found.objective, low), high)
    pushed = tuple(sorted(before - after))
    nl = (
        f"Met dit paar verliest het plan {price:.3f} scorepunt (zeker tussen {low:.3f} en {high:.3f}); "
        f"{_count(len(pushed), 'andere plaatsing wijkt', 'andere plaatsingen wijken')}."
    ).replace(".", ",", 3)
    en = (
        f"With this pair the plan loses {price:.3f} score units (for certain between {low:.3f} and "
        f"{high:.3f}); {_count(len(pushed), 'other placement gives way', 'other placements give way')}."
    )
    if changed:
        names = ", ".join(row.name for row in changed)
        nl, en = f"{nl} Afspraken die veranderen: {names}.", f"{en} Promises that change: {names}."
    return WhyNot(
        jobseeker=jobseeker,
        vacancy=vacancy,
        verdict="outscored",
        price=price,
        price_range=(low, high),
        leaves=pushed,
        enters=tuple(sorted(after - before)),
        changed_rows=changed,
        gap=forced.solution.gap,
        nl=nl,
        en=en,
    )


def _count(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"
