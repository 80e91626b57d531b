"""What changed since an earlier plan: matches kept, new, ended and moved, each with its reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from matching.constraints import promises_of
from matching.pairs import refusals
from matching.plan._alone import score_alone
from matching.plan._change_words import change_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from matching.constraints import Row
    from matching.plan._earlier import EarlierPlan
    from matching.plan._plan import Plan
    from matching.plan._proposals import Proposal

ChangeKind = Literal["kept", "moved", "new", "ended"]
_LEAST_SCORE = 0.001
"""Smallest difference of a score that counts as a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one person's placement.

    Parameters
    ----------
    kind
        ``kept`` at the same vacancy, ``moved`` to another, ``new`` or ``ended``.
    jobseeker
        Id.
    vacancy, was
        Id of the vacancy now and in the earlier plan; ``None`` for no placement.
    reason
        Stable code, see `matching.plan.CHANGE_REASONS`; empty for what stayed as it was.
    detail
        Code of the rule, names of the promises, or the two scores or contracts; empty for other reasons.
    nl, en
        The reason in words.
    """

    kind: ChangeKind
    jobseeker: str
    vacancy: str | None
    was: str | None
    reason: str
    detail: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everybody who has a placement now or had one in the earlier plan, sorted by kind and id.

    Parameters
    ----------
    since, plan_hash
        Reference date and mark of the earlier plan.
    entries
        One a person.
    new_promises, changed_promises, gone_promises
        Names of promises that are new, have other limits, or are no longer there.
    """

    since: date
    plan_hash: str
    entries: tuple[Change, ...]
    new_promises: tuple[str, ...]
    changed_promises: tuple[str, ...]
    gone_promises: tuple[str, ...]

    def counts(self) -> dict[ChangeKind, int]:
        """How many of each kind, none left out."""
        found = Counter(entry.kind for entry in self.entries)
        return {kind: found[kind] for kind in get_args(ChangeKind)}

    def by_reason(self) -> dict[tuple[ChangeKind, str], int]:
        """How many of each kind and reason, most first; what stayed as it was is left out."""
        found = Counter((entry.kind, entry.reason) for entry in self.entries if entry.reason)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def to_dict(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self) | {"counts": self.counts()}

    def __str__(self) -> str:
        said = ", ".join(f"{n} {kind}" for kind, n in self.counts().items())
        lines = [f"Since the plan of {self.since.isoformat()}: {said}"]
        lines += [f"  {kind:<6}{reason:<18}{n:>6,}" for (kind, reason), n in self.by_reason().items()]
        return "\n".join(lines)


def changes_between(earlier: EarlierPlan, plan: Plan) -> Changes:
    """Compare the placements of a plan with those of an earlier one; see `Plan.changes_since`."""
    reader = _Reader(earlier, plan)
    people = sorted({*earlier.placements, *reader.now})
    entries = [entry for person in people if (entry := reader.change(person)) is not None]
    kinds = get_args(ChangeKind)
    promised = {row.name for row in plan.rows}
    return Changes(
        since=earlier.on,
        plan_hash=earlier.plan_hash,
        entries=tuple(sorted(entries, key=lambda entry: (kinds.index(entry.kind), entry.jobseeker))),
        new_promises=tuple(sorted(promised - set(earlier.promises))),
        changed_promises=tuple(sorted(reader.changed & set(earlier.promises))),
        gone_promises=tuple(sorted(set(earlier.promises) - promised)),
    )


class _Reader:
    """Finds the reason of each change: what made the earlier pair impossible, else what was better."""

    def __init__(self, earlier: EarlierPlan, plan: Plan) -> None:
        self.earlier, self.plan = earlier, plan
        self.now = {p.jobseeker: p for p in plan.placements}
        self.people = set(plan.market.jobseekers.ids)
        self.openings = dict(
            zip(plan.market.vacancies.ids, plan.market.vacancies.openings.tolist(), strict=True)
        )
        limits = {row.name: (row.at_least, row.at_most, row.priority, row.hard) for row in plan.rows}
        self.changed = {name for name, value in limits.items() if earlier.promises.get(name) != value}
        self.decided = {(d.jobseeker, d.vacancy): d.decided for d in plan.basis.decisions}

    @cached_property
    def _chosen(self) -> dict[tuple[int, int], int]:
        """Candidate of each placement, by the positions of its pair."""
        basis = self.plan.basis
        candidates = basis.compiled.candidates
        return {
            (int(candidates.jobseeker[at]), int(candidates.vacancy[at])): at
            for at in basis.solution.chosen.tolist()
        }

    @cached_property
    def _binding(self) -> set[str]:
        """Names of promises that take something from the rest: just kept, or not."""
        return {row.name for row in self.plan.rows if row.state in ("tight", "short", "over")}

    def change(self, person: str) -> Change | None:
        """Say what became of a person who is or was placed."""
        before, after = self.earlier.placements.get(person), self.now.get(person)
        if before is not None and after is not None and before.vacancy == after.vacancy:
            if before.claimed_on == after.claimed_on:
                return self._told("kept", person, after.vacancy, before.vacancy, "")
            claims = f"{before.claimed_on or '-'} > {after.claimed_on or '-'}"
            return self._told("kept", person, after.vacancy, before.vacancy, "claim_changed", claims)
        if before is None and after is not None:
            return self._told("new", person, after.vacancy, None, *self._why_new(after))
        if before is None:
            return None
        reason = self._why_not(person, before.vacancy) or self._why_other(person, before.vacancy, after)
        if after is None:
            return self._told("ended", person, None, before.vacancy, *reason)
        return self._told("moved", person, after.vacancy, before.vacancy, *reason)

    def _why_not(self, person: str, vacancy: str) -> tuple[str, str] | None:
        """Find what makes a pair impossible now, ``None`` when nothing does."""
        if person not in self.people:
            return "person_gone", ""
        if vacancy not in self.openings:
            return "vacancy_gone", ""
        if self.decided.get((person, vacancy)) == "rejected":
            return "rejected", ""
        market, basis = self.plan.market, self.plan.basis
        i, j = market.jobseeker_position(person), market.vacancy_position(vacancy)
        pair = basis.find_pair(i, j)
        if pair < 0 and (refused := refusals(market, i, j, rules=self.plan.rules)):
            return "not_eligible", refused[0].code
        if pair < 0:  # not listed, as it scores too low
            return "below_min_score", self._scores(
                person, int(score_alone(market, i, j, basis.card).micro[0])
            )
        if basis.find_kept(pair) < 0:
            return "below_min_score", self._scores(person, int(basis.scores.micro[pair]))
        return None

    def _why_other(self, person: str, vacancy: str, after: Proposal | None) -> tuple[str, str]:
        """Why a pair that is still possible had to make room for something else."""
        if after is not None and after.vacancy not in self.earlier.openings:
            return "vacancy_new", ""
        others = [p for p in self.plan.placements if p.vacancy == vacancy and not self._was_here(p)]
        if (after is not None and after.pinned) or any(p.pinned for p in others):
            return "accepted", ""
        if self.openings[vacancy] < self.earlier.openings.get(vacancy, 0):
            return "fewer_openings", ""
        names = self._holding_back(person, vacancy)
        for other in (*others, *([after] if after else ())):
            names |= self._served(other)
        if names:
            return self._by_promise(names)
        market, basis = self.plan.market, self.plan.basis
        at = basis.find_pair(market.jobseeker_position(person), market.vacancy_position(vacancy))
        micro = int(basis.scores.micro[at])
        if abs(micro / 1e6 - self.earlier.placements[person].score) >= _LEAST_SCORE:
            return "score_changed", self._scores(person, micro)
        if any(p.jobseeker not in self._known for p in others):
            return "person_new", ""
        return "replanned", ""

    def _why_new(self, after: Proposal) -> tuple[str, str]:
        """Why somebody has a placement who had none."""
        if after.jobseeker not in self._known:
            return "person_new", ""
        if after.vacancy not in self.earlier.openings:
            return "vacancy_new", ""
        if after.pinned:
            return "accepted", ""
        before = self.earlier.left.get(after.jobseeker)
        if before in ("no_consent", "no_eligible_vacancy"):
            return "now_eligible", ""
        if before == "below_min_score":
            return "score_changed", ""
        names = self._served(after)
        if names:
            return self._by_promise(names)
        if self.openings[after.vacancy] > self.earlier.openings[after.vacancy]:
            return "more_openings", ""
        left = [person for person, was in self.earlier.placements.items() if was.vacancy == after.vacancy]
        is_free = any(self.now.get(p) is None or self.now[p].vacancy != after.vacancy for p in left)
        return ("opening_freed" if is_free else "replanned"), ""

    @cached_property
    def _known(self) -> set[str]:
        """Ids of the people of the earlier plan."""
        return {*self.earlier.placements, *self.earlier.left}

    def _was_here(self, proposal: Proposal) -> bool:
        was = self.earlier.placements.get(proposal.jobseeker)
        return was is not None and was.vacancy == proposal.vacancy

    def _served(self, proposal: Proposal) -> set[str]:
        """Binding promises that a placement counts towards."""
        market = self.plan.market
        pair = market.jobseeker_position(proposal.jobseeker), market.vacancy_position(proposal.vacancy)
        return set(promises_of(self.plan.basis.compiled, self._chosen[pair])) & self._binding

    def _holding_back(self, person: str, vacancy: str) -> set[str]:
        """Binding ceilings that a pair would count towards."""
        market, basis = self.plan.market, self.plan.basis
        pair = basis.find_pair(market.jobseeker_position(person), market.vacancy_position(vacancy))
        at = basis.find_kept(pair)  # the first candidates are the pairs without a claim
        return {
            row.name for row in basis.compiled.rows if row.upper is not None and _holds(row, at)
        } & self._binding

    def _by_promise(self, names: Iterable[str]) -> tuple[str, str]:
        """Name promises: those that are new or have other limits, else all of them."""
        changed = sorted(set(names) & self.changed)
        return ("promise_changed" if changed else "promise"), ", ".join(changed or sorted(names))

    def _scores(self, person: str, micro: int) -> str:
        return f"{self.earlier.placements[person].score:.3f} > {micro / 1e6:.3f}"

    def _told(
        self,
        kind: ChangeKind,
        person: str,
        vacancy: str | None,
        was: str | None,
        reason: str,
        detail: str = "",
    ) -> Change:
        names = {rule.code: (rule.nl_name, rule.en_name) for rule in self.plan.rules}
        nl, en = change_text(reason, detail, names.get(detail, (detail, detail)))
        return Change(
            kind=kind,
            jobseeker=person,
            vacancy=vacancy,
            was=was,
            reason=reason,
            detail=detail,
            nl=nl,
            en=en,
        )


def _holds(row: Row, candidate: int) -> bool:
    return bool((row.positions == candidate).any())
