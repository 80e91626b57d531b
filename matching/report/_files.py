"""Every file of a run, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from matching.exceptions import MarketError
from matching.report._content import read_content
from matching.report._excel import write_workbook
from matching.report._html import write_page
from matching.report._json import write_json
from matching.report._words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from matching.exchange import Source
    from matching.plan import Plan
    from matching.report._words import Language


def write_files(
    plan: Plan,
    folder: str | PathLike[str],
    *,
    language: Language = "nl",
    employers: Sequence[str] = (),
    sources: Sequence[Source] = (),
) -> tuple[Path, ...]:
    """Write ``report.html``, ``plan.xlsx`` and ``plan.json`` for the matcher, and the views for employers.

    ``report-werkgever.html`` and ``.xlsx`` cover all employers; a file for one employer has its id behind
    that, with whatever is not a letter, digit, dot or dash as an underscore.

    Parameters
    ----------
    plan
        The plan.
    folder
        Where to write; made when it is not there. Files of these names are replaced.
    language
        ``nl`` or ``en``.
    employers
        Ids of employers that get files of their own.
    sources
        Tables that were read (`Batch.sources`), for the account of their rows.

    Returns
    -------
    tuple of Path
        The files, in the order above.

    Raises
    ------
    MarketError
        When an employer has no vacancy in the market, or two ids would give one name.

    Notes
    -----
    About 2 seconds for 2,000 jobseekers and 800 vacancies.

    Examples
    --------
    >>> import matching, tempfile
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> [file.name for file in write_files(plan, tempfile.mkdtemp())]
    ['report.html', 'plan.xlsx', 'plan.json', 'report-werkgever.html', 'report-werkgever.xlsx']
    """
    words, place = Words(language), Path(folder)
    names = {"".join(c if c.isalnum() or c in ".-" else "_" for c in key): key for key in employers}
    if len(names) < len(set(employers)):
        msg = "two of the employers would have files of one name; write them in folders of their own."
        raise MarketError(msg)
    # Read everything before the first file is written, so that an error leaves none behind.
    content = read_content(plan, words, "matcher", sources=sources)
    views = {"report-werkgever": read_content(plan, words, "employer")}
    for name, key in names.items():
        views[f"report-werkgever-{name}"] = read_content(plan, words, "employer", employer=key)
    place.mkdir(parents=True, exist_ok=True)
    files = [place / "report.html", place / "plan.xlsx", place / "plan.json"]
    write_page(content, words, files[0])
    write_workbook(content, words, files[1])
    write_json(plan, files[2])
    for name, view in views.items():
        files += [place / f"{name}.html", place / f"{name}.xlsx"]
        write_page(view, words, files[-2])
        write_workbook(view, words, files[-1])
    return tuple(files)
