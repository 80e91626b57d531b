"""Text files: encodings, delimiters, quotes, lines."""

from __future__ import annotations

import pytest

from matching.exchange._csv import decode, sniff_delimiter, split_rows
from matching.exchange._rules import Findings

TABLE = "Klantnummer;Gewenst beroep;Uren max\nW-1;café-medewerker €;32,5\nW-2;kok;24\n"


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
    ],
)
def test_every_encoding_gives_the_same_people(read, encoding, mark, named):
    """The encoding of a file makes no difference to what is read, and is named."""
    batch = read({"a.csv": mark + TABLE.encode(encoding)})
    assert [p.wanted_occupations[0].title for p in batch.jobseekers] == ["café-medewerker €", "kok"]
    assert batch.jobseekers[0].hours_max == 32.5
    assert batch.sources[0].encoding == named


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_read(read, delimiter, end):
    """Semicolon, comma, tab and bar, under any line end."""
    text = TABLE.replace("32,5", '"32,5"').replace(";", delimiter).replace("\n", end)
    batch = read(text)
    assert [p.id for p in batch.jobseekers] == ["W-1", "W-2"]
    assert batch.jobseekers[0].hours_max == 32.5
    assert batch.sources[0].delimiter == delimiter


def test_the_separator_hint_of_excel_is_obeyed(read):
    """``sep=;`` on the first line names the delimiter and is no heading."""
    batch = read("sep=|\nKlantnummer|Gewenst beroep\nW-1|kok; ober\n")
    assert batch.jobseekers[0].wanted_occupations[1].title == "ober"


def test_lines_are_those_of_the_file_after_an_embedded_line_end(read):
    """A line end in a quoted cell does not shift the lines of later findings."""
    text = 'Klantnummer;Vaardigheden;Uren max\nW-1;"lassen\nfrezen\n";32\nW-2;;veel\n'
    batch = read(text)
    assert batch.jobseekers[0].skills == ("lassen", "frezen")
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.number"]
    assert (issue.line, issue.column, issue.record) == (5, "Uren max", "W-2")


def test_ragged_rows_are_quarantined(read):
    """A row with more or fewer cells than the heading is set apart; blank cells at its end do not count."""
    batch = read("Klantnummer;Beroep;Uren max\nW-1;kok;32;;\nW-2;kok\nW-3;kok;32;extra\nW-4;kok;20\n")
    assert [p.id for p in batch.jobseekers] == ["W-1", "W-4"]
    assert [(row.line, row.rule) for row in batch.quarantine] == [
        (3, "exchange.ragged_row"),
        (4, "exchange.ragged_row"),
    ]


def test_an_open_quote_spoils_its_own_line_only(read):
    """A quote that is never closed does not swallow the rest of the file."""
    rows = "".join(f"W-{n};kok;20\n" for n in range(2, 50))
    batch = read('Klantnummer;Beroep;Uren max\nW-1;"kok;32\n' + rows)
    assert len(batch.jobseekers) == 49
    assert [ref.title for ref in batch.jobseekers[0].wanted_occupations] == ["kok"]
    assert batch.rows_read == 49
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.open_quote"]
    assert (issue.severity, issue.line) == ("doubted", 2)
    assert issue.nl.startswith("1 regel met")


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [('"kok', "kok"), ('"kok "warm""', 'kok "warm"'), ('"pijp 5""', 'pijp 5"'), ("kok", "kok")],
)
def test_no_stray_quote_stays_in_a_cell(cell, read_as):
    """On a line of which a quote does not close, the quotes around a cell are no part of it."""
    [_, (_, row)] = split_rows(f'a;b\n{cell};"x\n', ";")
    assert row == [read_as, "x"]


def test_many_broken_quotes_are_read_in_reasonable_time():
    """Broken quotes on every line do not make reading slow."""
    text = "a;b\n" + '"x";y"\n"x"z;1\n' * 20_000
    assert sum(1 for _ in split_rows(text, ";")) > 20_000


def test_a_cell_larger_than_the_reader_takes_is_one_bad_row(read):
    """A cell of more than 128 kB is set apart and the rows after it are read."""
    batch = read('Klantnummer;Beroep\nW-1;"' + "x" * 200_000 + "\nW-2;kok\n")
    assert [p.id for p in batch.jobseekers if p.id != "W-1"] == ["W-2"]


def test_nul_bytes_are_left_out_with_a_finding(read):
    """NUL characters, as broken exports have them, disappear."""
    batch = read("Klantnummer;Beroep\nW-\x001;kok\n")
    assert batch.jobseekers[0].id == "W-1"
    assert batch.issues.by_rule()["exchange.nul"] == 1


def test_bytes_that_no_encoding_has_are_counted():
    """Bytes without a meaning in cp1252 are replaced with a finding, not lost."""
    findings = Findings()
    text, encoding = decode(b"id;x\n\x81\xe9;\x8d\n", file="a.csv", findings=findings)
    assert encoding == "cp1252"
    assert text.count("�") == 2
    assert findings.issues()[0].rule == "exchange.encoding"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_stray_bytes_in_utf8_do_not_spoil_the_rest(read, mark):
    """Of a UTF-8 file with two cp1252 bytes both kinds of letters are read, with one finding that counts."""
    rows = ["W-1;café €", "W-2;crème brûlée", "W-3;naïef"]
    text = b"\n".join([rows[0].encode(), rows[1].encode(), b"W-4;caf\xe9 \x80", rows[2].encode()])
    batch = read({"a.csv": mark + b"Klantnummer;Gewenst beroep\n" + text})
    titles = [p.wanted_occupations[0].title for p in batch.jobseekers]
    assert titles == ["café €", "crème brûlée", "café €", "naïef"]
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.stray_bytes"]
    assert (issue.severity, issue.line) == ("doubted", 4)
    assert issue.en.startswith("2 bytes do not")
    assert batch.sources[0].encoding == "utf-8"


def test_capitals_before_a_quote_are_still_cp1252(read):
    """Two bytes that happen to be UTF-8 do not turn a cp1252 file into one."""
    batch = read({"a.csv": "Klantnummer;Gewenst beroep\nW-1;CAFÉ\u2019s en crème\n".encode("cp1252")})
    assert batch.jobseekers[0].wanted_occupations[0].title == "CAFÉ\u2019s en crème"
    assert batch.sources[0].encoding == "cp1252"
    assert "exchange.stray_bytes" not in batch.issues.by_rule()


def test_blank_lines_are_no_rows(read):
    """Empty lines and lines of delimiters alone, as workbooks leave them, are not rows."""
    batch = read("\n;;\nKlantnummer;Beroep;Uren max\n\nW-1;kok;32\n;;\n  ; ;\n")
    assert batch.rows_read == 1
    assert not batch.quarantine


def test_title_lines_above_the_heading_are_skipped(read):
    """Titles above the headings are named in a finding and are no rows."""
    batch = read("Export WSP Drenthe\nPeildatum: 12-1-2026\n\nKlantnummer;Beroep;Uren max\nW-1;kok;32\n")
    assert batch.jobseekers[0].hours_max == 32
    assert batch.issues.by_rule()["exchange.title_rows"] == 1


def test_a_file_with_headings_only_is_a_table_without_rows(read):
    """Headings without rows give no records and a finding."""
    batch = read("Klantnummer;Gewenst beroep;Uren max\n")
    assert batch.rows_read == 0
    assert batch.issues.by_rule()["exchange.no_rows"] == 1


def test_an_empty_file_beside_a_good_one_is_a_finding(read):
    """An empty file does not stop the batch."""
    batch = read({"leeg.csv": "", "wit.csv": " \n\n", "goed.csv": TABLE})
    assert len(batch.jobseekers) == 2
    assert batch.issues.by_rule()["exchange.empty"] == 2


def test_a_delimiter_is_the_one_that_splits_evenly():
    """Commas in texts do not outvote the semicolon that every row has."""
    text = "id;tekst;uren\n" + "".join(f"{n};a, b, c, d;3\n" for n in range(9)) + "9;geen;2\n"
    assert sniff_delimiter(text) == ";"
