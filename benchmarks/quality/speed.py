"""``python -m benchmarks.quality.speed``: how long the ranker takes, and that what it finds then is right.

Three figures on one core, in seconds of the processor, so that other work on the machine counts little:
titles ranked a second against the labels of ESCO, one title, and a fresh process that makes a ranker from the
tables that are shipped and ranks a first title. Besides, the size of the files.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from importlib.resources import files

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from matching import registers
from matching.features import LabelRanker

N_TITLES, N_SINGLE, N_READY = 3000, 200, 3
AT_LEAST = 0.97
"""Share of titles, each a label with a word added, of which the occupation must be among the first three."""
_READY = """
import time
from matching.features import LabelRanker
start = time.process_time()
ranker = LabelRanker({kind!r}).fit()
found = ranker.rank([{text!r}], 1)
assert ranker.concepts_[found.concept[0, 0]] == {right!r}
print(time.process_time() - start)
"""


def titles(n: int) -> tuple[list[str], list[str]]:
    """Draw different texts that are no label, and the occupation of each."""
    pairs = [
        (f"{label} ploegendienst", row.id)
        for row in registers.occupations()
        for label in row.alternative_labels_nl
    ]
    drawn = np.random.default_rng(0).choice(len(pairs), n, replace=False)
    return [pairs[at][0] for at in drawn], [pairs[at][1] for at in drawn]


def rate(ranker: LabelRanker) -> float:
    """Titles a second, in one batch."""
    texts, right = titles(N_TITLES)
    start = time.process_time()
    found = ranker.rank(texts, 3).concept
    spent = time.process_time() - start
    names = np.array(ranker.concepts_)[found]
    share = float((names == np.array(right)[:, None]).any(axis=1).mean())
    assert share >= AT_LEAST, f"only {share:.3f} of the titles were found"
    return N_TITLES / spent


def single(ranker: LabelRanker) -> float:
    """Median of milliseconds of one title by itself."""
    texts, _ = titles(N_SINGLE)
    spent = []
    for text in texts:
        start = time.process_time()
        ranker.rank([text], 10)
        spent.append(1000 * (time.process_time() - start))
    return float(np.median(spent))


def ready(kind: str) -> float:
    """Seconds of a fresh process, the best of a few."""
    table = registers.occupations() if kind == "occupation" else registers.skills()
    code = _READY.format(kind=kind, text=table[0].label, right=table[0].id)
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(N_READY)
    ]
    return min(float(run.stdout) for run in runs)


def megabytes() -> float:
    """Size of the files of the encoders."""
    data = files("matching.features.labels") / "data"
    return sum(len((data / f"{kind}.npz").read_bytes()) for kind in ("occupation", "skill")) / 1e6


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    ranker = LabelRanker("occupation").fit()
    print(f"labels {len(ranker.labels_):,}, concepts {len(ranker.concepts_):,}")
    print(f"titles a second, one core        {rate(ranker):8,.0f}   (asked 1,000)")
    print(f"one title, ms                    {single(ranker):8.1f}   (asked below 5)")
    for kind in ("occupation", "skill"):
        print(f"ready, s, {kind:<23}{ready(kind):8.2f}   (asked below 1)")
    print(f"files of the encoders, MB        {megabytes():8.1f}   (asked below 15)")


if __name__ == "__main__":
    main()
