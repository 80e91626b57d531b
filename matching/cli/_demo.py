"""The command ``demo``: the shipped region, from its messy exports to a report."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from matching.cli._exit_codes import exit_codes, stop_unless_proven
from matching.cli._options import Language, LanguageOption, QuietOption
from matching.cli._run import Asked, run


def demo(
    out: Annotated[Path, typer.Option(help="Where to put the exports and the plan.")] = Path("matching-demo"),
    language: LanguageOption = Language.NL,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the report in the browser when it is ready.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Match the shipped region of Drenthe (invented people), from its messy exports to a report."""
    with exit_codes():
        from matching.datasets import sample_folder

        exports = out / "exports"
        shutil.copytree(sample_folder("drenthe"), exports, dirs_exist_ok=True)
        plan, files = run(exports, out, Asked(name="Drenthe", language=language, quiet=quiet))
        if show:
            typer.launch(files[0].resolve().as_uri())
        stop_unless_proven(plan)
