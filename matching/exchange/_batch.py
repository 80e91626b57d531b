"""Raw tables to one batch: the kind of each, its records, facts joined to their person."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from matching.exchange._headings import kind_of_name, score_kinds
from matching.exchange._records import Reading, read_records
from matching.exchange._rules import (
    KIND_FROM_NAME,
    MAPPING_UNUSED,
    NO_CONSENT,
    NO_ROWS,
    UNKNOWN_PERSON,
    UNKNOWN_TABLE,
    Findings,
    Where,
)
from matching.exchange._tables import KINDS, Batch, QuarantinedRow, Source
from matching.exchange._values import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.exchange._tables import Kind, RawTable
    from matching.records import Jobseeker, TargetGroupFact

_OWNER: Mapping[Kind, tuple[str, ...]] = {
    "jobseekers": ("id",),
    "vacancies": ("id",),
    "employers": ("id",),
    "contracts": ("id",),
    "placements": ("jobseeker", "vacancy"),
    "claims": ("placement", "contract", "months"),
    "target_groups": ("jobseeker", "group"),
}


class BatchBuilder:
    """Gathers tables into a batch.

    Parameters
    ----------
    mapping
        Folded headings of the user's own, by kind.
    on
        Reference date.
    findings
        Where findings go.
    """

    def __init__(
        self, *, mapping: Mapping[str, Mapping[str, str]], on: date | None, findings: Findings
    ) -> None:
        self._mapping = mapping
        self._on = on
        self._findings = findings
        self._readings: list[Reading] = []
        self._unknown: list[Source] = []
        self._seen: dict[tuple[Kind, str], str] = {}
        self._used: set[str] = set()

    @property
    def has_tables(self) -> bool:
        """Whether any table was recognised."""
        return bool(self._readings)

    def add(self, table: RawTable, kind: Kind | None = None) -> None:
        """Read one table; its kind is that of its headings unless it is given."""
        found = kind or self._kind(table)
        if found is None:
            self._set_apart(table)
            return
        if not table.lines and not table.ragged:
            self._findings.add(NO_ROWS, Where(table.label))
        mapping = self._mapping.get(found, {})
        self._used |= {fold(heading) for heading in table.headings} & set(mapping)
        self._readings.append(
            read_records(table, found, mapping=mapping, on=self._on, seen=self._seen, findings=self._findings)
        )

    def _kind(self, table: RawTable) -> Kind | None:
        """Kind whose headings fit best; a name only decides between equals."""
        headings = table.headings
        scores = score_kinds(headings)
        for kind in KINDS:
            own = self._mapping.get(kind, {})
            scores[kind] += sum(fold(heading) in own for heading in headings)
        best = max(scores.values())
        if best <= 0:
            return None
        kinds = [kind for kind in KINDS if scores[kind] > best - 1e-9]
        if len(kinds) == 1:
            return kinds[0]
        named = kind_of_name(table.sheet or "") or kind_of_name(table.file)
        if named in kinds:
            self._findings.add(KIND_FROM_NAME, Where(table.label), kind=named)
            return named
        return None

    def _set_apart(self, table: RawTable) -> None:
        lines = sorted([*table.lines, *(line for line, _ in table.ragged)])
        why_nl, why_en = "geen kolom die op één soort wijst", "no column that points to one kind"
        self._findings.add(
            UNKNOWN_TABLE, Where(table.label), columns=len(table.headings), why_nl=why_nl, why_en=why_en
        )
        rows = tuple(QuarantinedRow(table.file, table.sheet, n, UNKNOWN_TABLE.code, ()) for n in lines)
        self._unknown.append(
            Source(
                table.file, table.sheet, None, table.encoding, table.delimiter, len(rows), 0, len(rows), rows
            )
        )

    def batch(self) -> Batch:
        """Join facts to their people and close the account."""
        people = self._joined()
        records = {
            kind: tuple(record for reading in self._of(kind) for _, _, record in reading.records)
            for kind in KINDS
        }
        self._check_use()
        n_unknown = sum(person.consent_to_share is None for person in people)
        if n_unknown:
            self._findings.add(NO_CONSENT, Where(), n=n_unknown)
        records["jobseekers"] = people
        del records["target_groups"]
        sources = (*(reading.source() for reading in self._readings), *self._unknown)
        return Batch(**records, issues=self._findings.issues(), sources=sources, on=self._on)  # type: ignore[arg-type]

    def _of(self, kind: Kind) -> list[Reading]:
        return [reading for reading in self._readings if reading.kind == kind]

    def _joined(self) -> tuple[Jobseeker, ...]:
        people = {
            record_id: cast("Jobseeker", record)
            for reading in self._of("jobseekers")
            for _, record_id, record in reading.records
        }
        facts: dict[str, list[TargetGroupFact]] = {}
        for reading in self._of("target_groups"):
            for line, owner, fact in reading.records:
                if owner in people:
                    facts.setdefault(owner, []).append(cast("TargetGroupFact", fact))
                else:
                    self._findings.add(UNKNOWN_PERSON, Where(reading.table.label, line, record=owner))
                    reading.set_apart(line, UNKNOWN_PERSON)
        for owner, more in facts.items():
            person = people[owner]
            groups = tuple(dict.fromkeys((*person.protected.target_groups, *more)))
            protected = person.protected.model_copy(update={"target_groups": groups})
            people[owner] = person.model_copy(update={"protected": protected})
        return tuple(people.values())

    def _check_use(self) -> None:
        for kind, fields in self._mapping.items():
            for heading in fields:
                if heading not in self._used and kind in {reading.kind for reading in self._readings}:
                    self._findings.add(MAPPING_UNUSED, Where(column=heading), kind=kind)
