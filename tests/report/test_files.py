"""An employer gets files only when asked, and in them what is its own and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from matching.exceptions import MarketError
from matching.report import write_excel, write_files, write_html

if TYPE_CHECKING:
    from pathlib import Path

    import matching


def test_employers_get_no_files_unless_asked(plan: matching.Plan, tmp_path: Path) -> None:
    files = write_files(plan, tmp_path)
    assert [file.name for file in files] == ["report.html", "plan.xlsx", "plan.json"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(file.name for file in files)


def test_each_employer_has_one_page_and_one_workbook(plan: matching.Plan, tmp_path: Path) -> None:
    """The vacancy without an employer is in none of them."""
    files = write_files(plan, tmp_path, employers="all")[3:]
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        f"werkgevers/{key}.{kind}" for key in ("E-2", "E-1") for kind in ("html", "xlsx")
    ]
    for key in ("E-1", "E-2"):
        write_html(plan, tmp_path / "own.html", view="employer", employer=key)
        write_excel(plan, tmp_path / "own.xlsx", view="employer", employer=key)
        for kind in ("html", "xlsx"):
            own = (tmp_path / f"own.{kind}").read_bytes()
            assert (tmp_path / "werkgevers" / f"{key}.{kind}").read_bytes() == own


def test_an_employer_that_is_not_there_leaves_no_file(plan: matching.Plan, tmp_path: Path) -> None:
    with pytest.raises(MarketError, match="E-9"):
        write_files(plan, tmp_path / "out", employers=["E-1", "E-9"])
    assert not (tmp_path / "out").exists()
