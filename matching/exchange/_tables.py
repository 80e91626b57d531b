"""What reading yields: raw tables on the way, and the batch of records with an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Literal

from matching.findings import Issues
from matching.policy import DEFAULTS

if TYPE_CHECKING:
    from matching.policy import PolicySettings
    from matching.records import Claim, Contract, Employer, Jobseeker, Placement, Vacancy

Cell = str | float | date | time | timedelta
"""A cell as read: text, or the typed value of a workbook; ``""`` is empty. A datetime is a date."""

Kind = Literal["jobseekers", "vacancies", "employers", "contracts", "placements", "claims", "target_groups"]
KINDS: tuple[Kind, ...] = (
    "jobseekers",
    "vacancies",
    "employers",
    "contracts",
    "placements",
    "claims",
    "target_groups",
)


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that was set apart: where it is and why; its values are not kept.

    Parameters
    ----------
    file, sheet
        File name, and the sheet of a workbook.
    line
        Line of the file or row of the sheet; 1 is the first.
    rule
        Code of the rule that refused it.
    headings
        Headings of its table; empty when the table was not recognised, for its first row may hold people.
    """

    file: str
    sheet: str | None
    line: int
    rule: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One table that was read, with the account of its rows: read = accepted + quarantined.

    Parameters
    ----------
    file, sheet
        File name, and the sheet of a workbook.
    kind
        What the table was taken for; ``None`` when it was not recognised.
    encoding, delimiter
        Of a text file; ``None`` for a workbook.
    rows_read, rows_accepted, rows_quarantined
        Rows below the heading; wholly blank rows are not rows.
    quarantined
        The rows set apart, in the order of the file.
    """

    file: str
    sheet: str | None
    kind: Kind | None
    encoding: str | None
    delimiter: str | None
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    quarantined: tuple[QuarantinedRow, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_accepted + self.rows_quarantined:
            msg = f"{self.file}: {self.rows_read} rows read, {self.rows_accepted} accepted and "
            msg += f"{self.rows_quarantined} quarantined do not add up"
            raise AssertionError(msg)
        if self.rows_quarantined != len(self.quarantined):
            msg = f"{self.file}: {self.rows_quarantined} rows quarantined, {len(self.quarantined)} kept"
            raise AssertionError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything that was read from one folder, table or set of files.

    Parameters
    ----------
    jobseekers, vacancies, employers, contracts, placements, claims
        The records, in the order read.
    issues
        What was refused, doubted or assumed.
    sources
        One entry a table, with the account of its rows.
    on
        Reference date, when it was given or stood in ``market.toml``.
    policy
        Figures of the rules, with what stood under ``[policy]`` in ``market.toml``.
    """

    jobseekers: tuple[Jobseeker, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    employers: tuple[Employer, ...] = ()
    contracts: tuple[Contract, ...] = ()
    placements: tuple[Placement, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: Issues = field(default_factory=Issues)
    sources: tuple[Source, ...] = ()
    on: date | None = None
    policy: PolicySettings = DEFAULTS

    @property
    def rows_read(self) -> int:
        """Rows of all tables."""
        return sum(source.rows_read for source in self.sources)

    @property
    def rows_accepted(self) -> int:
        """Rows that became a record or a fact of one."""
        return sum(source.rows_accepted for source in self.sources)

    @property
    def quarantine(self) -> tuple[QuarantinedRow, ...]:
        """Every row that was set apart, of all tables."""
        return tuple(row for source in self.sources for row in source.quarantined)


@dataclass(slots=True)
class RawTable:
    """A table before its headings are understood.

    Parameters
    ----------
    file, sheet, encoding, delimiter
        As in `Source`.
    headings
        The heading row, as written.
    columns
        One list of cells a heading, all of the length of ``lines``.
    lines
        Line of each row.
    ragged
        Lines whose number of cells is not that of the heading, with that number.
    """

    file: str
    headings: list[str]
    columns: list[list[Cell]]
    lines: list[int]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    ragged: list[tuple[int, int]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """File name, with the sheet of a workbook, as findings show it."""
        return self.file if self.sheet is None else f"{self.file} [{self.sheet}]"
