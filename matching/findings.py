"""What was refused, doubted or assumed by any room, with a sentence in Dutch and in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, overload

Severity = Literal["refused", "doubted", "assumed"]
"""``refused``: a row or file was left out; ``doubted``: kept, but look; ``assumed``: a default was used."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: where it is, which rule found it and what it says.

    Parameters
    ----------
    rule
        Stable code of the rule, ``room.name``, to count by.
    severity
        ``refused``, ``doubted`` or ``assumed``.
    nl, en
        One sentence for people. Holds rules and kinds of value, never names or free text of a person.
    file, line, column
        Where it was read: file name, line (1 is the heading) and heading; ``None`` where it does not apply.
    record
        Id of the record concerned, ``None`` where there is none.
    count
        How many cells, rows or pairs this one finding stands for, at least 1.

    Examples
    --------
    >>> print(Issue("exchange.date", "refused", "geen datum", "not a date", file="a.csv", line=3))
    a.csv:3 [exchange.date] not a date
    """

    rule: str
    severity: Severity
    nl: str
    en: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    record: str | None = None
    count: int = 1

    @property
    def where(self) -> str:
        """File, line, column and record in one short text; empty when none is known."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        more = [f"column {self.column!r}" if self.column else "", self.record or ""]
        return " ".join(part for part in (place, *more) if part)

    def __str__(self) -> str:
        times = f" ({self.count}x)" if self.count > 1 else ""
        return f"{self.where} [{self.rule}] {self.en}{times}".strip()


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its code, severity and the two sentences, with ``{fields}`` to fill.

    Each room declares its rules next to the code that applies them.

    Examples
    --------
    >>> TOO_MANY = Rule("demo.hours", "refused", "{hours} uur kan niet", "{hours} hours cannot be")
    >>> TOO_MANY.issue(record="vac-17", hours=400).en
    '400 hours cannot be'
    """

    code: str
    severity: Severity
    nl: str
    en: str

    def issue(
        self,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        record: str | None = None,
        count: int = 1,
        **values: object,
    ) -> Issue:
        """Make the finding, its sentences filled with ``values`` and ``count``."""
        return Issue(
            self.code,
            self.severity,
            self.nl.format(count=count, **values),
            self.en.format(count=count, **values),
            file,
            line,
            column,
            record,
            count,
        )


class Issues(Sequence[Issue]):
    """An immutable list of findings that can be counted and printed.

    Examples
    --------
    >>> found = Issues([Issue("demo.a", "doubted", "nl", "en"), Issue("demo.a", "refused", "nl", "en")])
    >>> len(found), found.by_rule(), found.n("refused")
    (2, {'demo.a': 2}, 1)
    """

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Issue] = ()) -> None:
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> Issue: ...
    @overload
    def __getitem__(self, index: slice) -> Issues: ...
    def __getitem__(self, index: int | slice) -> Issue | Issues:
        """Return one finding, or a shorter list."""
        return Issues(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __add__(self, other: Iterable[Issue]) -> Issues:
        return Issues((*self._items, *other))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Issues) and self._items == other._items

    def __hash__(self) -> int:
        return hash(self._items)

    def n(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(issue.severity == severity for issue in self._items)

    def by_rule(self) -> dict[str, int]:
        """How often each rule was met, most often first."""
        counts: Counter[str] = Counter()
        for issue in self._items:
            counts[issue.rule] += issue.count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def to_dicts(self) -> list[dict[str, object]]:
        """One dictionary a finding, with the fields of `Issue` as keys."""
        return [asdict(issue) for issue in self._items]

    def __repr__(self) -> str:
        shown = [str(issue) for issue in self._items[:10]]
        if len(self._items) > 10:
            shown.append(f"... and {len(self._items) - 10} more")
        return "\n".join([f"{len(self._items)} findings", *shown])
