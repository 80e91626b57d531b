"""The named instances of the benchmark, each checked against its frozen hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.solver._instances import Instance, dense_scores, sparse_instance
from benchmarks.solver._side_rows import with_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FROZEN = Path(__file__).with_name("frozen.json")

SPARSE = {"1k": 1_000, "2k": 2_000, "5k": 5_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
"""Number of jobseekers by size; there are 0.4 vacancies for each."""

ROWS = {"1k": 25, "2k": 47, "5k": 100, "10k": 158, "100k": 465, "1m": 800}
"""Number of side rows by size."""

DENSE = ("factor", "uniform")
DENSE_SIZES = (1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class DenseInstance:
    """A square problem given as a whole matrix of keyed weights."""

    name: str
    weight: NDArray[np.int64]

    def digest(self) -> str:
        """Hash of the weights."""
        return hashlib.sha256(self.weight.astype("<i8").tobytes()).hexdigest()


def sparse(size: str, seed: int = 0, *, rows: bool = False) -> Instance:
    """Return a region of the given size, with or without side rows."""
    n = SPARSE[size]
    instance = sparse_instance(n, n * 2 // 5, seed)
    if rows:
        instance = with_rows(instance, ROWS[size], seed)
    _check(f"{size}{'-rows' if rows else ''}-{seed}", instance.digest())
    return instance


def dense(kind: str, n: int, seed: int = 0) -> DenseInstance:
    """Return a dense square of the given kind."""
    instance = DenseInstance(f"dense {n} {kind}", dense_scores(kind, n, seed))
    _check(f"dense-{kind}-{n}-{seed}", instance.digest())
    return instance


def _check(name: str, digest: str) -> None:
    frozen = json.loads(FROZEN.read_text())
    if frozen.get(name) != digest:
        msg = f"{name}: the instance is not the one that was frozen, {digest[:12]} for {frozen.get(name)}."
        raise ValueError(msg)
