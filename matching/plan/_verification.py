"""What was recomputed of a plan, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass

from matching.exceptions import VerificationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was recomputed: what, how many times, and what was wrong (empty when all is well)."""

    name: str
    n: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Outcome of `Plan.verify`.

    Parameters
    ----------
    checks
        What was recomputed.
    bound_by_prices
        Upper bound that follows from the plan's prices alone, recomputed over every candidate, in score
        units. It is never below the objective; it may be above `Plan.bound`, which search can tighten.
    """

    checks: tuple[Check, ...]
    bound_by_prices: float

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not any(check.faults for check in self.checks)

    def raise_for_faults(self) -> None:
        """Raise `VerificationError` with the first faults when something was wrong."""
        faults = [f"{check.name}: {fault}" for check in self.checks for fault in check.faults]
        if faults:
            msg = f"the plan does not hold up in {len(faults)} places: " + "; ".join(faults[:10])
            raise VerificationError(msg)

    def __str__(self) -> str:
        lines = ["verified" if self.ok else "NOT VERIFIED"]
        for check in self.checks:
            verdict = "ok" if not check.faults else f"{len(check.faults)} faults: {check.faults[0]}"
            lines.append(f"  {check.name:<28}{check.n:>9,}  {verdict}")
        return "\n".join(lines)
