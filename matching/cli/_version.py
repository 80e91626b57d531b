"""The command ``version``: what is installed."""

import typer

from matching.cli._exit_codes import exit_codes


def version() -> None:
    """Print the version of the package, of Python and of the solver engine."""
    with exit_codes():
        from matching.plan import versions
        from matching.solvers import engine

        found = versions()
        typer.echo(f"arbeidsmatch {found['arbeidsmatch']}, Python {found['python']}, engine {engine()}")
