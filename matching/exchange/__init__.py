"""Files in: tables with Dutch or English headings to records, with an account of every row.

`read_folder` reads CSV files and workbooks, `read_table` a table in memory; nothing is lost on the way: rows
read = accepted + quarantined. `write_csv` writes records so that they read back the same; `check_workbook`
says whether a workbook is safe to unpack; `read_travel_times` reads a table of journeys.
"""

from matching.exchange._excel import check_workbook
from matching.exchange._folder import read_folder
from matching.exchange._frames import read_table
from matching.exchange._memory import paused_collector
from matching.exchange._settings import Settings, read_settings
from matching.exchange._tables import Batch, QuarantinedRow, Source
from matching.exchange._travel_times import TravelTimes, read_travel_times
from matching.exchange._write import write_csv, write_folder

__all__ = [
    "Batch",
    "QuarantinedRow",
    "Settings",
    "Source",
    "TravelTimes",
    "check_workbook",
    "paused_collector",
    "read_folder",
    "read_settings",
    "read_table",
    "read_travel_times",
    "write_csv",
    "write_folder",
]
