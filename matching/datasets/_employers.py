"""Generated employers of a region with the places where they have work, and the contracts of some."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from matching import registers
from matching.datasets._tables import jobs, shares
from matching.records import Contract, Employer, EmployerSector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.datasets._draws import Draws
    from matching.datasets._places import Area

WEIGHT_OFFSET = 10
"""The r-th employer has work in proportion to 1 / (r + WEIGHT_OFFSET): a few have much, most little."""

USUAL_OPENINGS = 9
"""Openings that a contractor has at the desk at one time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Employers:
    """Employers with what is needed to draw their vacancies.

    Parameters
    ----------
    records
        The employers.
    sites
        Positions of the postcodes where each has work, at least one.
    weight
        How much work each has.
    """

    records: tuple[Employer, ...]
    sites: list[list[int]]
    weight: NDArray[np.float64]


def generate_employers(draws: Draws, n: int, where: Area) -> Employers:
    """Draw ``n`` employers by the industries of the work that is offered."""
    table = shares("vacancies")
    industries = _industries()
    codes = draws.choose("industry", n, industries)
    sites = _sites(draws, n, where)
    rank = draws.uniform("rank", n).argsort(kind="stable").argsort(kind="stable")
    weight = 1 / (rank + WEIGHT_OFFSET)
    public = draws.uniform("government", n).tolist()
    groups = draws.whole("group", n, 1, max(2, n // 20)).tolist()
    in_group = draws.chance("in group", n, 0.08).tolist()
    size = _sizes(draws, rank)
    names = _names(draws, codes, sites, where)
    blank = draws.table("blank", n, 2)
    records = tuple(
        Employer(
            id=f"E-{i + 1:03d}",
            name=names[i],
            group=f"G-{groups[i]:02d}" if in_group[i] else None,
            sector=EmployerSector.GOVERNMENT
            if public[i] < table["government"].get(code, 0.0)
            else EmployerSector.MARKET,
            industry=None if blank[i, 0] < 0.03 else code,
            size=None if blank[i, 1] < 0.12 else size[i],
        )
        for i, code in enumerate(codes)
    )
    return Employers(records=records, sites=sites, weight=weight)


@cache
def _industries() -> dict[str, float]:
    """Industries with the demand of the work that they offer."""
    found: dict[str, float] = {}
    for job in jobs():
        total = sum(job.industries.values())
        for code, weight in job.industries.items():
            found[code] = found.get(code, 0.0) + job.demand * weight / total
    return dict(sorted(found.items()))


def _sites(draws: Draws, n: int, where: Area) -> list[list[int]]:
    """Postcodes with more than proportional chance for the large ones: employers stand together."""
    people = where.inhabitants.sum(axis=1)
    weight = people * np.sqrt(people)
    at = np.stack([draws.pick(f"site {k}", n, weight) for k in range(3)], axis=1).tolist()
    number = draws.choose(
        "sites", n, {int(k): p for k, p in shares("vacancies")["sites_per_employer"].items()}
    )
    return [row[:k] for row, k in zip(at, number, strict=True)]


def _sizes(draws: Draws, rank: NDArray[np.int64]) -> list[int]:
    """Give a number of employees: who has more work to offer is larger, within a wide band."""
    return [
        max(2, int(3000 * u / (r + WEIGHT_OFFSET)))
        for u, r in zip(draws.uniform("size", len(rank), 0.3, 2.0).tolist(), rank.tolist(), strict=True)
    ]


def _names(draws: Draws, codes: list[str], sites: list[list[int]], where: Area) -> list[str]:
    """Kind of business and town; a number behind a name that is taken. A municipality bears its own name."""
    words = shares("vacancies")["names"]
    u = draws.uniform("name", len(codes)).tolist()
    seen: dict[str, int] = {}
    found = []
    for code, x, site in zip(codes, u, sites, strict=True):
        kinds = words[code]
        kind = kinds[min(int(x * len(kinds)), len(kinds) - 1)]
        own = where.names[where.municipality[site[0]]]
        if kind == "Gemeente" and f"Gemeente {own}" in seen:
            kind = kinds[-1]
        name = f"{kind} {own if kind == 'Gemeente' else where.town[site[0]] or own}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found


def generate_contracts(
    draws: Draws, n: int, where: Area, employers: Sequence[Employer], openings: Sequence[int], on: date
) -> tuple[Contract, ...]:
    """Draw contracts of employers with some work to offer, in the industries where contracts are let.

    Parameters
    ----------
    openings
        How many openings each employer has; who has none gets a contract only where nobody else is left.
    """
    if not employers:
        return ()
    table = shares("vacancies")["contracts"]
    fit = [employer.industry in table["industries"] for employer in employers]
    order = sorted(range(len(employers)), key=lambda at: _unlikely(fit[at], openings[at], at))
    # One contractor in six has a second contract.
    contractors = [employers[order[k % max(1, min(len(order), -(-5 * n // 6)))]].id for k in range(n)]
    u = draws.table("contract", n, 6).tolist()
    tables = draws.choose("table", n, table["tables"])
    levels = draws.choose("pso", n, table["pso_level"])
    kinds = draws.choose("base", n, table["base_kind"])
    authorities = _authorities(draws, n, where)
    found = []
    for k in range(n):
        span = table["highest_eur"] - table["lowest_eur"]
        total = Decimal(int((table["lowest_eur"] + span * u[k][0]) / 5_000) * 5_000)
        percentage = Decimal(5) if u[k][1] < table["five_percent"] else Decimal(2)
        start = on - timedelta(days=int(u[k][2] * 540) - 30)
        done = max(0.0, 1.25 * u[k][3] - 0.35) if start <= on else 0.0
        found.append(
            Contract(
                id=f"K-{k + 1:02d}",
                contractor=contractors[k],
                authority=authorities[k],
                sum_eur=total,
                percentage=percentage,
                start=start,
                end=max(start, on) + timedelta(days=60 + int(u[k][4] * u[k][4] * 900)),
                base_kind=kinds[k],
                value_table=tables[k],
                pso_level=levels[k] or None,
                realised_eur=Decimal(int(total * percentage / 100 * Decimal(str(done)) / 250) * 250),
            )
        )
    return tuple(found)


def _unlikely(fits: bool, openings: int, at: int) -> tuple[bool, bool, int, int]:
    """Order employers as contractors: of a fitting industry, with about as many openings as usual."""
    return not fits, openings == 0, abs(openings - USUAL_OPENINGS), at


def _authorities(draws: Draws, n: int, where: Area) -> list[str]:
    """Municipalities of the region, and its province."""
    province = registers.region(where.code).provinces[0]
    bodies = [f"Gemeente {name}" for name in where.names.values()] + [f"Provincie {province}"]
    weight = [3.0 if code == where.centre else 1.0 for code in where.names] + [2.0]
    return [bodies[at] for at in draws.pick("authority", n, weight).tolist()]
