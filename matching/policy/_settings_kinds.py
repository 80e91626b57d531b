"""What kind of value a setting has: what it may be, and how it is read from and written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, cast

from matching.exceptions import RuleError
from matching.records import TargetGroup

if TYPE_CHECKING:
    from dataclasses import Field

_NAMES = ((bool, "yes or no"), (int | float, "a number"), (str, "text"), (datetime, "a date with a time"))
_MORE_NAMES = ((date, "a date"), (list | tuple | set | frozenset, "a list"), (dict, "a table"))


@dataclass(frozen=True, slots=True)
class Kind:
    """Kind of value of a setting.

    Parameters
    ----------
    name
        ``hours`` are hundredths of an hour here and hours in a file; ``fraction`` is exact.
    low, high
        Limits of a number, of hundredths for hours.
    choices
        Texts that a ``choice`` may be.
    """

    name: Literal["hours", "whole", "fraction", "yes_no", "day", "groups", "choice"]
    low: int | Fraction = 0
    high: int | Fraction = 0
    choices: tuple[str, ...] = ()

    def problem(self, value: object) -> str:
        """Say what is wrong with a value as Python holds it; empty when nothing is."""
        low, high = f"{float(self.low):g}", f"{float(self.high):g}"
        match self.name:
            case "hours":
                ok = self._is_whole(value)
                return "" if ok else f"must be hundredths of an hour in [{low}, {high}], got {_shown(value)}"
            case "whole":
                return (
                    "" if self._is_whole(value) else f"must be whole in [{low}, {high}], got {_shown(value)}"
                )
            case "fraction":
                ok = isinstance(value, Fraction) and self.low <= value <= self.high
                return "" if ok else f"must be a Fraction in [{low}, {high}], got {_shown(value)}"
            case "yes_no":
                return "" if isinstance(value, bool) else f"must be True or False, got {_shown(value)}"
            case "day":
                ok = isinstance(value, date) and not isinstance(value, datetime)
                return "" if ok else f"must be a date, got {_shown(value)}"
            case "groups":
                ok = isinstance(value, frozenset) and all(isinstance(one, TargetGroup) for one in value)
                return "" if ok else f"must be a frozenset of TargetGroup, got {_shown(value)}"
            case "choice":
                ok = isinstance(value, str) and value in self.choices
                return "" if ok else f"must be one of {', '.join(self.choices)}, got {_shown(value)}"

    def read(self, given: object) -> object:
        """Read a value of a file; `RuleError` says what to write instead."""
        value = self._read(given)
        if value is None or self.problem(value):
            msg = f"must be {self._asked()}, got {_shown(given)}"
            raise RuleError(msg)
        return value

    def _read(self, given: object) -> object:
        """Convert a value of a file; ``None`` when it is of another kind."""
        number = None if isinstance(given, str) and self.name == "hours" else _number(given)
        match self.name:
            case "hours":
                hundredths = None if number is None else number * 100
                return int(hundredths) if hundredths is not None and hundredths.denominator == 1 else None
            case "fraction":
                return number
            case "day" if isinstance(given, str):
                return _day(given)
            case "groups" if isinstance(given, list | tuple):
                known = {str(group) for group in TargetGroup}
                return frozenset(map(TargetGroup, given)) if {str(one) for one in given} <= known else None
            case _:
                return given

    def written(self, value: object) -> object:
        """Write a value as a file has it, of plain kinds that JSON has too."""
        if isinstance(value, frozenset):
            return sorted(str(one) for one in value)
        if isinstance(value, date):
            return value.isoformat()
        if self.name == "hours" and isinstance(value, int):
            value = Fraction(value, 100)
        if isinstance(value, Fraction):
            near = float(value)
            exact = Fraction(str(near)) == value
            return int(near) if value.denominator == 1 else near if exact else str(value)
        return value

    def _is_whole(self, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high

    def _asked(self) -> str:
        low, high = float(self.low), float(self.high)
        match self.name:
            case "hours":
                return f"hours a week in [{low / 100:g}, {high / 100:g}], to a hundredth, such as 25.5"
            case "whole":
                return f"a whole number in [{low:g}, {high:g}]"
            case "fraction":
                return f"a number in [{low:g}, {high:g}] such as 0.08"
            case "yes_no":
                return "true or false"
            case "day":
                return "a date without quotes such as 2026-01-31"
            case "groups":
                return f"a list of target groups out of {', '.join(TargetGroup)}"
            case "choice":
                return f"one of {', '.join(self.choices)}"


def kind_of(item: Field[object]) -> Kind:
    """Kind of a field of the settings."""
    return cast("Kind", item.metadata["kind"])


def _number(given: object) -> Fraction | None:
    """Exact number of a file: as typed, or as text such as ``1/3``."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        return Fraction(str(given))
    except (ValueError, ZeroDivisionError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(value: object) -> str:
    """Show a number as it is, and of any other value its kind."""
    if isinstance(value, int | float | Fraction) and not isinstance(value, bool):
        return f"{value}"
    return next(
        (name for kind, name in (*_NAMES, *_MORE_NAMES) if isinstance(value, kind)), type(value).__name__
    )
