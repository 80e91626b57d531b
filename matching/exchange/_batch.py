"""Raw tables to one batch: the kind of each, its records, facts joined to their person."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from matching.exchange._headings import LONGEST_HEADING, book, fit_of, kind_of_name, near_heading
from matching.exchange._labels import kind_label
from matching.exchange._links import EmployerNames
from matching.exchange._records import NEEDED, Reading, read_records
from matching.exchange._rules import (
    CASE_TWINS,
    GROUP_UNDATED,
    KIND_FROM_NAME,
    MAPPING_UNUSED,
    NO_ROWS,
    NOTHING_OF_KIND,
    UNKNOWN_PERSON,
    UNKNOWN_TABLE,
    Findings,
    Where,
)
from matching.exchange._tables import KINDS, Batch, QuarantinedRow, Source
from matching.exchange._values import fold
from matching.records import Claim, Contract, Employer, Jobseeker, Placement, TargetGroupFact, Vacancy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from matching.exchange._tables import Kind, RawTable
    from matching.records import Record

R = TypeVar("R", bound="Record")
_ENOUGH = 3
"""Known headings that make a kind of a table even where a column that it needs is missing."""
_MOST_NEAR = 200
"""Columns up to which the headings of an unknown table are searched for misspelt ones."""


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
        scores = self._scores(table.headings)
        if not scores and len(table.headings) <= _MOST_NEAR:
            scores = self._scores(table.headings, near=True)
        best = max(scores.values(), default=0.0)
        kinds = [kind for kind, score in scores.items() if score > best - 1e-9]
        if len(kinds) == 1:
            return kinds[0]
        named = kind_of_name(table.sheet or "") or kind_of_name(table.file)
        if named not in kinds:
            return None
        self._findings.add(KIND_FROM_NAME, Where(table.label), kind=kind_label(named))
        return named

    def _scores(self, headings: list[str], *, near: bool = False) -> dict[Kind, float]:
        """Score each kind that the headings can be; ``near`` reads misspelt ones as what they look like."""
        scores: dict[Kind, float] = {}
        for kind in KINDS:
            known, own = book(kind).fields, self._mapping.get(kind, {})
            texts = [fold(heading[:LONGEST_HEADING]) for heading in headings]
            if near:
                found = (text if text in known else near_heading(kind, text) for text in texts)
                texts = [each if isinstance(each, str) else each[0] for each in found if each]
            fit = fit_of(kind, texts)
            fields = {own.get(text) or known.get(text) for text in texts}
            if fields >= set(NEEDED[kind]) or fit.n_known >= _ENOUGH:
                scores[kind] = fit.score + sum(text in own for text in texts)
        return scores

    def _set_apart(self, table: RawTable) -> None:
        lines = sorted([*table.lines, *(line for line, _ in table.ragged)])
        for line in lines or [1]:  # a table of nothing but headings is named by them
            self._findings.add(UNKNOWN_TABLE, Where(table.label, line), columns=len(table.headings))
        rows = tuple(QuarantinedRow(table.file, table.sheet, n, UNKNOWN_TABLE.code, ()) for n in lines)
        self._unknown.append(
            Source(
                table.file, table.sheet, None, table.encoding, table.delimiter, len(rows), 0, len(rows), rows
            )
        )

    def batch(self) -> Batch:
        """Join facts to their people and close the account."""
        people = self._joined()
        self._check_use()
        self._check_case()
        n_undated = sum(any(fact.as_of is None for fact in one.protected.target_groups) for one in people)
        if n_undated:
            self._findings.add(GROUP_UNDATED, Where(), n=n_undated)
        employers = self._records("employers", Employer)
        names = EmployerNames(employers, self._findings)
        return Batch(
            jobseekers=names.in_jobseekers(people),
            vacancies=names.in_vacancies(self._records("vacancies", Vacancy)),
            employers=employers,
            contracts=names.in_contracts(self._records("contracts", Contract)),
            placements=self._records("placements", Placement),
            claims=self._records("claims", Claim),
            sources=(*(reading.source() for reading in self._readings), *self._unknown),
            issues=self._findings.issues(),
            on=self._on,
        )

    def _records(self, kind: Kind, model: type[R]) -> tuple[R, ...]:
        """Take the records of a kind, in the order read."""
        return tuple(
            record
            for reading in self._of(kind)
            for _, _, record in reading.records
            if isinstance(record, model)
        )

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

    def _check_case(self) -> None:
        """Doubt ids of a kind that differ from an earlier one in capitals alone."""
        for kind in KINDS[:-1]:
            first: dict[str, str] = {}
            twins = [
                (Where(reading.table.label, line, record=given), first[given.casefold()])
                for reading in self._of(kind)
                for line, given, _ in reading.records
                if first.setdefault(given.casefold(), given) != given
            ]
            if twins:
                where, other = twins[0]
                self._findings.add(CASE_TWINS, where, n=len(twins), first=self._seen[kind, other])

    def check_kinds(self) -> None:
        """Doubt a set of tables without people or without work: there is nothing to match."""
        for kind in KINDS[:2]:
            if not any(reading.records for reading in self._of(kind)):
                self._findings.add(NOTHING_OF_KIND, Where(), kind=kind_label(kind))

    def _check_use(self) -> None:
        for kind, fields in self._mapping.items():
            for heading in fields:
                if heading not in self._used and kind in {reading.kind for reading in self._readings}:
                    self._findings.add(MAPPING_UNUSED, Where(column=heading), kind=kind_label(kind))
