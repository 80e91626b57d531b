"""A market of the size of the country: generated people and work, moved to postcodes all over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

import matching
from matching import registers
from matching.market import Market

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.records import Jobseeker, Vacancy

Record = TypeVar("Record", "Jobseeker", "Vacancy")

# Fields that go together; each group comes from another generated record, so that few are equal in all.
PEOPLE = (
    ("hours_min", "hours_max", "available_from", "available_until", "days", "shifts", "contract_kinds"),
    ("travel_modes", "travel_minutes_max", "travel_km_max"),
    ("protected", "functional_limits"),
    ("languages", "driving_licences", "certificates"),
)
OFFERS = (
    ("hours_min", "hours_max", "days", "shifts", "contract_kind", "school_day"),
    ("start", "end", "closing_date"),
    ("demands", "adaptations_offered"),
)


def national_market(n_jobseekers: int, n_vacancies: int, *, seed: int = 0) -> Market:
    """Records of a generated region of 5,000 x 2,000, mixed and spread over the country by inhabitants.

    Titles and skills are those of the region: their number does not grow with the market. About 0.1 ms a
    record.
    """
    rng = np.random.default_rng(seed)
    base = matching.load_region("drenthe", jobseekers=5000, vacancies=2000, seed=seed)
    return Market.from_records(
        _spread(base.records.jobseekers, n_jobseekers, PEOPLE, rng, "J"),
        _spread(base.records.vacancies, n_vacancies, OFFERS, rng, "V"),
        base.employers,
        base.contracts,
        on=base.on,
        name="national",
    )


def _spread(
    records: Sequence[Record],
    n: int,
    groups: tuple[tuple[str, ...], ...],
    rng: np.random.Generator,
    letter: str,
) -> list[Record]:
    first = (rng.permutation(n) % len(records)).tolist()
    others = [rng.integers(len(records), size=n).tolist() for _ in groups]
    found = []
    for at, postcode in enumerate(_postcodes(n, rng)):
        base = records[first[at]]
        changed: dict[str, object] = {"id": f"{letter}{at:06d}", "municipality": None}
        changed["postcode"] = postcode if base.postcode else None
        for names, other in zip(groups, others, strict=True):
            changed |= {name: getattr(records[other[at]], name) for name in names}
        found.append(base.model_copy(update=changed))
    return found


def _postcodes(n: int, rng: np.random.Generator) -> list[str]:
    table = registers.postcodes()
    share = table.inhabitants.clip(0).astype(np.float64)
    return [str(pc4) for pc4 in table.pc4[rng.choice(len(share), n, p=share / share.sum())].tolist()]
