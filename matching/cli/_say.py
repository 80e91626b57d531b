"""What was read and what was found, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from matching.cli._options import Language

if TYPE_CHECKING:
    from pathlib import Path

    from matching.exchange import Batch
    from matching.findings import Issue, Issues
    from matching.market import Market


def say_read(folder: Path, batch: Batch, issues: Issues, language: Language, *, most: int) -> None:
    """Account of every row, and the rules that found most."""
    apart = batch.rows_read - batch.rows_accepted
    typer.echo(
        f"Read {batch.rows_read:,} rows of {len(batch.sources)} tables in {folder}: "
        f"{batch.rows_accepted:,} accepted, {apart:,} set apart"
    )
    by_rule = issues.by_rule()
    typer.echo(f"Findings: {sum(by_rule.values()):,} of {len(by_rule)} rules")
    first = {issue.rule: issue for issue in reversed(issues)}
    for rule, count in list(by_rule.items())[:most]:
        typer.echo(
            f"  {count:>7,}  {first[rule].severity:<8}  {rule:<28}  e.g. {said(first[rule], language)}"
        )
    if len(by_rule) > most:
        typer.echo(f"  ... and {len(by_rule) - most} more rules")


def say_given(market: Market, travel_times: Path | None) -> None:
    """Say which travel times and which figures of the rules were given in place of the usual ones."""
    if travel_times is not None:
        typer.echo(f"Travel times from {travel_times}")
    own = market.policy.deviations()
    if own:
        typer.echo("Figures of the rules of your own: " + "; ".join(map(str, own)))


def say_issue(issue: Issue, language: Language) -> None:
    """Say one finding with its place."""
    times = f" ({issue.count}x)" if issue.count > 1 else ""
    place = f"{issue.where} [{issue.rule}]".strip()
    typer.echo(f"  {issue.severity:<8} {place} {said(issue, language)}{times}")


def said(issue: Issue, language: Language) -> str:
    """Sentence of a finding."""
    return issue.nl if language == Language.NL else issue.en
