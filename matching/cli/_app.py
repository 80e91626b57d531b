"""The commands together, and the way in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from matching.cli._check import check
from matching.cli._demo import demo
from matching.cli._esco import esco
from matching.cli._exit_codes import INTERRUPTED, complain
from matching.cli._match import match
from matching.cli._version import version

if TYPE_CHECKING:
    from collections.abc import Callable

# Everything heavy is imported by the command that needs it, so that --help answers at once.
COMMANDS: tuple[Callable[..., None], ...] = (demo, match, check, esco, version)

_CODES = (
    "Exit codes: 0 all is well; 1 the hard promises cannot be kept together, or the time limit or the steps "
    "allowed to the solver ended before the proof (the files are written and say so); 2 something cannot be "
    "read or written, or an option is wrong; 3 a defect of this program; 130 stopped with Ctrl-C."
)

app = typer.Typer(
    help="Match jobseekers and vacancies of a labour-market region under public promises, with a proof.",
    epilog="Start with: matching demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in COMMANDS:
    app.command(epilog=_CODES)(command)


def main() -> None:
    """Run the command line; a console that lacks a character shows a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        complain("stopped")
        sys.exit(INTERRUPTED)
