"""What promises of many kinds share: their price, their name and rows of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching.constraints._fields import check_price, check_texts, to_fields
from matching.constraints._rows import Row, unit_prices, unit_scale
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates
    from matching.constraints._rows import Claims, Constraint, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Fields and methods that most kinds of promise have in common.

    Parameters
    ----------
    priority
        1 (dearest) to 3; see `PRIORITY_PRICE`.
    hard
        Whether a plan that breaks it is no plan.
    price
        Score units for 100 % short or over, instead of that of the priority.
    name
        Name in the plan; default made of what it asks.
    """

    kind: ClassVar[str] = ""

    priority: int = 2
    hard: bool = False
    price: float | None = None
    name: str | None = None

    def check_fields(self: Constraint, *texts: str) -> None:
        """Check what all kinds have, and further fields that must be texts or left out."""
        check_price(self)
        check_texts(self, "name", *texts)

    def expand(self, candidates: Candidates) -> Claims | None:
        """Add no claims."""
        return None

    def to_dict(self: Constraint) -> dict[str, object]:
        """Give its kind and the fields that were set, for JSON."""
        return to_fields(self)


def check_share(kind: str, name: str, value: object) -> None:
    """Check a part of a whole, in (0, 1]."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        msg = f"{kind}: {name} must be a part in (0, 1], got {value!r}."
        raise ConstraintError(msg)


def check_whole(kind: str, name: str, value: object) -> None:
    """Check a whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        msg = f"{kind}: {name} must be a whole number of at least 0, got {value!r}."
        raise ConstraintError(msg)


def row_of(
    constraint: Constraint,
    candidates: Candidates,
    counted: NDArray[np.bool_],
    *,
    left_out: NDArray[np.bool_] | None = None,
    amount: NDArray[np.int64] | int = 1,
    unit: Unit = "heads",
    lower: int | None = None,
    upper: int | None = None,
    index: int = 0,
    name: str | None = None,
) -> Row:
    """Make the row of a promise over the candidates that count, each by its amount."""
    amounts = np.broadcast_to(np.asarray(amount, np.int64), len(candidates))
    at = np.flatnonzero(counted & (amounts > 0))
    scale = unit_scale(unit, candidates.settings)
    short, over = unit_prices(constraint, scale, lower, upper)
    doubt = 0 if left_out is None else len(np.unique(candidates.jobseeker[left_out]))
    return Row(
        name=constraint.label if name is None else name,
        constraint=constraint,
        index=index,
        unit=unit,
        scale=scale,
        positions=at,
        coefficients=amounts[at],
        lower=lower,
        upper=upper,
        shortfall_price=short,
        excess_price=over,
        target=max(lower if lower is not None else upper or 0, scale),
        left_out=doubt,
    )
