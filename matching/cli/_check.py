"""The command ``check``: what is wrong with a folder of exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from matching.cli._exit_codes import exit_codes
from matching.cli._options import (
    CONSTRAINTS_FILE,
    FindingsLanguageOption,
    FolderArgument,
    Language,
    MappingOption,
    OnOption,
    TravelTimesOption,
)
from matching.cli._run import Asked, read_exports
from matching.cli._say import say_given, say_issue, say_read

if TYPE_CHECKING:
    from matching.findings import Issues

_RULES_SHOWN = 8
_TITLES = "features.title_unclear"
_TITLES_SHOWN = 10


def check(
    folder: FolderArgument,
    mapping: MappingOption = None,
    travel_times: TravelTimesOption = None,
    on: OnOption = None,
    language: FindingsLanguageOption = Language.NL,
) -> None:
    """Read a folder of exports and list what was refused, doubted or assumed; writes nothing."""
    with exit_codes():
        from matching.constraints import read_constraints
        from matching.features import build, feature_issues

        batch, market = read_exports(folder, Asked(mapping=mapping, travel_times=travel_times, on=on))
        say_read(folder, batch, market.issues, language, most=_RULES_SHOWN)
        for issue in market.issues:
            say_issue(issue, language)
        _say_words(feature_issues(build(market.open)), language)
        say_given(market, travel_times)
        promises = folder / CONSTRAINTS_FILE
        if promises.is_file():
            typer.echo(f"{len(read_constraints(promises))} promises in {CONSTRAINTS_FILE} are well formed")
        typer.echo(repr(market))


def _say_words(found: Issues, language: Language) -> None:
    """Say which titles are no certain occupation, the most frequent of them, and the other findings."""
    titles = sorted((issue for issue in found if issue.rule == _TITLES), key=lambda issue: -issue.count)
    if titles:
        n, places = len(titles), sum(issue.count for issue in titles)
        typer.echo(f"Titles that are not surely an occupation: {n:,}, in {places:,} places; most often:")
    for issue in (*titles[:_TITLES_SHOWN], *(issue for issue in found if issue.rule != _TITLES)):
        say_issue(issue, language)
