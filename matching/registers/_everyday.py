"""Everyday Dutch names of occupations that ESCO does not have, or only for another occupation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._table import read_rows


@dataclass(frozen=True, slots=True)
class EverydayTitle:
    """One everyday name of one occupation.

    Parameters
    ----------
    title
        As people write it.
    esco_code
        Code of the occupation.
    occupation
        Its Dutch name, to read the table by.
    """

    title: str
    esco_code: str
    occupation: str


@cache
def everyday_titles() -> tuple[EverydayTitle, ...]:
    """All everyday names, in the alphabet; a name of several occupations has a row for each.

    Examples
    --------
    >>> [row.occupation for row in everyday_titles() if row.title == "gastouder"]
    ['oppas', 'kinderverzorgster']
    """
    return tuple(EverydayTitle(**row) for row in read_rows("everyday_titles.csv"))
