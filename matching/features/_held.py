"""Qualifications and sectors as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np
from rapidfuzz import fuzz

from matching.features._arrays import check_bytes, frozen, padded
from matching.features._normalise import fold
from matching.market import bit
from matching.records import Licence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.market import JobseekerTable, VacancyTable

_SAME = 90.0
"""Percentage of shared words from which two names are one certificate."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QualificationTable:
    """Certificates and licences that are asked without the law demanding them.

    Parameters
    ----------
    asked : int32 of shape (n_vacancies, most)
        Numbers of what is asked, -1 behind the last.
    held : int8 of shape (n_jobseekers, n_qualifications)
        1 held, 0 not, -1 unknown.
    """

    asked: NDArray[np.int32]
    held: NDArray[np.int8]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable, max_bytes: int) -> Self:
        """Gather them from the columns."""
        names = [
            tuple(fold(demand.name) for demand in demands if not demand.legally_required)
            for demands in offers.certificates
        ]
        licences = [
            tuple(demand.category for demand in demands if not demand.legally_required)
            for demands in offers.licences
        ]
        certificate = {name: at for at, name in enumerate(sorted({n for some in names for n in some}))}
        check_bytes("certificates of people", len(people) * (len(certificate) + len(Licence)), max_bytes)
        held = np.full((len(people), len(certificate) + len(Licence)), -1, np.int8)
        seen: dict[tuple[str, ...], list[bool]] = {}
        for row, own in enumerate(people.certificates):
            if own is not None:
                if own not in seen:
                    seen[own] = [any(is_same_certificate(one, name) for one in own) for name in certificate]
                held[row, : len(certificate)] = seen[own]
        for at, licence in enumerate(Licence):
            has = (people.licences & bit(licence)) != 0
            held[:, len(certificate) + at] = np.where(people.licences_known, has, -1)
        first = len(certificate)
        order = list(Licence)
        asked = [
            [certificate[name] for name in some] + [first + order.index(one) for one in more]
            for some, more in zip(names, licences, strict=True)
        ]
        return cls(asked=padded(asked), held=frozen(held))


@lru_cache(maxsize=1 << 16)
def is_same_certificate(held: str, asked: str) -> bool:
    """Whether two names stand for the same certificate: the words of one are nearly all in the other.

    Examples
    --------
    >>> is_same_certificate("VCA basis (2024)", "VCA"), is_same_certificate("BIG-registratie", "VCA")
    (True, False)
    """
    return fuzz.token_set_ratio(fold(held), fold(asked)) >= _SAME


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SectorTable:
    """Sectors wished and offered, as numbers of equal names.

    Parameters
    ----------
    wished : int32 of shape (n_jobseekers, most)
        -1 behind the last.
    offered : int32 of shape (n_vacancies,)
        -1 when unknown.
    """

    wished: NDArray[np.int32]
    offered: NDArray[np.int32]

    @classmethod
    def build(cls, people: JobseekerTable, offers: VacancyTable) -> Self:
        """Give every name a number."""
        names = {fold(name) for some in people.sectors_wished for name in some}
        names |= {fold(name) for name in offers.sector if name is not None}
        number = {name: at for at, name in enumerate(sorted(names))}
        offered = [-1 if name is None else number[fold(name)] for name in offers.sector]
        return cls(
            wished=padded([[number[fold(name)] for name in some] for some in people.sectors_wished]),
            offered=frozen(np.array(offered, np.int32)),
        )
