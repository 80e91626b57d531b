"""One instance and one way to solve it, in a process of its own: `python -m benchmarks.solver._worker`."""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import statistics
import sys
from functools import partial
from pathlib import Path

from benchmarks.solver import _catalogue, _linear, _ours, _peers

STATUS = Path("/proc/self/status")

SPARSE = {
    "native": _peers.native,
    "native, 1 % rescored": _peers.native_warm,
    "reference": _peers.reference,
    "OR-Tools min-cost flow": _peers.ortools_flow,
    "SciPy sparse full matching": _peers.scipy_sparse,
    "greedy": _peers.greedy,
}
LIMITED = {"HiGHS LP": _linear.highs_lp, "HiGHS MIP": _linear.highs_mip}
DOOR = {
    "solve()": _ours.solve_door,
    **dict.fromkeys(("solve() to 3e-4", "solve() to 1e-4", "solve() to the optimum"), _ours.solve_door),
    "solve(), greedy": partial(_ours.solve_door, method="greedy"),
    "solve(), stable": partial(_ours.solve_door, method="stable"),
    "AssignmentProblem() and solve()": _ours.put_and_solve,
    "solve(), 1 % rescored": _ours.solve_rescored,
    "solve(), pair forced": _ours.solve_forced,
    "solve(), quota changed": _ours.solve_other_quota,
}
DENSE = {
    "solve_dense()": _ours.solve_matrix,
    "native dense": _peers.native_dense,
    "lapx lapjv": _peers.lapjv,
    "lapx lapjvs, double": _peers.lapjvs,
    "SciPy linear_sum_assignment": _peers.scipy_dense,
}


def main() -> None:
    """Solve a number of times; print the median time and the last answer as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("instance", help="such as 10k-0, 2k-rows-3, dense-factor-2000-0")
    parser.add_argument("way")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    instance = load(options.instance, options.cache)
    before = forget_peak()
    answers = [solve(instance, options) for _ in range(options.repeats)]
    objectives = {answer.objective for answer in answers}
    last = answers[-1]
    result = {
        "seconds": statistics.median(answer.seconds.clock for answer in answers),
        "cpu_seconds": statistics.median(answer.seconds.process for answer in answers),
        "objective": last.objective,
        "bound": last.bound,
        "score": last.score,
        "violations": last.violations,
        "note": last.note if len(objectives) == 1 else f"{last.note} answers differ".strip(),
        "memory_mb": peak_mb() - before,
    }
    sys.stdout.write(json.dumps(result) + "\n")


def load(name: str, cache: Path | None) -> object:
    """Return the named instance; made once when there is a folder to keep it in."""
    kept = cache / f"{name}.pickle" if cache else None
    if kept and kept.exists():
        return pickle.loads(kept.read_bytes())
    *words, seed = name.split("-")
    if words[0] == "dense":
        instance = _catalogue.dense(words[1], int(words[2]), int(seed))
    else:
        instance = _catalogue.sparse(words[0], int(seed), rows="rows" in words)
    if kept:
        kept.write_bytes(pickle.dumps(instance, protocol=5))
    return instance


def solve(instance: object, options: argparse.Namespace) -> _peers.Answer:
    """Solve once in the way asked for."""
    if options.way in SPARSE:
        return SPARSE[options.way](instance)
    if options.way in DENSE:
        return DENSE[options.way](instance)
    if options.way in LIMITED:
        return LIMITED[options.way](instance, options.limit)
    if options.way in DOOR:
        return DOOR[options.way](instance, gap=options.gap, limit=options.limit)
    msg = f"way: unknown, got {options.way!r}."
    raise ValueError(msg)


def peak_mb() -> float:
    """Largest memory of this process since the peak was forgotten, or so far."""
    return _status("VmHWM") if STATUS.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget_peak() -> float:
    """Forget what making the instance took, where the system can; returns the memory in use."""
    if not STATUS.exists():
        return peak_mb()
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _status(field: str) -> float:
    """Read a field of this process's status, in megabytes."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
