"""Where people and vacancies are: the point of a postcode, else the centre of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching import registers
from matching.exceptions import RegisterError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from matching.records import Jobseeker, Vacancy

N = TypeVar("N", bound=np.generic)

FROM_POSTCODE, FROM_MUNICIPALITY, NOWHERE = 1, 2, 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Location of each record.

    Parameters
    ----------
    pc4
        Four digits of the postcode, ``None`` when unknown.
    latitude, longitude
        Degrees (WGS84), NaN when unknown.
    municipality, region
        Codes ``GM0000`` and ``AM00``, ``None`` when unknown.
    source
        1 point of the postcode, 2 centre of the municipality, 0 unknown.
    """

    pc4: tuple[str | None, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    municipality: tuple[str | None, ...]
    region: tuple[str | None, ...]
    source: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Place:
    pc4: str | None
    latitude: float
    longitude: float
    municipality: str | None
    region: str | None
    source: int


def locate(records: Sequence[Jobseeker] | Sequence[Vacancy], on: date) -> Places:
    """Place every record; equal postcodes and municipalities are looked up once."""
    seen: dict[tuple[str | None, str | None], _Place] = {}
    found = []
    for record in records:
        key = (record.postcode and record.postcode[:4], record.municipality)
        if key not in seen:
            seen[key] = _locate(*key, on)
        found.append(seen[key])
    return Places(
        pc4=tuple(p.pc4 for p in found),
        latitude=_frozen(np.array([p.latitude for p in found], np.float64)),
        longitude=_frozen(np.array([p.longitude for p in found], np.float64)),
        municipality=tuple(p.municipality for p in found),
        region=tuple(p.region for p in found),
        source=_frozen(np.array([p.source for p in found], np.int8)),
    )


def _locate(pc4: str | None, municipality: str | None, on: date) -> _Place:
    if pc4 is not None:
        try:
            point = registers.postcode(pc4)
        except RegisterError:
            point = None  # a postcode that the table does not have: fall back to the municipality
        if point is not None:
            return _Place(
                pc4,
                point.latitude,
                point.longitude,
                municipality or point.municipality_code,
                point.region_code,
                FROM_POSTCODE,
            )
    if municipality is not None:
        try:
            latitude, longitude = registers.municipality_centre(municipality)
            region = registers.region_of_municipality(municipality, on).code
        except RegisterError:
            return _Place(pc4, np.nan, np.nan, municipality, None, NOWHERE)
        return _Place(pc4, latitude, longitude, municipality, region, FROM_MUNICIPALITY)
    return _Place(pc4, np.nan, np.nan, None, None, NOWHERE)


def _frozen(array: NDArray[N]) -> NDArray[N]:
    array.setflags(write=False)
    return array
