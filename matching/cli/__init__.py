"""Files in, files out, exit code: the command line. A command is one file and a line in `_app`."""

from matching.cli._app import app, main
from matching.cli._exit_codes import INTERNAL, INTERRUPTED, STOPPED, UNREADABLE

__all__ = ["INTERNAL", "INTERRUPTED", "STOPPED", "UNREADABLE", "app", "main"]
