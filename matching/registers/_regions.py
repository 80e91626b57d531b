"""The 35 labour-market regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from matching.exceptions import NotCoveredError
from matching.registers._sources import source_of
from matching.registers._table import fold, read_rows, unknown_key

if TYPE_CHECKING:
    from datetime import date

_FIRST_YEAR = 2015
_RENAMED_IN = 2025


@dataclass(frozen=True, slots=True)
class Region:
    """A labour-market region.

    Parameters
    ----------
    code
        ``AM`` and two digits.
    name
        Name in the edition asked for.
    centre_municipality
        Code of the municipality that coordinates the region.
    centre_certainty
        ``high``, ``medium`` or ``low``: how sure the centre municipality is.
    provinces
        Provinces that the region lies in, the largest part first.
    year
        Edition that the name is of.
    source
        Where the row comes from.
    """

    code: str
    name: str
    centre_municipality: str
    centre_certainty: str
    provinces: tuple[str, ...]
    year: int
    source: str


@cache
def _edition(year: int, name_column: str) -> tuple[Region, ...]:
    source = source_of("regions" if year == _RENAMED_IN else "municipalities_2015").source
    return tuple(
        Region(
            code=row["code"],
            name=row[name_column],
            centre_municipality=row["centre_municipality"],
            centre_certainty=row["centre_certainty"],
            provinces=tuple(row["provinces"].split("|")),
            year=year,
            source=source,
        )
        for row in read_rows("regions.csv")
    )


def regions(on: date) -> tuple[Region, ...]:
    """Regions on a date, sorted by code.

    The codes are the same throughout. Names are those of 2015 before 2020 and those of 2025 after: when the
    four names that differ were changed is not known.

    Raises
    ------
    NotCoveredError
        Before 2015.

    Examples
    --------
    >>> from datetime import date
    >>> len(regions(date(2026, 1, 1)))
    35
    >>> [r.name for r in regions(date(2016, 1, 1)) if r.code == "AM36"]
    ['IJsselvechtstreek']
    """
    if on.year < _FIRST_YEAR:
        raise NotCoveredError(f"regions are known from {_FIRST_YEAR}-01-01, not on {on}.")
    if on.year < 2020:
        return _edition(_FIRST_YEAR, "name_2015")
    return _edition(_RENAMED_IN, "name")


@cache
def _by_key() -> dict[str, Region]:
    today = _edition(_RENAMED_IN, "name")
    former = zip(_edition(_FIRST_YEAR, "name_2015"), today, strict=True)
    return (
        {fold(old.name): new for old, new in former}
        | {fold(region.name): region for region in today}
        | {fold(region.code): region for region in today}
    )


def region(key: str) -> Region:
    """Region of a code or a name, in its edition of 2025.

    Parameters
    ----------
    key
        ``AM`` code, or the name of 2015 or 2025; capitals, accents and punctuation do not matter.

    Raises
    ------
    RegisterError
        When there is no such region; names the nearest.

    Examples
    --------
    >>> region("drenthe").code, region("AM36").name, region("food valley").name
    ('AM03', 'Regio Zwolle', 'FoodValley')
    """
    found = _by_key().get(fold(key))
    if found is None:
        valid = _edition(_RENAMED_IN, "name")
        raise unknown_key("region", key, [*(r.name for r in valid), *(r.code for r in valid)])
    return found
