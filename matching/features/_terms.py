"""Wishes of the jobseeker: sector, wage, contract and shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along
from matching.market import bit
from matching.records import Shift

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_SECTOR: Curve = ((0.0, -0.5), (1.0, 1.0))
_WAGE: Curve = ((0.0, 0.0), (0.25, 1.0))
_DAYTIME = 1.0
_IRREGULAR = 0.3
"""Evidence of daytime work, and of evening or night work that the jobseeker accepts."""
_TEMPORARY = 0.5
"""Evidence of a contract kind that is accepted; a permanent one counts fully."""


class SectorWish(Component):
    """Whether the vacancy is in a sector that the jobseeker wishes."""

    __slots__ = ()
    name = "sector"
    reads = ("sectors.offered",)
    nl, en = "gewenste sector", "sector wished"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        wished = features.sectors.wished[jobseeker]
        offered = features.sectors.offered[vacancy]
        inside = (wished == offered[..., None]).any(axis=-1)
        known = (wished[..., :1] >= 0).any(axis=-1) & (offered >= 0)
        return along(_SECTOR, np.where(known, inside.astype(np.float64), np.nan))


class WageWish(Component):
    """How far the wage is above the floor of the jobseeker."""

    __slots__ = ()
    name = "wage"
    reads = ("market.vacancies.wage",)
    nl, en = "loon boven de ondergrens", "wage above the floor"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        floor = features.market.jobseekers.wage_floor[jobseeker].astype(np.float64)
        wage = features.market.vacancies.wage[vacancy]
        above = wage / np.maximum(floor, 1) - 1
        return along(_WAGE, np.where((floor >= 0) & (wage >= 0), above, np.nan))


class ContractWish(Component):
    """Whether the kind of contract is among those accepted, and permanent."""

    __slots__ = ()
    name = "contract"
    reads = ("market.vacancies.contract_kind", "market.vacancies.permanent")
    nl, en = "contractvorm", "contract kind"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        accepted = features.market.jobseekers.contract_kinds[jobseeker]
        offered = features.market.vacancies.contract_kind[vacancy]
        permanent = features.market.vacancies.permanent[vacancy] == 1
        value = np.where((accepted & offered) != 0, np.where(permanent, 1.0, _TEMPORARY), -1.0)
        return np.where((accepted != 0) & (offered != 0), value, np.nan).astype(np.float32)


class ShiftWish(Component):
    """Work in daytime, or at other times that the jobseeker accepts."""

    __slots__ = ()
    name = "shifts"
    reads = ("market.vacancies.shifts",)
    nl, en = "werktijden", "shifts"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        accepted = features.market.jobseekers.shifts[jobseeker]
        needed = features.market.vacancies.shifts[vacancy]
        value = np.where(needed == bit(Shift.DAY), _DAYTIME, _IRREGULAR)
        value = np.where((needed & ~accepted) != 0, -1.0, value)
        return np.where((accepted != 0) & (needed != 0), value, np.nan).astype(np.float32)
