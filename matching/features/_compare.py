"""Evidence of every component for given pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import SizeError
from matching.features._components import COMPONENTS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from matching.features._features import Features

BLOCK_PAIRS = 1 << 17
"""Pairs compared at once. Affects memory and speed only, never the answer."""
MAX_BYTES = 4 << 30
"""Most memory that the evidence may take."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What speaks for and against each pair; the array is read-only.

    Parameters
    ----------
    names
        Names of the components, in the order of `COMPONENTS`.
    values : float32 of shape (n_components, n_pairs)
        In [-1, 1], NaN where it is unknown.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]

    @property
    def n_pairs(self) -> int:
        """Number of pairs."""
        return int(self.values.shape[1])


def compare(features: Features, jobseeker: ArrayLike, vacancy: ArrayLike) -> Evidence:
    """Compare pairs on every component.

    Parameters
    ----------
    features
        Of the market.
    jobseeker, vacancy : of shape (n_pairs,)
        Positions in the market, in any order.

    Raises
    ------
    SizeError
        When the evidence would take more than 4 GB.

    Notes
    -----
    Time is linear in the number of pairs, about a second for 500,000.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.features import build
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> market = Market.from_records(
    ...     [Jobseeker(id="W-1", hours_min=24, hours_max=32)],
    ...     [Vacancy(id="V-1", hours_min=24, hours_max=32)],
    ...     on=date(2026, 1, 12),
    ... )
    >>> evidence = compare(build(market.open), [0], [0])
    >>> float(evidence.values[evidence.names.index("hours"), 0])
    1.0
    """
    rows, columns = np.asarray(jobseeker, np.int32), np.asarray(vacancy, np.int32)
    needed = 4 * len(COMPONENTS) * len(rows)
    if needed > MAX_BYTES:
        msg = (
            f"compare: evidence of {len(rows):,} pairs takes {needed / 2**30:.0f} GB, at most "
            f"{MAX_BYTES / 2**30:.0f} GB is allowed; compare fewer pairs at once."
        )
        raise SizeError(msg)
    values = np.empty((len(COMPONENTS), len(rows)), np.float32)
    for start in range(0, len(rows), BLOCK_PAIRS):
        block = slice(start, start + BLOCK_PAIRS)
        for at, component in enumerate(COMPONENTS):
            values[at, block] = component.evidence(features, rows[block], columns[block])
    values.setflags(write=False)
    return Evidence(names=tuple(component.name for component in COMPONENTS), values=values)
