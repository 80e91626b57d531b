"""Municipalities and the region they belong to, on the map of a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from matching.exceptions import NotCoveredError, RegisterError
from matching.registers._redivisions import Redivision, redivisions
from matching.registers._regions import Region, regions
from matching.registers._sources import source_of
from matching.registers._table import fold, read_rows, unknown_key

EDITIONS = (2015, 2020, 2025)
"""Years of the region memberships that are shipped; a date uses the latest that is not after it."""

# Names that people write, which no edition has.
_SPELLINGS = {
    "Den Haag": "GM0518",
    "The Hague": "GM0518",
    "Den Bosch": "GM0796",
    "Nuenen": "GM0820",
    "Nuenen c.a.": "GM0820",
    "Alphen a/d Rijn": "GM0484",
    "Capelle a/d IJssel": "GM0502",
    "Krimpen a/d IJssel": "GM0542",
    "Valkenburg a/d Geul": "GM0994",
    "Valkenburg": "GM0994",
    "Mook": "GM0944",
    "Friese Meren": "GM1940",
    "De Friese Meren": "GM1940",
    "Noordoost-Friesland": "GM1970",
    "Zuidwest-Friesland": "GM1900",
    "Bergen Noord-Holland": "GM0373",
    "Bergen Limburg": "GM0893",
    "Hengelo Overijssel": "GM0164",
    "Middelburg Zeeland": "GM0687",
    "Stein Limburg": "GM0971",
    "Beek Limburg": "GM0888",
    "Rijswijk Zuid-Holland": "GM0603",
    "Laren Noord-Holland": "GM0417",
}


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality on the map of a date.

    Parameters
    ----------
    code
        ``GM`` and four digits.
    name
        Official name, with the province added where two have one name.
    region_code
        Labour-market region that it belongs to.
    year
        Edition that the membership is of: 2015, 2020 or 2025.
    source
        Where the membership comes from.
    certainty
        ``high``, ``medium`` or ``low``: how sure the membership is.
    note
        What is not sure, empty when nothing.
    """

    code: str
    name: str
    region_code: str
    year: int
    source: str
    certainty: str
    note: str


@cache
def _edition(year: int) -> dict[str, Municipality]:
    source = source_of(f"municipalities_{year}").source
    return {
        row["code"]: Municipality(
            row["code"], row["name"], row["region_code"], year, source, row["certainty"], row["note"]
        )
        for row in read_rows("municipalities.csv")
        if row["edition"] == str(year)
    }


def _edition_year(on: date) -> int:
    if on.year < EDITIONS[0]:
        raise NotCoveredError(f"municipalities are known from {EDITIONS[0]}-01-01, not on {on}.")
    return max(year for year in EDITIONS if year <= on.year)


@cache
def _map(edition: int, n_redivisions: int) -> dict[str, Municipality]:
    """Municipalities by code: an edition, and the redivisions between its first day and a later one."""
    by_code = dict(_edition(edition))
    later = next((year for year in EDITIONS if year > edition), edition)
    for link in redivisions()[:n_redivisions]:
        if link.effective_date >= date(edition, 1, 1):
            by_code.pop(link.old_code, None)
            # A municipality formed between two editions has the name and region of the next one.
            by_code.setdefault(link.new_code, _edition(later)[link.new_code])
    return dict(sorted(by_code.items()))


def _past(on: date) -> tuple[Redivision, ...]:
    return tuple(link for link in redivisions() if link.effective_date <= on)


def _map_on(on: date) -> dict[str, Municipality]:
    return _map(_edition_year(on), len(_past(on)))


def municipalities(on: date) -> tuple[Municipality, ...]:
    """Municipalities that existed on a date, sorted by code.

    Regions are those of the latest edition (2015, 2020, 2025) not after the date, and redivisions since then
    are carried out. After 2025 the edition of 2025 is used.

    Raises
    ------
    NotCoveredError
        Before 2015.

    Examples
    --------
    >>> from datetime import date
    >>> [len(municipalities(date(year, 1, 1))) for year in (2015, 2020, 2026)]
    [393, 355, 342]
    """
    return tuple(_map_on(on).values())


@cache
def _names(edition: int, n_redivisions: int) -> dict[str, tuple[str, ...]]:
    """Codes of each folded name; a name without its province may have several."""
    found: dict[str, set[str]] = {}
    by_code = _map(edition, n_redivisions)
    for row in by_code.values():
        for name in (
            row.name,
            row.name.partition(" (")[0],
            *(_edition(y)[row.code].name for y in EDITIONS if row.code in _edition(y)),
        ):
            found.setdefault(fold(name), set()).add(row.code)
    for name, code in _SPELLINGS.items():
        if code in by_code:
            found.setdefault(fold(name), set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def municipality(key: str, on: date) -> Municipality:
    """Municipality of a code or a name, on the map of a date.

    Parameters
    ----------
    key
        ``GM0114``, ``0114``, or a name; capitals, accents, punctuation and a leading ``gemeente`` do not
        matter.
    on
        Date of the map. Which edition answered is in ``.year``.

    Raises
    ------
    RegisterError
        When there is no such municipality on that date, or a name has two; names what it became, or the
        nearest.
    NotCoveredError
        Before 2015.

    Examples
    --------
    >>> from datetime import date
    >>> municipality("den haag", date(2026, 3, 1)).code
    'GM0518'
    >>> emmen = municipality("GM0114", date(2026, 3, 1))
    >>> emmen.name, emmen.region_code, emmen.year
    ('Emmen', 'AM03', 2025)
    >>> municipality("Uden", date(2026, 3, 1))
    Traceback (most recent call last):
    matching.exceptions.RegisterError: no municipality 'Uden' on 2026-03-01: it is Maashorst since 2022-01-01.
    """
    by_code = _map_on(on)
    digits = key.strip().upper().removeprefix("GM")
    if digits.isdecimal() and f"GM{digits:0>4}" in by_code:
        return by_code[f"GM{digits:0>4}"]
    names = _names(_edition_year(on), len(_past(on)))
    folded = fold(key)
    codes = names.get(folded) or names.get(folded.removeprefix("gemeente"), ())
    if len(codes) == 1:
        return by_code[codes[0]]
    if codes:
        both = " or ".join(f"{by_code[code].name!r} ({code})" for code in codes)
        raise RegisterError(f"municipality {key!r} is one of several: say {both}.")
    raise _unknown(key, on, by_code)


def _unknown(key: str, on: date, by_code: dict[str, Municipality]) -> RegisterError:
    digits = key.strip().upper().removeprefix("GM")
    heirs = [
        link for link in _past(on) if fold(key) == fold(link.old_name) or link.old_code == f"GM{digits:0>4}"
    ]
    if heirs:
        into = " and ".join(link.new_name for link in heirs)
        return RegisterError(
            f"no municipality {key!r} on {on}: it is {into} since {heirs[0].effective_date}."
        )
    return unknown_key(
        f"municipality on {on} that is called", key, [*(m.name for m in by_code.values()), *by_code]
    )


def region_of_municipality(gm_code: str, on: date) -> Region:
    """Region that a municipality belonged to on a date.

    Raises
    ------
    RegisterError
        When there is no such municipality on that date; names what it became, or the nearest.
    NotCoveredError
        Before 2015.

    Examples
    --------
    >>> from datetime import date
    >>> region_of_municipality("GM0620", date(2018, 1, 1)).name  # Vianen, before it joined Vijfheerenlanden
    'Midden-Utrecht'
    """
    code = municipality(gm_code, on).region_code
    return next(region for region in regions(on) if region.code == code)
