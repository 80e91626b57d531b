"""Education: the level of the jobseeker against the level of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._component import Component
from matching.features._curve import Curve, along
from matching.records import EducationLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

# By levels above the lowest asked. Far above is no lack, but the work is less of a step.
_CURVE: Curve = ((-2.0, -1.0), (-1.0, -0.5), (0.0, 1.0), (1.0, 0.8), (3.0, 0.2))
_ANYBODY = 0.8
"""Evidence where the level asked is no more than primary school and that of the jobseeker is unknown."""
_NOT_COMPLETED = 0.5
"""Levels taken off for an education that is not completed."""


class Education(Component):
    """Levels above or below the work level asked."""

    __slots__ = ()
    name = "education"
    reads = ("market.vacancies.work_level_min",)
    nl, en = "opleidingsniveau", "education"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        people = features.market.jobseekers
        level, asked = people.education[jobseeker], features.market.vacancies.work_level_min[vacancy]
        above = level - _NOT_COMPLETED * (people.education_completed[jobseeker] == 0) - asked
        found = along(_CURVE, np.where((level >= 0) & (asked >= 0), above, np.nan))
        met = (level < 0) & (asked >= 0) & (asked <= EducationLevel.BASIC.rank)
        return np.where(met, np.float32(_ANYBODY), found)
