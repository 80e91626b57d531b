"""Why somebody or something is left over: the reason codes and their sentences, Dutch and English."""

from __future__ import annotations

from math import floor
from typing import Final

REASONS: Final[dict[str, tuple[str, str]]] = {
    "no_consent": (
        "Het profiel mag niet worden gedeeld.",
        "The profile may not be shared.",
    ),
    "no_eligible_vacancy": (
        "Geen enkele vacature komt in aanmerking; de regel die het vaakst tegenhoudt: {rule}.",
        "No vacancy is eligible; the rule that stops most of them: {rule}.",
    ),
    "below_min_score": (
        "De beste mogelijkheid scoort {best}, onder de grens van {limit}.",
        "The best possibility scores {best}, below the limit of {limit}.",
    ),
    "outcompeted": (
        "De passende plaatsen zijn in dit plan aan anderen voorgesteld (beste score {best}).",
        "The suitable openings are proposed to others in this plan (best score {best}).",
    ),
    "held_back": (
        "Er past nog iemand, maar een afspraak of een besluit houdt deze combinatie tegen (score {best}).",
        "Somebody still fits, but a promise or a decision holds the combination back (score {best}).",
    ),
    "no_plan": (
        "Er is geen plan: harde afspraken spreken elkaar tegen.",
        "There is no plan: hard promises contradict each other.",
    ),
    "no_eligible_jobseeker": (
        "Geen enkele werkzoekende komt in aanmerking; de regel die het vaakst tegenhoudt: {rule}.",
        "No jobseeker is eligible; the rule that stops most of them: {rule}.",
    ),
    "placed_elsewhere": (
        "De passende werkzoekenden zijn in dit plan elders voorgesteld (beste score {best}).",
        "The suitable jobseekers are proposed elsewhere in this plan (best score {best}).",
    ),
}
"""Sentences by reason code: Dutch, English."""


def reason_text(
    code: str, *, rule: tuple[str, str] = ("", ""), best: float = 0.0, limit: float = 0.0
) -> tuple[str, str]:
    """Word a reason.

    Parameters
    ----------
    code
        A key of `REASONS`.
    rule
        Name of the rule that refused most, in Dutch and English.
    best, limit
        Best score that was possible, and the lowest that is proposed.

    Returns
    -------
    tuple of str
        Dutch and English.
    """
    nl, en = REASONS[code]
    # Rounded down, so that a score below the limit never reads as the limit.
    shown = f"{floor(best * 1000) / 1000:.3f}", f"{limit:g}"
    comma = tuple(number.replace(".", ",") for number in shown)
    return (
        nl.format(rule=rule[0], best=comma[0], limit=comma[1]),
        en.format(rule=rule[1], best=shown[0], limit=shown[1]),
    )
