"""Occupations of ESCO and the ISCO-08 groups above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._table import read_rows, unknown_key

_URI = "http://data.europa.eu/esco/occupation/"


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of ESCO.

    Parameters
    ----------
    id
        Last part of ``uri``.
    uri
        Address that names the occupation in every version of ESCO.
    esco_code
        Code in the hierarchy; it begins with ``isco_code``.
    isco_code
        Four digits of ISCO-08.
    label_nl, label_en
        Preferred labels; the English one is empty for the 35 occupations that are new in 1.2.0.
    alternative_labels_nl, alternative_labels_en
        Other names in use.
    older_labels_nl
        Dutch names of 1.1.1 that 1.2.0 dropped; people still write them.
    version
        Version of ESCO that the Dutch labels are of.
    other_labels
        Names in further languages; only in tables of one's own.
    """

    id: str
    uri: str
    esco_code: str
    isco_code: str
    label_nl: str
    alternative_labels_nl: tuple[str, ...]
    older_labels_nl: tuple[str, ...]
    label_en: str
    alternative_labels_en: tuple[str, ...]
    version: str
    other_labels: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The Dutch label, the English one where there is no Dutch."""
        return self.label_nl or self.label_en


@dataclass(frozen=True, slots=True)
class IscoGroup:
    """A group of occupations in ISCO-08.

    Parameters
    ----------
    code
        One to four digits; a longer code lies within the group of its first digits.
    label_nl, label_en
        Names.
    """

    code: str
    label_nl: str
    label_en: str


def _labels(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@cache
def occupations() -> tuple[Occupation, ...]:
    """All 3,042 occupations, sorted by id; other tables refer to them by position.

    Examples
    --------
    >>> len(occupations()), occupations()[0].label_nl
    (3042, 'inspiciënt')
    """
    return tuple(
        Occupation(
            id=row["id"],
            uri=_URI + row["id"],
            esco_code=row["esco_code"],
            isco_code=row["isco_code"],
            label_nl=row["label_nl"],
            alternative_labels_nl=_labels(row["alternative_labels_nl"]),
            older_labels_nl=_labels(row["older_labels_nl"]),
            label_en=row["label_en"],
            alternative_labels_en=_labels(row["alternative_labels_en"]),
            version=row["version"],
            other_labels=_labels(row.get("other_labels", "")),
        )
        for row in read_rows("occupations.csv.gz")
    )


@cache
def _by_key() -> dict[str, Occupation]:
    by_id = {row.id: row for row in occupations()}
    return by_id | {row.uri: row for row in occupations()} | {row.esco_code: row for row in occupations()}


def occupation(key: str) -> Occupation:
    """Occupation of a URI, an id or an ESCO code.

    Raises
    ------
    RegisterError
        When there is none; names the nearest code, or label with its code when the key is a word.

    Examples
    --------
    >>> nurse = occupation("2221.2")
    >>> nurse.label_en, nurse.isco_code
    ('nurse responsible for general care', '2221')
    >>> occupation("2221.999")
    Traceback (most recent call last):
    matching.exceptions.RegisterError: no occupation '2221.999'; the nearest is '2221.3'.
    """
    found = _by_key().get(key.strip())
    if found is None:
        raise unknown_key("occupation", key, _by_key(), {row.label: row.esco_code for row in occupations()})
    return found


@cache
def isco_groups() -> tuple[IscoGroup, ...]:
    """All 619 groups of ISCO-08, of one to four digits, sorted by code.

    Examples
    --------
    >>> len(isco_groups()), isco_groups()[0].label_en
    (619, 'Armed forces occupations')
    """
    return tuple(
        IscoGroup(row["code"], row["label_nl"], row["label_en"]) for row in read_rows("isco_groups.csv.gz")
    )


@cache
def _isco_by_code() -> dict[str, IscoGroup]:
    return {row.code: row for row in isco_groups()}


def isco_group(code: str) -> IscoGroup:
    """Group of an ISCO-08 code of one to four digits.

    Raises
    ------
    RegisterError
        When there is none; names the nearest.

    Examples
    --------
    >>> isco_group("2221").label_en, isco_group("2").label_en
    ('Nursing professionals', 'Professionals')
    """
    found = _isco_by_code().get(code)
    if found is None:
        raise unknown_key("ISCO group", code, _isco_by_code())
    return found
