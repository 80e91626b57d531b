"""Read, match and write: what the commands do with what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

from matching.cli._options import CONSTRAINTS_FILE, Language
from matching.cli._progress import progress
from matching.cli._say import say_given, say_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from matching.constraints import Constraint
    from matching.exchange import Batch
    from matching.market import Market
    from matching.plan import Decision, Plan

_RULES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked besides the folders; the defaults are those of `matching.match`."""

    name: str | None = None
    constraints: Path | None = None
    mapping: Path | None = None
    travel_times: Path | None = None
    decisions: Path | None = None
    previous: Path | None = None
    on: datetime | None = None
    language: Language = Language.NL
    per_jobseeker: int = 1
    per_opening: int = 1
    second_jobs: bool = False
    min_score: float = 0.35
    gap: float = 1e-3
    time_limit: float | None = None
    employers: tuple[str, ...] | Literal["all"] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read for a plan; the files of promises and decisions are ``None`` where there are none."""

    batch: Batch
    market: Market
    constraints: tuple[Constraint, ...]
    promises_file: Path | None
    decisions: tuple[Decision, ...]


def run(folder: Path, out: Path, asked: Asked) -> tuple[Plan, tuple[Path, ...]]:
    """Read, match and write; say what was read, what the plan is and where the files are."""
    from matching.exceptions import ExchangeError
    from matching.report import write_files

    if out.resolve() == folder.resolve():
        msg = f"{out}: write the plan to another folder, or the next run would read it as an export."
        raise ExchangeError(msg)
    with progress(asked.quiet) as step:
        read = _read_all(folder, asked, step)
        plan = _plan(read, asked, step)
        step("write")
        files = write_files(
            plan, out, language=asked.language.value, employers=asked.employers, sources=read.batch.sources
        )
    if not asked.quiet:
        _say(folder, asked, read, plan)
        typer.echo(f"\n{plan}\n\nFiles in {out}")
        for file in files:
            typer.echo(f"  {file.relative_to(out).as_posix()}")
        if not asked.employers:
            typer.echo(f"Also a page for each employer: matching match {folder} --out {out} --employers all")
    return plan, files


def read_exports(folder: Path, asked: Asked) -> tuple[Batch, Market]:
    """Read a folder, with the travel times that were given."""
    from matching.exchange import read_folder, read_travel_times
    from matching.market import market_of

    on = asked.on.date() if asked.on else None
    batch = read_folder(folder, on=on, mapping=asked.mapping)
    market = market_of(batch, name=asked.name or folder.resolve().name)
    if asked.travel_times is not None:
        market = market.with_travel_times(read_travel_times(asked.travel_times))
    return batch, market


def _read_all(folder: Path, asked: Asked, step: Callable[[str], None]) -> Read:
    """Read exports, the promises that were given or else are in the folder, and decisions."""
    from matching.constraints import read_constraints
    from matching.report import read_decisions

    step("read")
    batch, market = read_exports(folder, asked)
    inside = folder / CONSTRAINTS_FILE
    file = asked.constraints or (inside if inside.is_file() else None)
    constraints = read_constraints(file) if file else ()
    decided = read_decisions(asked.decisions) if asked.decisions else None
    return Read(
        batch=batch,
        market=market if decided is None else market.with_issues(decided.issues),
        constraints=constraints,
        promises_file=file,
        decisions=decided.decisions if decided else (),
    )


def _plan(read: Read, asked: Asked, step: Callable[[str], None]) -> Plan:
    from matching.pipeline import match
    from matching.plan import EarlierPlan

    return match(
        read.market,
        constraints=read.constraints,
        decisions=read.decisions,
        previous=EarlierPlan.read(asked.previous) if asked.previous else None,
        proposals_per_jobseeker=asked.per_jobseeker,
        proposals_per_opening=asked.per_opening,
        second_jobs=asked.second_jobs,
        min_score=asked.min_score,
        gap=asked.gap,
        time_limit=asked.time_limit,
        progress=step,
    )


def _say(folder: Path, asked: Asked, read: Read, plan: Plan) -> None:
    """Say what the plan was made of."""
    say_read(folder, read.batch, plan.issues, asked.language, most=_RULES_SHOWN)
    if read.promises_file is not None:
        typer.echo(f"Promises: {len(read.constraints)} from {read.promises_file}")
    say_given(read.market, asked.travel_times)
    if asked.decisions is not None:
        typer.echo(f"Decisions: {len(read.decisions)} from {asked.decisions}")
    typer.echo(plan.basis.pairs.to_text(asked.language.value, most=_RULES_SHOWN))
