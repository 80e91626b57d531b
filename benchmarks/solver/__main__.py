"""Compare this library with its peers on frozen instances: `python -m benchmarks.solver`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

UNIT = 1e6 * 2**20
HEADER = (
    "instance",
    "solved by",
    "seconds",
    "CPU",
    "peer",
    "objective",
    "bound",
    "gap",
    "broken",
    "MB",
    "note",
)
OURS = ("native", "native, 1 % rescored", "native dense", "solve()", "reference")

SPARSE_WAYS = (
    "native",
    "native, 1 % rescored",
    "solve()",
    "OR-Tools min-cost flow",
    "SciPy sparse full matching",
    "HiGHS LP",
    "greedy",
)
ROWS_WAYS = ("solve()", "HiGHS LP", "HiGHS MIP", "greedy")
DENSE_WAYS = ("native dense", "lapx lapjv", "lapx lapjvs, double", "SciPy linear_sum_assignment")

LARGE = ("100k", "1m")
TOO_SLOW = {
    "100k": ("SciPy sparse full matching", "HiGHS LP", "HiGHS MIP"),
    "1m": ("SciPy sparse full matching", "HiGHS LP", "HiGHS MIP", "OR-Tools min-cost flow", "greedy"),
}
"""Ways that take minutes to hours at these sizes."""


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


def main() -> None:
    """Run what is asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.solver", description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=["1k", "2k", "10k"], help="1k 2k 5k 10k 100k 1m")
    parser.add_argument("--rows", nargs="*", default=["2k"], help="sizes to solve with side rows")
    parser.add_argument("--dense", nargs="*", type=int, default=[2000], help="sides of dense squares")
    parser.add_argument("--seeds", type=int, default=1, help="seeds of each instance up to 10k")
    parser.add_argument("--ways", nargs="*", default=None, help="only these ways")
    parser.add_argument("--repeats", type=int, default=5, help="each time is the median of so many")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for the ways that take a limit")
    parser.add_argument("--gap", type=float, default=1e-3, help="gap asked of solve() with side rows")
    parser.add_argument("--out", type=Path, help="also write the table here")
    options = parser.parse_args()
    lines: list[Line] = []
    for instance, ways in jobs(options):
        chosen = [way for way in ways if options.ways is None or way in options.ways]
        group = [run(instance, way, options) for way in chosen]
        check(group)
        lines += group
        report(f"{instance}: done")
    text = f"{heading()}\n\n{table(lines)}\n"
    sys.stdout.write(text)
    if options.out:
        options.out.write_text(text)


def jobs(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """List the instances asked for, with the ways to solve each."""
    found = []
    for size in options.sizes:
        for seed in range(1 if size in LARGE else options.seeds):
            found.append((f"{size}-{seed}", [w for w in SPARSE_WAYS if w not in TOO_SLOW.get(size, ())]))
    for size in options.rows:
        for seed in range(1 if size in LARGE else options.seeds):
            found.append((f"{size}-rows-{seed}", [w for w in ROWS_WAYS if w not in TOO_SLOW.get(size, ())]))
    for n in options.dense:
        found += [(f"dense-{kind}-{n}-0", list(DENSE_WAYS)) for kind in ("factor", "uniform")]
    return found


def run(instance: str, way: str, options: argparse.Namespace) -> Line:
    """Solve in a process of its own, on one thread; a peer that takes ten times its limit is stopped."""
    slow = way in ("HiGHS LP", "HiGHS MIP", "SciPy sparse full matching", "greedy") or "rows" in instance
    repeats = 1 if slow else options.repeats
    command = [sys.executable, "-m", "benchmarks.solver._worker", instance, way]
    command += ["--repeats", str(repeats), "--limit", str(options.limit), "--gap", str(options.gap)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    patience = 10 * options.limit + 300
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
    return Line(instance, way, **json.loads(done.stdout.splitlines()[-1]))


def check(group: list[Line]) -> None:
    """Whoever claims the optimum without side rows must agree on it, in micro-units."""
    claims = {
        line.way: line.objective
        for line in group
        if line.bound is not None and line.objective == line.bound and "rescored" not in line.way
    }
    best = max((claim for claim in claims.values() if claim is not None), default=0.0)
    for way, objective in claims.items():
        # Peers that cannot see the keys may be one micro-unit of keys a jobseeker lower.
        slack = 64 if "dense" not in group[0].instance else 2**20 * int(group[0].instance.split("-")[2])
        if objective is None or best - objective > slack:
            msg = f"{group[0].instance}: {way} found {objective}, another {best}."
            raise AssertionError(msg)


def heading() -> str:
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
seconds: median on the clock; CPU: of the process, which other work on the machine disturbs less.
peer: CPU of the fastest peer that proves the optimum, over that of this line. With side rows: seconds of the
HiGHS LP, which gives a bound and no plan, over seconds of this line. MB: on top of the instance."""


def table(lines: list[Line]) -> str:
    """Lay the lines out in columns."""
    header = (
        "instance",
        "solved by",
        "seconds",
        "CPU",
        "peer",
        "objective",
        "bound",
        "gap",
        "broken",
        "MB",
        "note",
    )
    cells = [header, *(row(line, lines) for line in lines)]
    widths = [max(len(texts[k]) for texts in cells) for k in range(len(header))]
    padded = ("  ".join(text.ljust(w) for text, w in zip(texts, widths, strict=True)) for texts in cells)
    return "\n".join(text.rstrip() for text in padded)


def row(line: Line, lines: list[Line]) -> tuple[str, ...]:
    """Texts of one line of the table."""
    peer, own = best_peer(line, lines), timed(line)
    both = line.objective is not None and line.bound is not None
    return (
        line.instance,
        line.way,
        "" if line.seconds is None else f"{line.seconds:.4f}",
        "" if line.cpu_seconds is None else f"{line.cpu_seconds:.4f}",
        f"{peer / own:.1f}x" if peer and own and line.way in OURS else "",
        "" if line.objective is None else f"{line.objective / UNIT:.4f}",
        "" if line.bound is None else f"{line.bound / UNIT:.4f}",
        f"{(line.bound - line.objective) / max(UNIT, line.bound):.1e}" if both else "",
        str(line.violations),
        f"{line.memory_mb:.0f}",
        line.note,
    )


def timed(line: Line) -> float | None:
    """Time that is compared: by the clock with side rows, since a second process helps there."""
    return line.seconds if "rows" in line.instance else line.cpu_seconds


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
