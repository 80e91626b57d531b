"""The command ``esco``: the tables of a full ESCO package."""

from pathlib import Path
from typing import Annotated

import typer

from matching.cli._exit_codes import exit_codes


def esco(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="FOLDER...",
            help="CSV packages of the ESCO portal, folders or zip files, one for each language.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="File to write.", show_default=False)],
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="nl", help="Only this language; may be repeated.", show_default=False),
    ] = None,
) -> None:
    """Put the names and relations of a full ESCO package in place of those that are shipped."""
    with exit_codes():
        from matching.registers import ESCO_VARIABLE, build_esco

        made = build_esco(sources, out, languages=language)
        called = f"ESCO {made.version}".strip()
        typer.echo(f"{called} in {', '.join(made.languages)} is in {out}:")
        for kind, all_, new, kept in (
            ("occupations", made.n_occupations, made.n_new_occupations, made.n_kept_occupations),
            ("skills", made.n_skills, made.n_new_skills, made.n_kept_skills),
        ):
            typer.echo(
                f"  {all_:>7,}  {kind}: {new:,} new, {kept:,} not in the package and kept as they were"
            )
        typer.echo(f"  {made.n_skills_in_english:>7,}  skills have no Dutch name and are shown in English")
        typer.echo(f"  {made.n_relations_left_out:>7,}  relations left out: they name what is not there")
        typer.echo(f"To use it, set {ESCO_VARIABLE} to that file: {ESCO_VARIABLE}={out} matching match ...")
