"""Workbooks: every sheet to rows, with the row numbers that the sheet shows."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from matching.exchange._guard import MOST_FILE_BYTES, Scan, scan_zip
from matching.exchange._ole import check_ole
from matching.exchange._refused import DAMAGED, ENCRYPTED, Refused, naming, too_large
from matching.exchange._rules import HIDDEN_SHEET, MERGED_CELLS, Findings, Where
from matching.exchange._shape import shape_table
from matching.exchange._values import ERROR_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from python_calamine import CalamineSheet

    from matching.exchange._tables import Cell, RawTable

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_workbook(path: str | PathLike[str]) -> bytes:
    """Check that a workbook is safe to unpack, and return the bytes that were checked.

    Looked at are the size of the file, the number and size of its parts, their ratio, encryption, archives in
    the archive, and how many cells and how much text its sheets span. Open the bytes returned rather than the
    file again, which may have changed.

    Parameters
    ----------
    path
        A workbook: ``.xlsx``, ``.xlsm``, ``.ods`` or ``.xls``.

    Returns
    -------
    bytes
        The file as it was checked.

    Raises
    ------
    ExchangeError
        When the file cannot be read, is no workbook, is encrypted, or would not fit when unpacked; the text
        says which.

    Notes
    -----
    Never holds more than the file and its longest shared texts; costs about the time of unpacking it once.

    Examples
    --------
    >>> check_workbook("nowhere.xlsx")
    Traceback (most recent call last):
    matching.exceptions.ExchangeError: nowhere.xlsx: there is no such file.
    """
    file = Path(path)
    with naming(path):
        if file.stat().st_size > MOST_FILE_BYTES:
            raise Refused(*too_large(MOST_FILE_BYTES))
        data = file.read_bytes()
        _scan(data)
    return data


def _scan(data: bytes) -> Scan:
    """Look through a workbook before it is unpacked."""
    if len(data) > MOST_FILE_BYTES:
        raise Refused(*too_large(MOST_FILE_BYTES))
    if data.startswith(OLE_MARK):
        check_ole(data)
        return Scan()
    return scan_zip(data)


def read_workbook(data: bytes, *, file: str, findings: Findings) -> list[RawTable]:
    """Read every visible sheet of a workbook that holds something; formulas give the value stored with them.

    A value in a merged cell holds for each row of it. Hidden sheets are named in a finding and left unread.

    Raises
    ------
    ExchangeError
        When the workbook is damaged, encrypted or unsafe to unpack.
    """
    scan = _scan(data)
    tables = []
    with _calamine_errors():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for position, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                findings.add(HIDDEN_SHEET, Where(f"{file} [{sheet.name}]"))
                continue
            found = _read_sheet(workbook.get_sheet_by_index(position), file, scan, findings)
            if found is not None:
                tables.append(found)
    return tables


def _read_sheet(sheet: CalamineSheet, file: str, scan: Scan, findings: Findings) -> RawTable | None:
    label = f"{file} [{sheet.name}]"
    rows: list[list[Cell]] = [
        [cell if type(cell) in (str, float) else _cell(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for row, column in scan.error_cells.get(sheet.name, ()):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ERROR_TEXT
    _fill_merged(sheet, rows, label, findings)
    return shape_table(list(enumerate(rows, start=1)), file=file, findings=findings, sheet=sheet.name)


def _cell(cell: object) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date()
    if isinstance(cell, str | float | date | time | timedelta):
        return cell
    return str(cell)


def _fill_merged(sheet: CalamineSheet, rows: list[list[Cell]], label: str, findings: Findings) -> None:
    """Give each row of a merged cell its value; a cell merged over columns keeps to the first."""
    n_filled = 0
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom <= top or top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
            continue
        for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
            if rows[row][left] == "":
                rows[row][left] = rows[top][left]
                n_filled += 1
    if n_filled:
        findings.add(MERGED_CELLS, Where(label), n=n_filled)


@contextmanager
def _calamine_errors() -> Iterator[None]:
    """Turn what the reader of workbooks raises into one error with a clear sentence."""
    try:
        yield
    except Refused:
        raise
    except PasswordError as error:
        raise Refused(*ENCRYPTED) from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise Refused(*DAMAGED) from error
    except BaseException as error:
        # A panic in the reader's Rust code is no Exception, but says only that the file is damaged.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused(*DAMAGED) from error
