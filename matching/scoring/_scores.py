"""Scores of pairs, with the points that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import RuleError
from matching.features import COMPONENTS, Evidence, compare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features import Features
    from matching.pairs import Pairs
    from matching.scoring._card import ScoreCard, Side, Weight

MICRO = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one component adds to the score of a pair.

    Parameters
    ----------
    name
        Name of the component.
    nl, en
        What it is called.
    side
        Whose interest it is in.
    evidence
        In [-1, 1]; the neutral value of the card where it is not known.
    points
        Micro log-odds.
    known
        Whether it was known.
    """

    name: str
    nl: str
    en: str
    side: Side
    evidence: float
    points: int
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """Scores of pairs, position by position as in `Pairs`; the arrays are read-only.

    For every pair ``total == base + points.sum()`` in whole numbers, and ``score`` is the logistic of total.

    Parameters
    ----------
    names
        Components, in the order of the rows of `points`.
    points : int32 of shape (n_components, n_pairs)
        Micro log-odds.
    known : bool of shape (n_components, n_pairs)
        Whether the evidence was known.
    base
        Micro log-odds of a pair without points.
    total : int64 of shape (n_pairs,)
        Micro log-odds.
    score : float64 of shape (n_pairs,)
        In (0, 1).
    micro : int64 of shape (n_pairs,)
        The score in whole millionths.
    jobseeker_score, vacancy_score : float64 of shape (n_pairs,)
        Logistic of half the base and the points of one side: how much either side would want the other.
    coverage : float32 of shape (n_pairs,)
        Share of the weight of which the evidence was known, in [0, 1].
    card
        The card that was used.
    """

    names: tuple[str, ...]
    points: NDArray[np.int32]
    known: NDArray[np.bool_]
    base: int
    total: NDArray[np.int64]
    score: NDArray[np.float64]
    micro: NDArray[np.int64]
    jobseeker_score: NDArray[np.float64]
    vacancy_score: NDArray[np.float64]
    coverage: NDArray[np.float32]
    card: ScoreCard

    def __len__(self) -> int:
        return len(self.total)

    def of(self, position: int) -> tuple[Contribution, ...]:
        """Contributions of one pair, in the order of `names`."""
        found = []
        for component, points, known in zip(
            COMPONENTS, self.points[:, position].tolist(), self.known[:, position].tolist(), strict=True
        ):
            weight = self.card.components[component.name]
            evidence = points / (weight.weight * MICRO) if known and weight.weight else weight.unknown
            found.append(
                Contribution(
                    name=component.name,
                    nl=component.nl,
                    en=component.en,
                    side=weight.side,
                    evidence=evidence,
                    points=points,
                    known=known,
                )
            )
        return tuple(found)


def score_pairs(source: Features | Evidence, pairs: Pairs, card: ScoreCard) -> Scores:
    """Score pairs with a points card.

    Parameters
    ----------
    source
        Features of the market, or evidence of exactly these pairs.
    pairs
        The pairs.
    card
        The card.

    Raises
    ------
    RuleError
        When evidence is given that is not of these pairs.

    Examples
    --------
    >>> from matching.features import build
    >>> from matching.market import load_region
    >>> from matching.pairs import find_pairs
    >>> from matching.scoring import load_card
    >>> market = load_region("drenthe", jobseekers=30, vacancies=12)
    >>> scores = score_pairs(build(market.open), pairs := find_pairs(market), load_card())
    >>> bool((scores.base + scores.points.sum(axis=0) == scores.total).all())
    True
    """
    evidence = source if isinstance(source, Evidence) else compare(source, pairs.jobseeker, pairs.vacancy)
    if evidence.n_pairs != len(pairs):
        raise RuleError(f"score_pairs: evidence is of {evidence.n_pairs:,} pairs, not of {len(pairs):,}.")
    return _score(evidence, card)


def _score(evidence: Evidence, card: ScoreCard) -> Scores:
    n = evidence.n_pairs
    known = ~np.isnan(evidence.values)
    points = np.empty(evidence.values.shape, np.int32)
    sides = {"jobseeker": np.zeros(n, np.int64), "vacancy": np.zeros(n, np.int64)}
    covered = np.zeros(n, np.float64)
    for at, name in enumerate(evidence.names):
        weight = card.components[name]
        points[at] = points_of(evidence.values[at], weight)
        sides[weight.side] += points[at]
        covered += weight.weight * known[at]
    base = round(card.base * MICRO)
    total = base + sides["jobseeker"] + sides["vacancy"]
    score = logistic(total)
    weights = sum(card.components[name].weight for name in evidence.names)
    arrays = {
        "points": points,
        "known": known,
        "total": total,
        "score": score,
        "micro": np.rint(score * MICRO).astype(np.int64),
        "jobseeker_score": logistic(sides["jobseeker"] + base / 2),
        "vacancy_score": logistic(sides["vacancy"] + base / 2),
        "coverage": (covered / (weights or 1.0)).astype(np.float32),
    }
    for array in arrays.values():
        array.setflags(write=False)
    return Scores(names=evidence.names, base=base, card=card, **arrays)


def points_of(evidence: NDArray[np.float32], weight: Weight) -> NDArray[np.int32]:
    """Micro log-odds of the evidence of one component."""
    value = np.where(np.isnan(evidence), weight.unknown, evidence.astype(np.float64))
    return np.rint(value * (weight.weight * MICRO)).astype(np.int32)


def logistic(micro: NDArray[np.integer | np.floating]) -> NDArray[np.float64]:
    """Score of a total in micro log-odds."""
    return np.asarray(1 / (1 + np.exp(-micro / MICRO)))
