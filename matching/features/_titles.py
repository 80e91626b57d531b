"""Titles of people and vacancies, and how similar they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.features._arrays import check_bytes, frozen, padded
from matching.features._normalise import fold

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from matching.market import JobseekerTable, VacancyTable
    from matching.records import OccupationRef, WorkExperience


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TitleTable:
    """Distinct titles and their similarity.

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
    table : float32 of shape (n_titles of people, n_titles of vacancies)
        In [0, 1].
    """

    wanted: NDArray[np.int32]
    held: NDArray[np.int32]
    held_years: NDArray[np.float32]
    n_held: NDArray[np.int32]
    offered: NDArray[np.int32]
    table: NDArray[np.float32]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, on: date, max_bytes: int) -> Self:
        """Give every title a number and compare them."""
        held = [[job.occupation for job in jobs] for jobs in people.history]
        left = sorted({_key(ref) for refs in (*people.wanted, *held) for ref in refs} - {""})
        right = sorted({_key(ref) for ref in offers.occupation if ref} - {""})
        check_bytes("titles", 4 * len(left) * len(right), max_bytes)
        number = {key: at for at, key in enumerate(left)} | {"": -1}
        offered = {key: at for at, key in enumerate(right)} | {"": -1}
        years = np.full((len(held), max(map(len, held), default=0)), np.nan, np.float32)
        for row, jobs in enumerate(people.history):
            years[row, : len(jobs)] = [_years(job, on) for job in jobs]
        return cls(
            wanted=padded([[number[_key(ref)] for ref in refs] for refs in people.wanted]),
            held=padded([[number[_key(ref)] for ref in refs] for refs in held]),
            held_years=frozen(years),
            n_held=frozen(np.array([len(jobs) for jobs in held], np.int32)),
            offered=frozen(
                np.array([offered[_key(ref)] if ref else -1 for ref in offers.occupation], np.int32)
            ),
            table=frozen(_similarity(left, right)),
        )

    def similarity(self, own: NDArray[np.int32], offered: NDArray[np.int32]) -> NDArray[np.float32]:
        """Similarity of pairs of titles by number, NaN where one is -1."""
        if not self.table.size:
            return np.full(len(own), np.nan, np.float32)
        return np.where((own >= 0) & (offered >= 0), self.table[own, offered], np.float32(np.nan))


def _key(ref: OccupationRef) -> str:
    return fold(ref.title or ref.code or "")


def _years(job: WorkExperience, on: date) -> float:
    if job.start is None:
        return float("nan")
    return max(((job.end or on) - job.start).days, 0) / 365.25


def _similarity(left: list[str], right: list[str]) -> NDArray[np.float32]:
    if not left or not right:
        return np.zeros((len(left), len(right)), np.float32)
    model = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float32).fit(left + right)
    table: NDArray[np.float32] = (model.transform(left) @ model.transform(right).T).toarray()
    return table
