"""Hostile and broken files: refused before they are unpacked, one finding each, never a traceback."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest
from old_workbook import old_workbook
from test_exchange_excel import open_document, open_row, workbook

from matching.exceptions import ExchangeError
from matching.exchange import _guard, _span, check_workbook, read_folder
from matching.exchange._excel import read_workbook
from matching.exchange._rules import Findings

GOOD = "Klantnummer;Gewenst beroep\nW-1;kok\n"


def simple(rows: int = 1) -> bytes:
    """A good workbook of one sheet."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Vacaturenummer", "Functie"])
        for row in range(rows):
            sheet.write_row(1 + row, 0, [f"V-{row}", "kok"])

    return workbook(fill)


def changed(data: bytes, path: str, content: bytes, *, extra: bool = False) -> bytes:
    """The workbook with one part replaced, or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == path else old.read(entry))
        if extra:
            new.writestr(path, content)
    return buffer.getvalue()


def sheet_of(cells: str) -> bytes:
    """XML of a sheet."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )


SHEET = "xl/worksheets/sheet1.xml"
FAR = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "<row r='1'><c r='A1'><v>1</v></c></row><row r='9'><c s='1' r = 'XFD1048576'><v>1</v></c></row>",
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c t=">" r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c'
    + " " * 3_000_000
    + 'r="XFD1048576"><v>1</v></c></row>',
]


@pytest.mark.parametrize("cells", FAR, ids=range(len(FAR)))
def test_a_sheet_that_spans_the_universe_is_refused(cells):
    """Two cells in the far corners would fill memory; however they are written, they are seen."""
    with pytest.raises(ExchangeError):
        read_workbook(changed(simple(), SHEET, sheet_of(cells)), file="a.xlsx", findings=Findings())


def test_a_far_cell_without_content_does_no_harm():
    """Cells that are only formatted, as sloppy workbooks have them to the last row, are no cells."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_workbook(changed(simple(), SHEET, sheet_of(cells)), file="a.xlsx", findings=Findings())


def test_a_bomb_is_refused_before_it_is_unpacked(read, monkeypatch):
    """A sheet of a few kilobytes that unpacks to tens of megabytes costs no time and no memory."""
    bomb = changed(simple(), SHEET, b"0" * 60_000_000)
    monkeypatch.setattr(_guard, "_unpack", None)
    start = time.process_time()
    batch = read({"bom.xlsx": bomb, "goed.csv": GOOD})
    assert time.process_time() - start < 2
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.file"]
    assert issue.severity == "refused"
    assert "200" in issue.en
    assert issue.nl != issue.en
    assert len(batch.jobseekers) == 1


def test_a_workbook_is_checked_before_anyone_unpacks_it(tmp_path, monkeypatch):
    """A good workbook gives its bytes; a bomb, a password, another file and none at all are errors."""
    file = tmp_path / "besluiten.xlsx"
    file.write_bytes(simple())
    assert check_workbook(file) == check_workbook(str(file)) == simple()
    old = old_workbook({"a": {(0, 0): "x"}})
    file.write_bytes(old)
    assert check_workbook(file) == old
    locked = bytearray(simple())
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    for data, why in [
        (changed(simple(), SHEET, b"0" * 60_000_000), "200 times"),
        (changed(simple(), SHEET, sheet_of(FAR[0])), "cells"),
        (bytes(locked), "encrypted"),
        (b"id;beroep", "not a workbook"),
    ]:
        file.write_bytes(data)
        with pytest.raises(ExchangeError, match=why) as caught:
            check_workbook(file)
        assert str(caught.value).startswith(f"{file}: ")
    monkeypatch.setattr("matching.exchange._excel.MOST_FILE_BYTES", 5)
    with pytest.raises(ExchangeError, match="larger than 5 bytes"):
        check_workbook(file)
    with pytest.raises(ExchangeError, match="no such file"):
        check_workbook(tmp_path / "weg.xlsx")
    with pytest.raises(ExchangeError, match="cannot be read"):
        check_workbook(file / "in een bestand")


def test_a_directory_that_lies_is_found_out():
    """A part that is larger than its directory says is refused when that size is reached."""
    data = bytearray(changed(simple(), SHEET, b"0" * 5_000_000))
    name = SHEET.encode()
    at = data.rfind(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    with pytest.raises(ExchangeError, match="damaged"):
        _guard.scan_zip(bytes(data))


def test_many_parts_other_archives_and_passwords_are_refused(monkeypatch):
    """Limits on the number of parts, their total, archives in the archive, and encryption."""
    with pytest.raises(ExchangeError, match="another archive"):
        _guard.scan_zip(changed(simple(), "xl/inner.zip", b"x", extra=True))
    with pytest.raises(ExchangeError, match="damaged"):
        _guard.scan_zip(changed(simple(), "XL/Worksheets/Sheet1.xml", b"x", extra=True))
    locked = bytearray(simple())
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ExchangeError, match="encrypted"):
        _guard.scan_zip(bytes(locked))
    monkeypatch.setattr(_guard, "MOST_ENTRIES", 3)
    with pytest.raises(ExchangeError, match="parts"):
        _guard.scan_zip(simple())
    monkeypatch.setattr(_guard, "MOST_ENTRIES", 100)
    monkeypatch.setattr(_guard, "MOST_UNPACKED_BYTES", 1_000)
    with pytest.raises(ExchangeError, match="unpack to"):
        _guard.scan_zip(simple())


def test_one_long_text_in_many_cells_is_refused(monkeypatch):
    """A shared text counts for every cell that refers to it."""
    monkeypatch.setattr(_span, "MOST_TEXT_BYTES", 50_000_000)
    strings = b'<?xml version="1.0"?><sst><si><t>' + b"x" * 100_000 + b"</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_001))
    data = changed(changed(simple(), SHEET, sheet_of(cells)), "xl/sharedStrings.xml", strings)
    with pytest.raises(ExchangeError, match="bytes of text"):
        _guard.scan_zip(data)


@pytest.mark.parametrize(
    "rows",
    [
        open_row("x", times=900_000_000),
        '<table:table-row><table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>",
        open_row("a") + '<table:table-row table:number-rows-repeated="99999999"><table:table-cell/>'
        "</table:table-row>" + open_row("b"),
        open_row('<text:s text:c="4000000000"/>'),
    ],
)
def test_repeated_cells_of_an_open_document_are_counted(rows):
    """Rows, cells and spaces that are repeated without end are refused."""
    with pytest.raises(ExchangeError):
        read_workbook(open_document(rows), file="a.ods", findings=Findings())


@pytest.mark.parametrize("small", [True, False])
def test_an_old_workbook_that_spans_the_universe_is_refused(small):
    """The records of an old workbook are counted before it is read."""
    with pytest.raises(ExchangeError, match="cells"):
        data = old_workbook({"a": {(0, 0): "x", (65_535, 65_535): "y"}}, small=small)
        read_workbook(data, file="a.xls", findings=Findings())


def test_a_web_page_called_xls_is_refused_with_a_way_out(read):
    """Systems that export HTML under the name of a workbook get a sentence that helps."""
    batch = read({"a.xls": "<html><table><tr><td>id</td></tr></table></html>", "b.csv": GOOD})
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.file"]
    assert "save it as .xlsx" in issue.en


def plain_zip() -> bytes:
    """An archive that is no workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", GOOD)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "nl", "en"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR;a\n1;2\n", "een afbeelding", "a picture"),
        (b"\xff\xd8\xff\xe0JFIF\n1;2\n", "een afbeelding", "a picture"),
        (b"%PDF-1.7\nid;beroep\nW-1;kok\n", "een PDF", "a PDF"),
        (plain_zip(), "een archief of document", "an archive or document"),
        (b"\x1f\x8b\x08" + b"x" * 50, "een archief", "an archive"),
        (b"id;beroep\n" + b"\0\0\1" * 50, "een ander soort bestand", "another kind of file"),
    ],
)
def test_what_is_no_table_is_one_finding_and_no_rows(read, data, nl, en):
    """A picture, PDF or archive under the name of a table is named as what it is."""
    batch = read({"a.csv": data, "b.csv": GOOD, "v.csv": "Vacaturenummer;Functie\nV-1;kok\n"})
    [issue] = [issue for issue in batch.issues if issue.file == "a.csv"]
    assert (issue.rule, issue.severity) == ("exchange.file", "refused")
    assert nl in issue.nl
    assert en in issue.en
    assert batch.rows_read == 2


@pytest.mark.parametrize("cut", [10, 200, 2_000, -30])
def test_a_damaged_workbook_is_one_finding(read, cut):
    """A download that stopped half-way is named and the rest goes on."""
    batch = read({"half.xlsx": simple(50)[:cut], "heel.csv": GOOD})
    assert len(batch.jobseekers) == 1
    assert batch.issues.by_rule()["exchange.file"] == 1


def test_files_that_are_too_large_are_refused(read, monkeypatch):
    """The size of a file is looked at before it is read."""
    monkeypatch.setattr("matching.exchange._folder.MOST_TEXT_BYTES", 1_000)
    batch = read({"groot.csv": GOOD + "x" * 2_000, "klein.csv": GOOD})
    assert batch.issues.by_rule()["exchange.file"] == 1


@pytest.mark.parametrize(
    "cell",
    ["x" + " " * 300_000 + "y", "9" * 300_000, "(" * 300_000, "1-" * 150_000, "a; " * 100_000, "[" * 300_000],
)
def test_a_cell_without_end_costs_no_time(read, cell):
    """Long runs of one sign in any field are read in the time of their length."""
    fields = (
        "Werkervaring,Uren,Geboortedatum,Talen,Belastbaarheid,Looneis,Doelgroep,Dagen,Vaardigheden,Gemeente"
    )
    row = ",".join([f'"{cell[:120_000]}"'] * 10)
    start = time.process_time()
    batch = read(f"Klantnummer,{fields}\nW-1,{row}\n")
    assert time.process_time() - start < 5
    assert len(batch.jobseekers) == 1


def test_a_table_of_a_million_columns_is_refused(read):
    """More columns than any export has are no table."""
    batch = read({"breed.csv": ";" * 1_000_000 + "x\n", "goed.csv": GOOD})
    assert batch.issues.by_rule()["exchange.file"] == 1


def _broken(rng: random.Random) -> tuple[str, bytes]:
    """A file of random bytes, or a good one with random bytes in it."""
    name = rng.choice(["a.csv", "a.txt", "a.xlsx", "a.xls", "a.ods", "a.xlsm"])
    base = rng.choice(
        [
            b"",
            GOOD.encode(),
            GOOD.encode("utf-16"),
            simple(),
            old_workbook({"a": {(0, 0): "id", (1, 0): "x"}}),
        ]
    )
    data = bytearray(base or rng.randbytes(rng.randrange(600)))
    for _ in range(rng.randrange(8)):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.randrange(9)] = rng.randbytes(rng.randrange(9))
    return name, bytes(data)


def test_random_bytes_never_end_in_a_traceback(tmp_path):
    """Of 200 broken files each gives records and findings, or one clear error."""
    rng = random.Random(0)
    for turn in range(200):
        name, data = _broken(rng)
        folder = tmp_path / str(turn)
        folder.mkdir()
        (folder / name).write_bytes(data)
        try:
            batch = read_folder(folder)
        except ExchangeError as error:
            assert str(folder) in str(error)
        else:
            assert batch.rows_read == batch.rows_accepted + len(batch.quarantine)
