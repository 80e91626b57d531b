"""The page is well formed, accessible, self-contained and safe, and says what the plan says."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

import matching
from matching.exceptions import MarketError
from matching.exchange import Source
from matching.findings import Issue
from matching.report import View, indicators, write_html
from matching.report._words import Language, Words

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "br", "hr", "img", "link", "input"}
SOURCE = Source("a <b>.csv", None, "jobseekers", "utf-8", ";", 5, 5, 0)


class Page(HTMLParser):
    """Checks nesting while it gathers tags, ids, anchors, headings and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(plan: matching.Plan, path: Path, language: Language = "nl", view: View = "matcher") -> Page:
    write_html(plan, path, language=language, view=view, sources=[SOURCE])
    return Page(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("view", ["matcher", "employer"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_can_be_read_by_machine_and_screen_reader(
    plan: matching.Plan, tmp_path: Path, language: Language, view: View
) -> None:
    """One h1, no level skipped, ids that are unique, anchors that lead somewhere, tables with scope."""
    made = page(plan, tmp_path / "page.html", language, view)
    assert made.of("html") == [{"lang": language}]
    levels = [int(tag[1]) for tag, _ in made.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [attrs["id"] for _, attrs in made.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"] for attrs in made.of("a")}
    assert targets
    assert {f"#{key}" for key in ids} >= targets
    labels = {attrs["aria-labelledby"] for _, attrs in made.tags if "aria-labelledby" in attrs}
    assert labels <= set(ids)
    assert len(made.of("caption")) == len(made.of("table"))
    assert all(attrs.get("scope") in ("col", "row") for attrs in made.of("th"))
    first_link = made.of("a")[0]
    assert (first_link["class"], first_link["href"]) == ("skip", "#main")


@pytest.mark.parametrize("view", ["matcher", "employer"])
def test_the_page_asks_nothing_of_anybody(plan: matching.Plan, tmp_path: Path, view: View) -> None:
    """No script, no link, no image, no address outside: it can be mailed and opened anywhere."""
    made = page(plan, tmp_path / "page.html", view=view)
    assert {tag for tag, _ in made.tags} & {"script", "link", "img", "iframe", "object", "form"} == set()
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)=\"(?!#)", text) == []
    assert "url(" not in text
    assert "@import" not in text


def test_what_people_typed_stays_text(plan: matching.Plan, tmp_path: Path) -> None:
    made = page(plan, tmp_path / "page.html")
    assert "Loods <b>Emmen</b> & Zn" in made.text
    assert "a <b>.csv" in made.text
    assert made.of("b") == []


def test_figures_in_the_page_are_the_indicators(plan: matching.Plan, tmp_path: Path) -> None:
    text, found, words = page(plan, tmp_path / "page.html").text, indicators(plan), Words("nl")
    for said in (
        words("placed_of", people=found.jobseekers, openings=found.openings),
        words("of_count", n=found.kept, all=found.promises),
        words("promises_broken", n=found.broken),
    ):
        assert said in text


def test_a_matcher_reads_people_reasons_promises_leftovers_and_findings(
    plan: matching.Plan, tmp_path: Path
) -> None:
    text = " ".join(page(plan, tmp_path / "page.html").text.split())
    for said in (
        "heeft gevraagde vaardigheden: orders picken",
        "Ook mogelijk (2; score vanaf 0,2)",
        "geheim team · consulent-7",
        "K-geheim",
        "minstens 3 personen",
        "3 personen te weinig",
        "niet te berekenen",
        "Profiel mag niet worden gedeeld",
        "a.csv, regel 3, kolom start, W-9",
        "12\N{MULTIPLICATION SIGN}",
        "Waardetabel: Haaglanden",
    ):
        assert said in text, said


def test_a_contract_is_one_line(plan: matching.Plan, tmp_path: Path) -> None:
    """Owed, booked, planned, short and end date, in the section of promises and nowhere else."""
    page(plan, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    section = text[text.index('<section id="promises"') : text.index('<section id="proposals"')]
    section = section.partition("<details>")[0]  # where each euro has its own line
    (line,) = re.findall(r'<tr>\s*<th scope="row">K-geheim.*?</tr>', section, re.DOTALL)
    planned = next(row.activity for row in plan.rows if row.name == "geheim contract")
    euro = Words("nl").amount
    for said in (euro(5000, "eur"), euro(0, "eur"), euro(planned, "eur"), "31 december 2027", "geldig vanaf"):
        assert said in line, said
    assert section.count("geheim contract") == 1
    assert '<th scope="row">K-ander' in section


def test_a_package_that_is_not_installed_has_no_version(plan: matching.Plan, tmp_path: Path) -> None:
    versions = {**plan.manifest.versions, "arbeidsmatch": "not installed"}
    bare = replace(plan, manifest=replace(plan.manifest, versions=versions))
    text = page(bare, tmp_path / "page.html").text
    assert "Gemaakt met arbeidsmatch. " in text
    assert "not installed" not in text


def test_findings_beyond_those_listed_are_counted_by_case(town: matching.Market, tmp_path: Path) -> None:
    found = [Issue("a.many", "doubted", f"nl {n}", "en", "f.csv", n) for n in range(20)]
    found.append(Issue("a.many", "doubted", "meer", "more", "f.csv", count=14))
    made = matching.match(town.with_issues(found), min_score=0.2)
    assert "En nog 14; plan.xlsx" in page(made, tmp_path / "page.html").text


def test_the_employer_reads_only_people_who_agreed(plan: matching.Plan, tmp_path: Path) -> None:
    """W-4 is proposed, but nobody knows whether the profile may be shared."""
    text = page(plan, tmp_path / "page.html", view="employer").text
    assert "W-1" in text
    assert "W-4" not in text
    assert "1 voorstel staat hier nog niet" in text


def test_an_employer_gets_its_own_vacancies(plan: matching.Plan, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    write_html(plan, file, view="employer", employer="E-2")
    text = file.read_text(encoding="utf-8")
    assert "V-2" in text
    assert not re.search("V-1|V-3|V-4|E-1|Loods", text)
    with pytest.raises(MarketError, match="E-9"):
        write_html(plan, file, view="employer", employer="E-9")


def test_a_rejected_pair_is_not_offered_again(decided: matching.Plan, tmp_path: Path) -> None:
    page(decided, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    (warehouse,) = re.findall(r"<h4[^>]*>magazijnmedewerker.*?</section>", text, re.DOTALL)
    assert "W-2" in warehouse
    assert "akkoord" in warehouse
    assert "W-1" not in warehouse


def test_an_infeasible_plan_says_which_promises_clash(town: matching.Market, tmp_path: Path) -> None:
    hard = [
        matching.Quota(at_least=2, where={"employer": "E-1"}, hard=True, name="veel"),
        matching.Quota(at_most=0, where={"employer": "E-1"}, hard=True, name="niets"),
    ]
    made = page(matching.match(town, constraints=hard, min_score=0.2), tmp_path / "page.html")
    assert "Er is geen plan" in made.text
    assert "veel en niets" in made.text or "niets en veel" in made.text


def test_a_market_of_nobody_has_a_page(tmp_path: Path) -> None:
    empty = matching.match(matching.Market.from_records([], [], on=date(2026, 1, 12)))
    assert "Er zijn geen voorstellen." in page(empty, tmp_path / "page.html").text


def test_the_same_plan_gives_the_same_bytes(plan: matching.Plan, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_html(plan, tmp_path / name)
    first = (tmp_path / "a").read_bytes()
    assert first == (tmp_path / "b").read_bytes()
    assert b"\r" not in first


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *((ink, "paper") for ink in ("ink", "dim", "blue", "green", "red", "amber")),
        *((tone, f"{tone}-soft") for tone in ("blue", "green", "red", "amber")),
        ("paper", "blue"),
        ("ink", "amber-soft"),
        ("ink", "green-soft"),
        ("ink", "red-soft"),
    ],
)
def test_colours_can_be_told_apart(ink: str, paper: str) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, level AA)."""
    style = files(matching.report).joinpath("style.css").read_text(encoding="utf-8")
    colour = dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6})", style))

    def luminance(name: str) -> float:
        parts = [int(colour[name][at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(ink), luminance(paper)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_another_view_is_refused(plan: matching.Plan, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'matcher' or 'employer'"):
        write_html(plan, tmp_path / "page.html", view="minister")  # type: ignore[arg-type]
