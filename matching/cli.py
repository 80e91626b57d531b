"""Files in, files out, exit code: the command line."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

# Everything heavy is imported by the command that needs it, so that --help answers at once.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matching.constraints import Constraint
    from matching.exchange import Batch
    from matching.findings import Issue, Issues
    from matching.market import Market
    from matching.plan import Plan

STOPPED, UNREADABLE, INTERNAL, INTERRUPTED = 1, 2, 3, 130
CONSTRAINTS_FILE = "constraints.toml"
_STEPS = ("read", "pairs", "scores", "promises", "solve", "verify", "write")
_RULES_SHOWN = 8
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


class Language(StrEnum):
    """Language of what is written for people."""

    NL = "nl"
    EN = "en"


class EmployersOf(StrEnum):
    """Which employers get files of their own."""

    ALL = "all"


FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Folder with exports: CSV and Excel.", show_default=False)
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d", "%d-%m-%Y"],
        metavar="DATE",
        help="Reference date; else that of market.toml in the folder, else today.",
        show_default=False,
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE.toml", help="Headings of your own and what they mean.", show_default=False),
]
TravelTimesOption = Annotated[
    Path | None,
    typer.Option(
        "--travel-times",
        metavar="FILE",
        help="Minutes from postcode to postcode (CSV or Excel with from, to, mode, minutes, or van, naar, "
        "vervoermiddel, minuten), used in place of the estimate.",
        show_default=False,
    ),
]
LanguageOption = Annotated[Language, typer.Option(help="Language of the report and the workbook.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
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


@app.command(epilog=_CODES)
def demo(
    out: Annotated[Path, typer.Option(help="Where to put the exports and the plan.")] = Path("matching-demo"),
    language: LanguageOption = Language.NL,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the report in the browser when it is ready.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Match the shipped region of Drenthe (invented people), from its messy exports to a report."""
    with _exit_codes():
        from matching.datasets import sample_folder

        exports = out / "exports"
        shutil.copytree(sample_folder("drenthe"), exports, dirs_exist_ok=True)
        plan, files = _run(exports, out, _Options(name="Drenthe", language=language, quiet=quiet))
        if show:
            typer.launch(files[0].resolve().as_uri())
        _stop_unless_proven(plan)


@app.command("match", epilog=_CODES)
def match_command(
    folder: FolderArgument,
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Where to write the plan; not the folder itself.", show_default=False
        ),
    ],
    constraints: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help=f"Promises to keep; else {CONSTRAINTS_FILE} in the folder, when it is there.",
            show_default=False,
        ),
    ] = None,
    mapping: MappingOption = None,
    travel_times: TravelTimesOption = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN.xlsx",
            help="Earlier workbook in which people accepted and rejected; this run keeps to it.",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN.json", help="Plan of an earlier run; say what changed since.", show_default=False
        ),
    ] = None,
    on: OnOption = None,
    language: LanguageOption = Language.NL,
    per_jobseeker: Annotated[int, typer.Option(min=1, help="Most proposals for one jobseeker.")] = 1,
    per_opening: Annotated[int, typer.Option(min=1, help="Most proposals for one opening.")] = 1,
    second_jobs: Annotated[
        bool,
        typer.Option(
            "--second-jobs", help="Also propose a second part-time job where hours and days leave room."
        ),
    ] = False,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Lowest score that is proposed.")] = 0.35,
    gap: Annotated[
        float, typer.Option(min=0, help="Distance to the best possible plan that will do.")
    ] = 1e-3,
    time_limit: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Most time for solving.", show_default=False),
    ] = None,
    employer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Also write a page and a workbook for this employer alone; may be repeated.",
            show_default=False,
        ),
    ] = None,
    employers: Annotated[
        EmployersOf | None,
        typer.Option(
            help="Also write them for every employer with a vacancy, in the folder werkgevers.",
            show_default=False,
        ),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Match a folder of exports and write the plan: report.html, plan.xlsx and plan.json."""
    options = _Options(
        constraints=constraints,
        mapping=mapping,
        travel_times=travel_times,
        decisions=decisions,
        previous=previous,
        on=on,
        language=language,
        per_jobseeker=per_jobseeker,
        per_opening=per_opening,
        second_jobs=second_jobs,
        min_score=min_score,
        gap=gap,
        time_limit=time_limit,
        employers="all" if employers else tuple(employer or ()),
        quiet=quiet,
    )
    with _exit_codes():
        plan, _ = _run(folder, out, options)
        _stop_unless_proven(plan)


@app.command(epilog=_CODES)
def check(
    folder: FolderArgument,
    mapping: MappingOption = None,
    on: OnOption = None,
    language: LanguageOption = Language.NL,
) -> None:
    """Read a folder of exports and list what was refused, doubted or assumed; writes nothing."""
    with _exit_codes():
        from matching.constraints import read_constraints

        batch, market = _read(folder, _Options(mapping=mapping, on=on), lambda step: None)
        _say_read(folder, batch, market.issues, language)
        for issue in market.issues:
            times = f" ({issue.count}x)" if issue.count > 1 else ""
            place = f"{issue.where} [{issue.rule}]".strip()
            typer.echo(f"  {issue.severity:<8} {place} {_said(issue, language)}{times}")
        promises = folder / CONSTRAINTS_FILE
        if promises.is_file():
            typer.echo(f"{len(read_constraints(promises))} promises in {CONSTRAINTS_FILE} are well formed")
        typer.echo(repr(market))


@app.command(epilog=_CODES)
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
    with _exit_codes():
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


@app.command()
def version() -> None:
    """Print the version of the package, of Python and of the solver engine."""
    with _exit_codes():
        from matching.plan import versions
        from matching.solvers import engine

        found = versions()
        typer.echo(f"arbeidsmatch {found['arbeidsmatch']}, Python {found['python']}, engine {engine()}")


def _run(folder: Path, out: Path, options: _Options) -> tuple[Plan, tuple[Path, ...]]:
    """Read, match and write; say what was read, what the plan is and where the files are."""
    from matching.exceptions import ExchangeError
    from matching.pipeline import match
    from matching.plan import EarlierPlan
    from matching.report import read_decisions, write_files

    if out.resolve() == folder.resolve():
        msg = f"{out}: write the plan to another folder, or the next run would read it as an export."
        raise ExchangeError(msg)
    with _progress(options.quiet) as step:
        batch, market = _read(folder, options, step)
        constraints, promises_file = _constraints(folder, options.constraints)
        decided = read_decisions(options.decisions) if options.decisions else None
        previous = EarlierPlan.read(options.previous) if options.previous else None
        plan = match(
            market if decided is None else market.with_issues(decided.issues),
            constraints=constraints,
            decisions=decided.decisions if decided else (),
            previous=previous,
            proposals_per_jobseeker=options.per_jobseeker,
            proposals_per_opening=options.per_opening,
            second_jobs=options.second_jobs,
            min_score=options.min_score,
            gap=options.gap,
            time_limit=options.time_limit,
            progress=step,
        )
        step("write")
        files = write_files(
            plan, out, language=options.language.value, employers=options.employers, sources=batch.sources
        )
    if not options.quiet:
        _say_read(folder, batch, plan.issues, options.language)
        if promises_file is not None:
            typer.echo(f"Promises: {len(constraints)} from {promises_file}")
        if market.travel_times is not None:
            typer.echo(f"Travel times from {options.travel_times}")
        if decided is not None and options.decisions is not None:
            typer.echo(f"Decisions: {len(decided.decisions)} from {options.decisions}")
        typer.echo(plan.basis.pairs.to_text(options.language.value, most=_RULES_SHOWN))
        typer.echo(f"\n{plan}\n\nFiles in {out}")
        for file in files:
            typer.echo(f"  {file.relative_to(out).as_posix()}")
        if not options.employers:
            typer.echo(f"Also a page for each employer: matching match {folder} --out {out} --employers all")
    return plan, files


def _read(folder: Path, options: _Options, step: Callable[[str], None]) -> tuple[Batch, Market]:
    from matching.exchange import read_folder, read_travel_times
    from matching.market import market_of

    step("read")
    on = options.on.date() if options.on else None
    batch = read_folder(folder, on=on, mapping=options.mapping)
    market = market_of(batch, name=options.name or folder.resolve().name)
    if options.travel_times is not None:
        market = market.with_travel_times(read_travel_times(options.travel_times))
    return batch, market


def _constraints(folder: Path, given: Path | None) -> tuple[tuple[Constraint, ...], Path | None]:
    """Promises and the file that they are from: the one given, else the one in the folder."""
    from matching.constraints import read_constraints

    inside = folder / CONSTRAINTS_FILE
    file = given or (inside if inside.is_file() else None)
    return (read_constraints(file) if file else ()), file


def _say_read(folder: Path, batch: Batch, issues: Issues, language: Language) -> None:
    """Account of every row, and the rules that found most."""
    apart = batch.rows_read - batch.rows_accepted
    typer.echo(
        f"Read {batch.rows_read:,} rows of {len(batch.sources)} tables in {folder}: "
        f"{batch.rows_accepted:,} accepted, {apart:,} set apart"
    )
    by_rule = issues.by_rule()
    typer.echo(f"Findings: {sum(by_rule.values()):,} of {len(by_rule)} rules")
    first = {issue.rule: issue for issue in reversed(issues)}
    for rule, count in list(by_rule.items())[:_RULES_SHOWN]:
        typer.echo(
            f"  {count:>7,}  {first[rule].severity:<8}  {rule:<28}  e.g. {_said(first[rule], language)}"
        )
    if len(by_rule) > _RULES_SHOWN:
        typer.echo(f"  ... and {len(by_rule) - _RULES_SHOWN} more rules")


def _said(issue: Issue, language: Language) -> str:
    return issue.nl if language == Language.NL else issue.en


def _stop_unless_proven(plan: Plan) -> None:
    """Leave with code 1 when the plan is not what was asked for."""
    from matching.exceptions import PlanStatusError

    try:
        plan.raise_for_status()
    except PlanStatusError as error:
        _complain(str(error))
        raise typer.Exit(STOPPED) from error


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
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


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Turn what goes wrong into one sentence on stderr and an exit code."""
    from matching.exceptions import MatchingError, SolverError, VerificationError

    try:
        yield
    except (typer.Exit, BrokenPipeError):
        raise
    except KeyboardInterrupt:
        _complain("stopped")
        raise typer.Exit(INTERRUPTED) from None
    except (SolverError, VerificationError) as error:
        _defect(error)
    except MatchingError as error:
        _complain(str(error))
        raise typer.Exit(UNREADABLE) from error
    except OSError as error:
        _complain(f"{error.filename or 'a file'}: {error.strerror or error}")
        raise typer.Exit(UNREADABLE) from error
    except Exception as error:
        _defect(error)


def _defect(error: Exception) -> None:
    """Name the kind of error and where it rose; its text may hold values of people, so that stays out."""
    if os.environ.get("MATCHING_TRACEBACK"):
        raise error
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    _complain(f"this is a defect: {type(error).__name__}{where}; run with MATCHING_TRACEBACK=1 to see all.")
    raise typer.Exit(INTERNAL) from error


def _complain(sentence: str) -> None:
    typer.echo(f"matching: {sentence}", err=True)


def main() -> None:
    """Run the command line; a console that lacks a character shows a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        _complain("stopped")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
