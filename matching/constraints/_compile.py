"""Constraints to the rows of one assignment problem, claims on contracts included."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from matching.constraints._claim_options import MAX_CLAIMS, with_claims
from matching.constraints._pots import arrange, overlaps
from matching.findings import Issues, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matching.constraints._candidates import Candidates
    from matching.constraints._rows import Constraint, Row
    from matching.findings import Issue

_TOO_MANY = Rule(
    "constraints.too_many_claims",
    "assumed",
    "{count} paren kunnen op meer dan {most} manieren worden geclaimd; "
    "de {most} die het meest bijdragen tellen mee",
    "{count} pairs can be claimed in more than {most} ways; the {most} that contribute most are kept",
)


_SAME_NAME = Rule(
    "constraints.same_name",
    "assumed",
    "{count} afspraken heten {name!r}; vanaf de tweede krijgt de naam een nummer",
    "{count} promises are called {name!r}; from the second on the name has a number",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputable:
    """A promise that cannot be computed on this market, and why: in English, and as findings."""

    name: str
    kind: str
    priority: int
    reason: str
    issues: tuple[Issue, ...]
    constraint: Constraint


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """Candidates with their claims and the rows over them, in the form of `solvers.AssignmentProblem`.

    Parameters
    ----------
    candidates
        The candidates as given, followed by their repetitions with a claim. ``candidates.base`` leads back
        to the pairs as given: scores are copied along it.
    rows
        What each row is, in the order of the arrays.
    rows_array
        Coefficients, int64, of shape (n_rows, n_candidates).
    lower, upper
        Limits, float64 whole numbers of shape (n_rows,); infinite is open.
    shortfall_price, excess_price
        Score units per whole number, of shape (n_rows,).
    pair_group
        Of shape (n_candidates,), int32: candidates of one number are the options of one pair, -1 has no
        other option. ``None`` without claims.
    not_computable
        Promises left out because they cannot be computed.
    issues
        Everything that was refused, doubted or assumed.
    """

    candidates: Candidates
    rows: tuple[Row, ...]
    rows_array: csr_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    shortfall_price: NDArray[np.float64]
    excess_price: NDArray[np.float64]
    pair_group: NDArray[np.int32] | None
    not_computable: tuple[NotComputable, ...]
    issues: Issues


def compile_constraints(candidates: Candidates, constraints: Iterable[Constraint]) -> Compiled:
    """Turn promises into rows; one that cannot be computed is left out with a finding, the rest goes on.

    First every constraint adds its claims, then all of them give their rows over the same candidates. A
    cost that several pots could pay is paid once, see `Budget`.

    Parameters
    ----------
    candidates
        Pairs that may be used, without claims.
    constraints
        Promises, in any order; the order of the rows is theirs.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.constraints import Candidates, Quota
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> people = [Jobseeker(id="W-1", organisation="Emmen"), Jobseeker(id="W-2", organisation="Assen")]
    >>> market = Market.from_records(people, [Vacancy(id="V-1")], on=date(2026, 1, 12))
    >>> quota = Quota(at_least=1, where={"organisation": "Assen"})
    >>> compiled = compile_constraints(Candidates.of(market, [0, 1], [0, 0]), [quota])
    >>> compiled.rows_array.toarray().tolist(), compiled.lower.tolist()
    ([[0, 1]], [1.0])
    """
    kept, refused, issues = _checked(candidates, constraints)
    claims = [claim for constraint in kept if (claim := constraint.expand(candidates)) is not None]
    expanded, n_cut = with_claims(candidates, claims)
    if n_cut:
        issues.append(_TOO_MANY.issue(count=n_cut, most=MAX_CLAIMS))
    issues += overlaps(kept, candidates)
    made = [row for constraint in kept for row in constraint.compile(expanded)]
    times = Counter(row.name for row in made)
    issues += [_SAME_NAME.issue(record=name, name=name, count=n) for name, n in times.items() if n > 1]
    rows = _named(made)
    return Compiled(
        candidates=expanded,
        rows=rows,
        rows_array=_array(rows, len(expanded)),
        lower=_frozen([-inf if row.lower is None else row.lower for row in rows]),
        upper=_frozen([inf if row.upper is None else row.upper for row in rows]),
        shortfall_price=_frozen([row.shortfall_price for row in rows]),
        excess_price=_frozen([row.excess_price for row in rows]),
        pair_group=_groups(expanded),
        not_computable=tuple(refused),
        issues=Issues(issues),
    )


def promises_of(compiled: Compiled, candidate: int) -> tuple[str, ...]:
    """Names of the at-least rows that a candidate counts towards, in their order."""
    return tuple(row.name for row in compiled.rows if row.lower is not None and _counts(row, candidate))


def _counts(row: Row, candidate: int) -> bool:
    at = int(np.searchsorted(row.positions, candidate))
    return at < len(row.positions) and int(row.positions[at]) == candidate


def _checked(
    candidates: Candidates, constraints: Iterable[Constraint]
) -> tuple[list[Constraint], list[NotComputable], list[Issue]]:
    kept: list[Constraint] = []
    refused: list[NotComputable] = []
    issues: list[Issue] = []
    for constraint in constraints:
        found = constraint.check(candidates.market)
        issues += found
        fatal = tuple(issue for issue in found if issue.severity == "refused")
        if fatal:
            refused.append(
                NotComputable(
                    name=constraint.label,
                    kind=constraint.kind,
                    priority=constraint.priority,
                    reason="; ".join(issue.en for issue in fatal),
                    issues=fatal,
                    constraint=constraint,
                )
            )
        else:
            kept.append(constraint)
    return arrange(kept), refused, issues


def _named(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows with names that differ: the second of a name gets a number."""
    seen: set[str] = set()
    named = []
    for row in rows:
        name, nth = row.name, 1
        while name in seen:
            nth += 1
            name = f"{row.name} ({nth})"
        seen.add(name)
        named.append(replace(row, name=name))
    return tuple(named)


def _array(rows: Sequence[Row], n_candidates: int) -> csr_array:
    indptr = np.cumsum([0, *(len(row.positions) for row in rows)])
    indices = np.concatenate([np.empty(0, np.int64), *(row.positions for row in rows)])
    data = np.concatenate([np.empty(0, np.int64), *(row.coefficients for row in rows)])
    return csr_array((data, indices, indptr), shape=(len(rows), n_candidates))


def _groups(candidates: Candidates) -> NDArray[np.int32] | None:
    if not np.any(candidates.claim >= 0):
        return None
    options = np.bincount(candidates.base)
    groups = np.where(options[candidates.base] > 1, candidates.base, -1).astype(np.int32)
    groups.setflags(write=False)
    return groups


def _frozen(values: list[float]) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    array.setflags(write=False)
    return array
