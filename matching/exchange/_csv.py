"""Text files: encoding, delimiter and rows with the line of the file they start on."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from matching.exchange._foreign import check_nul
from matching.exchange._headings import count_known
from matching.exchange._rules import (
    EMPTY_FILE,
    ENCODING,
    NUL_BYTES,
    OPEN_QUOTE,
    STRAY_BYTES,
    Findings,
    Where,
)
from matching.exchange._shape import shape_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.exchange._tables import RawTable

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UTF8_MARK = b"\xef\xbb\xbf"
_STRAY = re.compile("[\udc80-\udcff]")
_FROM_CP1252 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)
}
"""Bytes that are no UTF-8, as Python marks them, to what they are in cp1252."""
_PROOF = re.compile("[\u00a0-\u017f\u0800-\ud7ff\ue000-\U0010ffff]")
"""Letters whose bytes in UTF-8 are no likely text in cp1252: Western ones, and all of three bytes or more."""
_DELIMITERS = ";,\t|"
_SNIFFED = 65_536
_SEPARATOR_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_REPAIRS = 1_000
"""Rows with broken quotes that are looked at with care; after that each line is a row."""


def read_csv(data: bytes, *, file: str, findings: Findings) -> RawTable | None:
    """Read a delimited text into a raw table; ``None``, with a finding, when there is nothing in it.

    Quoted cells may hold delimiters and line ends; a row has the number of the line on which it starts.
    A quote that is never closed spoils its own line only.
    """
    text, encoding = decode(data, file=file, findings=findings)
    hint = _SEPARATOR_HINT.match(text)
    delimiter = hint[1] if hint else sniff_delimiter(text)
    broken: list[int] = []
    rows = list(split_rows(text, delimiter, broken))[1 if hint else 0 :]
    if broken:
        findings.add(OPEN_QUOTE, Where(file, broken[0]), n=len(broken))
    table = shape_table(rows, file=file, findings=findings)
    if table is None:
        findings.add(EMPTY_FILE, Where(file))
        return None
    table.encoding, table.delimiter = encoding, delimiter
    return table


def decode(data: bytes, *, file: str, findings: Findings) -> tuple[str, str]:
    """Turn bytes into text by their mark, by the zeros of UTF-16, as UTF-8, else as cp1252.

    In a text that is UTF-8 but for some bytes those are read as cp1252, with one finding.
    """
    text, encoding = _decode(data)
    stray = _STRAY.findall(text)
    if encoding == "utf-8" and stray:
        line = text.count("\n", 0, text.index(stray[0])) + 1
        findings.add(STRAY_BYTES, Where(file, line), n=len(stray))
    n_known = text.count("\ufffd") if encoding == "utf-8" else 0
    text = text.translate(_FROM_CP1252) if stray else text
    replaced = text.count("\ufffd") - n_known
    if replaced:
        findings.add(ENCODING, Where(file), n=replaced, encoding=encoding)
    check_nul(text)
    n_nul = text.count("\0")
    if n_nul:
        findings.add(NUL_BYTES, Where(file), n=n_nul)
        text = text.replace("\0", "")
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    """Text and encoding; bytes that are no UTF-8 stand in the text as lone surrogates."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    guess = _utf16_without_mark(data[:4096])
    if guess is not None:
        return data.decode(guess, errors="replace"), guess
    text = data.removeprefix(_UTF8_MARK).decode("utf-8", errors="surrogateescape")
    if data.startswith(_UTF8_MARK) or not _STRAY.search(text) or _PROOF.search(text):
        return text, "utf-8"
    return data.decode("cp1252", errors="replace"), "cp1252"


def _utf16_without_mark(head: bytes) -> str | None:
    """Which UTF-16 it is when nearly every other byte is zero, as it is in Western text."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None


def sniff_delimiter(text: str) -> str:
    r"""Which of ``; , tab |`` splits the first rows into known headings, or into as many cells in most.

    Examples
    --------
    >>> sniff_delimiter("id;uren\nW-1;32,5\nW-2;24,0\n")
    ';'
    """
    head = text[:_SNIFFED]
    if len(text) > _SNIFFED:
        head = head[: head.rfind("\n") + 1] or head
    best, best_key = ";", (0, 0.0)
    for delimiter in _DELIMITERS:
        rows = [row for _, row in split_rows(head, delimiter) if any(row)][:50]
        if not rows:
            continue
        width, times = Counter(len(row) for row in rows).most_common(1)[0]
        # A row of known headings says more than how evenly the rows are split.
        key = (max(count_known(row) for row in rows), times / len(rows) * (width - 1))
        if key > best_key:
            best, best_key = delimiter, key
    return best


def split_rows(text: str, delimiter: str, broken: list[int] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it starts; a row with broken quotes ends with its line.

    Lines with broken quotes are added to ``broken``.
    """
    lines = list(io.StringIO(text, newline=""))
    start, repairs = 0, 0
    while start < len(lines):
        if repairs > _REPAIRS:
            yield from ((start + n, row) for n, row in _plain(lines[start:], delimiter))
            return
        reader = csv.reader(_from(lines, start), delimiter=delimiter, strict=True)
        done = 0
        try:
            for row in reader:
                yield start + done + 1, row
                done = reader.line_num
            return
        except csv.Error:
            start += done
            repairs += 1
            if broken is not None:
                broken.append(start + 1)
            yield start + 1, next(_plain(lines[start : start + 1], delimiter))[1]
            start += 1


def _from(lines: list[str], start: int) -> Iterator[str]:
    return (lines[position] for position in range(start, len(lines)))


def _plain(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, start=1):
        yield number, [_unquoted(cell) for cell in line.rstrip("\r\n").split(delimiter)]


def _unquoted(cell: str) -> str:
    """Take off the quote that opens a cell, the one that closes it if there is one, and halve double ones."""
    return cell[1:].removesuffix('"').replace('""', '"') if cell.startswith('"') else cell
