"""The records of a market: sorted by id, each id once, and what their hash is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from matching.findings import Issue, Rule
from matching.records import Claim, Contract, Employer, Jobseeker, Placement, Record, Vacancy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

R = TypeVar("R", bound=Record)

_DUPLICATE = Rule(
    "market.duplicate_id",
    "refused",
    "{kind} komt meer dan eens voor; alleen de eerste telt",
    "{kind} occurs more than once; only the first counts",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of a market, each tuple sorted by id."""

    jobseekers: tuple[Jobseeker, ...]
    vacancies: tuple[Vacancy, ...]
    employers: tuple[Employer, ...]
    contracts: tuple[Contract, ...]
    placements: tuple[Placement, ...] = ()
    claims: tuple[Claim, ...] = ()

    def canonical(self) -> Iterator[str]:
        """Render each record as text with sets and mappings in a fixed order."""
        parts = (
            self.jobseekers,
            self.vacancies,
            self.employers,
            self.contracts,
            self.placements,
            self.claims,
        )
        for part in parts:
            for record in part:
                yield repr(_ordered(record.model_dump(exclude_defaults=True)))


def by_id(records: Iterable[R], kind: str, found: list[Issue]) -> tuple[R, ...]:
    """Sort records by id; a second record with the same id is left out with a finding."""
    kept: dict[str, R] = {}
    for record in records:
        if record.id in kept:
            found.append(_DUPLICATE.issue(record=record.id, kind=kind))
        else:
            kept[record.id] = record
    return tuple(kept[key] for key in sorted(kept))


def positions(records: Sequence[Record]) -> dict[str, int]:
    """Place of each record by its id."""
    return {record.id: at for at, record in enumerate(records)}


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return sorted((str(key), _ordered(item)) for key, item in value.items())
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_ordered(item) for item in value]
    return str(value)
