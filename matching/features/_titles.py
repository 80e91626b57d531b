"""Titles of people and vacancies, and how similar they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from matching.features._arrays import BLOCK_ROWS, check_bytes, frozen, padded, pick
from matching.features._curve import Curve, along
from matching.features._esco import occupation_position, occupation_ranker, relation
from matching.features._normalise import HEADS, normal_title

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from matching.features._ranker import Ranking
    from matching.market import JobseekerTable, VacancyTable
    from matching.records import OccupationRef, WorkExperience

_TRUST: Curve = ((0.1, 0.0), (0.3, 0.55), (0.6, 0.85), (1.0, 0.97))
"""How far a title is taken for an occupation, by the probability that it stands for it: occupations that
share it are near each other, so an even chance counts for more than half. Below the first it stays text: of
1,699 labels of ESCO held out of the training, 99 % come above it, of which 87 % with the right occupation and
90 % in the right unit group of ISCO-08; below it 27 % and 36 % (``benchmarks.quality.confidence``)."""
_SECOND = np.array([1.0, 0.92, 0.85], np.float32)
"""Trust in the first, second and third occupation that a title may stand for."""
_TEXT: Curve = ((0.25, 0.0), (0.4, 0.1), (0.5, 0.3), (0.6, 0.55), (0.8, 0.85), (1.0, 1.0))
"""Similarity that the texts alone are taken for, by their likeness."""

Key = tuple[str, int]
"""A title in its plain form, and the occupation that its code names or -1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Titles:
    """Distinct titles and what they stand for.

    Parameters
    ----------
    keys
        In sorted order.
    concept : int32 of shape (n_titles, n_concepts)
        Positions in `registers.occupations`, -1 behind the last.
    trust : float32 of shape (n_titles, n_concepts)
        How sure the title stands for it, in [0, 1].
    nearest : int32 of shape (n_titles, n_concepts)
        The occupations that it is most like, sure or not, -1 behind the last.
    score : float32 of shape (n_titles, n_concepts)
        The probability that it stands for each of these.
    """

    keys: tuple[Key, ...]
    concept: NDArray[np.int32]
    trust: NDArray[np.float32]
    nearest: NDArray[np.int32]
    score: NDArray[np.float32]

    @classmethod
    def of(cls, *sides: Iterable[OccupationRef]) -> tuple[Self, ...]:
        """Gather the distinct titles of each side and find their occupations; texts of several are read once.

        A code that is known is believed.
        """
        keys = [tuple(sorted({_key(ref) for ref in refs} - {("", -1)})) for refs in sides]
        number = {text: at for at, text in enumerate(sorted({text for side in keys for text, _ in side}))}
        ranking = occupation_ranker().rank(list(number), len(_SECOND))
        return tuple(
            cls._read(side, ranking, np.array([number[text] for text, _ in side], np.intp)) for side in keys
        )

    @classmethod
    def _read(cls, keys: tuple[Key, ...], ranking: Ranking, at: NDArray[np.intp]) -> Self:
        nearest, score = ranking.concept[at], ranking.score[at]
        concept = nearest.copy()
        trust = np.where(concept >= 0, along(_TRUST, score) * _SECOND, 0)
        # A bare second half of a compound, medewerker, stays text unless an occupation is called so.
        vague = np.array([text in HEADS for text, _ in keys], bool) & (score[:, 0] < 1)
        concept[vague], trust[vague] = -1, 0
        coded = np.array([code for _, code in keys], np.int32).reshape(-1)
        known = coded >= 0
        concept[known], trust[known] = -1, 0
        concept[known, 0], trust[known, 0] = coded[known], 1
        concept[trust == 0] = -1
        return cls(
            keys=keys,
            concept=frozen(concept),
            trust=frozen(trust),
            nearest=frozen(nearest),
            score=frozen(score),
        )

    @property
    def unclear(self) -> NDArray[np.bool_]:
        """Titles that stay text: they have no code, and no occupation is sure enough."""
        return np.asarray((self.concept < 0).all(axis=1))

    def vectors(self) -> sparse.csr_array:
        """Text vectors of the titles."""
        return occupation_ranker().transform([text for text, _ in self.keys])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TitleTable:
    """Titles wanted, held and offered, and their similarity.

    Parameters
    ----------
    wanted, held : int32 of shape (n_jobseekers, most)
        Numbers of the titles wanted, in order of preference, and of work before; -1 behind the last.
    held_years : float32, shaped as ``held``
        Years of each, NaN when a date is unknown.
    n_held : int32 of shape (n_jobseekers,)
        How many jobs a jobseeker had.
    offered : int32 of shape (n_vacancies,)
        Number of the title of each vacancy, -1 when it has none.
    people, vacancies
        The titles behind the numbers.
    table : float32 of shape (n_titles of people, n_titles of vacancies)
        Similarity in [0, 1].
    """

    wanted: NDArray[np.int32]
    held: NDArray[np.int32]
    held_years: NDArray[np.float32]
    n_held: NDArray[np.int32]
    offered: NDArray[np.int32]
    people: Titles
    vacancies: Titles
    table: NDArray[np.float32]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, on: date, max_bytes: int) -> Self:
        """Give every title a number and compare them."""
        held = [[job.occupation for job in jobs] for jobs in people.history]
        left, right = Titles.of(
            (ref for refs in (*people.wanted, *held) for ref in refs),
            (ref for ref in offers.occupation if ref),
        )
        check_bytes("titles", 4 * len(left.keys) * len(right.keys), max_bytes)
        years = np.full((len(held), max(map(len, held), default=0)), np.nan, np.float32)
        for row, jobs in enumerate(people.history):
            years[row, : len(jobs)] = [_years(job, on) for job in jobs]
        number, offered = _numbers(left), _numbers(right)
        return cls(
            wanted=padded([[number[_key(ref)] for ref in refs] for refs in people.wanted]),
            held=padded([[number[_key(ref)] for ref in refs] for refs in held]),
            held_years=frozen(years),
            n_held=frozen(np.array([len(jobs) for jobs in held], np.int32)),
            offered=frozen(
                np.array([offered[_key(ref)] if ref else -1 for ref in offers.occupation], np.int32)
            ),
            people=left,
            vacancies=right,
            table=frozen(similarity(left, right)),
        )

    def near(self, own: NDArray[np.int32], offered: NDArray[np.int32]) -> NDArray[np.float32]:
        """Similarity of pairs of titles by number, NaN where one is -1."""
        if not self.table.size:
            return np.full(np.broadcast(own, offered).shape, np.nan, np.float32)
        return np.where((own >= 0) & (offered >= 0), pick(self.table, own, offered), np.float32(np.nan))


def similarity(left: Titles, right: Titles) -> NDArray[np.float32]:
    """Similarity of titles, of shape (n_left, n_right).

    The larger of two: the likeness of the texts, and over the occupations that both may stand for the
    relation of these, as far as it is trusted that they do.
    """
    if not left.keys or not right.keys:
        return np.zeros((len(left.keys), len(right.keys)), np.float32)
    table = np.empty((len(left.keys), len(right.keys)), np.float32)
    own_text, other_text = left.vectors(), sparse.csr_array(right.vectors().T)
    for start in range(0, len(table), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        table[block] = along(_TEXT, (own_text[block] @ other_text).toarray())
    own, own_at = np.unique(left.concept, return_inverse=True)
    other, other_at = np.unique(right.concept, return_inverse=True)
    own_at, other_at = own_at.reshape(left.concept.shape), other_at.reshape(right.concept.shape)
    related = relation(own, other)
    # Best over the own occupations first, then over those of the other side: 2 k gathers instead of k * k.
    best = np.zeros((len(left.keys), len(other)), np.float32)
    for place in range(left.concept.shape[1]):
        np.maximum(best, related[own_at[:, place]] * left.trust[:, place, None], out=best)
    for place in range(right.concept.shape[1]):
        np.maximum(table, best[:, other_at[:, place]] * right.trust[:, place], out=table)
    same = {key: at for at, key in enumerate(right.keys)}
    for row, key in enumerate(left.keys):
        if key in same:  # also of words that no label has, and that likeness knows nothing of
            table[row, same[key]] = 1.0
    return table


def _numbers(titles: Titles) -> dict[Key, int]:
    return {key: at for at, key in enumerate(titles.keys)} | {("", -1): -1}


def _key(ref: OccupationRef) -> Key:
    return normal_title(ref.title or ""), occupation_position(ref.code)


def _years(job: WorkExperience, on: date) -> float:
    if job.start is None:
        return float("nan")
    return max(((job.end or on) - job.start).days, 0) / 365.25
