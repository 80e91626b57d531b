"""How the cells of each field are read, by kind of table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exchange import _cells as cells
from matching.exchange import _compound as compound
from matching.exchange import _dates as dates
from matching.exchange import _numbers as numbers
from matching.exchange import _words as words
from matching.exchange._cells import unreadable
from matching.exchange._further import further_value
from matching.exchange._headings import FURTHER
from matching.exchange._register_codes import municipality, occupation_code, occupation_codes
from matching.exchange._values import fold, lookup, missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.exchange._cells import Parser
    from matching.exchange._tables import Cell, Kind

_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})?")


@dataclass(frozen=True, slots=True)
class Field:
    """Where a column goes and how its cells are read.

    Parameters
    ----------
    key
        Key of the value that the column, or several together, yield.
    read
        Reader of a cell; ``None`` is unknown, `CellError` is unreadable.
    is_free
        Whether the cells are free text, in which a BSN is masked.
    order
        Place among the columns of one key.
    """

    key: str
    read: Parser
    is_free: bool = False
    order: int = 0


def postcode(cell: Cell) -> str | None:
    """Read four digits and two letters, or the digits alone."""
    if cells.is_missing(cell):
        return None
    found = _POSTCODE.fullmatch(cells.as_text(cell))
    if found is None:
        raise unreadable("postcode", "a postcode")
    return found[1] + (found[2] or "").upper()


def division(cell: Cell) -> str | None:
    """Read the first two digits of an SBI code; leading zeros that a workbook lost are put back."""
    body = cells.as_text(cell).replace(".", "")
    if cells.is_missing(cell) or fold(body) in missing("sector"):
        return None
    if not re.fullmatch(r"\d{1,5}", body):
        raise unreadable("SBI-code", "an SBI code")
    return body.zfill(2 if len(body) < 3 else 4)[:2]


def sector(cell: Cell) -> str | None:
    """Read a sector as text, an SBI code as its division."""
    if fold(cells.as_text(cell)) in missing("sector"):
        return None
    return division(cell) if re.fullmatch(r"[\d.]{2,6}", cells.as_text(cell)) else cells.text(cell)


def sectors(cell: Cell) -> tuple[str, ...] | None:
    """Read a list of sectors."""
    found = cells.texts(cell)
    return None if found is None else tuple(name for item in found if (name := sector(item)) is not None)


def consent(cell: Cell) -> bool:
    """Read consent to share: only a clear yes is one; anything written that is not a yes is a no."""
    return lookup("yes_no").get(fold(cells.as_text(cell))) == "yes"


_TEXT, _TEXTS, _ID = cells.text, cells.texts, cells.identifier
_SHARED: Mapping[str, Parser] = {
    "id": _ID,
    "postcode": postcode,
    "organisation": _TEXT,
    "languages": compound.languages,
    "hours": numbers.hours_range,
    "hours_min": numbers.number(numbers.HOURS),
    "hours_max": numbers.number(numbers.HOURS),
    "days": words.some_of("weekday"),
    "shifts": words.some_of("shift"),
    "start": dates.day,
    "end": dates.day,
}
_READERS: Mapping[Kind, Mapping[str, Parser]] = {
    "jobseekers": {
        **_SHARED,
        "consultant": _TEXT,
        "wanted_occupations": compound.occupations,
        "wanted_occupation_codes": occupation_codes,
        "work_history": compound.work_history,
        "skills": _TEXTS,
        "education_level": words.one_of("education_level"),
        "work_level": words.one_of("work_level"),
        "education_status": words.one_of("education_status"),
        "certificates": _TEXTS,
        "driving_licences": words.some_of("licence"),
        "available_from": dates.day,
        "available_until": dates.day,
        "travel_minutes_max": numbers.number(numbers.MINUTES),
        "travel_km_max": numbers.number(numbers.KILOMETRES),
        "travel_modes": words.some_of("travel_mode"),
        "contract_kinds": words.some_of("contract_kind"),
        "wage_floor_eur_per_hour": numbers.euros,
        "support_needed": words.some_of("support"),
        "sectors_wished": sectors,
        "employers_avoided": cells.identifiers,
        "consent_to_share": consent,
        "functional_limits": compound.levels,
        "benefit": words.one_of("benefit"),
        "benefit_since": dates.day,
        "former_wage_eur_per_hour": numbers.euros,
        "former_level": words.one_of("work_level"),
        "wage_value": numbers.fraction,
        "integration_hours_per_week": numbers.number(numbers.HOURS),
        "integration_days": words.some_of("weekday"),
        "birth_date": dates.day,
        "age": numbers.whole,
        "age_on": dates.day,
        "target_groups": compound.target_groups,
        "target_group_source": _TEXT,
        "target_group_as_of": dates.day,
        "target_group_legal_ground": _TEXT,
        "target_group_valid_from": dates.day,
        "target_group_valid_until": dates.day,
    },
    "vacancies": {
        **_SHARED,
        "employer": _ID,
        "occupation": compound.one_occupation,
        "occupation_code": occupation_code,
        "text": _TEXT,
        "skills_asked": _TEXTS,
        "skills_welcome": _TEXTS,
        "work_level_min": words.one_of("work_level"),
        "education_level_min": words.one_of("education_level"),
        "experience_years_min": numbers.number(numbers.YEARS),
        "certificates": compound.certificate_demands,
        "certificates_legal": compound.certificate_demands,
        "certificates_legally_required": words.yes_no,
        "licences": compound.licence_demands,
        "licences_legal": compound.licence_demands,
        "licences_legally_required": words.yes_no,
        "language_on_the_job": words.yes_no,
        "closing_date": dates.day,
        "contract_kind": words.one_of("contract_kind"),
        "permanent": lambda cell: _yes(words.one_of("permanent")(cell)),
        "school_day": words.one_of("weekday"),
        "mentor_places": numbers.whole,
        "wage_eur_per_hour": numbers.euros,
        "sector": sector,
        "openings": numbers.openings,
        "demands": compound.levels,
        "support_offered": words.some_of("support"),
        "adaptations_offered": words.some_of("functional_item"),
        "reserved_for": words.some_of("target_group"),
        "contracts": cells.identifiers,
    },
    "employers": {
        "id": _ID,
        "name": _TEXT,
        "group": _TEXT,
        "sector": words.one_of("employer_sector"),
        "industry": division,
        "size": numbers.whole,
    },
    "contracts": {
        "id": _ID,
        "contractor": _ID,
        "authority": _TEXT,
        "sum_eur": numbers.euros,
        "percentage": numbers.percentage,
        "obligation_eur": numbers.euros,
        "start": dates.day,
        "end": dates.day,
        "base_kind": words.word_of("base_kind"),
        "value_table": _TEXT,
        "pso_level": _TEXT,
        "realised_eur": numbers.euros,
    },
    "placements": {
        "id": _ID,
        "jobseeker": _ID,
        "vacancy": _ID,
        "start": dates.day,
        "end": dates.day,
        "hours_per_week": numbers.number(numbers.HOURS),
        "status": words.one_of("placement_status"),
    },
    "claims": {"id": _ID, "placement": _ID, "contract": _ID, "months": numbers.number(numbers.MONTHS)},
    "target_groups": {
        "jobseeker": _ID,
        "group": words.one_of("target_group"),
        "source": _TEXT,
        "as_of": dates.day,
        "legal_ground": _TEXT,
        "valid_from": dates.day,
        "valid_until": dates.day,
    },
}
_JOB_PARTS: Mapping[str, Parser] = {
    "title": compound.one_occupation,
    "start": dates.moment,
    "end": dates.last_moment,
}
_FURTHER: Mapping[str, Parser] = {"mbo_level": numbers.mbo_level, "lks_end": dates.day}
"""Further facts that a rule reads; all others keep the type that they are written in."""
_FREE = frozenset(
    {_TEXT, _TEXTS, sector, sectors, compound.occupations, compound.one_occupation, compound.work_history}
    | {compound.certificate_demands}
)


def field_of(kind: Kind, target: str, on: date | None) -> Field:
    """Return how the field ``target`` of a kind is read; a dotted one is a part of the field before the dot.

    ``on`` is the date of the map on which municipalities are looked up.
    """
    if target == "municipality":
        return Field(target, lambda cell: municipality(cell, on))
    if target.startswith(FURTHER):
        name = target[len(FURTHER) :]
        parse = _FURTHER.get(name, further_value)
        return Field("further", _entry(name, parse), is_free=parse is further_value)
    root, *rest = target.split(".")
    read = _READERS[kind].get(root)
    if not rest:
        if read is None:
            raise KeyError(target)
        return Field(root, read, is_free=read in _FREE)
    if root == "wanted_occupations":
        return Field(root, compound.occupations, is_free=True, order=int(rest[0]))
    if root == "work_history":
        part = _JOB_PARTS[rest[1]]
        return Field(
            "work_history_numbered", _entry(rest[0], _entry(rest[1], part)), is_free=rest[1] == "title"
        )
    if root == "languages":
        modes = rest[1:] or list(compound.MODES)
        level = words.one_of("language_level")
        return Field(root, lambda cell: _language(rest[0], modes, level(cell)))
    if root in ("functional_limits", "demands"):
        return Field(root, _entry(rest[0], compound.level))
    if root == "target_groups":
        return Field(root, lambda cell: ({"group": rest[0]},) if words.yes_no(cell) else None)
    return Field(root, lambda cell: _flag(rest[0], words.yes_no(cell)))


def _entry(key: str, read: Parser) -> Parser:
    def entry(cell: Cell) -> dict[str, object] | None:
        value = read(cell)
        return None if value is None else {key: value}

    return entry


def _language(code: str, modes: list[str], level: object) -> dict[str, dict[str, object]] | None:
    return None if level is None else {code: dict.fromkeys(modes, level)}


def _flag(value: str, yes: bool | None) -> frozenset[str] | None:
    return None if yes is None else frozenset([value] if yes else [])


def _yes(word: object) -> bool | None:
    return None if word is None else word == "yes"
