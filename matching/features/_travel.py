"""Distance as the crow flies, and the minutes that a journey is estimated to take."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np

from matching.records import TravelMode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from matching.market import Places

_EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelSettings:
    """How kilometres become minutes without a route planner: ``60 * km * detour / speed + fixed``.

    Parameters
    ----------
    car, public_transport, bicycle, moped
        Speeds in km/h. That of a moped is an assumption: as public transport.
    detour
        Kilometres by road per kilometre as the crow flies.
    fixed
        Minutes that any journey takes.

    Examples
    --------
    >>> TravelSettings().minutes(15_000, 45.0)
    31.0
    """

    car: float = 45.0
    public_transport: float = 25.0
    bicycle: float = 15.0
    moped: float = 25.0
    detour: float = 1.3
    fixed: float = 5.0

    def __post_init__(self) -> None:
        for name in ("car", "public_transport", "bicycle", "moped", "detour"):
            if not getattr(self, name) > 0:
                msg = f"{name} must be above 0, got {getattr(self, name)!r}."
                raise ValueError(msg)

    def minutes(self, metres: float, speed: float) -> float:
        """Minutes one way for metres as the crow flies at a speed in km/h."""
        return 60 * self.detour * metres / (1000 * speed) + self.fixed

    def fastest(self, modes: Iterable[TravelMode]) -> TravelMode:
        """Fastest of some means of travelling, the first of the list when equal."""
        return max(modes, key=lambda mode: (self.speed(mode), -list(TravelMode).index(mode)))

    def speed(self, mode: TravelMode) -> float:
        """Speed in km/h."""
        return {
            TravelMode.CAR: self.car,
            TravelMode.PUBLIC_TRANSPORT: self.public_transport,
            TravelMode.BICYCLE: self.bicycle,
            TravelMode.MOPED: self.moped,
        }[mode]

    def speeds(self, modes: NDArray[np.uint8], *, unknown: TravelMode) -> NDArray[np.float64]:
        """Speed of the fastest means of each mask; of ``unknown`` where the mask is empty."""
        best = np.zeros(len(modes))
        for at, mode in enumerate(TravelMode):
            best = np.where((modes >> at) & 1, np.maximum(best, self.speed(mode)), best)
        return np.where(modes == 0, self.speed(unknown), best)


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """Metres between places as the crow flies; equal places are computed once.

    Parameters
    ----------
    from_point : int32 of shape (n_from,)
    to_point : int32 of shape (n_to,)
        Which point each place is.
    metres : int32 of shape (n_from_points, n_to_points)
        Whole metres, -1 where a place is unknown.
    """

    from_point: NDArray[np.int32]
    to_point: NDArray[np.int32]
    metres: NDArray[np.int32]

    @classmethod
    def between(cls, start: Places, goal: Places, rows: slice = slice(None)) -> Distances:
        """Distances from a block of places to all places of another list.

        Notes
        -----
        The table is of points, of which the Netherlands have about 4,000 in four-digit postcodes: 64 MB.
        """
        a, from_point = _points(start, rows)
        b, to_point = _points(goal, slice(None))
        half = np.sin((b[None, :, 0] - a[:, None, 0]) / 2) ** 2
        half += (
            np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin((b[None, :, 1] - a[:, None, 1]) / 2) ** 2
        )
        metres = np.round(2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1))))
        table = np.where(np.isnan(metres), -1, metres).astype(np.int32)
        table.setflags(write=False)
        return cls(from_point, to_point, table)

    def of(self, start: NDArray[np.int32], goal: NDArray[np.int32]) -> NDArray[np.int32]:
        """Metres of pairs of positions, -1 where unknown."""
        found: NDArray[np.int32] = self.metres[self.from_point[start], self.to_point[goal]]
        return found

    def full(self) -> NDArray[np.int32]:
        """Metres of all combinations, of shape (n_from, n_to)."""
        full: NDArray[np.int32] = self.metres[:, self.to_point][self.from_point]
        return full


def distance_metres(start: Places, i: int, goal: Places, j: int) -> int | None:
    """Whole metres between two places, ``None`` when either is unknown.

    Notes
    -----
    The haversine formula on a sphere, within half a percent of the ellipsoid.
    """
    lat1, lon1 = radians(start.latitude[i]), radians(start.longitude[i])
    lat2, lon2 = radians(goal.latitude[j]), radians(goal.longitude[j])
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return None if half != half else round(2 * _EARTH_M * asin(min(1.0, sqrt(half))))  # NaN is not itself


def _points(places: Places, rows: slice) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Distinct points in radians, and which one each place is; each postcode is a point of its own."""
    postcode = np.array([-1 if code is None else int(code) for code in places.pc4[rows]], np.int64)
    nowhere = np.isnan(places.latitude[rows])
    latitude, longitude = (
        np.where(nowhere, 999.0, degrees[rows]) for degrees in (places.latitude, places.longitude)
    )
    # By sorting: ``np.unique`` of rows takes ten times as long.
    order = np.lexsort((postcode, longitude, latitude))
    new = np.ones(len(order), bool)
    new[1:] = False
    for column in (latitude, longitude, postcode):
        new[1:] |= column[order[1:]] != column[order[:-1]]
    point = np.empty(len(order), np.int32)
    point[order] = np.cumsum(new) - 1
    found = np.column_stack([np.where(nowhere, np.nan, latitude), longitude])[order[new]]
    return np.radians(found), point
