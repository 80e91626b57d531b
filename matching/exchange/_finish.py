"""Values of a row to the shape of its record: parts of one fact that stood in several columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from matching.exchange._ages import date_ages
from matching.exchange._labels import field_label, joined
from matching.exchange._rules import MADE_ID, Findings, Where

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from matching.exchange._columns import Columns
    from matching.exchange._tables import Kind, RawTable

Row = dict[str, Any]
_PROTECTED = (
    "target_groups",
    "benefit",
    "benefit_since",
    "former_wage_eur_per_hour",
    "former_level",
    "wage_value",
    "integration_hours_per_week",
    "integration_days",
    "birth_date",
    "age",
    "age_on",
)
_GROUP_DETAILS = ("source", "as_of", "legal_ground", "valid_from", "valid_until")


def finish(
    kind: Kind, rows: list[Row], columns: Columns, *, on: date | None, table: RawTable, findings: Findings
) -> list[Row]:
    """Bring the rows of a table to the shape that its record takes."""
    shape: Callable[[Row], None] | None = _SHAPES.get(kind)
    if shape is not None:
        for row in rows:
            shape(row)
    if kind == "jobseekers":
        date_ages(rows, columns, on=on, table=table, findings=findings)
    if kind in _MADE_OF and "id" not in columns.values and not columns.refused_id:
        _make_ids(kind, rows, table, findings)
    return rows


def _shape_jobseeker(row: Row) -> None:
    _hours(row)
    _fall_back(row, "education_level", "work_level")
    if codes := row.pop("wanted_occupation_codes", None):
        row["wanted_occupations"] = _with_codes(row.get("wanted_occupations", ()), codes)
    if numbered := row.pop("work_history_numbered", None):
        jobs = tuple(_job(numbered[n]) for n in sorted(numbered, key=int))
        row["work_history"] = row.get("work_history", ()) + jobs
    details = {name: row.pop(f"target_group_{name}", None) for name in _GROUP_DETAILS}
    if groups := row.get("target_groups"):
        known = {name: value for name, value in details.items() if value is not None}
        row["target_groups"] = tuple({**known, **group} for group in _each_once(groups))
    protected = {name: row.pop(name) for name in _PROTECTED if name in row}
    if protected:
        row["protected"] = protected


def _shape_vacancy(row: Row) -> None:
    _hours(row)
    _fall_back(row, "work_level_min", "education_level_min")
    if code := row.pop("occupation_code", None):
        row["occupation"] = {**row.get("occupation", {}), "code": code}
    for field, key in (("certificates", "name"), ("licences", "category")):
        legal = row.pop(f"{field}_legally_required", None)
        asked = {each[key]: each for each in row.pop(field, ())}
        if legal:
            asked = {name: {**each, "legally_required": True} for name, each in asked.items()}
        for each in row.pop(f"{field}_legal", ()):
            asked[each[key]] = {**each, "legally_required": True}
        if asked:
            row[field] = tuple(asked.values())


def _hours(row: Row) -> None:
    least, most = row.pop("hours", (None, None))
    if least is not None:
        row.setdefault("hours_min", least)
    if most is not None:
        row.setdefault("hours_max", most)


def _fall_back(row: Row, first: str, second: str) -> None:
    other = row.pop(second, None)
    if other is not None:
        row.setdefault(first, other)


def _with_codes(titles: tuple[Row, ...], codes: tuple[str, ...]) -> tuple[Row, ...]:
    """Join titles and codes one to one when there are as many; else the codes come after."""
    if len(titles) == len(codes):
        return tuple({**title, "code": code} for title, code in zip(titles, codes, strict=True))
    return titles + tuple({"code": code} for code in codes)


def _job(parts: Row) -> Row:
    return {
        "occupation": parts.get("title", {}),
        **{key: parts[key] for key in ("start", "end") if key in parts},
    }


def _each_once(facts: tuple[Row, ...]) -> list[Row]:
    """Leave out facts that say no more than another on the same group."""
    return [
        fact
        for place, fact in enumerate(facts)
        if not any(
            fact.items() <= other.items() and (fact != other or at < place)
            for at, other in enumerate(facts)
            if at != place
        )
    ]


_SHAPES: dict[str, Callable[[Row], None]] = {"jobseekers": _shape_jobseeker, "vacancies": _shape_vacancy}
_MADE_OF: dict[str, tuple[str, ...]] = {
    "placements": ("jobseeker", "vacancy"),
    "claims": ("placement", "contract"),
}


def _make_ids(kind: Kind, rows: list[Row], table: RawTable, findings: Findings) -> None:
    """Give rows the ids of what they join as their own, numbered from the second time on."""
    fields = _MADE_OF[kind]
    findings.add(MADE_ID, Where(table.label), fields=joined(field_label(kind, name) for name in fields))
    times: Counter[str] = Counter()
    for row in rows:
        if all(row.get(name) for name in fields):
            made = "/".join(row[name] for name in fields)
            times[made] += 1
            row["id"] = made if times[made] == 1 else f"{made}#{times[made]}"
