"""A sample to a folder of exports, in the shape in which organisations hand them over."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
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

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    headings), a SONAR export of UWV (Excel), a side table of target groups, vacancies as a workbook of two
    sheets and as UTF-16 text, employers, contracts, ``market.toml`` and ``constraints.toml``. The files carry
    less than the records: SONAR has no skills, and further facts are left out.

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
    people = _by_source(sample)
    desk.people(people)
    desk.groups()
    desk.vacancies()
    desk.parties()
    settings = f'on = {sample.on.isoformat()}\nregion = "{sample.region}"\n'
    _save(target / "market.toml", settings)
    _save(target / "constraints.toml", constraints_text(sample))
    return tuple(desk.faults)


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _by_source(sample: Sample) -> dict[str, list[Jobseeker]]:
    """People by file: those of UWV, and the others by the nearer of the two largest municipalities."""
    found: dict[str, list[Jobseeker]] = {UWV: [p for p in sample.jobseekers if p.organisation == UWV]}
    others = [p for p in sample.jobseekers if p.organisation != UWV]
    codes = [p.municipality for p in others if p.municipality is not None]
    largest = sorted(set(codes), key=lambda code: (-codes.count(code), code))[:2]
    nearest = {code: min(largest, key=lambda near: _distance(code, near)) for code in set(codes)}
    for person in others:
        code = nearest.get(person.municipality or "", largest[0] if largest else "")
        found.setdefault(code, []).append(person)
    return {UWV: found.pop(UWV)} | {code: found[code] for code in largest if code in found} | found


def _distance(code: str, other: str) -> float:
    (lat, lon), (lat_other, lon_other) = map(registers.municipality_centre, (code, other))
    return (lat - lat_other) ** 2 + 0.37 * (lon - lon_other) ** 2


def _slug(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


@dataclass(slots=True)
class _Desk:
    """Writes the files of one folder and remembers the faults."""

    sample: Sample
    folder: Path
    draws: Draws
    messy: bool
    faults: list[Fault]

    def __init__(self, sample: Sample, folder: Path, draws: Draws, messy: bool) -> None:
        self.sample, self.folder, self.draws, self.messy = sample, folder, draws, messy
        self.faults = []

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

    def people(self, by_source: dict[str, list[Jobseeker]]) -> None:
        """Write the municipal files and the SONAR export."""
        on, start = self.sample.on, 0
        for position, (code, people) in enumerate(by_source.items()):
            if code == UWV:
                name, layout = (
                    "sonar_export_uwv.xlsx",
                    sonar_layout(on, registers.region(self.sample.region).name),
                )
            else:
                town = registers.municipality(code, on).name if code else "overig"
                name = f"werkzoekenden_{_slug(town)}.csv"
                layout = centre_layout(on) if position == 1 else second_layout(on)
            table = self.table(name, layout, people, _faults.PEOPLE)
            start = self._number(table, start)
            if code == UWV:
                write_workbook(self.folder / name, {"Blad 1": table}, on=on)
            else:
                encoding = "cp1252" if position == 1 else "utf-8-sig"
                write_text(self.folder / name, table, encoding=encoding, delimiter=";")

    def _number(self, table: Table, start: int) -> int:
        """Fill the column that holds citizen-service numbers where they do not belong."""
        at = table.headings.index(BSN_HEADING)
        if self.messy:
            for row, number in zip(table.rows, _faults.bsn_like(start), strict=False):
                row[at] = number
        return start + len(table.rows) + len(table.rows) // 8

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
