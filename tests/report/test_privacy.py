"""What an employer may not know is in no file that an employer gets."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from matching.records import Benefit, TargetGroup
from matching.report import write_excel, write_files, write_html
from matching.report._words import Language, table

if TYPE_CHECKING:
    from pathlib import Path

    import matching

LIMITS = ("heights", "hoogte", "noise", "lawaai", "belastbaarheid", "functional", "beperking", "limits")
OTHER = ("reserved", "voorbehouden", "uitkering", "benefit", "loonwaarde", "afspraak", "afspraken", "promise")


def employer_files(plan: matching.Plan, folder: Path, language: Language) -> dict[str, str]:
    """Everything an employer gets, as text: the page, and each part of the workbook."""
    write_html(plan, folder / "page.html", language=language, view="employer")
    write_excel(plan, folder / "plan.xlsx", language=language, view="employer")
    found = {"page": (folder / "page.html").read_text(encoding="utf-8")}
    with zipfile.ZipFile(folder / "plan.xlsx") as archive:
        found |= {name: archive.read(name).decode() for name in archive.namelist()}
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("which", ["plan", "decided"])
def test_employers_read_nothing_that_is_protected(
    which: str, language: Language, secrets: tuple[str, ...], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """No planted value, no name of a group, benefit, limit, promise or contract, in either language."""
    groups = [group.value for group in TargetGroup]
    groups += [text for key, entry in table().items() if key.startswith("group_") for text in entry.values()]
    banned = {*secrets, *groups, *(b.value for b in Benefit if b != Benefit.NONE), *LIMITS, *OTHER}
    banned -= {table()["group_of_reason"][language] for language in ("nl", "en")}
    for name, text in employer_files(request.getfixturevalue(which), tmp_path, language).items():
        for word in banned:
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE), (name, word)


def test_the_words_that_are_looked_for_are_really_there_for_the_matcher(
    plan: matching.Plan, secrets: tuple[str, ...], tmp_path: Path
) -> None:
    """Otherwise the test above could not fail."""
    write_html(plan, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert {word for word in secrets if word not in text} == {"geheime bron"}  # nobody needs that one


def test_matchers_read_no_protected_fact_of_a_person(plan: matching.Plan, tmp_path: Path) -> None:
    """Neither birth dates, wage values and sources, nor who is in which group."""
    for file in write_files(plan, tmp_path):
        if file.suffix != ".xlsx":
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"1970|1990-|geheime bron|wage_value", text), file.name
