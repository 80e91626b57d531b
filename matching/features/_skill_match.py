"""How a jobseeker comes by each skill that a vacancy names, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matching import registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.features._features import Features

How = Literal["exact", "close", "broader", "implied", "missing"]

_WORDS: dict[How, tuple[str, str]] = {
    "exact": ("{skill}: genoemd", "{skill}: stated"),
    "close": ("{skill}: verwant aan '{by}', dat genoemd is", "{skill}: close to '{by}', which is stated"),
    "broader": (
        "{skill}: alleen ruimer genoemd, als '{by}'",
        "{skill}: stated only in a broader sense, as '{by}'",
    ),
    "implied": (
        "{skill}: niet genoemd, afgeleid uit beroep '{by}'",
        "{skill}: not stated, implied by work before as '{by}'",
    ),
    "missing": ("{skill}: niet genoemd", "{skill}: not stated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMatch:
    """One skill that a vacancy names, and how the jobseeker comes by it.

    Parameters
    ----------
    skill
        As the vacancy writes it.
    asked
        Whether it is asked; else it is welcome.
    how
        ``exact`` (stated, or the same skill of ESCO), ``close`` (stated in like words, or as one kind of it),
        ``broader`` (only that is stated of which it is one kind), ``implied`` (not stated, but essential to
        work done before) or ``missing``.
    share
        How far it counts, in [0, 1]: the mean over the asked ones is what the component compares.
    nl, en
        One sentence for people.
    """

    skill: str
    asked: bool
    how: How
    share: float
    nl: str
    en: str


def skill_matches(features: Features, jobseeker: int, vacancy: int) -> tuple[SkillMatch, ...]:
    """Say how a jobseeker comes by the skills that a vacancy asks, and by those that are welcome.

    Parameters
    ----------
    features
        Of the market.
    jobseeker, vacancy
        Positions in the market.

    Returns
    -------
    tuple of SkillMatch
        Those asked first, each part in the alphabet; of several ways the one that counts most, and of equal
        ones the first of exact, close, broader and implied.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.features import build
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> person = Jobseeker(
    ...     id="W-1", skills=["zagen"], work_history=[{"occupation": {"title": "kapper", "code": "5141.1"}}]
    ... )
    >>> vacancy = Vacancy(id="V-1", skills_asked=["haar verven", "Zagen"])
    >>> market = Market.from_records([person], [vacancy], on=date(2026, 1, 12))
    >>> for match in skill_matches(build(market.open), 0, 0):
    ...     print(match.en)
    haar verven: not stated, implied by work before as 'hairdresser'
    Zagen: stated
    """
    skills = features.skills
    return tuple(
        _match(features, jobseeker, int(skill), asked=asked)
        for table, asked in ((skills.asked, True), (skills.welcome, False))
        for skill in table[vacancy]
        if skill >= 0
    )


def _match(features: Features, jobseeker: int, skill: int, *, asked: bool) -> SkillMatch:
    missing: tuple[How, float, tuple[str, str]] = ("missing", 0.0, ("", ""))
    found = (way for way in _ways(features, jobseeker, skill) if way[1] > 0)
    how, share, by = max(found, key=lambda way: way[1], default=missing)
    name = features.skills.named[skill]
    nl, en = (text.format(skill=name, by=it) for text, it in zip(_WORDS[how], by, strict=True))
    return SkillMatch(skill=name, asked=asked, how=how, share=share, nl=nl, en=en)


def _ways(features: Features, jobseeker: int, skill: int) -> Iterator[tuple[How, float, tuple[str, str]]]:
    """Each way in which the skill may be covered, how far, and by what in Dutch and English."""
    skills, titles = features.skills, features.titles
    kinds: tuple[How, ...] = ("exact", "close", "broader")
    for how, table in zip(kinds, skills.ways, strict=True):
        for own in skills.own[jobseeker]:
            if own >= 0:
                yield how, float(table[own, skill]), (skills.owned[own],) * 2
    for title in titles.held[jobseeker]:
        if title >= 0 and titles.people.concept[title, 0] >= 0:
            work = registers.occupations()[titles.people.concept[title, 0]]
            names = work.label_nl, work.label_en or work.label_nl
            yield "implied", float(skills.implied[title, skill]), names
