"""A plan as one web page that needs nothing else: no script and no request; fit for print."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matching.report._certificate import (
    attributions,
    law_shown,
    made_with,
    proof,
    settings_shown,
    sources_shown,
)
from matching.report._content import read_content
from matching.report._lines import place_of, said
from matching.report._reasons import contact_of, wanted_title
from matching.report._targets import plots_of
from matching.report._words import Words
from matching.report.sheets import block_shown, calculation_shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from matching.exchange import Source
    from matching.plan import Plan
    from matching.report._content import Content, VacancyPart
    from matching.report._reasons import View
    from matching.report._words import Language

MOST_FINDINGS = 20
"""Findings of one rule that the page lists; the workbook has all of them."""


def write_html(
    plan: Plan,
    path: str | PathLike[str],
    *,
    language: Language = "nl",
    view: View = "matcher",
    employer: str | None = None,
    sources: Sequence[Source] = (),
) -> None:
    """Write a plan as one self-contained HTML page.

    Parameters
    ----------
    plan
        The plan.
    path
        File to write; an existing one is replaced.
    language
        ``nl`` or ``en``.
    view
        ``matcher``: headline, promises, people per vacancy with reasons, leftovers, findings, what the plan
        was made of. ``employer``: people per vacancy and what belongs to the work; nothing of target groups,
        health, limits, benefits, contracts or promises, and only people who agreed to share their profile.
    employer
        Id of the only employer whose vacancies are shown; default all.
    sources
        Tables that were read (`Batch.sources`), for the account of their rows.

    Raises
    ------
    ValueError
        When the language or view is not known.
    MarketError
        When the employer has no vacancy in the market.

    Notes
    -----
    The same plan gives the same bytes. About two seconds for 2,000 jobseekers and 800 vacancies.

    Examples
    --------
    >>> import matching, pathlib, tempfile
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> page = pathlib.Path(tempfile.mkdtemp(), "report.html")
    >>> write_html(plan, page, language="en")
    >>> "Proposals for Drenthe" in page.read_text(encoding="utf-8")
    True
    """
    write_page(read_content(plan, Words(language), view, employer=employer, sources=sources), path)


def write_page(content: Content, path: str | PathLike[str]) -> None:
    """Write the page of one reader, as bytes: a line end is the same on every system."""
    Path(path).write_bytes(_render(content).encode("utf-8"))


def _render(content: Content) -> str:
    plan, words = content.plan, content.words
    parts = {part.record.id: part for part in content.vacancies}
    people = {record.id: record for record in plan.market.records.jobseekers}
    page = _environment().get_template("report.html.j2")
    return page.render(
        c=content,
        plan=plan,
        w=words,
        heading=_heading(content, words),
        proof=proof(plan, words),
        made_with=made_with(plan),
        limit=plan.settings.min_score,
        anchors={key: f"v{at}" for at, key in enumerate(parts, start=1)},
        part_of=parts,
        people=people,
        wanted_title=lambda person: wanted_title(person, words),
        contact_of=contact_of,
        vacancy_meta=lambda part: _vacancy_meta(part, words),
        said=lambda issue: said(issue, words),
        place=lambda issue: place_of(issue, words),
        block_shown=lambda line: block_shown(line, words),
        calculation_shown=lambda line: calculation_shown(line, words),
        most_findings=MOST_FINDINGS,
        settings=settings_shown(plan, words),
        rules=[rule.nl_name if words.language == "nl" else rule.en_name for rule in plan.rules],
        law=law_shown(words, plan.market.policy),
        tables=sources_shown(words),
        attributions=attributions(words),
        target_plots=plots_of(content.targets, words.language),
    )


@cache
def _environment() -> Environment:
    """Templates of this room; everything that they write is escaped."""
    made = Environment(
        loader=PackageLoader("matching.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["style"] = Markup(files("matching.report").joinpath("style.css").read_text(encoding="utf-8"))
    return made


def _heading(content: Content, words: Words) -> str:
    if content.view == "matcher":
        name = content.plan.market.name
        return words("title_matcher", market=name[:1].upper() + name[1:])
    if content.employer is None:
        return words("title_employer")
    return words("title_one_employer", employer=content.employers[0].name)


def _vacancy_meta(part: VacancyPart, words: Words) -> str:
    """Place, hours, openings and dates of a vacancy in one line."""
    record = part.record
    said_parts = [
        part.place,
        _hours(record.hours_min, record.hours_max, words),
        words("n_openings", n=record.openings),
    ]
    if part.left and part.proposed:
        said_parts.append(words("n_left", n=part.left))
    if record.start:
        said_parts.append(words("starts", on=record.start))
    if record.closing_date:
        said_parts.append(words("closes", on=record.closing_date))
    return " · ".join(text for text in said_parts if text)


def _hours(low: float | None, high: float | None, words: Words) -> str:
    if high is None:
        return "" if low is None else words("hours_from", low=low)
    return words("n_hours", n=high) if low in (None, high) else words("hours_range", low=low, high=high)
