"""A plan as a workbook: what people read, filter and decide in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter

from matching.report._book import Book
from matching.report._content import read_content
from matching.report._words import Words
from matching.report.sheets import SHEETS_OF

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from matching.exchange import Source
    from matching.plan import Plan
    from matching.report._content import Content
    from matching.report._reasons import View
    from matching.report._words import Language


def write_excel(
    plan: Plan,
    path: str | PathLike[str],
    *,
    language: Language = "nl",
    view: View = "matcher",
    employer: str | None = None,
    sources: Sequence[Source] = (),
) -> None:
    """Write a plan as a workbook with columns to accept or reject each proposal.

    `read_decisions` reads those columns back. Texts are never formulas, whatever they begin with.

    Parameters
    ----------
    plan
        The plan.
    path
        File to write, ending in ``.xlsx``; an existing one is replaced.
    language
        ``nl`` or ``en``, of the headings and reasons.
    view
        ``matcher``: proposals, who would also suit, promises, leftovers, findings, what the plan was made
        of. ``employer``: proposals only, with what belongs to the work.
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
    The same plan gives the same bytes: the workbook is dated on the reference date.

    Examples
    --------
    >>> import matching, pathlib, tempfile
    >>> from matching.report import read_decisions
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> workbook = pathlib.Path(tempfile.mkdtemp(), "plan.xlsx")
    >>> write_excel(plan, workbook)
    >>> read_decisions(workbook).decisions
    ()
    """
    write_workbook(read_content(plan, Words(language), view, employer=employer, sources=sources), path)


def write_workbook(content: Content, path: str | PathLike[str]) -> None:
    """Write the workbook of one reader."""
    plan = content.plan
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as workbook:
        on = plan.market.on
        workbook.set_properties({"created": datetime(on.year, on.month, on.day), "title": plan.market.name})
        book = Book(workbook, content.words)
        for sheet in SHEETS_OF[content.view]:
            said = sheet(content)
            if said is not None:
                book.write(said)
