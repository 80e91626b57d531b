"""One line of a value table from the cells of a file, with every problem in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from matching.policy._settings import DEFAULTS
from matching.records import ContractKind, TargetGroup
from matching.registers import SocialReturnRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

UNITS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "block": ("eur_per_fte_year", "eur_per_learning_year"),
    "bonus": ("eur_bonus", "eur_bonus_per_year"),
    "trial": ("eur_per_month",),
    "purchase": ("invoice_excl_vat",),
    "activity": ("eur_per_hour", "eur_per_day"),
    "cost": ("cost_made",),
}
"""Units that each kind of line may have."""

REQUIREMENTS = (
    "disability",
    "hired_after_internship",
    "internship",
    "ips",
    "learning_place",
    "left_school",
    "no_startkwalificatie",
    "permanent_contract",
    "register",
    "statushouder_or_language_deficit",
)
GROUPS = ("*", *TargetGroup, ContractKind.BBL, ContractKind.BOL)
NO_VALUE = ("invoice_excl_vat", "cost_made")

REQUIRED = ("table_id", "authority", "valid_from", "block", "target_group", "kind", "unit", "source")
OPTIONAL = (
    "valid_to",
    "date_certainty",
    "condition",
    "benefit_months_min",
    "benefit_months_max",
    "level_min",
    "level_max",
    "age_min",
    "requirement",
    "value_eur",
    "fte_hours",
    "max_months",
    "runs_with_lks",
)
COLUMNS = (*REQUIRED, *OPTIONAL)
OF_TABLE = ("table_id", "authority", "valid_from", "valid_to", "date_certainty")
"""Fields in which the lines of one table may not differ."""


class _Cells:
    """Reads typed values of one line; what is wrong is put aside, so that all of it can be told."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.problems: list[str] = []

    def text(self, name: str, valid: Iterable[str] | None = None, default: str = "") -> str:
        value = self._cells.get(name) or default
        choices = None if valid is None else [str(choice) for choice in valid]
        if not value and name in REQUIRED:
            self.problems.append(f"{name} is missing")
        elif value and choices is not None and value not in choices:
            self.problems.append(f"{name} must be one of {', '.join(choices)}, got {value!r}")
        return value

    def _read(self, name: str, convert: Callable[[str], object], rule: str) -> object:
        value = self._cells.get(name) or ""
        if not value:
            return None
        try:
            return convert(value)
        except (ValueError, InvalidOperation):
            self.problems.append(f"{name} must be {rule}, got {value!r}")
            return None

    def day(self, name: str) -> date | None:
        return cast("date | None", self._read(name, date.fromisoformat, "a date such as 2026-01-01"))

    def whole(self, name: str, low: int, high: int) -> int | None:
        def convert(value: str) -> int:
            number = int(value)
            if not low <= number <= high:
                raise ValueError
            return number

        return cast("int | None", self._read(name, convert, f"a whole number in [{low}, {high}]"))

    def cents(self, name: str) -> int | None:
        def convert(value: str) -> int:
            cents = Decimal(value) * 100
            if not cents.is_finite() or cents < 0 or cents != cents.to_integral_value():
                raise ValueError
            return int(cents)

        return cast("int | None", self._read(name, convert, "euros of at least 0, with at most two decimals"))

    def hours(self, name: str) -> float | None:
        def convert(value: str) -> float:
            hours = float(value)
            if not 0 < hours <= 60:
                raise ValueError
            return hours

        return cast("float | None", self._read(name, convert, "hours a week in (0, 60]"))


def row_of(given: Mapping[str, str]) -> tuple[SocialReturnRow | None, list[str]]:
    """Make a line of the cells of a file; also what is wrong with them, then there is no line."""
    cells = _Cells(given)
    kind = cells.text("kind", UNITS_OF_KIND)
    unit = cells.text("unit", UNITS_OF_KIND.get(kind))
    places = kind in ("block", "bonus", "trial")
    value, fte_hours = cells.cents("value_eur"), cells.hours("fte_hours")
    if value is None and given.get("value_eur", "") == "" and unit and unit not in NO_VALUE:
        cells.problems.append(f"value_eur is missing for unit {unit}")
    values = {
        "table_id": cells.text("table_id"),
        "authority": cells.text("authority"),
        "valid_from": cells.day("valid_from"),
        "valid_to": cells.day("valid_to"),
        "date_certainty": cells.text("date_certainty", ("exact", "year", "approximate"), "exact"),
        "block": cells.text("block"),
        "target_group": cells.text("target_group", GROUPS if places else None),
        "condition": cells.text("condition"),
        "benefit_months_min": cells.whole("benefit_months_min", 0, 600),
        "benefit_months_max": cells.whole("benefit_months_max", 0, 600),
        "level_min": cells.whole("level_min", 1, 4),
        "level_max": cells.whole("level_max", 1, 4),
        "age_min": cells.whole("age_min", 15, 120),
        "requirement": cells.text("requirement", REQUIREMENTS) or None,
        "kind": kind,
        "value_cents": value,
        "unit": unit,
        "fte_hours": fte_hours or DEFAULTS.fte_hours / 100,
        "fte_hours_stated": fte_hours is not None,
        "max_months": cells.whole("max_months", 0, 600),
        "max_months_stated": bool(given.get("max_months")),
        "runs_with_lks": cells.text("runs_with_lks", ("yes", "no", "True", "False"), "no") in ("yes", "True"),
        "source": cells.text("source"),
    }
    if not given.get("valid_from"):
        cells.problems.append("valid_from is missing")
    for low, high in (("benefit_months_min", "benefit_months_max"), ("level_min", "level_max")):
        one, other = values[low], values[high]
        if isinstance(one, int) and isinstance(other, int) and one > other:
            cells.problems.append(f"{low} must not be above {high}, got {one} and {other}")
    if cells.problems:
        return None, cells.problems
    return SocialReturnRow(**values), []  # type: ignore[arg-type]  # each value was read by its type
