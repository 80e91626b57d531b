"""Small lists of codes that arrive in exports: levels, licences, sectors, languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matching.registers._table import read_rows, to_int, unknown_key


@dataclass(frozen=True, slots=True)
class Code:
    """A code of one list.

    Parameters
    ----------
    code
        The code as text, leading zeros kept.
    label_nl, label_en
        What it stands for. A division of industry has the label of its section.
    value
        Name of the level within this library; ``None`` when the list has no levels or the code says that the
        level is missing.
    rank
        Place of the level, higher is more; ``None`` likewise. Havo, vwo and mbo share one rank, as the
        exchange standard does not tell them apart.
    """

    code: str
    label_nl: str
    label_en: str
    value: str | None
    rank: int | None


@cache
def _lists() -> dict[str, dict[str, Code]]:
    lists: dict[str, dict[str, Code]] = {}
    for row in read_rows("code_lists.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = Code(
            row["code"], row["label_nl"], row["label_en"], row["value"] or None, to_int(row["rank"])
        )
    return lists


def code_lists() -> tuple[str, ...]:
    """Names of the lists, sorted.

    ``education_level``, ``work_level`` and ``language_level`` are those of VUM; ``sbi_2008`` and ``sbi_2025``
    hold the two-digit divisions; ``language`` holds ISO 639-3 codes, the common ones only.

    Examples
    --------
    >>> code_lists()
    ('education_level', 'language', 'language_level', 'licence', 'sbi_2008', 'sbi_2025', 'work_level')
    """
    return tuple(sorted(_lists()))


def code_list(name: str) -> tuple[Code, ...]:
    """All codes of a list, in its own order.

    Raises
    ------
    RegisterError
        When there is no such list; names the nearest.

    Examples
    --------
    >>> [(row.code, row.rank) for row in code_list("education_level")]
    [('1', 1), ('2', 2), ('3', 3), ('4', 3), ('5', 4), ('6', 5), ('9', None)]
    """
    if name not in _lists():
        raise unknown_key("code list", name, _lists())
    return tuple(_lists()[name].values())


def code(name: str, key: str) -> Code:
    """One code of a list.

    Raises
    ------
    RegisterError
        When there is no such list or code; names the nearest.

    Examples
    --------
    >>> code("language", "tir").label_nl, code("sbi_2008", "86").label_nl, code("licence", "BE").label_en
    ('Tigrinya', 'zorg en welzijn', 'car with trailer over 750 kg')
    """
    code_list(name)
    found = _lists()[name].get(key)
    if found is None:
        raise unknown_key(f"code in {name}", key, _lists()[name])
    return found
