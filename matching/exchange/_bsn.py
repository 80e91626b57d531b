"""Finding citizen service numbers, so that none comes in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.exchange._tables import Cell

_IN_TEXT = re.compile(
    r"(?<![\d.,])(\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4} \d{2} \d{3})(?![\d])"
)
_WHOLE = re.compile(r"\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{4} \d{2} \d{3}|\d{8}")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_LOOKED_AT = 2_000
_ENOUGH_SHORT = 5
MASK = "*" * 9


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven-test.

    Examples
    --------
    >>> is_bsn("111222333"), is_bsn("111222334"), is_bsn("000000000")
    (True, False, False)
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and total != 0


def mask_bsn(text: str) -> str:
    """Replace every BSN in a text by stars.

    Examples
    --------
    >>> mask_bsn("bsn 111222333, belt morgen")
    'bsn *********, belt morgen'
    """
    return _IN_TEXT.sub(_mask, text) if _IN_TEXT.search(text) else text


def _mask(found: re.Match[str]) -> str:
    return MASK if is_bsn(re.sub(r"\D", "", found[0])) else found[0]


def looks_like_bsn(cells: Iterable[Cell]) -> bool:
    """Whether most values of a column are a BSN; eight digits, a zero lost, count from five cells on.

    By chance one in eleven passes the test, so a column of other numbers of nine digits does not.
    """
    seen = n_long = passed = 0
    for cell in cells:
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        if not text:
            continue
        seen += 1
        if _WHOLE.fullmatch(text):
            digits = re.sub(r"\D", "", text)
            n_long += len(digits) == 9
            passed += is_bsn(digits.zfill(9))
        if seen >= _LOOKED_AT:
            break
    return passed > seen / 2 and (n_long > 0 or seen >= _ENOUGH_SHORT)
