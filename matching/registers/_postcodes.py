"""Four-digit postcodes: where they lie and how many people live there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import RegisterError
from matching.registers._table import Scalar, frozen, read_rows, unknown_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

_PATTERN = re.compile(r"\s*([1-9][0-9]{3})\s*(?:[A-Za-z]{2})?\s*")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A four-digit postcode of 2020, with the municipality and region of 2025.

    Parameters
    ----------
    pc4
        1000 to 9999.
    latitude, longitude
        A point inside the area, in degrees (WGS 84).
    municipality_code, region_code
        The municipality that holds the largest part of the area, and its region.
    town
        Name of the town, empty when unknown.
    inhabitants, inhabitants_15_24, inhabitants_25_49, inhabitants_50_64
        On 1 January 2021, rounded to 5; ``None`` when unknown.
    municipality_share
        Part of the area that lies in the municipality, in [0, 1].
    """

    pc4: int
    latitude: float
    longitude: float
    municipality_code: str
    region_code: str
    town: str
    inhabitants: int | None
    inhabitants_15_24: int | None
    inhabitants_25_49: int | None
    inhabitants_50_64: int | None
    municipality_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Postcodes:
    """All postcodes as read-only columns of one length, sorted by ``pc4``.

    Parameters
    ----------
    pc4 : int32 of shape (n_postcodes,)
    latitude, longitude : float64 of shape (n_postcodes,)
        A point inside the area, in degrees (WGS 84).
    municipality_code, region_code, town : text of shape (n_postcodes,)
        Of 2025; town is empty when unknown.
    inhabitants, inhabitants_15_24, inhabitants_25_49, inhabitants_50_64 : int32 of shape (n_postcodes,)
        On 1 January 2021, ``-1`` when unknown.
    municipality_share : float64 of shape (n_postcodes,)
        Part of the area that lies in the municipality, in [0, 1].
    """

    pc4: NDArray[np.int32]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    municipality_code: NDArray[np.str_]
    region_code: NDArray[np.str_]
    town: NDArray[np.str_]
    inhabitants: NDArray[np.int32]
    inhabitants_15_24: NDArray[np.int32]
    inhabitants_25_49: NDArray[np.int32]
    inhabitants_50_64: NDArray[np.int32]
    municipality_share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.pc4)

    def positions(self, pc4: ArrayLike) -> NDArray[np.intp]:
        """Position of each postcode in this table, ``-1`` where it has none.

        Parameters
        ----------
        pc4 : whole numbers, of any shape
            Anything outside 1000 to 9999 counts as unknown.

        Examples
        --------
        >>> table = postcodes()
        >>> found = table.positions([7811, -1, 5028])
        >>> found.tolist(), table.town[found[0]].item()
        ([2918, -1, -1], 'Emmen')
        """
        wanted = np.asarray(pc4, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.pc4, wanted), len(self.pc4) - 1)
        return np.where(self.pc4[place] == wanted, place, -1)


@cache
def postcodes() -> Postcodes:
    """All 4,067 postcodes as columns.

    Areas are those of 2020: a newer postcode is missing, and so is 5028; use `municipality_centre` then.

    Examples
    --------
    >>> table = postcodes()
    >>> len(table), int(table.inhabitants[table.region_code == "AM03"].clip(0).sum())
    (4067, 281285)
    """
    rows = read_rows("postcodes.csv.gz")

    def column(name: str, dtype: type[Scalar], convert: Callable[[str], object]) -> NDArray[Scalar]:
        return frozen(np.array([convert(row[name]) for row in rows], dtype=dtype))

    def count(text: str) -> int:
        return int(text) if text else -1

    return Postcodes(
        pc4=column("pc4", np.int32, int),
        latitude=column("latitude", np.float64, float),
        longitude=column("longitude", np.float64, float),
        municipality_code=column("municipality_code", np.str_, str),
        region_code=column("region_code", np.str_, str),
        town=column("town", np.str_, str),
        inhabitants=column("inhabitants", np.int32, count),
        inhabitants_15_24=column("inhabitants_15_24", np.int32, count),
        inhabitants_25_49=column("inhabitants_25_49", np.int32, count),
        inhabitants_50_64=column("inhabitants_50_64", np.int32, count),
        municipality_share=column("municipality_share", np.float64, float),
    )


def postcode(pc4: int | str) -> Postcode:
    """One postcode.

    Parameters
    ----------
    pc4
        Four digits; two letters behind them are left out.

    Raises
    ------
    RegisterError
        When the text is no postcode, or the table does not have it.

    Examples
    --------
    >>> emmen = postcode("7811 AA")
    >>> emmen.town, emmen.municipality_code, emmen.region_code
    ('Emmen', 'GM0114', 'AM03')
    """
    match = _PATTERN.fullmatch(str(pc4))
    if match is None:
        raise RegisterError("a postcode has four digits, the first not 0, and then at most two letters.")
    table = postcodes()
    at = int(table.positions(int(match[1])))
    if at < 0:
        raise RegisterError(
            f"no postcode {match[1]} in the areas of 2020; use the centre of the municipality."
        )

    def count(column: NDArray[np.int32]) -> int | None:
        return None if column[at] < 0 else int(column[at])

    return Postcode(
        pc4=int(table.pc4[at]),
        latitude=float(table.latitude[at]),
        longitude=float(table.longitude[at]),
        municipality_code=str(table.municipality_code[at]),
        region_code=str(table.region_code[at]),
        town=str(table.town[at]),
        inhabitants=count(table.inhabitants),
        inhabitants_15_24=count(table.inhabitants_15_24),
        inhabitants_25_49=count(table.inhabitants_25_49),
        inhabitants_50_64=count(table.inhabitants_50_64),
        municipality_share=float(table.municipality_share[at]),
    )


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants of a municipality of 2025 on 1 January 2021, added up from its postcodes.

    Parameters
    ----------
    municipality_code
        ``GM`` and four digits.
    inhabitants, inhabitants_15_24, inhabitants_25_49, inhabitants_50_64
        In all and by age; a postcode that crosses a border counts wholly on one side.
    """

    municipality_code: str
    inhabitants: int
    inhabitants_15_24: int
    inhabitants_25_49: int
    inhabitants_50_64: int


@cache
def municipality_population(gm_code: str) -> Population:
    """Inhabitants of a municipality of 2025, in all and by age.

    Raises
    ------
    RegisterError
        When no postcode lies in such a municipality; names the nearest code.

    Examples
    --------
    >>> municipality_population("GM0114").inhabitants
    107025
    """
    table, here = postcodes(), _inside(gm_code)

    def total(column: NDArray[np.int32]) -> int:
        return int(column[here].clip(0).sum())

    return Population(
        gm_code,
        total(table.inhabitants),
        total(table.inhabitants_15_24),
        total(table.inhabitants_25_49),
        total(table.inhabitants_50_64),
    )


def _inside(gm_code: str) -> NDArray[np.bool_]:
    table = postcodes()
    here: NDArray[np.bool_] = table.municipality_code == gm_code
    if not here.any():
        raise unknown_key(
            "municipality in the postcode table", gm_code, sorted(set(table.municipality_code.tolist()))
        )
    return here


@cache
def municipality_centre(gm_code: str) -> tuple[float, float]:
    """Latitude and longitude of the average inhabitant of a municipality of 2025, in degrees.

    Rounded to five decimals, as the postcodes are.

    Raises
    ------
    RegisterError
        When no postcode lies in such a municipality; names the nearest code.

    Examples
    --------
    >>> municipality_centre("GM0114")
    (52.75521, 6.93544)
    """
    table, here = postcodes(), _inside(gm_code)
    weight = table.inhabitants[here].clip(0)
    return (
        round(float(np.average(table.latitude[here], weights=weight)), 5),
        round(float(np.average(table.longitude[here], weights=weight)), 5),
    )
