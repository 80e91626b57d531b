"""The promises of a sample as ``constraints.toml``: quotas in proportion to its people, and its contracts."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from matching import registers
from matching.datasets._person_layouts import age_on
from matching.datasets._tables import shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matching.datasets._sample import Sample
    from matching.records import Jobseeker, Vacancy

HOURS_BEHIND_A_HEAD = 24
"""Hours a week that a target in hours or jobs counts for each person."""
HOURS_OF_A_JOB = 25.5
_YOUTH, _SENIOR = 27, 50
_HEADER = "# Afspraken van de regio: quota voor doelgroepen, plafonds, en de contracten met social return.\n"


def constraints_text(sample: Sample) -> str:
    """Write the promises of a sample, as ``constraints.toml`` holds them."""
    table, names = shares("promises"), _names(sample)
    quotas = [_quota(sample, entry, names, "at_least") for entry in table["at_least"]]
    quotas += [_quota(sample, entry, names, "at_most") for entry in table["at_most"]]
    soon = sample.on + timedelta(days=365)
    owed = [
        {"contract": contract.id, "priority": 2 if contract.end and contract.end <= soon else 3}
        for contract in sample.contracts
    ]
    blocks = [_block("quota", quota) for quota in quotas if quota is not None]
    return "\n".join([_HEADER, *blocks, *(_block("social_return", entry) for entry in owed)])


def _names(sample: Sample) -> dict[str, str]:
    """Tell what the placeholders stand for."""
    homes = Counter(p.municipality for p in sample.jobseekers if p.municipality is not None)
    codes = sorted(homes, key=lambda code: (-homes[code], code))
    work: Counter[str] = Counter()
    for vacancy in sample.vacancies:
        if vacancy.employer is not None:
            work[vacancy.employer] += vacancy.openings
    employers = sorted(work, key=lambda key: (-work[key], key))
    return {
        **{f"{{municipality_{k}}}": code for k, code in enumerate(codes, 1)},
        **{f"{{employer_{k}}}": key for k, key in enumerate(employers, 1)},
    }


def _quota(
    sample: Sample, entry: Mapping[str, Any], names: Mapping[str, str], bound: str
) -> dict[str, Any] | None:
    """Fill in one quota; ``None`` when it speaks of something that is not there."""
    where = {
        key: names.get(value, value) if isinstance(value, str) else value
        for key, value in entry.get("where", {}).items()
    }
    if any(isinstance(value, str) and value.startswith("{") for value in where.values()):
        return None
    unit = entry.get("unit", "heads")
    group = entry.get("group")
    number = entry["share"] * (
        sum(_opens(v, sample, where) for v in sample.vacancies)
        if group is None
        else sum(_is_member(p, group, sample) and _lives(p, where) for p in sample.jobseekers)
    )
    if unit != "heads":
        number *= HOURS_BEHIND_A_HEAD / (HOURS_OF_A_JOB if unit == "jobs" else 1)
    known = {
        "name": _title(entry["name"], names, sample),
        "group": group,
        bound: max(1, round(number)),
        "unit": unit,
        "where": where or None,
        "priority": entry["priority"],
        "legal_ground": None if group is None else shares("promises")["legal_ground"][group],
    }
    return {key: value for key, value in known.items() if value is not None}


def _title(name: str, names: Mapping[str, str], sample: Sample) -> str:
    def word(match: re.Match[str]) -> str:
        value = names[match[0]]
        return registers.municipality(value, sample.on).name if value.startswith("GM") else value

    return re.sub(r"\{\w+\}", word, name)


def _is_member(person: Jobseeker, group: str, sample: Sample) -> bool:
    """Whether a fact, or for the age groups the age, says so on the reference date."""
    age = age_on(person, sample.on)
    if group == "jongere":
        return age is not None and age < _YOUTH
    if group == "50plus":
        return age is not None and age >= _SENIOR
    return any(fact.group == group for fact in person.protected.target_groups)


def _lives(person: Jobseeker, where: Mapping[str, Any]) -> bool:
    facts = {"municipality": person.municipality, "organisation": person.organisation}
    return all(where.get(key, value) == value for key, value in facts.items())


def _opens(vacancy: Vacancy, sample: Sample, where: Mapping[str, Any]) -> int:
    """Count the openings of a vacancy, 0 when it does not pass the filter on vacancies."""
    industries = {employer.id: employer.industry for employer in sample.employers}
    facts = {
        "employer": vacancy.employer,
        "vacancy_municipality": vacancy.municipality,
        "industry": industries.get(vacancy.employer or ""),
    }
    return vacancy.openings if all(where.get(key, value) == value for key, value in facts.items()) else 0


def _block(kind: str, values: Mapping[str, Any]) -> str:
    """Write one table of TOML; a text or a list in it is written as in JSON, which is the same."""
    lines = [f"[[{kind}]]"]
    for key, value in values.items():
        if isinstance(value, dict):
            inside = ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in value.items())
            lines.append(f"{key} = {{ {inside} }}")
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
