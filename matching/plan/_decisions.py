"""Which decisions of people a plan can follow, and why the others cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.exceptions import VerificationError
from matching.findings import Issue, Rule
from matching.pairs import refusals
from matching.plan._basis import find_pair

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


def usable_decisions(
    market: Market, pairs: Pairs, decisions: tuple[Decision, ...], rules: Sequence[EligibilityRule]
) -> tuple[tuple[Decision, ...], list[Issue]]:
    """Decisions that can be followed, and a finding for each that cannot."""
    usable: list[Decision] = []
    found: list[Issue] = []
    people, vacancies = set(market.jobseekers.ids), set(market.vacancies.ids)
    places = {key: int(n) for key, n in zip(market.vacancies.ids, market.vacancies.openings, strict=True)}
    placed: set[str] = set()
    for decision in sorted(decisions, key=lambda d: (d.jobseeker, d.vacancy)):
        nl = en = ""
        if decision.jobseeker not in people or decision.vacancy not in vacancies:
            nl, en = "werkzoekende of vacature is er niet meer", "the jobseeker or vacancy is gone"
        elif decision.decided == "accepted":
            i = market.jobseeker_position(decision.jobseeker)
            j = market.vacancy_position(decision.vacancy)
            if find_pair(pairs, i, j) < 0:
                refused = refusals(market, i, j, rules=rules)
                if not refused:
                    msg = f"no rule refuses {decision.jobseeker} - {decision.vacancy}, yet it is no pair."
                    raise VerificationError(msg)
                nl, en = "; ".join(r.nl for r in refused), "; ".join(r.en for r in refused)
            elif decision.jobseeker in placed:
                nl, en = "er is al een ander geaccepteerd", "another one is accepted already"
            elif places[decision.vacancy] < 1:
                nl, en = "er is geen plaats over", "no opening is left"
            else:
                placed.add(decision.jobseeker)
                places[decision.vacancy] -= 1
        if nl or en:
            found.append(
                _UNUSABLE.issue(record=decision.jobseeker, vacancy=decision.vacancy, why_nl=nl, why_en=en)
            )
        else:
            usable.append(decision)
    return tuple(usable), found
