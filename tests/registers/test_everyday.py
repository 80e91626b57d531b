"""Everyday names stand for occupations that are there, and say what ESCO does not."""

from __future__ import annotations

from matching import registers
from matching.features._normalise import fold


def test_every_row_names_an_occupation_by_its_code_and_its_name() -> None:
    """The name beside the code is that of the register, so that the table can be read by itself."""
    for row in registers.everyday_titles():
        assert registers.occupation(row.esco_code).label_nl == row.occupation, row


def test_no_row_says_what_esco_says() -> None:
    """A name that ESCO has for the same occupation is not repeated, nor is a row."""
    rows = registers.everyday_titles()
    assert len({(fold(row.title), row.esco_code) for row in rows}) == len(rows)
    for row in rows:
        one = registers.occupation(row.esco_code)
        named = (one.label_nl, *one.alternative_labels_nl, *one.older_labels_nl)
        assert fold(row.title) not in map(fold, named), row


def test_rows_are_in_the_alphabet() -> None:
    """So that a name is added in one place."""
    titles = [row.title.casefold() for row in registers.everyday_titles()]
    assert titles == sorted(titles)
