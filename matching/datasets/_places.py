"""Where people live and work: postcodes of a region by inhabitants, and the organisations that serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching import registers

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from matching.datasets._draws import Draws

_LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"
_UNUSED = {"SA", "SD", "SS"}
LETTER_PAIRS = tuple(a + b for a in _LETTERS for b in _LETTERS if a + b not in _UNUSED)
BANDS = ("15_24", "25_49", "50_64")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Area:
    """The postcodes of one labour-market region.

    Parameters
    ----------
    code, name
        Of the region.
    pc4, town, municipality
        One entry a postcode with inhabitants.
    inhabitants : of shape (n_postcodes, 3)
        In the age bands 15-24, 25-49 and 50-64.
    names
        Names of the municipalities by code.
    centre
        Code of the municipality that holds most inhabitants.
    """

    code: str
    name: str
    pc4: tuple[str, ...]
    town: tuple[str, ...]
    municipality: tuple[str, ...]
    inhabitants: NDArray[np.float64]
    names: dict[str, str]
    centre: str


def area(key: str, on: date) -> Area:
    """Postcodes of a region, by name or code."""
    region = registers.region(key)
    table = registers.postcodes()
    here = (table.region_code == region.code) & (table.inhabitants > 0)
    counts = np.stack([getattr(table, f"inhabitants_{band}")[here].clip(0) for band in BANDS], axis=1)
    codes = table.municipality_code[here].tolist()
    by_code = {row.code: row.name for row in registers.municipalities(on)}
    totals = {code: 0 for code in sorted(set(codes))}
    for code, number in zip(codes, counts.sum(axis=1).tolist(), strict=True):
        totals[code] += number
    return Area(
        code=region.code,
        name=region.name,
        pc4=tuple(map(str, table.pc4[here].tolist())),
        town=tuple(table.town[here].tolist()),
        municipality=tuple(codes),
        inhabitants=counts.astype(np.float64),
        names={code: by_code.get(code, code) for code in totals},
        centre=max(totals, key=lambda code: totals[code]),
    )


def full_postcodes(draws: Draws, name: str, pc4: list[str]) -> list[str]:
    """Postcodes with two letters behind seven of ten of them; the letters are invented."""
    n = len(pc4)
    letters = draws.whole(f"{name} letters", n, 0, len(LETTER_PAIRS) - 1).tolist()
    full = draws.chance(f"{name} full", n, 0.7).tolist()
    return [
        code + LETTER_PAIRS[at] if known else code for code, at, known in zip(pc4, letters, full, strict=True)
    ]
