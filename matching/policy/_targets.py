"""Targets and what was realised of them, as published: the national agreement and regional indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matching import registers

Measure = Literal["realised", "target"]

AGREEMENT_JOBS = "agreement_jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One published number, next to the latest that was realised.

    Parameters
    ----------
    region
        Code of the region, ``NL`` for the country.
    indicator
        ``agreement_jobs``, the same with ``_market`` or ``_government``, or ``social_return_placements``.
    year
        At the end of which it holds.
    measure
        ``realised`` or ``target``.
    value
        Jobs or placements.
    ahead
        Of a target: the latest realised number of its region and indicator, less the target; ``None`` when
        nothing was realised yet, and of a realised number.
    realised_year
        Year of that number.
    source
        Where it is published.
    """

    region: str
    indicator: str
    year: int
    measure: Measure
    value: int
    ahead: int | None = None
    realised_year: int | None = None
    source: str = ""


def national_targets() -> tuple[TargetLine, ...]:
    """Targets and counts of the national agreement, in all and by sector, by year.

    A target is compared with the count of its own year; there is no count of every year.

    Examples
    --------
    >>> [(line.measure, line.value, line.ahead) for line in national_targets() if line.year == 2022][:2]
    [('realised', 81117, None), ('target', 92500, -11383)]
    """
    lines = []
    for row in registers.job_agreement_targets():
        for suffix, realised, target in (
            ("", row.total_realised, row.total_target_jobs),
            ("_market", row.market_realised, row.market_target_jobs),
            ("_government", row.government_realised, row.government_target_jobs),
        ):
            name = AGREEMENT_JOBS + suffix
            ahead = None
            if realised is not None:
                lines.append(_line("NL", name, row.year, "realised", realised, source=row.source))
                ahead = realised - target
            known = None if ahead is None else row.year
            lines.append(
                _line("NL", name, row.year, "target", target, ahead=ahead, known=known, source=row.source)
            )
    return tuple(lines)


def regional_targets(region: str) -> tuple[TargetLine, ...]:
    """Targets and counts that a region published, by indicator and year; empty when it published none.

    A target is compared with the latest count up to its year. Quarterly and regional figures are
    indicative: only the national measurement of a year is official.

    Parameters
    ----------
    region
        Code or name.

    Raises
    ------
    RegisterError
        When there is no such region; names the nearest.

    Examples
    --------
    >>> for line in regional_targets("Groningen"):
    ...     print(f"{line.indicator:<25}{line.year} {line.measure:<9}{line.value:>6,} {line.ahead}")
    agreement_jobs           2019 realised  3,424 None
    agreement_jobs           2020 target    3,001 423
    agreement_jobs           2021 target    3,141 283
    social_return_placements 2019 realised    842 None
    social_return_placements 2020 target      600 242
    social_return_placements 2021 target      650 192
    """
    code = registers.region(region).code
    mine = sorted(
        (row for row in registers.regional_indicators() if row.region_code == code),
        key=lambda row: (row.indicator, row.year, row.kind),
    )
    lines = []
    for row in mine:
        ahead = known = None
        if row.kind == "target":
            counts = [
                other
                for other in mine
                if other.indicator == row.indicator and other.kind == "realised" and other.year <= row.year
            ]
            if counts:
                ahead, known = counts[-1].value - row.value, counts[-1].year
        lines.append(
            _line(
                code,
                row.indicator,
                row.year,
                row.kind,
                row.value,
                ahead=ahead,
                known=known,
                source=row.source,
            )
        )
    return tuple(lines)


def _line(
    region: str,
    indicator: str,
    year: int,
    measure: Measure,
    value: int,
    *,
    ahead: int | None = None,
    known: int | None = None,
    source: str,
) -> TargetLine:
    return TargetLine(
        region=region,
        indicator=indicator,
        year=year,
        measure=measure,
        value=value,
        ahead=ahead,
        realised_year=known,
        source=source,
    )
