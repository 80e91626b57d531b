"""Everything that a region can promise at once, on the whole sample: proven, recounted and in time."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest

import matching
from matching.datasets import sample_folder

PROMISES = Path(__file__).parent.parent / "examples" / "promises_full.toml"
CPU_SECONDS = 25
"""Three times what reading, matching and verifying take together."""


@pytest.mark.slow
def test_a_whole_region_under_all_promises_is_proven_and_recounted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Twelve contracts, three pots, five floors and six shares; nobody is placed less for them."""
    began = time.process_time()
    market = matching.read_market(sample_folder("drenthe"), name="Drenthe")
    promises = matching.read_constraints(PROMISES)
    plan = matching.match(market, constraints=promises)
    verification = plan.verify()
    spent = time.process_time() - began
    with capsys.disabled():
        sys.stdout.write(f"\n{spent:.1f} CPU seconds, status {plan.status}, gap {plan.gap:.1e}\n")

    asked = Counter(promise.kind for promise in promises)
    assert asked == {"social_return": 12, "budget": 3, "group_floor": 5, "share": 6}
    assert plan.status in ("optimal", "within_gap")
    assert plan.gap <= 1e-3
    assert verification.ok
    recounted = {check.name: check.n for check in verification.checks}["promises recounted"]
    assert recounted == len(plan.rows) == 26
    assert all(row.state != "not_computable" for row in plan.rows)
    assert all(row.state in ("met", "tight") for row in plan.rows if row.kind != "social_return")
    free = matching.match(market)
    assert len(plan.placements) >= 0.995 * len(free.placements)
    assert spent < CPU_SECONDS
