"""How values become numbers: masks of closed lists, hundredths, cents, days and levels."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.records import LanguageMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray

    from matching.records import EducationLevel, LanguageSkills, Record

E = TypeVar("E", bound=StrEnum)

UNKNOWN = -1
MODES = tuple(LanguageMode)


def bit(value: StrEnum) -> int:
    """Bit of one value: its place in its list."""
    return 1 << list(type(value)).index(value)


def mask(values: Iterable[StrEnum] | None) -> int:
    """Bits of several values; 0 when nothing is known."""
    return sum(map(bit, set(values or ())))


def unmask(kind: type[E], bits: int) -> tuple[E, ...]:
    """Values of a mask, in the order of their list."""
    return tuple(value for value in kind if bits & bit(value))


def hundredths(value: float | None) -> int:
    """Hours in hundredths, or -1."""
    return UNKNOWN if value is None else round(value * 100)


def cents(value: Decimal | None) -> int:
    """Euros in cents, or -1."""
    return UNKNOWN if value is None else int(value * 100)


def number(value: float | None) -> float:
    """Return the number, or NaN."""
    return float("nan") if value is None else value


def rank(level: EducationLevel | None) -> int:
    """Rank of a level, or -1."""
    return UNKNOWN if level is None else level.rank


def flag(value: bool | None) -> int:
    """1 yes, 0 no, -1 unknown."""
    return UNKNOWN if value is None else int(value)


def column(records: Sequence[Record], get: Callable[..., object], dtype: str) -> NDArray[np.generic]:
    """One read-only array of a value per record."""
    array = np.array([get(record) for record in records], dtype=dtype)
    array.setflags(write=False)
    return array


def day(value: date | None) -> np.datetime64:
    """Turn a date into a day, or NaT."""
    return np.datetime64("NaT", "D") if value is None else np.datetime64(value, "D")


def language_levels(skills: Sequence[LanguageSkills], languages: Sequence[str]) -> NDArray[np.int8]:
    """Ranks of shape (n, n_languages, 4) by `MODES`, -1 where unknown."""
    place = {code: index for index, code in enumerate(languages)}
    levels = np.full((len(skills), len(languages), len(MODES)), UNKNOWN, np.int8)
    for row, known in enumerate(skills):
        for code, by_mode in known.items():
            for mode, level in by_mode.items():
                levels[row, place[code], MODES.index(mode)] = level.rank
    levels.setflags(write=False)
    return levels
