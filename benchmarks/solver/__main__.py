"""Compare this library with its peers on frozen instances: `python -m benchmarks.solver`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

UNIT = 1e6 * 2**20
HEADER = (
    "instance",
    "solved by",
    "seconds",
    "CPU",
    "peer",
    "cold",
    "objective",
    "bound",
    "gap",
    "broken",
    "MB",
    "note",
)
COLD = {
    "native, 1 % rescored": "native",
    "solve(), 1 % rescored": "solve()",
    "solve(), pair forced": "solve()",
    "solve(), quota changed": "solve()",
}
"""Ways that start from an earlier answer, and the way that starts from nothing."""
CHANGED = (*COLD, "AssignmentProblem() and solve()")
"""Ways whose optimum is of other weights."""
TIGHT = {"solve() to 3e-4": 3e-4, "solve() to 1e-4": 1e-4, "solve() to the optimum": 0.0}
"""Ways that ask for a smaller gap, each within its own limit."""
OTHER_GOALS = ("solve(), greedy", "solve(), stable")
OURS = (
    *("native", "native dense", "solve_dense()", "solve()", "AssignmentProblem() and solve()"),
    *(*COLD, *TIGHT, *OTHER_GOALS),
)

SPARSE_WAYS = (
    "native",
    "native, 1 % rescored",
    "solve()",
    "AssignmentProblem() and solve()",
    "solve(), 1 % rescored",
    "OR-Tools min-cost flow",
    "SciPy sparse full matching",
    "HiGHS LP",
    "HiGHS MIP",
    "greedy",
    *OTHER_GOALS,
)
ROWS_WAYS = (
    "solve()",
    *TIGHT,
    "solve(), pair forced",
    "solve(), quota changed",
    "HiGHS LP",
    "HiGHS MIP",
    "greedy",
    "solve(), greedy",
)
DENSE_WAYS = (
    "native dense",
    "solve_dense()",
    "lapx lapjv",
    "lapx lapjvs, double",
    "SciPy linear_sum_assignment",
)

SEEDED = ("1k-", "10k-", "2k-rows-", "5k-rows-", "10k-rows-")
ONCE = ("SciPy sparse full matching", "HiGHS MIP", "greedy", *OTHER_GOALS)
"""Ways that are run on the first seed alone: none is near the others."""
SLOW = ("HiGHS LP", "SciPy linear_sum_assignment", *ONCE)
"""Ways that are timed once."""
REPEATS = {"100k": 3, "1m": 1}
"""Times are medians of so many at most at these sizes."""
LIMITS = {
    "2k-rows": {way: 5.0 for way in TIGHT},
    "5k-rows": {"solve() to 3e-4": 10.0, "solve() to 1e-4": 10.0, "solve() to the optimum": 60.0},
    "1m-rows": {"solve()": 120.0},
}
"""Seconds that are allowed, where that is not what was asked for all."""
_NOT_WARM = ("solve(), pair forced", "solve(), quota changed", *OTHER_GOALS)
TOO_SLOW = {
    "10k": ("HiGHS MIP",),
    "100k": ("SciPy sparse full matching", "HiGHS LP", "HiGHS MIP"),
    "1m": (
        "SciPy sparse full matching",
        "HiGHS LP",
        "HiGHS MIP",
        "OR-Tools min-cost flow",
        "greedy",
        *OTHER_GOALS,
    ),
    "10k-rows": tuple(TIGHT),
    "100k-rows": (*TIGHT, *_NOT_WARM),
    "1m-rows": (*TIGHT, *_NOT_WARM),
}
"""Ways that take minutes to hours at these sizes, or that nobody waits for there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    instance: str
    way: str
    seconds: float | None
    cpu_seconds: float | None
    objective: float | None
    bound: float | None
    violations: int
    memory_mb: float
    note: str
    score: float | None = None


def main() -> None:
    """Run what is asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.solver", description=__doc__)
    parser.add_argument(
        "--sizes", nargs="*", default=["1k", "10k", "100k", "1m"], help="1k 2k 5k 10k 100k 1m"
    )
    parser.add_argument(
        "--rows",
        nargs="*",
        default=["2k", "5k", "10k", "100k", "1m"],
        help="sizes to solve with side rows",
    )
    parser.add_argument("--dense", nargs="*", type=int, default=[2000, 5000], help="sides of dense squares")
    parser.add_argument(
        "--seeds", type=int, default=5, help="seeds of 1k and 10k, and of 2k to 10k with rows"
    )
    parser.add_argument("--ways", nargs="*", default=None, help="only these ways")
    parser.add_argument("--repeats", type=int, default=5, help="times are medians of so many up to 10k")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for the ways that take a limit")
    parser.add_argument("--gap", type=float, default=1e-3, help="gap asked of solve() with side rows")
    parser.add_argument("--out", type=Path, help="also write the table here")
    parser.add_argument("--lines", type=Path, help="keep each line here, and do not run again what is there")
    parser.add_argument(
        "--cache", type=Path, help="keep instances in this folder: the largest takes a minute"
    )
    parser.add_argument("--kept-only", action="store_true", help="lay out the lines kept, and run nothing")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        lines = run_all(options, options.cache or Path(folder))
    text = f"{heading(options.limit)}\n\n{table([HEADER, *(row(line, lines) for line in lines)])}\n"
    if options.seeds > 1:
        text += f"\nThe worst of {options.seeds} seeds, each figure by itself\n\n{table(worst(lines))}\n"
    sys.stdout.write(text)
    if options.out:
        options.out.write_text(text)


def run_all(options: argparse.Namespace, cache: Path) -> list[Line]:
    """Lines of all that is asked for; an instance is made once, and kept only where that was asked."""
    lines: list[Line] = []
    kept = read_lines(options.lines)
    for instance, ways in jobs(options):
        group = []
        for way in ways:
            left_out = options.ways is not None and way not in options.ways
            if left_out or (options.kept_only and (instance, way) not in kept):
                continue
            line = kept.get((instance, way)) or run(instance, way, options, cache)
            if options.lines and (instance, way) not in kept:
                with options.lines.open("a") as file:
                    file.write(json.dumps(asdict(line)) + "\n")
            group.append(line)
        check(group)
        lines += group
        report(f"{instance}: done")
        if not options.cache:
            (cache / f"{instance}.pickle").unlink(missing_ok=True)
    return lines


def jobs(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """List the instances asked for, with the ways to solve each."""
    found = []
    for sizes, rows, all_ways in ((options.sizes, "", SPARSE_WAYS), (options.rows, "rows-", ROWS_WAYS)):
        for size in sizes:
            for seed in range(options.seeds if f"{size}-{rows}" in SEEDED else 1):
                name = f"{size}-{rows}".rstrip("-")
                left_out = TOO_SLOW.get(size, ()) + TOO_SLOW.get(name, ()) + (ONCE if seed else ())
                found.append((f"{size}-{rows}{seed}", [way for way in all_ways if way not in left_out]))
    for n in options.dense:
        found += [(f"dense-{kind}-{n}-0", list(DENSE_WAYS)) for kind in ("factor", "uniform")]
    return found


def read_lines(path: Path | None) -> dict[tuple[str, str], Line]:
    """Lines of an earlier run, by instance and way."""
    if path is None or not path.exists():
        return {}
    lines = [Line(**json.loads(text)) for text in path.read_text().splitlines()]
    return {(line.instance, line.way): line for line in lines}


def run(instance: str, way: str, options: argparse.Namespace, cache: Path) -> Line:
    """Solve in a process of its own, on one thread; a peer that takes ten times its limit is stopped."""
    size = instance.rpartition("-")[0]
    most = 1 if way in (*SLOW, *TIGHT) else REPEATS.get(size.partition("-")[0], options.repeats)
    limit = LIMITS.get(size, {}).get(way, options.limit)
    command = [sys.executable, "-m", "benchmarks.solver._worker", instance, way]
    command += ["--repeats", str(min(most, options.repeats)), "--limit", str(limit)]
    command += ["--gap", str(TIGHT.get(way, options.gap)), "--cache", str(cache)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    patience = 10 * limit + 300
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **threads},
            capture_output=True,
            text=True,
            timeout=patience,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return Line(instance, way, None, None, None, None, 0, 0.0, f"stopped after {patience:.0f} s")
    except subprocess.CalledProcessError as error:
        return Line(instance, way, None, None, None, None, 0, 0.0, error.stderr.strip().splitlines()[-1][:60])
    found = json.loads(done.stdout.splitlines()[-1])
    if limit != options.limit:
        found["note"] = f"{found['note']}, limit {limit:g} s"
    return Line(instance, way, **found)


def check(group: list[Line]) -> None:
    """Whoever claims the optimum without side rows must agree on it, in micro-units."""
    claims = {
        line.way: line.objective
        for line in group
        if line.bound is not None and line.objective == line.bound and line.way not in CHANGED
    }
    best = max((claim for claim in claims.values() if claim is not None), default=0.0)
    for way, objective in claims.items():
        # Peers that cannot see the keys may be one micro-unit of keys a jobseeker lower.
        slack = 64 if "dense" not in group[0].instance else 2**20 * int(group[0].instance.split("-")[2])
        if objective is None or best - objective > slack:
            msg = f"{group[0].instance}: {way} found {objective}, another {best}."
            raise AssertionError(msg)


def heading(limit: float) -> str:
    """Machine and versions."""
    packages = ("numpy", "scipy", "highspy", "ortools", "lapx")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    return f"""\
{processor}, {os.cpu_count()} cores, one thread each; Python {platform.python_version()}.
{versions}.
seconds: median on the clock; CPU: of the process and its helpers, which other work on the machine disturbs
less. peer: CPU of the fastest peer that proves the optimum, over that of this line. With side rows: of the
HiGHS LP, which gives a bound and no plan. cold: CPU of this library from nothing, over this line from an
earlier answer. gap: (bound - objective) / max(one score unit, scores of the chosen pairs). MB: on top of the
instance, with the check of the answer. HiGHS MIP stops at 1e-3, and all that take a limit after {limit:g} s,
or as noted."""


def table(cells: list[tuple[str, ...]]) -> str:
    """Lay texts out in columns."""
    widths = [max(len(texts[k]) for texts in cells) for k in range(len(cells[0]))]
    padded = ("  ".join(text.ljust(w) for text, w in zip(texts, widths, strict=True)) for texts in cells)
    return "\n".join(text.rstrip() for text in padded)


def worst(lines: list[Line]) -> list[tuple[str, ...]]:
    """Worst figures of each way over the seeds of one size."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.way in OURS:
            groups.setdefault((line.instance.rpartition("-")[0], line.way), []).append(line)
    cells = [("instances", "solved by", "seeds", "seconds", "CPU", "peer", "cold", "gap", "broken", "MB")]
    for (size, way), group in groups.items():
        if len(group) == 1:
            continue
        ratios = [
            [other / own for line in group if (other := of(line, lines)) and (own := timed(line))]
            for of in (best_peer, cold)
        ]
        gaps = [gap(line) for line in group]
        cells.append(
            (
                size,
                way,
                str(len(group)),
                f"{max(line.seconds or 0 for line in group):.4f}",
                f"{max(line.cpu_seconds or 0 for line in group):.4f}",
                *(f"{min(ratio):.1f}x" if ratio else "" for ratio in ratios),
                f"{max((g for g in gaps if g is not None), default=0):.1e}",
                str(max(line.violations for line in group)),
                f"{max(line.memory_mb for line in group):.0f}",
            )
        )
    return cells


def row(line: Line, lines: list[Line]) -> tuple[str, ...]:
    """Texts of one line of the table."""
    peer, before, own = best_peer(line, lines), cold(line, lines), timed(line)
    distance = gap(line)
    return (
        line.instance,
        line.way,
        "" if line.seconds is None else f"{line.seconds:.4f}",
        "" if line.cpu_seconds is None else f"{line.cpu_seconds:.4f}",
        f"{peer / own:.1f}x" if peer and own and line.way in OURS else "",
        f"{before / own:.1f}x" if before and own else "",
        "" if line.objective is None else f"{line.objective / UNIT:.4f}",
        "" if line.bound is None else f"{line.bound / UNIT:.4f}",
        "" if distance is None else f"{distance:.1e}",
        str(line.violations),
        f"{line.memory_mb:.0f}",
        line.note,
    )


def gap(line: Line) -> float | None:
    """Distance of what was found to its bound, relative to the scores of the pairs chosen."""
    if line.objective is None or line.bound is None:
        return None
    return (line.bound - line.objective) / max(UNIT, line.objective if line.score is None else line.score)


def cold(line: Line, lines: list[Line]) -> float | None:
    """Time of this library for the same instance from nothing, for a line from an earlier answer."""
    same = [o for o in lines if o.instance == line.instance and o.way == COLD.get(line.way)]
    return timed(same[0]) if same else None


def timed(line: Line) -> float | None:
    """Time that is compared: of the processor, helper processes included."""
    return line.cpu_seconds


def best_peer(line: Line, lines: list[Line]) -> float | None:
    """Time of the fastest peer that proved an optimum, or a bound, of the same instance."""
    times = [
        timed(other)
        for other in lines
        if other.instance == line.instance
        and other.way not in OURS
        and other.bound is not None
        and (other.way == "HiGHS LP" or "rows" not in line.instance)
    ]
    return min((time for time in times if time is not None), default=None)


def report(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
