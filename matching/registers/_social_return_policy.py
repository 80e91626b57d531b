"""Social-return policies: which contracts oblige a contractor, and to how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from matching.exceptions import NotCoveredError
from matching.registers._table import fold, read_rows, to_cents, to_int, unknown_key

if TYPE_CHECKING:
    from datetime import date

BaseKind = Literal["contract_sum", "wage_sum", "investment_sum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialReturnPolicy:
    """The rule by which an authority obliges contractors.

    Parameters
    ----------
    authority
        Who sets it.
    year
        First year that it is known for; ``None`` when the source has no date.
    threshold_cents
        Smallest base that obliges, in cents; ``None`` when not known.
    percentage
        Share of the base to be spent, in percent.
    base_kind
        What the percentage is of.
    base_nl
        The base in the word of the source.
    cap_cents
        Largest obligation in cents; ``None`` when there is none or it is not known.
    hire_before_months
        Months before the contract starts in which a hire still counts; ``None`` when not known.
    note
        Exceptions in words, empty when there are none.
    source
        Address of the page.
    """

    authority: str
    year: int | None
    threshold_cents: int | None
    percentage: float
    base_kind: BaseKind
    base_nl: str
    cap_cents: int | None
    hire_before_months: int | None
    note: str
    source: str


@cache
def social_return_policies() -> tuple[SocialReturnPolicy, ...]:
    """All policies, sorted by authority.

    Examples
    --------
    >>> [row.authority for row in social_return_policies()][:2]
    ['Den Haag / Haaglanden', 'Leidschendam-Voorburg']
    """
    rows = (
        SocialReturnPolicy(
            authority=row["authority"],
            year=to_int(row["year"]),
            threshold_cents=to_cents(row["threshold_eur"]),
            percentage=float(row["percentage"]),
            base_kind=cast("BaseKind", row["base_kind"]),
            base_nl=row["base_nl"],
            cap_cents=to_cents(row["cap_eur"]),
            hire_before_months=to_int(row["hire_before_months"]),
            note=row["note"],
            source=row["source"],
        )
        for row in read_rows("social_return_policies.csv")
    )
    return tuple(sorted(rows, key=lambda row: row.authority))


@cache
def _by_name() -> dict[str, SocialReturnPolicy]:
    """Policies by folded name; ``Den Haag / Haaglanden`` goes by either, ``Rijk (...)`` also by ``Rijk``."""
    return {
        fold(name): row
        for row in social_return_policies()
        for name in (row.authority, row.authority.partition(" (")[0], *row.authority.split(" / "))
    }


def social_return_policy(authority: str, on: date) -> SocialReturnPolicy:
    """Policy of an authority on a date; the latest known one goes on until a newer is known.

    A policy without a year (``.year is None``) is given for any date.

    Raises
    ------
    RegisterError
        When no policy of that authority is known; names the nearest.
    NotCoveredError
        Before the first year that it is known for.

    Examples
    --------
    >>> from datetime import date
    >>> policy = social_return_policy("haaglanden", date(2026, 3, 1))
    >>> policy.percentage, policy.threshold_cents, policy.hire_before_months
    (5.0, 21500000, 12)
    """
    policy = _by_name().get(fold(authority))
    if policy is None:
        raise unknown_key(
            "social-return policy of", authority, (row.authority for row in social_return_policies())
        )
    if policy.year is not None and on.year < policy.year:
        raise NotCoveredError(
            f"the social-return policy of {policy.authority} is known from {policy.year}, not on {on}."
        )
    return policy
