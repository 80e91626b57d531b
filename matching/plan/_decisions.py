"""Which decisions of people a plan can follow, and why the others cannot be followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import VerificationError
from matching.findings import Issue, Rule
from matching.pairs import refusals
from matching.plan._basis import find_pair
from matching.plan._second_job import fit_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.market import Market
    from matching.pairs import EligibilityRule, Pairs
    from matching.plan._proposals import Decision

_UNUSABLE = Rule(
    "match.decision",
    "doubted",
    "besluit over {vacancy} kan niet worden gevolgd: {why_nl}",
    "the decision on {vacancy} cannot be followed: {why_en}",
)


_GONE = "werkzoekende of vacature is er niet meer", "the jobseeker or vacancy is gone"
_ANOTHER = "er is al een ander geaccepteerd", "another one is accepted already"
_FULL = "er is geen plaats over", "no opening is left"


def usable_decisions(
    market: Market,
    pairs: Pairs,
    decisions: tuple[Decision, ...],
    rules: Sequence[EligibilityRule],
    *,
    second_jobs: bool = False,
) -> tuple[tuple[Decision, ...], list[Issue]]:
    """Decisions that can be followed, and a finding for each that cannot.

    Of two accepted pairs of one person the one that is marked as a second job, else the later vacancy, is
    followed as a second job where these were asked for and both fit together.
    """
    judge = _Judge(market, pairs, rules, second_jobs)
    usable: list[Decision] = []
    found: list[Issue] = []
    for decision in sorted(decisions, key=lambda d: (d.jobseeker, d.second_job, d.vacancy)):
        why = judge.why_not(decision)
        if why is None:
            is_second = decision.vacancy == judge.second.get(decision.jobseeker)
            usable.append(replace(decision, second_job=is_second and decision.decided == "accepted"))
        else:
            nl, en = why
            found.append(
                _UNUSABLE.issue(record=decision.jobseeker, vacancy=decision.vacancy, why_nl=nl, why_en=en)
            )
    return tuple(usable), found


class _Judge:
    """Follows accepted pairs one by one: who has a job by them, and which openings are left."""

    def __init__(
        self, market: Market, pairs: Pairs, rules: Sequence[EligibilityRule], second_jobs: bool
    ) -> None:
        self.market, self.pairs, self.rules, self.second_jobs = market, pairs, rules, second_jobs
        self.people, self.vacancies = set(market.jobseekers.ids), set(market.vacancies.ids)
        self.left = dict(zip(market.vacancies.ids, market.vacancies.openings.tolist(), strict=True))
        self.first: dict[str, str] = {}
        self.second: dict[str, str] = {}

    def why_not(self, decision: Decision) -> tuple[str, str] | None:
        """Say in Dutch and English why a decision cannot be followed, ``None`` when it can."""
        person, vacancy = decision.jobseeker, decision.vacancy
        if person not in self.people or vacancy not in self.vacancies:
            return _GONE
        if decision.decided == "rejected":
            return None
        i, j = self.market.jobseeker_position(person), self.market.vacancy_position(vacancy)
        if find_pair(self.pairs, i, j) < 0:
            return self._refused(decision, i, j)
        is_second = person in self.first
        if is_second and not self._goes_beside(person, i, j):
            return _ANOTHER
        if self.left[vacancy] < 1:
            return _FULL
        (self.second if is_second else self.first)[person] = vacancy
        self.left[vacancy] -= 1
        return None

    def _refused(self, decision: Decision, i: int, j: int) -> tuple[str, str]:
        refused = refusals(self.market, i, j, rules=self.rules)
        if not refused:
            msg = f"no rule refuses {decision.jobseeker} - {decision.vacancy}, yet it is no pair."
            raise VerificationError(msg)
        return "; ".join(r.nl for r in refused), "; ".join(r.en for r in refused)

    def _goes_beside(self, person: str, i: int, j: int) -> bool:
        """Whether a pair can be a second job beside the first that was accepted."""
        first = self.market.vacancy_position(self.first[person])
        if not self.second_jobs or person in self.second or first == j:
            return False
        at = (np.array([each], np.int32) for each in (i, first, j))
        return bool(fit_together(self.market, *at)[0])
