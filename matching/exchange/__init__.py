"""Files in: tables with Dutch or English headings to records, with an account of every row.

`read_folder` reads CSV files and workbooks; nothing is lost on the way: rows read = accepted + quarantined.
"""

from matching.exchange._folder import read_folder
from matching.exchange._settings import Settings, read_settings
from matching.exchange._tables import Batch, QuarantinedRow, Source

__all__ = ["Batch", "QuarantinedRow", "Settings", "Source", "read_folder", "read_settings"]
