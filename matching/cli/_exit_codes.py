"""What goes wrong as one sentence on stderr and an exit code."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.plan import Plan

STOPPED, UNREADABLE, INTERNAL, INTERRUPTED = 1, 2, 3, 130


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn what goes wrong into one sentence on stderr and an exit code."""
    from matching.exceptions import MatchingError, SolverError, VerificationError

    try:
        yield
    except (typer.Exit, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        complain("stopped")
        raise typer.Exit(INTERRUPTED) from None
    except (SolverError, VerificationError) as error:
        _defect(error)
    except MatchingError as error:
        complain(str(error))
        raise typer.Exit(UNREADABLE) from error
    except OSError as error:
        complain(f"{error.filename or 'a file'}: {error.strerror or error}")
        raise typer.Exit(UNREADABLE) from error
    except Exception as error:
        _defect(error)


def stop_unless_proven(plan: Plan) -> None:
    """Leave with code 1 when the plan is not what was asked for."""
    from matching.exceptions import PlanStatusError

    try:
        plan.raise_for_status()
    except PlanStatusError as error:
        complain(str(error))
        raise typer.Exit(STOPPED) from error


def complain(sentence: str) -> None:
    """Say what is wrong."""
    typer.echo(f"matching: {sentence}", err=True)


def _defect(error: Exception) -> NoReturn:
    """Name the kind of error and where it rose; its text may hold values of people, so that stays out."""
    if os.environ.get("MATCHING_TRACEBACK"):
        raise error
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    complain(f"this is a defect: {type(error).__name__}{where}; run with MATCHING_TRACEBACK=1 to see all.")
    raise typer.Exit(INTERNAL) from error
