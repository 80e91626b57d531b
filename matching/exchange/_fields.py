"""How the cells of each field are read, by kind of table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exchange import _cells as cells
from matching.exchange import _compound as compound
from matching.exchange._cells import unreadable
from matching.exchange._further import further_value
from matching.exchange._headings import FURTHER
from matching.exchange._places import municipality
from matching.exchange._values import fold, missing

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
        raise unreadable("postcode")
    return found[1] + (found[2] or "").upper()


def division(cell: Cell) -> str | None:
    """Read the first two digits of an SBI code; leading zeros that a workbook lost are put back."""
    body = cells.as_text(cell).replace(".", "")
    if cells.is_missing(cell) or fold(body) in missing("sector"):
        return None
    if not re.fullmatch(r"\d{1,5}", body):
        raise unreadable("industry")
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
    return cells.yes_no(cell) is True


_TEXT, _TEXTS, _ID = cells.text, cells.texts, cells.identifier
_SHARED: Mapping[str, Parser] = {
    "id": _ID,
    "postcode": postcode,
    "organisation": _TEXT,
    "languages": compound.languages,
    "hours": cells.hours_range,
    "hours_min": cells.number,
    "hours_max": cells.number,
    "days": cells.some_of("weekday"),
    "shifts": cells.some_of("shift"),
    "start": cells.day,
    "end": cells.day,
}
_READERS: Mapping[Kind, Mapping[str, Parser]] = {
    "jobseekers": {
        **_SHARED,
        "consultant": _TEXT,
        "wanted_occupations": compound.occupations,
        "wanted_occupation_codes": cells.identifiers,
        "work_history": compound.work_history,
        "skills": _TEXTS,
        "education_level": cells.one_of("education_level"),
        "work_level": cells.one_of("work_level"),
        "education_status": cells.one_of("education_status"),
        "certificates": _TEXTS,
        "driving_licences": cells.some_of("licence"),
        "available_from": cells.day,
        "available_until": cells.day,
        "travel_minutes_max": cells.number,
        "travel_km_max": cells.number,
        "travel_modes": cells.some_of("travel_mode"),
        "contract_kinds": cells.some_of("contract_kind"),
        "wage_floor_eur_per_hour": cells.euros,
        "support_needed": cells.some_of("support"),
        "sectors_wished": sectors,
        "employers_avoided": cells.identifiers,
        "consent_to_share": consent,
        "functional_limits": compound.levels,
        "benefit": cells.one_of("benefit"),
        "benefit_since": cells.day,
        "former_wage_eur_per_hour": cells.euros,
        "former_level": cells.one_of("work_level"),
        "wage_value": cells.fraction,
        "integration_hours_per_week": cells.number,
        "birth_date": cells.day,
        "age": cells.whole,
        "age_on": cells.day,
        "target_groups": compound.target_groups,
        "target_group_source": _TEXT,
        "target_group_as_of": cells.day,
        "target_group_legal_ground": _TEXT,
        "target_group_valid_from": cells.day,
        "target_group_valid_until": cells.day,
    },
    "vacancies": {
        **_SHARED,
        "employer": _ID,
        "occupation": compound.one_occupation,
        "occupation_code": _ID,
        "text": _TEXT,
        "skills_asked": _TEXTS,
        "skills_welcome": _TEXTS,
        "work_level_min": cells.one_of("work_level"),
        "education_level_min": cells.one_of("education_level"),
        "experience_years_min": cells.number,
        "certificates": compound.certificate_demands,
        "certificates_legal": compound.certificate_demands,
        "certificates_legally_required": cells.yes_no,
        "licences": compound.licence_demands,
        "licences_legal": compound.licence_demands,
        "licences_legally_required": cells.yes_no,
        "language_on_the_job": cells.yes_no,
        "closing_date": cells.day,
        "contract_kind": cells.one_of("contract_kind"),
        "permanent": lambda cell: _yes(cells.one_of("permanent")(cell)),
        "school_day": cells.one_of("weekday"),
        "mentor_places": cells.whole,
        "wage_eur_per_hour": cells.euros,
        "sector": sector,
        "openings": cells.whole,
        "demands": compound.levels,
        "support_offered": cells.some_of("support"),
        "adaptations_offered": cells.some_of("functional_item"),
        "reserved_for": cells.some_of("target_group"),
        "contracts": cells.identifiers,
    },
    "employers": {
        "id": _ID,
        "name": _TEXT,
        "group": _TEXT,
        "sector": cells.one_of("employer_sector"),
        "industry": division,
        "size": cells.whole,
    },
    "contracts": {
        "id": _ID,
        "contractor": _ID,
        "authority": _TEXT,
        "sum_eur": cells.euros,
        "percentage": cells.percentage,
        "obligation_eur": cells.euros,
        "start": cells.day,
        "end": cells.day,
        "base_kind": cells.word_of("base_kind"),
        "value_table": _TEXT,
        "pso_level": _TEXT,
        "realised_eur": cells.euros,
    },
    "placements": {
        "id": _ID,
        "jobseeker": _ID,
        "vacancy": _ID,
        "start": cells.day,
        "end": cells.day,
        "hours_per_week": cells.number,
        "status": cells.one_of("placement_status"),
    },
    "claims": {"id": _ID, "placement": _ID, "contract": _ID, "months": cells.number},
    "target_groups": {
        "jobseeker": _ID,
        "group": cells.one_of("target_group"),
        "source": _TEXT,
        "as_of": cells.day,
        "legal_ground": _TEXT,
        "valid_from": cells.day,
        "valid_until": cells.day,
    },
}
_JOB_PARTS: Mapping[str, Parser] = {
    "title": compound.one_occupation,
    "start": compound.moment,
    "end": compound.last_moment,
}
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
        return Field("further", _entry(name, further_value), is_free=True)
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
        level = cells.one_of("language_level")
        return Field(root, lambda cell: _language(rest[0], modes, level(cell)))
    if root in ("functional_limits", "demands"):
        return Field(root, _entry(rest[0], compound.level))
    if root == "target_groups":
        return Field(root, lambda cell: ({"group": rest[0]},) if cells.yes_no(cell) else None)
    return Field(root, lambda cell: _flag(rest[0], cells.yes_no(cell)))


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
