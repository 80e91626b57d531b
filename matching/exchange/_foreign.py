"""Files that are no table at all, known by their first bytes."""

from __future__ import annotations

from matching.exchange._refused import Refused

_PICTURE = ("een afbeelding", "a picture")
_ARCHIVE = ("een archief", "an archive")
_MARKS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"%PDF-", ("een PDF", "a PDF")),
    (b"{\\rtf", ("een tekstdocument", "a text document")),
    (b"PK\x05\x06", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"SQLite format 3\x00", ("een database", "a database")),
    (b"PAR1", ("een Parquet-bestand", "a Parquet file")),
)
_WEB = (b"<!doctype", b"<html", b"<?xml", b"<table")
_WEB_LOOKED_AT = 512
_MOST_NUL = 0.1
"""Share of NUL characters from which a text is none."""


def check_start(data: bytes) -> None:
    """Refuse a file whose first bytes say that it is a picture, a PDF, a web page or the like."""
    for mark, words in _MARKS:
        if data.startswith(mark):
            raise no_table(*words)
    if data[:_WEB_LOOKED_AT].lstrip().lower().startswith(_WEB):
        raise no_table("een webpagina of XML", "a web page or XML")


def check_nul(text: str) -> None:
    """Refuse a text with more NUL characters than a broken export has."""
    if text.count("\0") > _MOST_NUL * len(text):
        raise no_table("een ander soort bestand", "another kind of file")


def no_table(nl: str, en: str) -> Refused:
    """Word what a file is instead of a table, and the way out."""
    return Refused(
        f"het is {nl} en geen tabel; bewaar het als .xlsx of .csv",
        f"it is {en}, not a table; save it as .xlsx or .csv",
    )
