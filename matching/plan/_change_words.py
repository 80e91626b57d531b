"""Why a match is not what it was in an earlier plan: the reason codes and their sentences."""

from __future__ import annotations

from typing import Final

CHANGE_REASONS: Final[dict[str, tuple[str, str]]] = {
    "person_gone": (
        "De werkzoekende staat niet meer in de gegevens.",
        "The jobseeker is no longer in the data.",
    ),
    "person_new": ("Er is een nieuwe werkzoekende.", "There is a new jobseeker."),
    "vacancy_gone": ("De vacature staat niet meer in de gegevens.", "The vacancy is no longer in the data."),
    "vacancy_new": ("Er is een nieuwe vacature.", "There is a new vacancy."),
    "fewer_openings": ("De vacature heeft minder plaatsen.", "The vacancy has fewer openings."),
    "more_openings": ("De vacature heeft meer plaatsen.", "The vacancy has more openings."),
    "opening_freed": ("Er kwam een plaats vrij.", "An opening came free."),
    "not_eligible": (
        "Het paar komt niet meer in aanmerking; de regel: {detail}.",
        "The pair is no longer eligible; the rule: {detail}.",
    ),
    "now_eligible": (
        "Eerder kwam de werkzoekende nergens voor in aanmerking, nu wel.",
        "Before, the jobseeker was eligible for nothing; now for this.",
    ),
    "below_min_score": (
        "De score ligt nu onder de grens ({detail}).",
        "The score is below the limit now ({detail}).",
    ),
    "score_changed": ("De score is veranderd{detail}.", "The score has changed{detail}."),
    "rejected": ("Iemand heeft het voorstel afgewezen.", "Somebody rejected the proposal."),
    "accepted": ("Iemand heeft een ander voorstel aanvaard.", "Somebody accepted a proposal."),
    "promise": (
        "Een afspraak vroeg om de plaats of hield hem tegen: {detail}.",
        "A promise asked for the place or held it back: {detail}.",
    ),
    "promise_changed": (
        "Een nieuwe of gewijzigde afspraak vroeg om de plaats of hield hem tegen: {detail}.",
        "A new or changed promise asked for the place or held it back: {detail}.",
    ),
    "claim_changed": (
        "Dezelfde plaats, maar op een ander contract geboekt ({detail}).",
        "The same place, but claimed on another contract ({detail}).",
    ),
    "replanned": (
        "Het plan als geheel komt zo hoger uit; aan dit paar zelf veranderde niets.",
        "The plan as a whole does better this way; nothing changed about this pair itself.",
    ),
}
"""Sentences by reason code: Dutch, English."""


def change_text(code: str, detail: str, names: tuple[str, str]) -> tuple[str, str]:
    """Word the reason of a change.

    Parameters
    ----------
    code
        A key of `CHANGE_REASONS`, or empty for no change.
    detail
        As in `Change`.
    names
        The detail in Dutch and English.

    Returns
    -------
    tuple of str
        Dutch and English; empty without a change.

    Examples
    --------
    >>> change_text("score_changed", "0.512 > 0.498", ("0.512 > 0.498",) * 2)[0]
    'De score is veranderd (0,512 > 0,498).'
    """
    if not code:
        return "", ""
    nl, en = names
    if code in ("below_min_score", "score_changed"):
        nl = nl.replace(".", ",")
    if code == "score_changed" and detail:
        nl, en = f" ({nl})", f" ({en})"
    sentences = CHANGE_REASONS[code]
    return sentences[0].format(detail=nl), sentences[1].format(detail=en)
