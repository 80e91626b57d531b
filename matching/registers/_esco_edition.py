"""Which tables of ESCO are in use: those shipped, or those of a file of one's own."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from matching.exceptions import RegisterError

if TYPE_CHECKING:
    from os import PathLike

ESCO_VARIABLE = "MATCHING_ESCO"
"""Environment variable that names a file of `build_esco` to use in place of the shipped tables."""
DESCRIPTION = "edition.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoEdition:
    """What a set of tables of ESCO holds.

    Parameters
    ----------
    path
        File that it is from, empty for the shipped tables.
    digest
        First twelve digits of the SHA-256 of that file, ``shipped`` for the shipped tables.
    version
        Of ESCO, empty when the package did not say.
    languages
        Of the names that were put in place.
    n_occupations, n_skills
        How many there are.
    n_new_occupations, n_new_skills
        How many of these the shipped tables lack.
    n_kept_occupations, n_kept_skills
        How many the package lacks: they are as shipped.
    n_skills_in_english
        Skills without a Dutch name, which are shown in English.
    n_relations_left_out
        Relations of concepts that are not there.
    """

    path: str
    digest: str
    version: str
    languages: tuple[str, ...]
    n_occupations: int
    n_new_occupations: int
    n_kept_occupations: int
    n_skills: int
    n_new_skills: int
    n_kept_skills: int
    n_skills_in_english: int
    n_relations_left_out: int


_SHIPPED = EscoEdition(
    path="",
    digest="shipped",
    version="1.2.0",
    languages=("nl", "en"),
    n_occupations=3042,
    n_new_occupations=0,
    n_kept_occupations=0,
    n_skills=13896,
    n_new_skills=0,
    n_kept_skills=0,
    n_skills_in_english=8478,
    n_relations_left_out=74,
)


@cache
def esco_edition() -> EscoEdition:
    """Tables of ESCO that are in use: the shipped ones, or those of the file that ``MATCHING_ESCO`` names.

    The variable is read when ESCO is first used in a process.

    Raises
    ------
    RegisterError
        When the file is not there or is not one of `build_esco`.

    Examples
    --------
    >>> esco_edition().n_skills_in_english
    8478
    """
    path = os.environ.get(ESCO_VARIABLE, "").strip()
    return read_edition(path) if path else _SHIPPED


def read_edition(path: str | PathLike[str]) -> EscoEdition:
    """Read what a file of `build_esco` says that it holds.

    Raises
    ------
    RegisterError
        When it is not there or is something else.
    """
    try:
        data = Path(path).read_bytes()
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(DESCRIPTION))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        msg = (
            f"{path}: is not a file of ESCO tables ({error}); make one with: matching esco FOLDER --out FILE."
        )
        raise RegisterError(msg) from error
    if not isinstance(told, dict) or told.pop("format", None) != FORMAT:
        msg = f"{path}: was made by another version of this package; make it again with: matching esco."
        raise RegisterError(msg)
    told |= {"path": str(path), "digest": hashlib.sha256(data).hexdigest()[:12]}
    told["languages"] = tuple(told["languages"])
    return EscoEdition(**{one.name: told[one.name] for one in fields(EscoEdition)})


def own_table(name: str) -> bytes | None:
    """Bytes of a table in the file that is in use, ``None`` for the shipped one."""
    path = os.environ.get(ESCO_VARIABLE, "").strip() and esco_edition().path
    if not path:
        return None
    with zipfile.ZipFile(path) as archive:
        return archive.read(name) if name in archive.namelist() else None
