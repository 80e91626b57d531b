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
    from matching.scoring._card import ScoreCard, Weight

_CHUNK = 1 << 16
"""Pairs compared at once. Affects speed only, never the answer."""
_WORTH = 0.9
"""Share of pairs that must be left for the others to be worth moving."""
_SPREAD = 8
"""Classes of a component within one leading class up to which its best of them is worth knowing."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A component with its weight, its classes of vacancies, and which of these each leading class holds."""

    component: Component
    weight: Weight
    first: NDArray[np.intp]
    of: NDArray[np.intp]
    within: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None

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
        n = np.intp(len(self.first))
        both = np.unique(lead.of * n + self.of)
        if len(both) > _SPREAD * len(lead.first):
            return self
        start = np.searchsorted(both, np.arange(len(lead.first)) * n)
        return replace(self, within=(start, both % n))


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
    >>> from matching.scoring import load_card
    >>> market = load_region("drenthe", jobseekers=30, vacancies=12)
    >>> screen = Screen(build(market.open), load_card())
    >>> people, every = np.arange(30), np.indices((30, 12), np.int32).reshape(2, -1)
    >>> place, micro = screen(people, *every, np.full(30, 350_000))
    >>> len(place) < 360, int(micro.min()) >= 350_000
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
        self,
        people: NDArray[np.integer],
        row: NDArray[np.integer],
        vacancy: NDArray[np.integer],
        at_least: NDArray[np.integer],
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Find the pairs of a block that score at least what is asked of their jobseeker.

        Parameters
        ----------
        people : of shape (n_block,)
            Positions of jobseekers.
        row, vacancy : of shape (n_pairs,)
            Pairs, as places in ``people`` and positions of vacancies.
        at_least : of shape (n_block,)
            Millionths.

        Returns
        -------
        place : of shape (n_found,)
            Places of the pairs found, rising.
        micro : of shape (n_found,)
            Their scores in millionths.
        """
        need = _total_for(at_least)
        tables = [self._table(part, people, len(row) // part.worth) for part in self._parts]
        most = [
            np.full(len(people), part.most) if table is None else table.max(axis=1)
            for part, table in zip(self._parts, tables, strict=True)
        ]
        rest = self._base + np.sum(most, axis=0)
        place = self._hopeful(tables, most, need - rest, row, vacancy)
        row, vacancy = row[place].astype(np.intp), vacancy[place].astype(np.intp)
        short = (need - rest)[row]
        for part, table, top in zip(self._parts, tables, most, strict=True):
            if table is None:
                table = self._table(part, people, len(row) // 2)
            if table is None:
                points = self._points(part, people[row], vacancy)
            else:
                points = table.ravel()[row * table.shape[1] + part.of[vacancy]]
            short += top[row] - points
            keep = np.flatnonzero(short <= 0)
            if len(keep) < _WORTH * len(row):
                row, vacancy, short, place = row[keep], vacancy[keep], short[keep], place[keep]
        micro = np.rint(logistic(need[row] - short) * MICRO).astype(np.int64)
        keep = np.flatnonzero(micro >= at_least[row])
        return place[keep], micro[keep]

    def _hopeful(
        self,
        tables: list[NDArray[np.int32] | None],
        most: list[NDArray[np.integer]],
        short: NDArray[np.integer],
        row: NDArray[np.integer],
        vacancy: NDArray[np.integer],
    ) -> NDArray[np.intp]:
        """Find the pairs that can reach what is asked, by the best of each class of the first component."""
        lead, table = self._parts[0], tables[0]
        if table is None or not len(row):
            return np.arange(len(row))
        lacking = (short + most[0])[:, None] - table
        for part, own, top in zip(self._parts[1:], tables[1:], most[1:], strict=True):
            if own is not None and part.within is not None:
                start, of = part.within
                lacking += top[:, None] - np.maximum.reduceat(own[:, of], start, axis=1)
        can = lacking <= 0
        return np.flatnonzero(can.ravel()[row * np.intp(can.shape[1]) + lead.of[vacancy]])

    def _table(self, part: _Part, people: NDArray[np.integer], n_pairs: int) -> NDArray[np.int32] | None:
        """Points of the jobseekers with every class of vacancies, ``None`` where the pairs are fewer."""
        n, k = len(people), len(part.first)
        if not 0 < n * k <= n_pairs:
            return None
        row, column = np.repeat(people, k), np.tile(part.first, n)
        return self._points(part, row, column).reshape(n, k)

    def _points(
        self, part: _Part, jobseeker: NDArray[np.integer], vacancy: NDArray[np.integer]
    ) -> NDArray[np.int32]:
        points = np.empty(len(jobseeker), np.int32)
        for start in range(0, len(points), _CHUNK):
            here = slice(start, start + _CHUNK)
            evidence = part.component.evidence(
                self._features, jobseeker[here].astype(np.int32), vacancy[here].astype(np.int32)
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
