"""Plans on paper: indicators, a self-contained page, a workbook that people decide in, JSON."""

from matching.report._booked import booked_ledger
from matching.report._decisions import Decisions, read_decisions
from matching.report._excel import write_excel
from matching.report._files import write_files
from matching.report._html import write_html
from matching.report._indicators import Indicators, OrganisationCount, indicators
from matching.report._json import write_json
from matching.report._ledger import write_ledger
from matching.report._reasons import View
from matching.report._targets import plot_targets

__all__ = [
    "Decisions",
    "Indicators",
    "OrganisationCount",
    "View",
    "booked_ledger",
    "indicators",
    "plot_targets",
    "read_decisions",
    "write_excel",
    "write_files",
    "write_html",
    "write_json",
    "write_ledger",
]
