"""Generated jobseekers: where they live, what they can and want, and what a desk left blank."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import registers
from matching.datasets import _protected
from matching.datasets._careers import Careers, careers
from matching.datasets._places import BANDS, Area, full_postcodes
from matching.datasets._tables import jobs, shares
from matching.datasets._wording import N_WORDING, written
from matching.records import (
    ContractKind,
    EducationLevel,
    EducationStatus,
    Jobseeker,
    LanguageLevel,
    LanguageMode,
    Licence,
    Shift,
    Support,
    TravelMode,
    Weekday,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.datasets._draws import Draws
    from matching.records import Employer, LanguageSkills

_AGES = ((17, 24), (25, 49), (50, 66))
_WEEK = tuple(Weekday)
_DAYS = (
    frozenset(_WEEK[:5]),
    frozenset(_WEEK[:6]),
    frozenset(_WEEK),
    frozenset(_WEEK[:4]),
    frozenset({Weekday.MONDAY, Weekday.TUESDAY, Weekday.THURSDAY}),
    frozenset({Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.FRIDAY, Weekday.SATURDAY}),
)
_SHIFTS = (
    frozenset({Shift.DAY}),
    frozenset({Shift.DAY, Shift.EVENING}),
    frozenset(Shift),
)
_KEPT = frozenset(
    {"id", "postcode", "municipality", "organisation", "consultant", "consent_to_share", "protected"}
)
_HIGH = (EducationLevel.HBO, EducationLevel.WO)


def generate_people(
    draws: Draws, n: int, where: Area, employers: Sequence[Employer], on: date, blank_profiles: float
) -> tuple[tuple[Jobseeker, ...], dict[str, Jobseeker]]:
    """Draw people of a region: as a desk hands them over, and as they are.

    Parameters
    ----------
    draws
        Where the numbers come from.
    n
        How many.
    where
        The region.
    employers
        Of whom a few people avoid one.
    on
        Reference date.
    blank_profiles
        Share of people of whom only place, organisation, consent and protected facts are kept.

    Returns
    -------
    tuple
        The records, and the complete records by id.
    """
    columns = _columns(draws, n, where, employers, on)
    names = list(columns)
    whole = [Jobseeker(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)]
    left_out = _left_out(draws, n, blank_profiles)
    wordings = draws.table("wording", n, N_WORDING)
    seen = tuple(
        person.model_copy(update=written(wording.tolist(), person) | hidden)
        for person, wording, hidden in zip(whole, wordings, left_out, strict=True)
    )
    return seen, {person.id: person for person in whole}


def _columns(
    draws: Draws, n: int, where: Area, employers: Sequence[Employer], on: date
) -> dict[str, list[Any]]:
    home, age = _homes(draws, n, where)
    who = _protected.situations(draws, age)
    work = careers(draws, who, on)
    municipality = [where.municipality[at] for at in home]
    organisation = _organisations(draws, who, [where.names[code] for code in municipality])
    by_mode, licences = _travel(draws, work, who)
    columns: dict[str, list[Any]] = {
        "id": [f"W-{i:05d}" for i in range(1, n + 1)],
        "postcode": full_postcodes(draws, "home", [where.pc4[at] for at in home]),
        "municipality": municipality,
        "organisation": organisation,
        "consultant": _consultants(draws, organisation),
        "wanted_occupations": work.wanted,
        "work_history": work.history,
        "skills": work.skills,
        "education_level": work.education,
        "education_status": _education_status(draws, who.age),
        "certificates": _certificates(draws, work),
        "driving_licences": licences,
        "languages": _languages(draws, who, work),
        "travel_modes": by_mode,
        "employers_avoided": _avoided(draws, n, employers),
        "functional_limits": _protected.limits(draws, who),
        "protected": _protected.facts(draws, who, work.education, organisation, on),
    }
    return columns | _terms(draws, who, work, on)


def _homes(draws: Draws, n: int, where: Area) -> tuple[list[int], NDArray[np.int64]]:
    """Postcode and age: one draw over all postcodes and age bands together."""
    rate = shares("people")["age"]["registered"]
    weight = where.inhabitants * np.array([rate[band] for band in BANDS])
    cell = draws.pick("home", n, weight.ravel())
    band = cell % len(BANDS)
    low, high = (np.array([ages[side] for ages in _AGES])[band] for side in (0, 1))
    age = low + np.floor(draws.uniform("age", n) * (high - low + 1)).astype(np.int64)
    return (cell // len(BANDS)).tolist(), age


def _organisations(draws: Draws, who: _protected.Situation, municipality: list[str]) -> list[str]:
    """Name the municipality for bijstand and most without benefit, else UWV."""
    own = (who.status == _protected.BIJSTAND) | (who.status == _protected.NUGGER)
    own |= (who.status == _protected.WAJONG) & draws.chance("wajong at municipality", len(own), 0.2)
    return [
        f"Gemeente {name}" if mine else "UWV" for name, mine in zip(municipality, own.tolist(), strict=True)
    ]


def _consultants(draws: Draws, organisation: list[str]) -> list[str]:
    """Ids of consultants, each of one organisation, with some eighty people each."""
    u = draws.uniform("consultant", len(organisation)).tolist()
    staff, last = {}, 0
    for name in sorted(set(organisation)):
        number = -(-organisation.count(name) // 80)
        staff[name] = (last + 1, number)
        last += number
    return [
        f"C-{staff[name][0] + min(int(x * staff[name][1]), staff[name][1] - 1):02d}"
        for name, x in zip(organisation, u, strict=True)
    ]


def _education_status(draws: Draws, age: NDArray[np.int64]) -> list[EducationStatus]:
    found = draws.choose(
        "education status", len(age), {EducationStatus.COMPLETED: 0.86, EducationStatus.BROKEN_OFF: 0.14}
    )
    ongoing = (age < 24) & draws.chance("at school", len(age), 0.12)
    return [EducationStatus.ONGOING if on else status for status, on in zip(found, ongoing, strict=True)]


def _certificates(draws: Draws, work: Careers) -> list[tuple[str, ...]]:
    u = draws.table("certificates", len(work.job), 3).tolist()
    return [
        tuple(c.name for c, x in zip(jobs()[at].certificates, row, strict=False) if x < c.held)
        + (("EHBO",) if row[2] > 0.96 else ())
        for at, row in zip(work.job.tolist(), u, strict=True)
    ]


def _travel(
    draws: Draws, work: Careers, who: _protected.Situation
) -> tuple[list[frozenset[TravelMode]], list[frozenset[Licence]]]:
    """Means of travelling and driving licences; a car needs a licence."""
    n, table = len(work.job), shares("people")["travel"]
    u = draws.table("travel", n, 7)
    share_b = np.where(who.permit_holder, 0.25, np.where(who.limited, 0.45, 0.75))
    has_b = (u[:, 0] < share_b) & (who.age >= 18)
    modes, licences = [], []
    for at, row, b, adult in zip(
        work.job.tolist(), u.tolist(), has_b.tolist(), (who.age >= 21).tolist(), strict=True
    ):
        asked = jobs()[at].licence
        held = {Licence.B} if b else set()
        if asked.asked > 0.5 and adult and row[1] < asked.held:
            held |= {Licence.B, asked.category} | (
                {Licence.CE} if asked.category == Licence.C and row[2] < 0.6 else set()
            )
        can = {TravelMode.CAR} if Licence.B in held and row[3] < table["car_with_licence"] else set()
        can |= {TravelMode.BICYCLE} if row[4] < table["bicycle"] else set()
        can |= {TravelMode.PUBLIC_TRANSPORT} if row[5] < table["public_transport"] else set()
        can |= {TravelMode.MOPED} if row[6] < table["moped"] else set()
        modes.append(frozenset(can or {TravelMode.BICYCLE}))
        licences.append(frozenset(held))
    return modes, licences


def _languages(draws: Draws, who: _protected.Situation, work: Careers) -> list[LanguageSkills]:
    """Dutch for everybody, a first language for who came from elsewhere, English by education."""
    n, table = len(work.job), shares("people")["languages"]
    other = draws.chance("other language", n, table["other_share"]) & ~who.permit_holder
    kind = np.where(who.permit_holder, 0, np.where(other, 1, 2))
    dutch = {name: [LanguageLevel(level) for level in row] for name, row in table["dutch"].items()}
    keys = ("statushouder", "other", "raised_here")
    at = draws.pick_by("dutch", kind, [list(table["dutch"][key].values()) for key in keys]).tolist()
    first = draws.pick_by(
        "first language", np.minimum(kind, 1), [list(table[key].values()) for key in keys[:2]]
    )
    english = draws.uniform("english", n).tolist()
    weaker = draws.chance("writes less", n, 0.45).tolist()
    found: list[LanguageSkills] = []
    for i in range(n):
        level = dutch[keys[kind[i]]][at[i]]
        known: dict[str, dict[LanguageMode, LanguageLevel]] = {"nld": _modes(level, weaker[i])}
        if kind[i] < 2:
            known[list(table[keys[kind[i]]])[first[i]]] = _modes(LanguageLevel.C2, False)
        if english[i] < table["english"][work.education[i].value]:
            known["eng"] = _modes(LanguageLevel.B2 if work.education[i] in _HIGH else LanguageLevel.B1, False)
        found.append(known)
    return found


def _modes(level: LanguageLevel, weaker: bool) -> dict[LanguageMode, LanguageLevel]:
    """Speak and listen at one level; read and write at the same or the one below."""
    lower = list(LanguageLevel)[max(1, level.rank - 1)] if weaker else level
    return {
        LanguageMode.SPEAKING: level,
        LanguageMode.LISTENING: level,
        LanguageMode.READING: lower,
        LanguageMode.WRITING: lower,
    }


def _avoided(draws: Draws, n: int, employers: Sequence[Employer]) -> list[frozenset[str]]:
    """Two in a hundred avoid one employer, usually a former one."""
    if not employers:
        return [frozenset()] * n
    avoids = draws.chance("avoids", n, 0.02).tolist()
    whom = draws.whole("avoids whom", n, 0, len(employers) - 1).tolist()
    return [
        frozenset({employers[at].id}) if yes else frozenset() for yes, at in zip(avoids, whom, strict=True)
    ]


def _terms(draws: Draws, who: _protected.Situation, work: Careers, on: date) -> dict[str, list[Any]]:
    """Hours, dates, days, travel limits, wage, support and wishes."""
    n, table = len(work.job), shares("people")
    usual, less = table["hours"]["usual"], table["hours"]["limited"]
    keys = [[float(key) for key in usual], [float(key) for key in less]]
    at = draws.pick_by("hours", who.limited.astype(np.int64), [list(usual.values()), list(less.values())])
    most = [keys[int(limited)][i] for limited, i in zip(who.limited, at.tolist(), strict=True)]
    room = draws.choose("hours room", n, {0: 0.15, 4: 0.3, 8: 0.35, 12: 0.12, 16: 0.08})
    minutes = draws.choose("minutes", n, table["travel"]["minutes"])
    later = draws.whole("available", n, -200, 75)
    later = np.where(draws.chance("now", n, 0.75), np.minimum(later, 0), later)
    until = draws.chance("until", n, 0.02).tolist()
    above = draws.uniform("wage floor", n) ** 2 * np.where(who.status == _protected.WW, 0.2, 0.08)
    floor = (1 + above) * registers.minimum_wage_cents(21, on)
    floor = np.where(work.level_rank >= 4, floor * 1.3, floor) * _protected.youth(who.age)
    return {
        "hours_min": [max(4.0, h - r) if h > 4 else h for h, r in zip(most, room, strict=True)],
        "hours_max": most,
        "available_from": [on + timedelta(days=int(d)) for d in later],
        "available_until": [on + timedelta(days=240) if yes else None for yes in until],
        "days": draws.choose("days", n, dict(zip(_DAYS, (0.55, 0.17, 0.13, 0.06, 0.05, 0.04), strict=True))),
        "shifts": draws.choose("shifts", n, dict(zip(_SHIFTS, (0.45, 0.33, 0.22), strict=True))),
        "travel_minutes_max": [float(m) for m in minutes],
        "travel_km_max": [float(m) // 15 * 10 or 10.0 for m in minutes],
        "contract_kinds": _kinds(draws, who),
        "wage_floor_eur_per_hour": [Decimal(round(c / 5) * 5) / 100 for c in floor.tolist()],
        "support_needed": _support(draws, who),
        "sectors_wished": _sectors(draws, work),
        "consent_to_share": [True] * n,
    }


def _kinds(draws: Draws, who: _protected.Situation) -> list[frozenset[ContractKind]]:
    """Regular work for nearly all; learning for the young, experience and sheltered work for some."""
    u = draws.table("kinds", len(who.age), 3)
    learns = u[:, 0] < np.where(who.age < 27, 0.5, np.where(who.age < 50, 0.2, 0.04))
    tries = u[:, 1] < np.where(who.status == _protected.WW, 0.08, 0.4)
    found = []
    for i in range(len(who.age)):
        kinds = {ContractKind.SHELTERED} if who.sheltered[i] else {ContractKind.REGULAR}
        kinds |= {ContractKind.BBL} if learns[i] and not who.sheltered[i] else set()
        kinds |= {ContractKind.WORK_EXPERIENCE} if tries[i] else set()
        kinds |= {ContractKind.BOL} if who.age[i] < 23 and u[i, 2] < 0.2 else set()
        found.append(frozenset(kinds))
    return found


def _support(draws: Draws, who: _protected.Situation) -> list[frozenset[Support]]:
    u = draws.table("support", len(who.age), len(Support))
    chance = np.full((len(who.age), len(Support)), 0.015)
    kinds = list(Support)
    for kind, share in (
        (Support.JOB_COACH, 0.45),
        (Support.MENTOR, 0.3),
        (Support.STRUCTURED_TASKS, 0.35),
        (Support.QUIET_WORKPLACE, 0.2),
        (Support.FLEXIBLE_HOURS, 0.15),
        (Support.WHEELCHAIR_ACCESS, 0.02),
    ):
        chance[who.limited, kinds.index(kind)] = share
    chance[who.permit_holder, kinds.index(Support.LANGUAGE_ON_THE_JOB)] = 0.5
    chance[:, kinds.index(Support.WHEELCHAIR_ACCESS)] *= np.where(who.limited, 1, 0.1)
    return [frozenset(kinds[k] for k in np.nonzero(row)[0]) for row in u < chance]


def _sectors(draws: Draws, work: Careers) -> list[tuple[str, ...]]:
    also = draws.pick("also sector", len(work.job), [job.supply for job in jobs()]).tolist()
    two = draws.chance("two sectors", len(work.job), 0.4).tolist()
    return [
        tuple(dict.fromkeys((jobs()[at].sector, jobs()[more].sector) if both else (jobs()[at].sector,)))
        for at, more, both in zip(work.job.tolist(), also, two, strict=True)
    ]


def _left_out(draws: Draws, n: int, blank_profiles: float) -> list[dict[str, Any]]:
    """Fields that are blank, with the value that means unknown."""
    rates = shares("people")["blanks"]
    fields = {
        name: info.get_default(call_default_factory=True) for name, info in Jobseeker.model_fields.items()
    }
    single = {name: rate for name, rate in rates.items() if name in fields}
    consent = draws.uniform("consent", n).tolist()
    hidden = draws.table("blank", n, len(single)) < np.array(list(single.values()))
    wholly = draws.uniform("blank profile", n).argsort(kind="stable")[: round(blank_profiles * n)]
    empty = {name: value for name, value in fields.items() if name not in _KEPT}
    found: list[dict[str, Any]] = [
        {name: fields[name] for name, yes in zip(single, row, strict=True) if yes} for row in hidden.tolist()
    ]
    no = rates["consent_no"]
    for row, u in zip(found, consent, strict=True):
        if u < no + rates["consent_unknown"]:
            row["consent_to_share"] = False if u < no else None
    for at in wholly.tolist():
        found[at] |= empty
    return found
