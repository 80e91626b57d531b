"""The points card, read from a file that a person can read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, get_args

from matching.exceptions import RuleError
from matching.features import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

Side = Literal["jobseeker", "vacancy"]
_NAMES = tuple(component.name for component in COMPONENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one component counts for.

    Parameters
    ----------
    side
        Whose interest it is in: of the ``jobseeker`` or of the ``vacancy``.
    weight
        Log-odds for evidence 1; at least 0.
    unknown
        Evidence that is used where it is not known, in [-1, 1].
    """

    side: Side
    weight: float
    unknown: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """Weights of all components, with where they come from.

    Parameters
    ----------
    name
        What the card is called.
    source, date
        Where the weights come from, and of when they are.
    base
        Log-odds of a pair of which all evidence is 0.
    components
        Weight by the name of a component; each of `matching.features.COMPONENTS` is there.

    Examples
    --------
    >>> card = load_card()
    >>> card.components["occupation"].side
    'jobseeker'
    """

    name: str
    source: str
    date: date
    base: float
    components: Mapping[str, Weight]

    def __post_init__(self) -> None:
        _only(self.components, _NAMES, "components")
        if missing := [name for name in _NAMES if name not in self.components]:
            raise RuleError(f"score card: {', '.join(missing)} must be given; weight 0 leaves one out.")
        _number("base", self.base, -20, 20)
        sides = get_args(Side)
        for name, one in self.components.items():
            if one.side not in sides:
                raise RuleError(f"score card: {name}.side must be one of {sides}, got {one.side!r}.")
            _number(f"{name}.weight", one.weight, 0, 20)
            _number(f"{name}.unknown", one.unknown, -1, 1)

    @classmethod
    def from_dict(cls, table: Mapping[str, object]) -> Self:
        """Make a card of plain values, as in the file.

        Raises
        ------
        RuleError
            When a key is missing or unknown, or a value is out of range.
        """
        keys = ("name", "source", "date", "base", "components")
        _only(table, keys, "card")
        if missing := [key for key in keys if key not in table]:
            raise RuleError(f"score card: {', '.join(missing)} must be given.")
        parts = table["components"]
        if not isinstance(parts, dict) or not isinstance(table["date"], date):
            raise RuleError("score card: components must be tables, and date a date.")
        weights = {}
        for name, part in parts.items():
            _only(part, ("side", "weight", "unknown"), f"components.{name}")
            if "side" not in part or "weight" not in part:
                raise RuleError(f"score card: components.{name} must have a side and a weight.")
            weights[name] = Weight(**part)
        return cls(
            name=str(table["name"]),
            source=str(table["source"]),
            date=table["date"],
            base=_number("base", table["base"], -20, 20),
            components=weights,
        )

    def to_dict(self) -> dict[str, object]:
        """Plain values, as in the file, components in order of name."""
        return {
            "name": self.name,
            "source": self.source,
            "date": self.date,
            "base": self.base,
            "components": {
                name: {"side": one.side, "weight": one.weight, "unknown": one.unknown}
                for name, one in sorted(self.components.items())
            },
        }


def load_card(path: str | PathLike[str] | None = None) -> ScoreCard:
    """Read a points card.

    Parameters
    ----------
    path
        A TOML file; left out, the card that is shipped.

    Raises
    ------
    RuleError
        When the file cannot be read, has an unknown key or a value out of range.
    """
    try:
        source = files("matching.scoring") / "card.toml" if path is None else Path(path)
        return ScoreCard.from_dict(tomllib.loads(source.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"score card {path}: cannot be read ({error}).") from error


def _only(table: Mapping[str, object], keys: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(table) - set(keys))
    if unknown:
        raise RuleError(
            f"score card: {where} has unknown {', '.join(unknown)}; allowed are {', '.join(keys)}."
        )


def _number(name: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise RuleError(f"score card: {name} must be a number, got {value!r}.")
    if not low <= value <= high:
        raise RuleError(f"score card: {name} must be in [{low}, {high}], got {value!r}.")
    return float(value)
