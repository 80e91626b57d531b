"""Generated vacancies: the work, what it asks and offers, and what the employer left blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import registers
from matching.datasets._careers import references
from matching.datasets._demands import asked, offered
from matching.datasets._places import Area, full_postcodes
from matching.datasets._tables import Job, job_shares, jobs, shares
from matching.datasets._titles import N_NUMBERS
from matching.datasets._wording import word
from matching.records import (
    ContractKind,
    EducationLevel,
    Shift,
    Support,
    TargetGroup,
    Vacancy,
    Weekday,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.datasets._draws import Draws
    from matching.datasets._employers import Employers

_WEEK = tuple(Weekday)
_HIGH = (EducationLevel.HBO, EducationLevel.WO)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offers:
    """What is drawn before the vacancies are written: one entry each.

    Parameters
    ----------
    job
        Position in `jobs`.
    employer, site
        Position of the employer and of the postcode.
    openings
        Number of openings.
    """

    job: NDArray[np.int64]
    employer: list[int]
    site: list[int]
    openings: list[int]


def draw_offers(draws: Draws, n: int, employers: Employers) -> Offers:
    """Draw the work, then who offers it: an employer of an industry where that work is done."""
    _, demand = job_shares()
    job = draws.pick("job", n, demand)
    codes = [record.industry for record in employers.records]
    kinds: dict[tuple[tuple[str, float], ...], int] = {}
    weights = []
    for row in jobs():
        kinds.setdefault(tuple(row.industries.items()), len(kinds))
    for industries in kinds:
        fit = employers.weight * np.array([dict(industries).get(code or "", 0.0) for code in codes])
        weights.append(fit if fit.any() else employers.weight)
    kind = np.array([kinds[tuple(row.industries.items())] for row in jobs()])
    employer = draws.pick_by("employer", kind[job], weights).tolist()
    which = draws.uniform("site", n).tolist()
    sites = [employers.sites[e] for e in employer]
    openings = draws.choose("openings", n, {int(k): p for k, p in shares("vacancies")["openings"].items()})
    return Offers(
        job=job,
        employer=employer,
        site=[s[min(int(u * len(s)), len(s) - 1)] for s, u in zip(sites, which, strict=True)],
        openings=openings,
    )


def write_vacancies(
    draws: Draws,
    offers: Offers,
    employers: Employers,
    contracts: dict[str, tuple[str, ...]],
    where: Area,
    on: date,
) -> tuple[Vacancy, ...]:
    """Write the vacancies out.

    Parameters
    ----------
    contracts
        Ids of the contracts of each contractor.
    """
    n = len(offers.job)
    work = [jobs()[at] for at in offers.job.tolist()]
    ids = [employers.records[at].id for at in offers.employer]
    kind = _kinds(draws, work)
    hours = _hours(draws, work)
    codes = [where.municipality[at] for at in offers.site]
    desk = draws.chance("desk", n, 0.4).tolist()
    columns: dict[str, list[Any]] = {
        "id": [f"V-{i:04d}" for i in range(1, n + 1)],
        "employer": ids,
        "occupation": _titles(draws, offers.job),
        "work_level_min": [job.level for job in work],
        "hours_min": [low for low, _ in hours],
        "hours_max": [high for _, high in hours],
        "contract_kind": kind,
        "permanent": draws.chance("permanent", n, shares("vacancies")["offers"]["permanent"]).tolist(),
        "wage_eur_per_hour": _wages(draws, work, kind, on),
        "postcode": full_postcodes(draws, "site", [where.pc4[at] for at in offers.site]),
        "municipality": codes,
        "sector": [job.sector for job in work],
        "openings": offers.openings,
        "reserved_for": _reserved(draws, kind, work),
        "organisation": [
            "UWV" if at else f"Gemeente {where.names[code]}" for at, code in zip(desk, codes, strict=True)
        ],
        "contracts": [contracts.get(employer, ()) for employer in ids],
    }
    columns |= asked(draws, work) | offered(draws, work) | _when(draws, work, hours, on)
    columns |= _learning(draws, kind, offers.openings)
    _shelter(columns, kind)
    _blank(draws, columns, n)
    columns["text"] = _texts(
        draws, columns, [employers.records[at].name or "" for at in offers.employer], where
    )
    names = list(columns)
    return tuple(Vacancy(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True))


def _titles(draws: Draws, job: NDArray[np.int64]) -> list[Any]:
    known = references()
    u = draws.table("wording", len(job), N_NUMBERS + 1).tolist()
    return [word(known[at], row, advert=True) for at, row in zip(job.tolist(), u, strict=True)]


def _kinds(draws: Draws, work: list[Job]) -> list[ContractKind]:
    """Kind of agreement; learning and sheltered work only at the levels where they exist."""
    found = draws.choose("kind", len(work), shares("vacancies")["contract_kind"])
    allowed = {
        ContractKind.BBL: (EducationLevel.VMBO, EducationLevel.MBO),
        ContractKind.BOL: (EducationLevel.VMBO, EducationLevel.MBO, EducationLevel.HBO),
    }
    kinds = [ContractKind(name) for name in found]
    return [
        kind
        if (job.sheltered if kind == ContractKind.SHELTERED else job.level in allowed.get(kind, (job.level,)))
        else ContractKind.REGULAR
        for kind, job in zip(kinds, work, strict=True)
    ]


def _hours(draws: Draws, work: list[Job]) -> list[tuple[float, float]]:
    at = draws.uniform("hours", len(work)).tolist()
    room = draws.choose("hours room", len(work), {0: 0.25, 4: 0.25, 8: 0.35, 16: 0.15})
    most = [
        float(job.hours[min(int(u * len(job.hours)), len(job.hours) - 1)])
        for job, u in zip(work, at, strict=True)
    ]
    return [(max(min(8.0, high), high - r), high) for high, r in zip(most, room, strict=True)]


def _wages(draws: Draws, work: list[Job], kind: list[ContractKind], on: date) -> list[Decimal | None]:
    """Between the lowest and highest usual offer, in steps of five cents; placements to learn have none."""
    minimum = registers.minimum_wage_cents(21, on)
    u = draws.uniform("wage", len(work)).tolist()
    unpaid = (ContractKind.WORK_EXPERIENCE, ContractKind.BOL)
    found: list[Decimal | None] = []
    for job, sort, x in zip(work, kind, u, strict=True):
        low, high = job.wage
        # Most offers are near the lowest.
        times = 1.0 if sort == ContractKind.SHELTERED else low + (high - low) * x * x
        cents = max(minimum, round(minimum * times / 5) * 5)
        found.append(None if sort in unpaid else Decimal(cents) / 100)
    return found


def _reserved(draws: Draws, kind: list[ContractKind], work: list[Job]) -> list[frozenset[TargetGroup]]:
    table = shares("vacancies")["reserved"]
    groups = [TargetGroup(name) for name in draws.choose("group", len(kind), table["groups"])]
    kept = draws.chance("reserved", len(kind), table["share"]).tolist()
    return [
        frozenset({TargetGroup.BESCHUT_WERK})
        if sort == ContractKind.SHELTERED
        else frozenset({group} if yes and sort == ContractKind.REGULAR and job.level not in _HIGH else ())
        for sort, group, yes, job in zip(kind, groups, kept, work, strict=True)
    ]


def _when(draws: Draws, work: list[Job], hours: list[tuple[float, float]], on: date) -> dict[str, list[Any]]:
    """Dates, days and parts of the day."""
    n = len(work)
    start = draws.whole("start", n, -14, 70).tolist()
    closing = draws.whole("closing", n, -1, 60).tolist()
    length = draws.whole("length", n, 90, 365).tolist()
    ends = draws.chance("ends", n, 0.3).tolist()
    u = draws.table("days", n, 4).tolist()
    shifts, days = [], []
    for job, (_, high), row in zip(work, hours, u, strict=True):
        parts = {Shift.DAY}
        if row[0] < job.evening:
            parts = {Shift.EVENING} if row[1] < 0.25 and high <= 20 else {Shift.DAY, Shift.EVENING}
        if row[0] < job.night:
            parts |= {Shift.NIGHT}
        shifts.append(frozenset(parts))
        number = min(5, max(1, int(high + 7) // 8))
        first = int(row[2] * (6 - number))
        week = list(_WEEK[first : first + number])
        if row[3] < job.weekend:
            week[-1] = Weekday.SATURDAY
        days.append(frozenset(week))
    begins = [on + timedelta(days=d) for d in start]
    return {
        "start": begins,
        "end": [
            begin + timedelta(days=d) if yes else None
            for begin, d, yes in zip(begins, length, ends, strict=True)
        ],
        "closing_date": [on + timedelta(days=d) for d in closing],
        "days": days,
        "shifts": shifts,
    }


def _learning(draws: Draws, kind: list[ContractKind], openings: list[int]) -> dict[str, list[Any]]:
    """School day and mentor places of BBL."""
    day = draws.whole("school day", len(kind), 0, 4).tolist()
    bbl = [sort == ContractKind.BBL for sort in kind]
    return {
        "school_day": [_WEEK[d] if yes else None for d, yes in zip(day, bbl, strict=True)],
        "mentor_places": [number if yes else None for number, yes in zip(openings, bbl, strict=True)],
    }


def _shelter(columns: dict[str, list[Any]], kind: list[ContractKind]) -> None:
    """Make sheltered work what it is: part-time by day, light, with guidance, without papers."""
    gentle: dict[str, Any] = {
        "hours_min": 8.0,
        "hours_max": 24.0,
        "certificates": (),
        "licences": (),
        "experience_years_min": None,
        "days": None,
        "shifts": frozenset({Shift.DAY}),
        "support_offered": frozenset({Support.JOB_COACH, Support.MENTOR, Support.STRUCTURED_TASKS}),
    }
    for at, sort in enumerate(kind):
        if sort == ContractKind.SHELTERED:
            for name, value in gentle.items():
                columns[name][at] = value
            columns["demands"][at] = {item: min(level, 1) for item, level in columns["demands"][at].items()}


def _blank(draws: Draws, columns: dict[str, list[Any]], n: int) -> None:
    """Leave fields blank as often as employers do; a work placement keeps no wage anyway."""
    rates = dict(shares("vacancies")["blanks"])
    rates["skills_asked"] = rates.pop("skills")
    hidden = draws.table("blank", n, len(rates)) < np.array(list(rates.values()))
    for k, name in enumerate(rates):
        blank = Vacancy.model_fields[name].get_default(call_default_factory=True)
        columns[name] = [
            blank if hide else value for value, hide in zip(columns[name], hidden[:, k], strict=True)
        ]
    lost = hidden[:, list(rates).index("skills_asked")].tolist()
    columns["skills_welcome"] = [
        () if hide else value for value, hide in zip(columns["skills_welcome"], lost, strict=True)
    ]


def _texts(draws: Draws, columns: dict[str, list[Any]], employer: list[str], where: Area) -> list[str | None]:
    """Advertisement in two or three sentences; one in six has none."""
    has = draws.chance("text", len(employer), 0.84).tolist()
    found: list[str | None] = []
    rows = zip(
        columns["municipality"],
        columns["hours_max"],
        columns["skills_asked"],
        columns["shifts"],
        employer,
        has,
        strict=True,
    )
    for code, hours, skills, shifts, name, yes in rows:
        said = [f"{name} zoekt versterking in {where.names[code]}."]
        said += [f"Het gaat om {hours:.0f} uur per week."] if hours else []
        said += ["Je werkt ook 's avonds."] if shifts and Shift.EVENING in shifts else []
        said += [f"We vragen: {', '.join(skills[:2])}."] if skills else []
        found.append(" ".join(said) if yes else None)
    return found
