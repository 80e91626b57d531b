"""What people decided in a workbook, read back for the next run."""

from __future__ import annotations

import io
from collections import defaultdict
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from matching.exceptions import ExchangeError
from matching.exchange import check_workbook
from matching.findings import Issues, Rule
from matching.plan import Decision
from matching.report._words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from matching.findings import Issue

    Rows = Sequence[Sequence[object]]

_ACCEPTED = frozenset({"akkoord", "accept", "accepted", "ja", "yes", "plaatsen"})
_REJECTED = frozenset({"afwijzen", "afgewezen", "reject", "rejected", "nee", "no"})
_NEEDED = ("vacancy", "jobseeker", "decision")
_FIELDS = (*_NEEDED, "decided_by", "decided_on", "decided_because", "second_job_beside")

_UNKNOWN_WORD = Rule(
    "decisions.word",
    "refused",
    "besluit niet begrepen; kies akkoord of afwijzen",
    "decision not understood; choose accept or reject",
)
_NO_PAIR = Rule(
    "decisions.pair",
    "refused",
    "besluit zonder werkzoekende of vacature",
    "decision without a jobseeker or vacancy",
)
_NO_NAME = Rule(
    "decisions.name",
    "doubted",
    "besluit zonder naam van wie beslist; het wordt wel gevolgd",
    "decision without the name of who decides; it is followed",
)
_CONFLICT = Rule(
    "decisions.conflict",
    "refused",
    "over {vacancy} is zowel akkoord als afwijzen ingevuld; geen van beide wordt gevolgd",
    "both accept and reject are filled in for {vacancy}; neither is followed",
)


class Decisions(NamedTuple):
    """What was decided, and findings on what could not be read.

    Parameters
    ----------
    decisions
        One for each pair, sorted by jobseeker and vacancy.
    issues
        What was refused or doubted.
    """

    decisions: tuple[Decision, ...]
    issues: Issues


class _Place(NamedTuple):
    """Where a decision stands."""

    file: str
    sheet: str
    row: int

    def issue(self, rule: Rule, record: str | None = None, vacancy: str = "") -> Issue:
        """Make a finding about this place."""
        return rule.issue(file=f"{self.file} [{self.sheet}]", line=self.row, record=record, vacancy=vacancy)


class _Line(NamedTuple):
    decision: Decision
    place: _Place


def read_decisions(path: str | PathLike[str]) -> Decisions:
    """Read what people decided in a workbook that `write_excel` wrote.

    Every sheet with the headings of vacancy, jobseeker and decision counts, in Dutch or English; rows may
    be sorted, filtered or removed, and columns moved or added. *akkoord, ja, accept, yes* accept;
    *afwijzen, nee, reject, no* reject; an empty cell decides nothing.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    Decisions
        Give `Decisions.decisions` to `matching.match` as ``decisions``.

    Raises
    ------
    ExchangeError
        When the file is no workbook, is encrypted, is unsafe to unpack, or has no such sheet.

    Examples
    --------
    >>> read_decisions("nowhere.xlsx")
    Traceback (most recent call last):
    matching.exceptions.ExchangeError: nowhere.xlsx: there is no such file.
    """
    file = Path(path)
    lines: list[_Line] = []
    issues: list[Issue] = []
    n_sheets = 0
    for sheet, rows in _sheets(file):
        columns = _columns(rows[0]) if rows else {}
        if all(field in columns for field in _NEEDED):
            n_sheets += 1
            for number, row in enumerate(rows[1:], start=2):
                _read_row(row, columns, _Place(file.name, sheet, number), lines, issues)
    if not n_sheets:
        msg = f"{file.name}: no sheet has columns for vacancy, jobseeker and decision."
        raise ExchangeError(msg)
    return Decisions(_settle(lines, issues), Issues(issues))


def _columns(headings: Sequence[object]) -> dict[str, int]:
    """Place of each field, by its heading in either language."""
    found: dict[str, int] = {}
    names = {words(field).casefold(): field for words in map(Words, LANGUAGES) for field in _FIELDS}
    for at, heading in enumerate(headings):
        field = names.get(str(heading).strip().casefold())
        if field is not None:
            found.setdefault(field, at)
    return found


def _read_row(
    row: Sequence[object], columns: dict[str, int], place: _Place, lines: list[_Line], issues: list[Issue]
) -> None:
    cell = {field: _text(row[at]) if at < len(row) else "" for field, at in columns.items()}
    word = cell["decision"].casefold()
    if not word:
        return
    if not cell["jobseeker"] or not cell["vacancy"]:
        issues.append(place.issue(_NO_PAIR))
    elif word not in _ACCEPTED | _REJECTED:
        issues.append(place.issue(_UNKNOWN_WORD, cell["jobseeker"]))
    else:
        decision = Decision(
            jobseeker=cell["jobseeker"],
            vacancy=cell["vacancy"],
            decided="accepted" if word in _ACCEPTED else "rejected",
            by=cell.get("decided_by", ""),
            on=cell.get("decided_on", ""),
            reason=cell.get("decided_because", ""),
            second_job=bool(cell.get("second_job_beside")),
        )
        if not decision.by:
            issues.append(place.issue(_NO_NAME, decision.jobseeker))
        lines.append(_Line(decision, place))


def _settle(lines: Sequence[_Line], issues: list[Issue]) -> tuple[Decision, ...]:
    """One decision a pair: the first, unless two of them disagree."""
    by_pair: dict[tuple[str, str], list[_Line]] = defaultdict(list)
    for line in lines:
        by_pair[line.decision.jobseeker, line.decision.vacancy].append(line)
    settled = []
    for (jobseeker, vacancy), said in sorted(by_pair.items()):
        if len({line.decision.decided for line in said}) == 1:
            settled.append(said[0].decision)
        else:
            issues.append(said[-1].place.issue(_CONFLICT, jobseeker, vacancy))
    return tuple(settled)


def _text(value: object) -> str:
    """Text of a cell; a whole number without its decimals and a date as a date."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _sheets(file: Path) -> Iterator[tuple[str, Rows]]:
    data = check_workbook(file)
    with _one_sentence(file):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@contextmanager
def _one_sentence(file: Path) -> Iterator[None]:
    """Turn whatever a damaged workbook makes its reader raise into one error."""
    msg = f"{file}: is not a workbook that can be read; save it again and retry."
    try:
        yield
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise ExchangeError(msg) from error
    except BaseException as error:
        # A panic in the reader's Rust code is no Exception, but says only that the file is damaged.
        if type(error).__name__ != "PanicException":
            raise
        raise ExchangeError(msg) from error
