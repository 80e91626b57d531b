"""Is an old workbook (``.xls``) safe to read: how far its sheets reach, from its records alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.exchange._guard import MOST_SHEETS
from matching.exchange._refused import DAMAGED, ENCRYPTED, Refused
from matching.exchange._span import check_size

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOF, _BOUND_SHEET, _PASSWORD, _MANY_NUMBERS = 0x0809, 0x0085, 0x002F, 0x00BD
_CELLS = frozenset(
    {0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E}
)
"""Records of cells that hold something; each begins with its row and column."""
_ENTRY = 128
_MINI = 64


def check_ole(data: bytes) -> None:
    """Refuse an old workbook that is damaged, encrypted, or whose sheets span too many cells.

    Raises
    ------
    ExchangeError
        The text says which.
    """
    try:
        _check_span(_workbook_stream(data))
    except (struct.error, IndexError) as error:
        raise Refused(*DAMAGED) from error


def _check_span(book: bytes) -> None:
    n_cells = rows = columns = n_sheets = 0
    for kind, body in _records(book):
        if kind == _PASSWORD:
            raise Refused(*ENCRYPTED)
        if kind == _BOF:
            n_cells += rows * columns
            rows = columns = 0
        elif kind == _BOUND_SHEET:
            n_sheets += 1
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            if kind == _MANY_NUMBERS:
                (column,) = struct.unpack_from("<H", body, len(body) - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    n_cells += rows * columns
    if n_sheets > MOST_SHEETS:
        raise Refused(
            f"het heeft {n_sheets} bladen, meer dan {MOST_SHEETS}",
            f"it has {n_sheets} sheets, more than {MOST_SHEETS}",
        )
    check_size(n_cells, 0)


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


@dataclass(frozen=True, slots=True)
class _Chains:
    """Sectors of a stream and the table that says which follows which."""

    data: bytes
    next_sector: tuple[int, ...]
    size: int
    offset: int

    def read(self, sector: int, length: int) -> bytes:
        """Join the sectors of one chain, at most ``length`` bytes; a chain that bites its tail ends there."""
        parts: list[bytes] = []
        seen: set[int] = set()
        while sector < len(self.next_sector) and sector not in seen and len(parts) * self.size < length:
            seen.add(sector)
            at = self.offset + sector * self.size
            parts.append(self.data[at : at + self.size])
            sector = self.next_sector[sector]
        return b"".join(parts)[:length]


def _workbook_stream(data: bytes) -> bytes:
    """Find the stream of the workbook in its compound file, as [MS-CFB] lays it out."""
    size = 1 << (struct.unpack_from("<H", data, 30)[0] & 0xF)
    first_directory, cutoff = struct.unpack_from("<I4xI", data, 48)
    first_mini, n_mini, first_list = struct.unpack_from("<III", data, 60)
    chains = _Chains(data, _sector_table(data, size, first_list), size, size)
    directory = chains.read(first_directory, len(data))
    streams = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        n_name = min(64, struct.unpack_from("<H", directory, at + 64)[0])
        name = directory[at : at + n_name].decode("utf-16-le", errors="replace").rstrip("\0")
        streams[name] = struct.unpack_from("<II", directory, at + 116)
    if "EncryptedPackage" in streams:
        raise Refused(*ENCRYPTED)
    found = streams.get("Workbook") or streams.get("Book")
    if found is None:
        raise Refused(*DAMAGED)
    if found[1] >= cutoff:
        return chains.read(*found)
    small = chains.read(*streams.get("Root Entry", (len(data), 0)))
    table = _numbers(chains.read(first_mini, n_mini * size))
    return _Chains(small, table, _MINI, 0).read(*found)


def _sector_table(data: bytes, size: int, first_list: int) -> tuple[int, ...]:
    """Read the allocation table; its sectors are listed in the header and, in large files, in a chain."""
    listed = list(struct.unpack_from("<109I", data, 76))
    most = len(data) // size + 1
    sector = first_list
    for _ in range(most):
        if sector >= most:
            break
        numbers = _numbers(data[(sector + 1) * size : (sector + 2) * size])
        listed += numbers[:-1]
        sector = numbers[-1]
    inside = dict.fromkeys(number for number in listed if number < most)
    return _numbers(b"".join(data[(number + 1) * size : (number + 2) * size] for number in inside))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
