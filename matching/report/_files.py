"""Every file of a run, in one folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
    from matching.report._content import Content
    from matching.report._words import Language

EMPLOYERS_FOLDER = "werkgevers"
"""Where the files for employers are, inside the folder of the plan."""


def write_files(
    plan: Plan,
    folder: str | PathLike[str],
    *,
    language: Language = "nl",
    employers: Sequence[str] | Literal["all"] = (),
    sources: Sequence[Source] = (),
) -> tuple[Path, ...]:
    """Write ``report.html``, ``plan.xlsx`` and ``plan.json`` for the matcher, and files for employers.

    Those of an employer are ``werkgevers/ID.html`` and ``.xlsx`` with its own vacancies alone; whatever is
    not a letter, digit, dot or dash in an id is an underscore in the name.

    Parameters
    ----------
    plan
        The plan.
    folder
        Where to write; made when it is not there. Files of these names are replaced.
    language
        ``nl`` or ``en``.
    employers
        Ids of employers that get files of their own, or ``"all"`` for every one with a vacancy.
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
    About 3 seconds for 2,000 jobseekers and 800 vacancies, and a tenth of a second for each employer.

    Examples
    --------
    >>> import matching, tempfile
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> [file.name for file in write_files(plan, tempfile.mkdtemp())]
    ['report.html', 'plan.xlsx', 'plan.json']
    """
    words, place = Words(language), Path(folder)
    # Read everything before the first file is written, so that an error leaves none behind.
    content = read_content(plan, words, "matcher", sources=sources)
    views = _of_employers(plan, words, employers) if employers else {}
    place.mkdir(parents=True, exist_ok=True)
    files = [place / "report.html", place / "plan.xlsx", place / "plan.json"]
    write_page(content, files[0])
    write_workbook(content, files[1])
    write_json(plan, files[2])
    if views:
        (place / EMPLOYERS_FOLDER).mkdir(exist_ok=True)
    for name, view in views.items():
        files += [place / EMPLOYERS_FOLDER / f"{name}.html", place / EMPLOYERS_FOLDER / f"{name}.xlsx"]
        write_page(view, files[-2])
        write_workbook(view, files[-1])
    return tuple(files)


def _of_employers(plan: Plan, words: Words, wanted: Sequence[str] | Literal["all"]) -> dict[str, Content]:
    """Gather what each employer is told, by the name of its files; read once for all, then taken apart."""
    whole = read_content(plan, words, "employer")
    parts = {part.id: part for part in whole.employers if part.id}
    keys = tuple(parts) if wanted == "all" else tuple(dict.fromkeys(wanted))
    unknown = [key for key in keys if key not in parts]
    if unknown:
        msg = f"employer {unknown[0]!r} has no vacancy in this market; ids are case-sensitive."
        raise MarketError(msg)
    names = {key: "".join(c if c.isalnum() or c in ".-" else "_" for c in key) for key in keys}
    if len({name.casefold() for name in names.values()}) < len(keys):
        msg = "two of the employers would have files of one name; write them in folders of their own."
        raise MarketError(msg)
    return {names[key]: replace(whole, employer=key, employers=(parts[key],)) for key in keys}
