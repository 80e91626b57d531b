"""A sample to a folder of exports, in the shape in which organisations hand them over."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matching import registers
from matching.datasets import _faults
from matching.datasets._draws import Draws
from matching.datasets._files import Table, write_text, write_workbook
from matching.datasets._person_layouts import (
    BSN_HEADING,
    centre_layout,
    groups_layout,
    second_layout,
    sonar_layout,
)
from matching.datasets._promises import constraints_text
from matching.datasets._words import Cell, Layout, Scribe
from matching.datasets._work_layouts import (
    contract_layout,
    employer_layout,
    uwv_vacancy_layout,
    vacancy_layout,
)
from matching.records import Benefit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from os import PathLike

    from matching.datasets._faults import Fault
    from matching.datasets._sample import Sample
    from matching.records import Jobseeker

UWV = "UWV"
# Columns in which a word for "unknown" would itself be a value.
_NEVER_FILLED = {
    "Toestemming",
    "Mag gedeeld worden",
    BSN_HEADING,
    "Klantprofiel",
    "Organisatie",
    "Relatienummer",
    "Opdrachtnemer",
    "Werkgevernummer",
    "Waardetabel",
    "Geldig tot",
    "Einddatum",
    "Concern",
}


def write_exports(
    sample: Sample, folder: str | PathLike[str], *, messy: bool = True, seed: int = 0
) -> tuple[Fault, ...]:
    """Write a sample as the folder that a regional employer desk would be handed.

    Written are two municipal files of jobseekers (cp1252 and UTF-8 with a byte-order mark, each with its own
    headings), two files of UWV (a SONAR export in Excel with who has had WW for less than half a year, and a
    text file with the others), a side table of target groups, vacancies as a workbook of two sheets and as
    UTF-16 text, employers, contracts, ``market.toml`` and ``constraints.toml``. SONAR carries less than the
    records: one wish, no skills, no dates.

    Parameters
    ----------
    sample
        What to write.
    folder
        Made when it is not there; files of the same name are replaced.
    messy
        Put faults into some two in a hundred rows, several spellings of a word, words for "unknown", titles
        above headings and invented citizen-service numbers that belong to nobody. False writes plain files.
    seed
        Seed of the mess, at least 0. The same sample and seed give the same bytes.

    Returns
    -------
    tuple of Fault
        Which row has which fault; empty without mess.

    Examples
    --------
    >>> import tempfile
    >>> from matching.datasets import generate_region
    >>> sample = generate_region("drenthe", jobseekers=60, vacancies=20)
    >>> folder = tempfile.mkdtemp()
    >>> faults = write_exports(sample, folder)
    >>> sorted(path.name for path in Path(folder).iterdir())[:3]
    ['constraints.toml', 'contracten.xlsx', 'doelgroepen.csv']
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    desk = _Desk(sample, target, Draws(seed, "exports"), messy)
    desk.people()
    desk.groups()
    desk.vacancies()
    desk.parties()
    settings = f'on = {sample.on.isoformat()}\nregion = "{sample.region}"\n'
    _save(target / "market.toml", settings)
    _save(target / "constraints.toml", constraints_text(sample))
    return tuple(desk.faults)


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _by_source(sample: Sample) -> tuple[list[Jobseeker], list[Jobseeker], dict[str, list[Jobseeker]]]:
    """People of the client system, other people of UWV, and the rest by the nearer of two municipalities."""
    recent = sample.on - timedelta(days=183)
    own = [p for p in sample.jobseekers if p.organisation == UWV]
    others = [p for p in sample.jobseekers if p.organisation != UWV]
    codes = [p.municipality for p in others if p.municipality is not None]
    largest = sorted(set(codes), key=lambda code: (-codes.count(code), code))[:2]
    nearest = {code: min(largest, key=lambda near: _distance(code, near)) for code in set(codes)}
    municipal: dict[str, list[Jobseeker]] = {code: [] for code in largest or ([""] if others else [])}
    for person in others:
        municipal[nearest.get(person.municipality or "", next(iter(municipal)))].append(person)
    return (
        [p for p in own if _is_recent(p, recent)],
        [p for p in own if not _is_recent(p, recent)],
        municipal,
    )


def _is_recent(person: Jobseeker, recent: date) -> bool:
    """Whether only the client system knows the person: WW of less than half a year."""
    since = person.protected.benefit_since
    return person.protected.benefit == Benefit.WW and since is not None and since > recent


def _distance(code: str, other: str) -> float:
    (lat, lon), (lat_other, lon_other) = map(registers.municipality_centre, (code, other))
    return (lat - lat_other) ** 2 + 0.37 * (lon - lon_other) ** 2


def _slug(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


class _Desk:
    """Writes the files of one folder and remembers the faults."""

    def __init__(self, sample: Sample, folder: Path, draws: Draws, messy: bool) -> None:
        self.sample, self.folder, self.draws, self.messy = sample, folder, draws, messy
        self.faults: list[Fault] = []
        self.numbers = _faults.bsn_like(0)

    def table(
        self,
        name: str,
        layout: Layout,
        records: Iterable[Any],
        kinds: dict[str, dict[tuple[str, ...], str]],
        title: str = "",
    ) -> Table:
        """Fill a table, and break some of its rows when the folder is messy."""
        rng = self.draws.rng(name) if self.messy else None
        scribe = Scribe(rng)
        table = Table(name=name, headings=list(layout), rows=[], title=title if self.messy else "")
        for record in records:
            row = [write(record, scribe) for write in layout.values()]
            table.rows.append([_filled(h, c, scribe) for h, c in zip(layout, row, strict=True)])
        if rng is not None:
            self.faults += _faults.break_rows(table, kinds, rng)
        return table

    def people(self) -> None:
        """Write the SONAR export, the other people of UWV, and the municipal files."""
        on = self.sample.on
        sonar, uwv, municipal = _by_source(self.sample)
        layout = sonar_layout(on, registers.region(self.sample.region).name)
        table = self._numbered(self.table("sonar_export_uwv.xlsx", layout, sonar, _faults.PEOPLE))
        write_workbook(self.folder / table.name, {"Blad 1": table}, on=on)
        forms = [("utf-8", ",", second_layout(on)), ("cp1252", ";", centre_layout(on))]
        forms.append(("utf-8-sig", ";", second_layout(on)))
        towns = [registers.municipality(code, on).name if code else "overig" for code in municipal]
        sources = zip([UWV, *towns], [uwv, *municipal.values()], strict=True)
        for (town, people), (encoding, delimiter, layout) in zip(sources, forms, strict=False):
            name = f"werkzoekenden_{_slug(town)}.csv"
            table = self._numbered(self.table(name, layout, people, _faults.PEOPLE))
            write_text(self.folder / name, table, encoding=encoding, delimiter=delimiter)

    def _numbered(self, table: Table) -> Table:
        """Fill the column that holds citizen-service numbers where they do not belong."""
        at = table.headings.index(BSN_HEADING)
        if self.messy:
            for row in table.rows:
                row[at] = next(self.numbers)
        return table

    def groups(self) -> None:
        """Write the side table of target groups."""
        rows = [(p.id, fact) for p in self.sample.jobseekers for fact in p.protected.target_groups]
        table = self.table("doelgroepen.csv", groups_layout(), rows, _faults.GROUPS)
        write_text(self.folder / table.name, table, encoding="utf-8", delimiter=",")

    def vacancies(self) -> None:
        """Write the workbook of the municipalities and the text file of UWV."""
        on, all_of_them = self.sample.on, self.sample.vacancies
        own = [v for v in all_of_them if v.organisation != UWV or v.contracts]
        parts = {
            "Vacatures": [v for v in own if not v.contracts and not v.reserved_for],
            "SROI en doelgroepen": [v for v in own if v.contracts or v.reserved_for],
        }
        title = f"Openstaande vacatures, stand {on:%d-%m-%Y}"
        sheets = {
            sheet: self.table(f"vacatures.xlsx|{sheet}", vacancy_layout(on), rows, _faults.VACANCIES, title)
            for sheet, rows in parts.items()
        }
        write_workbook(self.folder / "vacatures.xlsx", sheets, on=on)
        rest = [v for v in all_of_them if v.organisation == UWV and not v.contracts]
        table = self.table("vacatures_uwv.csv", uwv_vacancy_layout(on), rest, _faults.VACANCIES)
        write_text(self.folder / table.name, table, encoding="utf-16", delimiter="\t")

    def parties(self) -> None:
        """Write employers and contracts."""
        sample = self.sample
        table = self.table("werkgevers.csv", employer_layout(), sample.employers, _faults.EMPLOYERS)
        write_text(self.folder / table.name, table, encoding="cp1252", delimiter=";")
        table = self.table("contracten.xlsx", contract_layout(), sample.contracts, _faults.CONTRACTS)
        write_workbook(self.folder / table.name, {"Contracten": table}, on=sample.on, percent=["SROI %"])


def _filled(heading: str, cell: Cell, scribe: Scribe) -> Cell:
    return scribe.filler() if cell is None and heading not in _NEVER_FILLED else cell
