"""Is a zipped workbook safe to unpack: looked at before anything of it is kept."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matching.exchange._foreign import no_table
from matching.exchange._refused import DAMAGED, ENCRYPTED, Refused
from matching.exchange._span import check_ods, check_size, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_FILE_BYTES = 100_000_000
"""Largest workbook file."""
MOST_UNPACKED_BYTES = 600_000_000
"""Largest total of its parts unpacked."""
MOST_RATIO = 200
"""Largest ratio of a part that is over `RATIO_FROM_BYTES` unpacked; honest sheets reach about 50."""
RATIO_FROM_BYTES = 10_000_000
MOST_ENTRIES = 2_000
MOST_SHEETS = 200

_NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".ods", ".gz", ".7z", ".rar")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_STRINGS = "xl/sharedstrings.xml"
_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_BOOKS = (_BOOK, "xl/workbook.bin")
_CHUNK = 1 << 20


@dataclass(slots=True)
class Scan:
    """What looking through a workbook found.

    Parameters
    ----------
    error_cells
        Per sheet the row and column, from 0, of cells that hold an error such as ``#N/A``.
    """

    error_cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def scan_zip(data: bytes) -> Scan:
    """Refuse a zipped workbook that would unpack to more than the limits of this module.

    First its directory is read: number and size of the parts, their ratio, encryption, archives in the
    archive. Then the parts are run through, a megabyte at a time and no further than the size that the
    directory states, to see how many cells they would fill.

    Raises
    ------
    ExchangeError
        When it is not a zip file, is encrypted, or goes over a limit; the text says which.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        _check_directory(entries)
        return _scan_parts(data, _by_path(entries))
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, LookupError) as error:
        raise Refused(*DAMAGED) from error
    except (NotImplementedError, OverflowError, EOFError) as error:
        raise Refused(*DAMAGED) from error


def _check_directory(entries: Sequence[zipfile.ZipInfo]) -> None:
    n, total = len(entries), sum(entry.file_size for entry in entries)
    if n > MOST_ENTRIES:
        raise Refused(
            f"het bevat {n} delen, meer dan {MOST_ENTRIES}", f"it holds {n} parts, more than {MOST_ENTRIES}"
        )
    if total > MOST_UNPACKED_BYTES:
        raise Refused(
            f"uitgepakt is het {total} bytes, meer dan {MOST_UNPACKED_BYTES}",
            f"it would unpack to {total} bytes, more than {MOST_UNPACKED_BYTES}",
        )
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused(*ENCRYPTED)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(*DAMAGED)
        if entry.filename.lower().endswith(_NESTED):
            raise Refused("het bevat een ander archief", "it holds another archive")
        if entry.file_size > max(RATIO_FROM_BYTES, MOST_RATIO * entry.compress_size):
            raise Refused(
                f"een deel ervan wordt uitgepakt meer dan {MOST_RATIO} keer zo groot",
                f"a part of it unpacks to more than {MOST_RATIO} times its size",
            )


def _by_path(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Parts by their path as readers of workbooks compare it; two of one path are refused."""
    parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    if len(parts) < len(entries):
        raise Refused(*DAMAGED)
    return parts


def _scan_parts(data: bytes, parts: dict[str, zipfile.ZipInfo]) -> Scan:
    if "content.xml" in parts:
        check_ods(b"".join(_unpack(data, parts["content.xml"])))
        return Scan()
    if parts.keys().isdisjoint(_BOOKS):
        raise no_table("een archief of document", "an archive or document")
    names = _sheet_names(data, parts)
    lengths = [0]
    if _STRINGS in parts:
        lengths = [len(text) for text in b"".join(_unpack(data, parts[_STRINGS])).split(b"</si>")]
    n_cells = n_bytes = 0
    scan = Scan()
    for path in sorted(parts.keys() - {_STRINGS}):
        span = span_of(_unpack(data, parts[path]), lengths)
        used_by = names.get(path, ())
        n_cells += max(1, len(used_by)) * span.n_cells
        n_bytes += max(1, len(used_by)) * span.n_text_bytes
        check_size(n_cells, n_bytes)
        scan.error_cells |= dict.fromkeys(used_by, span.errors)
    return scan


def _sheet_names(data: bytes, parts: dict[str, zipfile.ZipInfo]) -> dict[str, list[str]]:
    """Names of the sheets that each part is used for."""
    if _BOOK not in parts or _BOOK_RELATIONS not in parts:
        return {}
    targets = {}
    for tag in _RELATION.findall(_text(data, parts[_BOOK_RELATIONS])):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = attributes.get("Target", "").lower()
        targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    tags = _SHEET.findall(_text(data, parts[_BOOK]))
    if len(tags) > MOST_SHEETS:
        n = len(tags)
        raise Refused(
            f"het heeft {n} bladen, meer dan {MOST_SHEETS}", f"it has {n} sheets, more than {MOST_SHEETS}"
        )
    names: dict[str, list[str]] = {}
    for tag in tags:
        attributes = dict(_ATTRIBUTE.findall(tag))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        names.setdefault(targets.get(relation, ""), []).append(html.unescape(attributes.get("name", "")))
    return names


def _text(data: bytes, entry: zipfile.ZipInfo) -> str:
    return b"".join(_unpack(data, entry)).decode("utf-8", errors="replace")


def _unpack(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part bit by bit; one that is longer than the directory says is refused."""
    n_name, n_extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + n_name + n_extra
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (packed[at : at + _CHUNK] for at in range(0, len(packed), _CHUNK))
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    total = 0
    while not unpacker.eof:
        piece = unpacker.decompress(packed, _CHUNK)
        packed = unpacker.unconsumed_tail
        total += len(piece)
        if total > entry.file_size or not (piece or packed):
            raise Refused(*DAMAGED)
        yield piece
