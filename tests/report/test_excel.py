"""The workbook is safe, the same each time, and says what the page says."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import matching
from matching import registers
from matching.exceptions import MarketError
from matching.records import Employer, Jobseeker, OccupationRef, Vacancy
from matching.report import View, write_excel
from matching.report._book import Book, Column, Sheet
from matching.report._certificate import attributions, sources_shown
from matching.report._words import LANGUAGES, Language, Words

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = [
    *("Voorstellen", "Ook mogelijk", "Afspraken", "Contracten"),
    *("Boekingen", "Doelgroepen", "Regelingen", "Doelen"),
    *("Niet geplaatst", "Open plaatsen", "Bevindingen"),
]


def rows(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    head, *body = rows(path, sheet)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


@pytest.fixture
def workbook(plan: matching.Plan, tmp_path: Path) -> Path:
    write_excel(plan, tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_a_matcher_gets_all_sheets(workbook: Path) -> None:
    assert CalamineWorkbook.from_path(str(workbook)).sheet_names == [*SHEETS, "Toelichting"]


def test_proposals_have_their_figures_reasons_and_room_to_decide(workbook: Path) -> None:
    first = table(workbook, "Voorstellen")[0]
    assert (first["Vacature"], first["Werkzoekende"], first["Rang"]) == ("V-1", "W-1", 1)
    assert (first["Uren per week"], first["Contract"], first["Start"]) == (32, "K-geheim", date(2026, 1, 12))
    assert first["Voor (2)"] == "heeft gevraagde vaardigheden: orders picken"
    assert first["Tegen of onbekend"] == "werkervaring onbekend"
    assert [first[name] for name in ("Besluit", "Wie", "Wanneer", "Reden")] == [""] * 4


def test_every_sheet_counts_what_the_plan_counts(workbook: Path, plan: matching.Plan) -> None:
    counted = {
        "Voorstellen": len(plan.proposals),
        "Afspraken": len(plan.rows),
        "Niet geplaatst": len(plan.unmatched.jobseekers),
        "Open plaatsen": len(plan.unmatched.vacancies),
        "Bevindingen": len(plan.issues),
    }
    assert {sheet: len(table(workbook, sheet)) for sheet in counted} == counted


def test_promises_are_numbers_with_a_unit(workbook: Path) -> None:
    told = {line["Afspraak"]: line for line in table(workbook, "Afspraken")}
    names = ("Eenheid", "Minstens", "Hoogstens", "Gehaald", "Tekort", "Teveel")
    assert [told["statushouder"][name] for name in names] == ["personen", 3, "", 0, 3, 0]
    assert [told["geheim contract"][name] for name in names[:2]] == ["euro", 5000]
    assert [told["social return K-ander"][name] for name in names] == [""] * 6


def test_contracts_are_numbers(workbook: Path, plan: matching.Plan) -> None:
    told = {line["Contract"]: line for line in table(workbook, "Contracten")}
    row = next(row for row in plan.rows if row.name == "geheim contract")
    line = told["K-geheim"]
    names = ("Verplichting", "Al geboekt", "Gepland", "Tekort", "Einddatum")
    assert [line[name] for name in names] == [5000, 0, row.activity, row.shortfall, date(2027, 12, 31)]
    assert (told["K-ander"]["Gepland"], told["K-ander"]["Waardetabel"]) == ("", "")


def test_headings_stay_in_view_and_can_be_filtered(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(SHEETS) + 1)]
    assert all('state="frozen"' in sheet and "<autoFilter" in sheet for sheet in sheets)
    assert '<dataValidation type="list"' in sheets[0]
    assert '"akkoord,afwijzen"' in sheets[0].replace("&quot;", '"')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_is_never_a_formula(start: str, tmp_path: Path) -> None:
    """Whatever a text begins with, its cell holds that text, marked as text; no cell holds a formula."""
    evil = f"{start}cmd|' /C calc'!A0"
    market = matching.Market.from_records(
        [Jobseeker(id=f"{start}1", wanted_occupations=(OccupationRef(title=f"a{evil}"),), organisation=evil)],
        [Vacancy(id="V-1", occupation=OccupationRef(title=evil), employer="E-1")],
        [Employer(id="E-1", name=evil)],
        on=date(2026, 1, 12),
        name=evil,
    )
    file = tmp_path / "plan.xlsx"
    write_excel(matching.match(market, min_score=0.0), file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not any(re.search(r"<f[ >]", text) for name, text in parts.items() if "worksheets" in name)
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]
    assert table(file, "Voorstellen")[0]["Functie"] == evil.strip()


@pytest.mark.parametrize("view", ["matcher", "employer"])
def test_the_same_plan_gives_the_same_bytes(plan: matching.Plan, tmp_path: Path, view: View) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_excel(plan, tmp_path / name, view=view)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_employer_gets_proposals_only(plan: matching.Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    write_excel(plan, file, view="employer", employer="E-1")
    assert CalamineWorkbook.from_path(str(file)).sheet_names == ["Voorstellen", "Toelichting"]
    (only,) = table(file, "Voorstellen")
    assert (only["Vacature"], only["Werkzoekende"]) == ("V-1", "W-1")
    assert not {"Contract", "Organisatie en consulent", "Kant werkzoekende"} & set(only)
    with pytest.raises(MarketError, match="E-9"):
        write_excel(plan, file, view="employer", employer="E-9")


def test_the_workbook_speaks_english_too(plan: matching.Plan, tmp_path: Path) -> None:
    write_excel(plan, tmp_path / "plan.xlsx", language="en")
    first = table(tmp_path / "plan.xlsx", "Proposals")[0]
    assert (first["Jobseeker"], first["For (1)"]) == (
        "W-1",
        "close to the wanted occupation (magazijnmedewerker)",
    )


def test_a_very_long_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    market = matching.Market.from_records(
        [Jobseeker(id="W-1")],
        [Vacancy(id="V-1", occupation=OccupationRef(title="x" * 40_000))],
        on=date(2026, 1, 12),
    )
    write_excel(matching.match(market, min_score=0.0), tmp_path / "plan.xlsx")
    assert len(str(table(tmp_path / "plan.xlsx", "Voorstellen")[0]["Functie"])) == 32_767


def test_the_legend_names_every_source_with_its_terms(workbook: Path) -> None:
    """Source, year and licence of each shipped table, and the sentences that licences ask for."""
    told = {str(label): str(text) for label, text in rows(workbook, "Toelichting")}
    for source in sources_shown(Words("nl")):
        assert told[source.table] == f"{source.source} ({source.year}; {source.licence})"
    said = {str(text) for _, text in rows(workbook, "Toelichting")}
    assert set(attributions(Words("nl"))) <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_licence_that_asks_for_it_has_a_sentence(language: Language) -> None:
    """Facts and texts of law ask for none."""
    asked = {part for row in registers.sources() for part in row.licence.split("; ")}
    asked -= {"facts", "facts from public pages", "public law text"}
    assert len(attributions(Words(language))) == len(asked)


def test_whole_numbers_have_no_bare_point(tmp_path: Path) -> None:
    """A format with optional decimals shows 9 as "9."; whole numbers and others have a format each."""
    file = tmp_path / "one.xlsx"
    column: Column[float] = Column("reached", lambda value: value, "number")
    sheet = Sheet.of("promises", [column], [9.0, 8.5])
    with xlsxwriter.Workbook(str(file)) as workbook:
        Book(workbook, Words("nl")).write(sheet)
    with zipfile.ZipFile(file) as archive:
        styles, cells = (archive.read(f"xl/{name}.xml").decode() for name in ("styles", "worksheets/sheet1"))
    assert "#,##0.##" not in styles
    assert len(set(re.findall(r'<c r="A[23]" s="(\d+)"', cells))) == 2
