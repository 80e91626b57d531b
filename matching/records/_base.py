"""What every record shares: strict fields, an id and a typed mapping of further facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

FactValue = bool | int | float | date | str
"""Value of a further fact; a blank is left out, never stored as an empty text."""

RecordId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
HoursPerWeek = Annotated[float, Field(ge=0, le=60)]
Euros = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=14)]
FunctionalLevel = Annotated[int, Field(ge=0, le=3)]
"""0 not at all, 1 a little, 2 normal, 3 without limit."""


def _compact(value: object) -> object:
    return re.sub(r"\s+", "", value).upper() if isinstance(value, str) else value


Postcode = Annotated[str, BeforeValidator(_compact), StringConstraints(pattern=r"^[1-9][0-9]{3}([A-Z]{2})?$")]
"""Four digits, or four digits and two letters; spaces are dropped and letters raised."""
MunicipalityCode = Annotated[str, BeforeValidator(_compact), StringConstraints(pattern=r"^GM[0-9]{4}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


Texts = Annotated[tuple[Text, ...], AfterValidator(_each_once)]
"""Texts in the order given, each once."""


class Strict(BaseModel):
    """Frozen, closed to unknown fields, and silent about values in its errors."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True, allow_inf_nan=False
    )


class Record(Strict):
    """A record with an id; ``further`` holds facts that the library has no field for."""

    id: RecordId
    further: Mapping[str, FactValue] = Field(default_factory=dict)


class Spell(Strict):
    """Something with a first and a last day; either may be unknown or open.

    Parameters
    ----------
    start, end
        First and last day.
    """

    start: date | None = None
    end: date | None = None

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not in_order(self.start, self.end):
            msg = "start must not be after end"
            raise ValueError(msg)
        return self


class OccupationRef(Strict):
    """An occupation as somebody wrote it, as a code of the register, or both.

    Parameters
    ----------
    title
        Free text.
    code
        ESCO URI, ESCO id or ESCO code.
    """

    title: Text | None = None
    code: Text | None = None


def in_order(first: date | float | None, last: date | float | None) -> bool:
    """Whether ``first`` does not come after ``last``; an unknown bound is open."""
    return first is None or last is None or first <= last  # type: ignore[operator]  # both dates or both numbers
