"""Which of many pairs score high enough, each looked at no longer than it takes to know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from matching.features import COMPONENTS
from matching.pairs import distinct
from matching.scoring._scores import MICRO, logistic, points_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features import Component, Features
    from matching.pairs import Block
    from matching.scoring._card import ScoreCard, Weight

_CHUNK = 1 << 16
"""Pairs compared at once. Affects speed only, never the answer."""
_WORTH = 0.9
"""Share of pairs that must be left for the others to be worth moving."""
_SPREAD = 8
"""Classes of a component within one leading class up to which its best of them is worth knowing."""


@dataclass(frozen=True, slots=True, eq=False)
class _Within:
    """Classes of a component that occur in each class of the leading one, those with the most of them first.

    ``places`` has the first of every leading class, then the second of those that have two, and so on;
    ``of`` says where each leading class stands.
    """

    places: tuple[NDArray[np.intp], ...]
    of: NDArray[np.intp]

    def best(self, points: NDArray[np.int32]) -> NDArray[np.int32]:
        """Most points in each leading class."""
        found = points[:, self.places[0]]
        for classes in self.places[1:]:
            front = found[:, : len(classes)]
            np.maximum(front, points[:, classes], out=front)
        return found[:, self.of]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A component with its weight, its classes of vacancies, and which of these each leading class holds."""

    component: Component
    weight: Weight
    first: NDArray[np.intp]
    of: NDArray[np.intp]
    within: _Within | None = None

    @property
    def most(self) -> int:
        """Most points that the component can give."""
        return round(self.weight.weight * MICRO * max(1.0, self.weight.unknown))

    @property
    def worth(self) -> int:
        """How many times fewer the pairs of classes must be for all points to be computed beforehand.

        The points of the heavy components rule out most pairs, those of the others few.
        """
        return 1 if self.weight.weight >= 1 else 16

    def led_by(self, lead: _Part) -> _Part:
        """Note the classes that occur in each class of another component, where these are not too many."""
        n, n_lead = np.intp(len(self.first)), len(lead.first)
        both = np.unique(lead.of * n + self.of)
        if not 0 < len(both) <= _SPREAD * n_lead:
            return self
        start = np.searchsorted(both, np.arange(n_lead) * n)
        size = np.diff(start, append=len(both))
        order = np.argsort(-size, kind="stable")
        places = tuple((both % n)[start[order[: np.sum(size > at)]] + at] for at in range(size.max()))
        return replace(self, within=_Within(places, np.argsort(order)))


class Screen:
    """Scores of pairs that are high enough, the same numbers as `score_pairs` gives.

    Components are looked at by falling weight. A pair is left as soon as the points it has, with the most
    that the others can give this jobseeker, do not reach what is asked. Where a block of jobseekers has more
    pairs than a component can tell vacancies apart, the evidence is computed for the classes instead.

    Parameters
    ----------
    features
        Of the market.
    card
        The card.

    Examples
    --------
    >>> from matching.features import build
    >>> from matching.market import load_region
    >>> from matching.pairs import find_candidates
    >>> from matching.scoring import load_card
    >>> market = load_region("drenthe", jobseekers=30, vacancies=12)
    >>> screen = Screen(build(market.open), load_card())
    >>> pairs = find_candidates(market, screen, at_least=0.35)
    >>> len(pairs) < 360, int(pairs.micro.min()) >= 350_000
    (True, True)
    """

    def __init__(self, features: Features, card: ScoreCard) -> None:
        self._features = features
        self._base = round(card.base * MICRO)
        m = len(features.market.vacancies)
        parts = [
            _Part(component, card.components[component.name], *_classes(features, component, m))
            for component in COMPONENTS
        ]
        lead, *others = sorted(parts, key=lambda part: -part.weight.weight)
        self._parts = [lead, *(part.led_by(lead) for part in others)]

    def __call__(
        self, block: Block, at_least: NDArray[np.integer]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Find the pairs of a block that score at least what is asked of their jobseeker.

        Parameters
        ----------
        block
            The pairs.
        at_least : of shape (n_block,)
            Millionths.

        Returns
        -------
        row, column : of shape (n_found,)
            The pairs found, as places in ``block.people`` and ``block.vacancies``, sorted by both.
        micro : of shape (n_found,)
            Their scores in millionths.
        """
        need = _total_for(at_least)
        tables = [self._table(part, block.people, len(block) // part.worth) for part in self._parts]
        most = [
            np.full(len(block.people), part.most) if table is None else table.max(axis=1)
            for part, table in zip(self._parts, tables, strict=True)
        ]
        # Points short of what is asked, with the most that every component can give.
        least = need - (self._base + np.sum(most, axis=0))
        can = self._hopeful(tables, most, least)
        row, column = block.pairs(can, None if can is None else self._parts[0].of[block.vacancies])
        short = least[row]
        for part, table, top in zip(self._parts, tables, most, strict=True):
            if table is None:
                table = self._table(part, block.people, len(row) // 2)
            if table is None:
                short += top[row] - self._points(part, block.people[row], block.vacancies[column])
            else:
                lacking = (top[:, None] - table).reshape(-1)
                short += lacking[row * np.intp(table.shape[1]) + part.of[block.vacancies][column]]
            keep = np.flatnonzero(short <= 0)
            if len(keep) < _WORTH * len(row):
                row, column, short = row[keep], column[keep], short[keep]
        micro = np.rint(logistic(need[row] - short) * MICRO).astype(np.int64)
        keep = np.flatnonzero(micro >= at_least[row])
        return row[keep], column[keep], micro[keep]

    def _hopeful(
        self,
        tables: list[NDArray[np.int32] | None],
        most: list[NDArray[np.integer]],
        least: NDArray[np.integer],
    ) -> NDArray[np.bool_] | None:
        """Say with which classes of the first component a jobseeker can reach what is asked.

        By the best that each component can give within the class; ``None`` where that was not computed.
        """
        table = tables[0]
        if table is None:
            return None
        lacking = (least + most[0])[:, None] - table
        for part, own, top in zip(self._parts[1:], tables[1:], most[1:], strict=True):
            if own is not None and part.within is not None:
                lacking += top[:, None] - part.within.best(own)
        return np.asarray(lacking <= 0)

    def _table(self, part: _Part, people: NDArray[np.integer], n_pairs: int) -> NDArray[np.int32] | None:
        """Points of the jobseekers with every class of vacancies, ``None`` where the pairs are fewer."""
        n, k = len(people), len(part.first)
        if not 0 < n * k <= n_pairs:
            return None
        return self._points(part, people[:, None], part.first[None])

    def _points(
        self, part: _Part, jobseeker: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> NDArray[np.int32]:
        """Points of pairs, or of all pairs of some jobseekers and vacancies, in their common shape."""
        shape = np.broadcast(jobseeker, vacancy).shape
        points = np.empty(shape, np.int32)
        rows = max(1, _CHUNK * len(points) // max(points.size, 1))
        own, other = jobseeker.astype(np.int32), vacancy.astype(np.int32)
        for start in range(0, len(points), rows):
            here = slice(start, start + rows)
            evidence = part.component.evidence(
                self._features, own[here], other if len(other) < len(points) else other[here]
            )
            points[here] = points_of(evidence, part.weight)
        return points


def _total_for(micro: NDArray[np.integer]) -> NDArray[np.int64]:
    """Points below which no score reaches a number of millionths; a few less for the rounding."""
    chance = np.clip((micro - 1) / MICRO, 1e-9, 1 - 1e-9)
    return np.asarray(np.floor(np.log(chance / (1 - chance)) * MICRO), np.int64) - 2


def _classes(features: Features, component: Component, m: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    if component.reads is None:
        return np.arange(m), np.arange(m)
    return distinct((attrgetter(path)(features) for path in component.reads), m)
