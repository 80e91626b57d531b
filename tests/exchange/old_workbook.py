"""A writer of tiny ``.xls`` files, for tests only: one sheet of texts and numbers."""

from __future__ import annotations

import struct

Cells = dict[tuple[int, int], str | float]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(sheets: dict[str, Cells], *, small: bool = False) -> bytes:
    """Write a BIFF8 workbook in a compound file; ``small`` puts it in the mini stream, as tiny files are."""
    book = _book(sheets)
    if not small:
        book = book.ljust(4096, b"\0")
    return _compound(book)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _book(sheets: dict[str, Cells]) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bounds = [len(_bound(name, 0)) for name in sheets]
    at = len(begin) + sum(bounds) + 4
    heads, bodies = b"", b""
    for name, cells in sheets.items():
        body = _sheet(cells)
        heads += _bound(name, at + len(bodies))
        bodies += body
    return begin + heads + _record(0x000A) + bodies


def _bound(name: str, at: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name.encode("latin-1"))


def _sheet(cells: Cells) -> bytes:
    parts = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    for (row, column), value in sorted(cells.items()):
        if isinstance(value, str):
            text = struct.pack("<HHHHB", row, column, 0, len(value), 0) + value.encode("latin-1")
            parts.append(_record(0x0204, text))
        else:
            parts.append(_record(0x0203, struct.pack("<HHHd", row, column, 0, value)))
    return b"".join(parts) + _record(0x000A)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2 if name else 0, kind, 1, _FREE, _FREE, child)
        + b"\0" * 36
        + struct.pack("<III", start, size, 0)
    )


def _compound(book: bytes) -> bytes:
    """Sector 0 is the allocation table, 1 the directory, 2 the table of small sectors, then the stream."""
    is_small = len(book) < 4096
    n_small = -(-len(book) // 64)
    stored = book.ljust(n_small * 64, b"\0") if is_small else book
    n = -(-len(stored) // 512)
    stored = stored.ljust(n * 512, b"\0")
    chain = [*range(4, 3 + n), _END]
    table = [_FAT, _END, _END, *chain]
    fat = struct.pack("<128I", *table, *([_FREE] * (128 - len(table))))
    small_chain = [*range(1, n_small), _END] if is_small else []
    small_table = struct.pack("<128I", *small_chain, *([_FREE] * (128 - len(small_chain))))
    root_start, root_size = (3, len(stored)) if is_small else (_END, 0)
    directory = _entry("Root Entry", 5, root_start, root_size, 1)
    directory += _entry("Workbook", 2, 0 if is_small else 3, len(book))
    directory += _entry("", 0, 0, 0) * 2
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2 if is_small else _END, int(is_small), _END, 0)
        + struct.pack("<109I", 0, *([_FREE] * 108))
    )
    return header + fat + directory + small_table + stored
