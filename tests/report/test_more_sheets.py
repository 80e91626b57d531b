"""Instruments, targets, rates and changes stand next to the proposals, each with its source and year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

import matching
from matching import policy
from matching.records import Jobseeker, Vacancy
from matching.report import plot_targets, write_excel, write_html
from matching.report._instruments import instrument_lines
from matching.report._targets import planned_jobs, target_rows, targets_of
from matching.report._words import Words

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    head, *body = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def test_instruments_that_may_be_there_have_a_line_and_the_others_are_counted(
    plan: matching.Plan, tmp_path: Path
) -> None:
    """There or to ask, with the reason, the amount, its year and source, and who grants it."""
    write_excel(plan, tmp_path / "plan.xlsx")
    written = table(tmp_path / "plan.xlsx", "Regelingen")
    lines = [line for line in written if line["Werkzoekende"]]
    others = {line["Regeling"]: line["Waarom"] for line in written if not line["Werkzoekende"]}
    pairs = {(line["Vacature"], line["Werkzoekende"]) for line in lines}
    assert pairs == {(p.vacancy, p.jobseeker) for p in plan.proposals}
    assert all(line["Waarom"] and line["Verstrekker"] and line["Mogelijk"] for line in lines)
    mine = {line["Regeling"]: line for line in lines if line["Werkzoekende"] == "W-1"}
    credit = mine["LKV banenafspraak"]
    assert (credit["Mogelijk"], credit["Verstrekker"], credit["Bedragen van"]) == (
        "ja",
        "Belastingdienst",
        "2026",
    )
    assert credit["Bedrag per jaar"] == pytest.approx(32 * 52 * 1.01)
    assert str(credit["Bron"]).startswith("http")
    assert {line["Mogelijk"] for line in lines} == {"ja", "na te vragen"}
    assert "LKV oudere werknemer" not in mine
    told = [
        line
        for p in plan.proposals
        for line in instrument_lines(plan, p.jobseeker, p.vacancy, Words("nl"))
        if line.name == "LKV oudere werknemer" and line.result.eligible is False
    ]
    n = len(told)
    assert others["LKV oudere werknemer"] == (f"bij {n} voorstellen niet" if n > 1 else "bij 1 voorstel niet")
    assert "contract van een half jaar" in str(mine["proefplaatsing"]["Nog te doen"])
    assert "niet eerder bij deze werkgever" in str(mine["proefplaatsing"]["Nog te doen"])


def test_instruments_move_no_score(town: matching.Market, plan: matching.Plan) -> None:
    """Without a wage value there is no subsidy to tell of, and every score is what it was."""
    people = [
        person.model_copy(
            update={"protected": person.protected.model_copy(update={"wage_value": None, "benefit": None})}
        )
        for person in town.records.jobseekers
    ]
    other = matching.match(town.with_records(jobseekers=people), min_score=0.2)
    words = Words("en")
    told = {line.name: line.verdict for line in instrument_lines(plan, "W-1", "V-1", words)}
    then = {line.name: line.verdict for line in instrument_lines(other, "W-1", "V-1", words)}
    assert (told["wage-cost subsidy (LKS)"], then["wage-cost subsidy (LKS)"]) == ("yes", "to ask")
    assert plan.explain("W-1", "V-1").score == other.explain("W-1", "V-1").score


def test_an_employer_reads_no_instrument(plan: matching.Plan, tmp_path: Path) -> None:
    """They tell of benefits and of health."""
    write_html(plan, tmp_path / "employer.html", view="employer")
    assert "LKV" not in (tmp_path / "employer.html").read_text(encoding="utf-8")
    write_html(plan, tmp_path / "matcher.html")
    assert "LKV banenafspraak €" in (tmp_path / "matcher.html").read_text(encoding="utf-8")


def test_the_numbers_of_groningen_come_out_as_a_table_and_a_plot(tmp_path: Path) -> None:
    """Agreement jobs 3,424 against 3,001 and 3,141; social return 842 against 600 and 650."""
    people = [Jobseeker(id=f"W-{n}", municipality="GM0014") for n in range(3)]
    market = matching.Market.from_records(people, [Vacancy(id="V-1")], on=date(2026, 1, 12), name="Groningen")
    plan = matching.match(market)
    write_excel(plan, tmp_path / "plan.xlsx")
    rows = [row for row in table(tmp_path / "plan.xlsx", "Doelen") if row["Waar"] == "Groningen"]
    jobs, placements = "banen banenafspraak", "plaatsingen met social return"
    assert [tuple(row.values())[1:6] for row in rows] == [
        (jobs, "2019", "gerealiseerd", 3424, ""),
        (jobs, "2020", "doel", 3001, 423),
        (jobs, "2021", "doel", 3141, 283),
        (placements, "2019", "gerealiseerd", 842, ""),
        (placements, "2020", "doel", 600, 242),
        (placements, "2021", "doel", 650, 192),
    ]
    assert all(row["Bron"] for row in rows)
    own = [line for line in targets_of(plan) if line.region == "AM01"]
    for name in dict.fromkeys(line.indicator for line in own):
        lines = [line for line in own if line.indicator == name]
        picture = ElementTree.fromstring(plot_targets(lines))
        widths = [float(bar.get("width")) for bar in picture.iter(f"{SVG}rect")]
        most = max(line.value for line in lines)
        assert widths == pytest.approx([400 * line.value / most for line in lines], abs=0.05)
        texts = " ".join(text.text for text in picture.iter(f"{SVG}text"))
        assert lines[0].source in texts
        assert all(f"{line.value:,}".replace(",", ".") in texts for line in lines)
    write_html(plan, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert all(number in page for number in ("3.424", "3.001", "3.141", "842", "600", "650"))


def test_a_bar_is_a_share_of_the_largest_of_its_kind() -> None:
    """The country does not dwarf the region."""
    rows = target_rows(policy.regional_targets("Groningen"), Words("nl"))
    assert [row.share for row in rows if row.line.measure == "realised"] == [1.0, 1.0]


def test_agreement_jobs_of_a_plan_are_its_paid_hours(plan: matching.Plan) -> None:
    """As the promise of the same group counts them."""
    assert planned_jobs(plan) == pytest.approx(
        next(r.activity for r in plan.rows if r.unit == "jobs"), abs=0.01
    )


def test_changes_have_a_section_and_a_sheet(
    plan: matching.Plan, town: matching.Market, tmp_path: Path
) -> None:
    """Who moved, came or left, with the reason in words; without an earlier plan there is neither."""
    write_html(plan, tmp_path / "first.html")
    assert 'id="changes"' not in (tmp_path / "first.html").read_text(encoding="utf-8")
    people = [person for person in town.records.jobseekers if person.id != "W-1"]
    after = matching.match(town.with_records(jobseekers=people), min_score=0.2, previous=plan)
    write_html(after, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert 'id="changes"' in page
    assert "De werkzoekende staat niet meer in de gegevens." in page
    write_excel(after, tmp_path / "plan.xlsx")
    lines = table(tmp_path / "plan.xlsx", "Veranderingen")
    assert len(lines) == len(after.changes.entries)
    assert ("Niet meer geplaatst", "W-1") in {(line["Wat"], line["Werkzoekende"]) for line in lines}


def test_rates_of_groups_have_a_sheet(tmp_path: Path) -> None:
    """With both ends of the interval, and words where a count is left out."""
    plan = matching.match(matching.load_region("drenthe", jobseekers=400, vacancies=200), min_score=0.2)
    write_excel(plan, tmp_path / "plan.xlsx")
    lines = {line["Doelgroep"]: line for line in table(tmp_path / "plan.xlsx", "Doelgroepen")}
    senior = next(rate for rate in plan.selection_rates if rate.groups == ("50plus",))
    line = lines["50-plus"]
    assert (line["Werkzoekenden"], line["Geplaatst"]) == (senior.people, senior.placed)
    assert (line["Marge vanaf"], line["Marge tot"]) == pytest.approx(senior.interval)
    assert "niet getoond" in {line["Werkzoekenden"] for line in lines.values()}
