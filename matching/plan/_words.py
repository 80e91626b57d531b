"""Why somebody or something is left over: the reason codes and their sentences, Dutch and English."""

from __future__ import annotations

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
        "De beste mogelijkheid scoort {best:.2f}, onder de grens van {limit:.2f}.",
        "The best possibility scores {best:.2f}, below the limit of {limit:.2f}.",
    ),
    "outcompeted": (
        "De passende plaatsen zijn in dit plan aan anderen voorgesteld (beste score {best:.2f}).",
        "The suitable openings are proposed to others in this plan (best score {best:.2f}).",
    ),
    "no_eligible_jobseeker": (
        "Geen enkele werkzoekende komt in aanmerking; de regel die het vaakst tegenhoudt: {rule}.",
        "No jobseeker is eligible; the rule that stops most of them: {rule}.",
    ),
    "placed_elsewhere": (
        "De passende werkzoekenden zijn in dit plan elders voorgesteld (beste score {best:.2f}).",
        "The suitable jobseekers are proposed elsewhere in this plan (best score {best:.2f}).",
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
    return (
        nl.format(rule=rule[0], best=best, limit=limit),
        en.format(rule=rule[1], best=best, limit=limit),
    )
