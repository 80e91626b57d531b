"""Which step is running and for how long."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEPS = ("read", "pairs", "scores", "promises", "solve", "verify", "write")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on stderr which step is running and for how long, when somebody is looking."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<9}"), BarColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
    with shown:
        task = shown.add_task("", total=len(_STEPS))

        def step(name: str) -> None:
            done = _STEPS.index(name) if name in _STEPS else None
            shown.update(task, description=name, completed=done)

        yield step
