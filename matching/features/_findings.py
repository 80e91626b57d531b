"""What the features doubt: titles that stay text, and skills without a Dutch name."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.findings import Issues, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from matching.features._features import Features
    from matching.features._titles import Titles
    from matching.findings import Issue

_UNCLEAR = Rule(
    "features.title_unclear",
    "doubted",
    "de titel is niet zeker genoeg een beroep van ESCO en telt alleen als tekst; het meest lijkt hij op: "
    "{nl_near}",
    "the title is not surely enough an occupation of ESCO and counts as text only; it is most like: "
    "{en_near}",
)
_ENGLISH = Rule(
    "features.skill_in_english",
    "assumed",
    "{count} van de {total} herkende vaardigheden hebben in deze ESCO-tabellen geen Nederlandse naam; "
    "daarvan staat de Engelse er",
    "{count} of the {total} skills that were recognised have no Dutch name in these tables of ESCO; "
    "their English name is shown",
)


def feature_issues(features: Features) -> Issues:
    """List the titles that stay text, and count the skills that can be shown in English only.

    Parameters
    ----------
    features
        Of the market.

    Returns
    -------
    Issues
        ``features.title_unclear``: one for each distinct title of people and of vacancies, at the first
        record that has it, with how often it occurs and the three occupations that it is most like; the title
        itself is left out, as it is somebody's free text. ``features.skill_in_english``: one, with the number
        of distinct skills of ESCO that have no Dutch name, among those that texts stand for.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.features import build
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker
    >>> people = [Jobseeker(id=f"W-{n}", wanted_occupations=[{"title": "van alles"}]) for n in (1, 2)]
    >>> market = Market.from_records(people, [], on=date(2026, 1, 12))
    >>> [(one.rule, one.record, one.count) for one in feature_issues(build(market.open))]
    [('features.title_unclear', 'W-1', 2)]
    """
    people, offers, titles = features.market.jobseekers, features.market.vacancies, features.titles
    places = chain(
        _places(titles.wanted, people.ids, "wanted_occupations"),
        _places(titles.held, people.ids, "work_history"),
    )
    found = [
        *_unclear(titles.people, places),
        *_unclear(titles.vacancies, _places(titles.offered[:, None], offers.ids, "occupation")),
        *_english(features),
    ]
    return Issues(found)


def _places(
    numbers: NDArray[np.int32], ids: Sequence[str], column: str
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Give the number of each title with the record and column that it is in."""
    for row, place in zip(*np.nonzero(numbers >= 0), strict=True):
        yield int(numbers[row, place]), (ids[row], column)


def _unclear(titles: Titles, places: Iterable[tuple[int, tuple[str, str]]]) -> Iterator[Issue]:
    unclear = titles.unclear
    first: dict[int, tuple[str, str]] = {}
    count: Counter[int] = Counter()
    for number, place in places:
        if unclear[number]:
            first.setdefault(number, place)
            count[number] += 1
    for number, (record, column) in first.items():
        nl, en = _near(titles, number)
        yield _UNCLEAR.issue(record=record, column=column, count=count[number], nl_near=nl, en_near=en)


def _near(titles: Titles, number: int) -> tuple[str, str]:
    """Occupations that a title is most like, with how probable each is, in Dutch and English."""
    table = registers.occupations()
    rows = [
        (table[at], f"{probability:.0%}")
        for at, probability in zip(
            titles.nearest[number].tolist(), titles.score[number].tolist(), strict=True
        )
        if at >= 0
    ]
    if not rows:
        return "geen enkel beroep", "no occupation"
    return (
        ", ".join(f"{row.label_nl} ({share})" for row, share in rows),
        ", ".join(f"{row.label_en or row.label_nl} ({share})" for row, share in rows),
    )


def _english(features: Features) -> Iterator[Issue]:
    known = np.unique(np.concatenate([features.skills.concept, features.skills.own_concept]))
    known = known[known >= 0]
    count = sum(registers.skills()[at].is_english for at in known.tolist())
    if count:
        yield _ENGLISH.issue(count=count, total=len(known))
