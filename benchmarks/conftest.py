"""What every figure needs beside it: the machine, the versions, and one thread for linear algebra."""

from __future__ import annotations

import os
import platform

import pytest

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before the first import of numpy

SIZES = ((500, 200), (2000, 800), (5000, 2000))


def pytest_report_header() -> list[str]:
    from matching.plan import versions
    from matching.solvers import engine

    packages = ", ".join(f"{name} {number}" for name, number in versions().items())
    return [
        f"machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, engine {engine()}",
        f"versions: {packages}",
    ]


@pytest.fixture(scope="session", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param
