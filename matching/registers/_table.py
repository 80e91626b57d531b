"""Reading of the shipped tables, and what every look-up says about a key it does not know."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.exceptions import RegisterError
from matching.registers._esco_edition import own_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def read_rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file, each a mapping of heading to text."""
    data = _data(name)
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def read_arrays(name: str) -> dict[str, NDArray[np.generic]]:
    """Arrays of a NumPy archive."""
    with np.load(io.BytesIO(_data(name)), allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def _data(name: str) -> bytes:
    """Bytes of a table: of the user's own edition of ESCO where it has the table, else as shipped."""
    own = own_table(name)
    return (files("matching.registers") / "data" / name).read_bytes() if own is None else own


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return the array, no longer writable."""
    array.setflags(write=False)
    return array


def fold(text: str) -> str:
    """Reduce a name to what must be equal for two spellings to be one name.

    Examples
    --------
    >>> fold("Súdwest-Fryslân"), fold("'s Gravenhage")
    ('sudwestfryslan', 'sgravenhage')
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", bare)


def unknown_key(
    kind: str, key: object, valid: Iterable[str], named: Mapping[str, str] | None = None
) -> RegisterError:
    """Make the error for a key that a table does not have; it names the nearest valid one.

    ``named`` gives the key behind each name that is no key itself, which is then named too.
    """
    # Imported here: only a failed look-up needs it.
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    best = process.extractOne(
        str(key), [*valid, *(named or ())], scorer=JaroWinkler.similarity, processor=fold
    )
    hint = f"; the nearest is {best[0]!r}" if best else ""
    if best and named and best[0] in named:
        hint += f", of which the code is {named[best[0]]!r}"
    return RegisterError(f"no {kind} {key!r}{hint}.")


def to_int(text: str) -> int | None:
    """Whole number of a cell, ``None`` when the cell is empty."""
    return int(text) if text else None


def to_float(text: str) -> float | None:
    """Decimal number of a cell, ``None`` when the cell is empty."""
    return float(text) if text else None


def to_date(text: str) -> date | None:
    """Date of a cell (ISO 8601), ``None`` when the cell is empty."""
    return date.fromisoformat(text) if text else None


def to_cents(text: str) -> int | None:
    """Whole cents of an amount in euros, ``None`` when the cell is empty.

    Examples
    --------
    >>> to_cents("14.71"), to_cents("5000"), to_cents("")
    (1471, 500000, None)
    """
    return round(float(text) * 100) if text else None
