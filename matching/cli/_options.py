"""Arguments and options of the commands: what they are called and what their help says."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

CONSTRAINTS_FILE = "constraints.toml"


class Language(StrEnum):
    """Language of what is written for people."""

    NL = "nl"
    EN = "en"


class EmployersOf(StrEnum):
    """Which employers get files of their own."""

    ALL = "all"


FolderArgument = Annotated[
    Path, Argument(metavar="FOLDER", help="Folder with exports: CSV and Excel.", show_default=False)
]
OutOption = Annotated[
    Path,
    Option(metavar="DIR", help="Where to write the plan; not the folder itself.", show_default=False),
]
ConstraintsOption = Annotated[
    Path | None,
    Option(
        metavar="FILE.toml",
        help=f"Promises to keep; else {CONSTRAINTS_FILE} in the folder, when it is there.",
        show_default=False,
    ),
]
MappingOption = Annotated[
    Path | None,
    Option(metavar="FILE.toml", help="Headings of your own and what they mean.", show_default=False),
]
TravelTimesOption = Annotated[
    Path | None,
    Option(
        metavar="FILE",
        help="Minutes from postcode to postcode (CSV or Excel with from, to, mode, minutes, or van, naar, "
        "vervoermiddel, minuten), used in place of the estimate.",
        show_default=False,
    ),
]
DecisionsOption = Annotated[
    Path | None,
    Option(
        metavar="PLAN.xlsx",
        help="Earlier workbook in which people accepted and rejected; this run keeps to it.",
        show_default=False,
    ),
]
PreviousOption = Annotated[
    Path | None,
    Option(metavar="PLAN.json", help="Plan of an earlier run; say what changed since.", show_default=False),
]
OnOption = Annotated[
    datetime | None,
    Option(
        formats=["%Y-%m-%d", "%d-%m-%Y"],
        metavar="DATE",
        help="Reference date; else that of market.toml in the folder, else today.",
        show_default=False,
    ),
]
LanguageOption = Annotated[Language, Option(help="Language of the report and the workbook.")]
FindingsLanguageOption = Annotated[Language, Option("--language", help="Language of the findings.")]
PerJobseekerOption = Annotated[int, Option(min=1, help="Most proposals for one jobseeker.")]
PerOpeningOption = Annotated[int, Option(min=1, help="Most proposals for one opening.")]
SecondJobsOption = Annotated[
    bool,
    Option("--second-jobs", help="Also propose a second part-time job where hours and days leave room."),
]
MinScoreOption = Annotated[float, Option(min=0, max=1, help="Lowest score that is proposed.")]
GapOption = Annotated[float, Option(min=0, help="Distance to the best possible plan that will do.")]
TimeLimitOption = Annotated[
    float | None, Option(min=0, metavar="SECONDS", help="Most time for solving.", show_default=False)
]
EmployerOption = Annotated[
    list[str] | None,
    Option(
        metavar="ID",
        help="Also write a page and a workbook for this employer alone; may be repeated.",
        show_default=False,
    ),
]
EmployersOption = Annotated[
    EmployersOf | None,
    Option(
        help="Also write them for every employer with a vacancy, in the folder werkgevers.",
        show_default=False,
    ),
]
QuietOption = Annotated[bool, Option("--quiet", "-q", help="Say nothing but what went wrong.")]
