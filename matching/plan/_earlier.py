"""What is kept of an earlier plan to compare a new one with: ids, scores, openings and promises."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from matching.exceptions import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from matching.plan._plan import Plan


class EarlierPlacement(NamedTuple):
    """Where somebody was placed, the score then, and the contracts that it was claimed on."""

    vacancy: str
    score: float
    claimed_on: str | None


class EarlierPromise(NamedTuple):
    """Limits, priority and hardness of a promise."""

    at_least: float | None
    at_most: float | None
    priority: int
    hard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPlan:
    """An earlier plan as far as a later one is compared with it; made by `of` or `read`.

    Parameters
    ----------
    on
        Its reference date.
    plan_hash
        Its mark.
    placements
        By jobseeker.
    left
        Reason by jobseeker without a placement, see `matching.plan.REASONS`.
    openings
        Openings by vacancy.
    promises
        Limits by name of the row.
    """

    on: date
    plan_hash: str
    placements: Mapping[str, EarlierPlacement]
    left: Mapping[str, str]
    openings: Mapping[str, int]
    promises: Mapping[str, EarlierPromise]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Keep what is needed of a plan."""
        return cls(
            on=plan.market.on,
            plan_hash=plan.manifest.plan_hash,
            placements={
                p.jobseeker: EarlierPlacement(p.vacancy, p.score, p.claimed_on) for p in plan.placements
            },
            left={entry.id: entry.reason for entry in plan.unmatched.jobseekers},
            openings=dict(
                zip(plan.market.vacancies.ids, plan.market.vacancies.openings.tolist(), strict=True)
            ),
            promises={
                row.name: EarlierPromise(row.at_least, row.at_most, row.priority, row.hard)
                for row in plan.rows
            },
        )

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """Read the ``plan.json`` of an earlier run.

        Raises
        ------
        ExchangeError
            When it cannot be read, or is not the JSON of a plan.

        Examples
        --------
        >>> import matching, pathlib, tempfile
        >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
        >>> file = pathlib.Path(tempfile.mkdtemp(), "plan.json")
        >>> _ = file.write_text(plan.to_json(), encoding="utf-8")
        >>> EarlierPlan.read(file) == EarlierPlan.of(plan)
        True
        """
        file = Path(path)
        try:
            found = json.loads(file.read_bytes())
            return cls._of_json(found)
        except OSError as error:
            msg = f"{file.name}: cannot be read ({error.strerror})."
            raise ExchangeError(msg) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            msg = f"{file.name}: is not the plan.json of an earlier run."
            raise ExchangeError(msg) from error

    @classmethod
    def _of_json(cls, found: Mapping[str, object]) -> Self:
        manifest, left = _table(found["manifest"]), _table(found["unmatched"])
        proposed = _tables(found["proposals"])
        placed = [p for p in proposed if p["rank"] == 1]
        filled = Counter(str(p["vacancy"]) for p in proposed if p["rank"] == 1 or p.get("second_job"))
        # A vacancy of which every opening is filled is not among those left over.
        openings = filled + Counter(
            {str(v["id"]): int(str(v["openings"])) for v in _tables(left["vacancies"])}
        )
        return cls(
            on=date.fromisoformat(str(manifest["on"])),
            plan_hash=str(manifest["plan_hash"]),
            placements={str(p["jobseeker"]): _placement(p) for p in placed},
            left={str(entry["id"]): str(entry["reason"]) for entry in _tables(left["jobseekers"])},
            openings=dict(openings),
            promises={str(row["name"]): _promise(row) for row in _tables(found["rows"])},
        )


def _placement(found: Mapping[str, object]) -> EarlierPlacement:
    first, then = found["contract"], found.get("then_contract")
    claimed = None if first is None else str(first)
    if then is not None:
        claimed = f"{first} > {then} {found['then_from']}"
    return EarlierPlacement(str(found["vacancy"]), float(str(found["score"])), claimed)


def _promise(found: Mapping[str, object]) -> EarlierPromise:
    limits = [None if found[key] is None else float(str(found[key])) for key in ("at_least", "at_most")]
    return EarlierPromise(limits[0], limits[1], int(str(found["priority"])), bool(found["hard"]))


def _table(found: object) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise TypeError
    return found


def _tables(found: object) -> list[Mapping[str, object]]:
    if not isinstance(found, list):
        raise TypeError
    return [_table(entry) for entry in found]
