"""The sheets of a workbook: one file each, which says its columns once, and a line in these lists."""

from matching.report.sheets._also_possible import also_possible
from matching.report.sheets._bookings import block_shown, bookings, calculation_shown, ledger_lines
from matching.report.sheets._changes import changes
from matching.report.sheets._contracts import contracts
from matching.report.sheets._earlier_decisions import earlier_decisions
from matching.report.sheets._findings import findings, issues_sheet
from matching.report.sheets._groups import groups
from matching.report.sheets._instruments import instruments
from matching.report.sheets._left import openings_left, people_left
from matching.report.sheets._legend import legend
from matching.report.sheets._promises import promises
from matching.report.sheets._proposals import proposals
from matching.report.sheets._targets import targets

SHEETS_OF = {
    "matcher": (
        proposals,
        also_possible,
        earlier_decisions,
        promises,
        contracts,
        bookings,
        groups,
        instruments,
        targets,
        changes,
        people_left,
        openings_left,
        findings,
        legend,
    ),
    "employer": (proposals, legend),
}
"""What each kind of reader gets, in order; a sheet with nothing to say is left out."""

__all__ = ["SHEETS_OF", "block_shown", "calculation_shown", "issues_sheet", "ledger_lines"]
