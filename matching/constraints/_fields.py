"""Fields that every constraint has: their checks, and their way into JSON."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from matching.constraints._rows import PRIORITY_PRICE
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from matching.constraints._rows import Constraint


MAX_AMOUNT = 10_000_000
"""Highest number of heads, hours or jobs that a promise may ask."""
MAX_PRICE = 1_000_000_000
"""Highest price of a promise, in score units."""


def is_amount(value: object) -> bool:
    """Whether a value is a finite number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return isfinite(value) and value >= 0


def check_texts(constraint: Constraint, *names: str) -> None:
    """Check fields that are a text or left out; `ConstraintError` names the first that is not."""
    for name in names:
        value = getattr(constraint, name)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            msg = f"{constraint.kind}: {name} must be a text, got {value!r}."
            raise ConstraintError(msg)


def check_price(constraint: Constraint) -> None:
    """Check priority, price and hard, which say how dear a promise is.

    Raises
    ------
    ConstraintError
        When one is out of range, or a hard promise has a price.
    """
    kind, price = constraint.kind, constraint.price
    if constraint.priority not in PRIORITY_PRICE or isinstance(constraint.priority, bool):
        msg = f"{kind}: priority must be 1, 2 or 3, got {constraint.priority!r}."
        raise ConstraintError(msg)
    if not isinstance(constraint.hard, bool):
        msg = f"{kind}: hard must be true or false, got {constraint.hard!r}."
        raise ConstraintError(msg)
    if price is None:
        return
    if is_amount(price) and price > MAX_PRICE:
        msg = f"{kind}: price must be at most {MAX_PRICE:,} score units, got {price!r}."
        raise ConstraintError(msg)
    if not is_amount(price):
        msg = f"{kind}: price must be a number of at least 0 score units, got {price!r}."
        raise ConstraintError(msg)
    if constraint.hard:
        msg = f"{kind}: a hard promise has no price; leave out hard or price."
        raise ConstraintError(msg)


def to_fields(constraint: Constraint) -> dict[str, object]:
    """Kind and the fields that differ from their default, as JSON has them."""
    values: dict[str, object] = {"kind": constraint.kind}
    for item in fields(constraint):  # type: ignore[arg-type]  # every constraint is a dataclass
        if not item.init:
            continue
        value = getattr(constraint, item.name)
        if value != item.default and not (item.default in (None, MISSING) and value in ({}, ())):
            values[item.name] = _plain(value)
    return values


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
