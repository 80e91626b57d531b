"""Half-open periods of days: joined, cut and tested."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Period = tuple[date | None, date | None]
"""First day, and first day without; ``None`` is open."""

ALWAYS: tuple[Period, ...] = ((None, None),)


def holds(periods: Iterable[Period], on: date) -> bool:
    """Whether a date lies in one of the half-open periods."""
    return any((first is None or first <= on) and (until is None or on < until) for first, until in periods)


def union(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Join periods that meet, in order of time; a period without days is dropped."""
    joined: list[Period] = []
    for first, until in sorted(periods, key=lambda p: (p[0] or date.min, p[1] or date.max)):
        if until is not None and first is not None and until <= first:
            continue
        if joined and (joined[-1][1] is None or first is None or first <= joined[-1][1]):
            last = joined[-1][1]
            joined[-1] = (joined[-1][0], None if last is None or until is None else max(last, until))
        else:
            joined.append((first, until))
    return tuple(joined)


def without(periods: Iterable[Period], excluded: Iterable[Period]) -> tuple[Period, ...]:
    """Periods with the excluded ones cut out."""
    kept = list(periods)
    for first, until in excluded:
        parts: list[Period] = []
        for start, end in kept:
            if first is not None:
                parts.append((start, first if end is None else min(end, first)))
            if until is not None:
                parts.append((until if start is None else max(start, until), end))
        kept = parts
    return union(kept)


def intersect(one: Iterable[Period], other: Iterable[Period]) -> tuple[Period, ...]:
    """Give the days that are in both."""
    both = list(other)
    return union((_later(first, start), _earlier(until, end)) for first, until in one for start, end in both)


def _later(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else max(one, other)


def _earlier(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else min(one, other)
