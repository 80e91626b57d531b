"""Skills: how many of those asked, and of those welcome, the jobseeker has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.features._arrays import pick
from matching.features._component import Component
from matching.features._curve import Curve, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.features._features import Features

_ASKED: Curve = ((0.0, -0.8), (0.25, -0.1), (0.5, 0.4), (1.0, 1.0))
_WELCOME: Curve = ((0.0, -0.2), (0.5, 0.6), (1.0, 1.0))


class SkillsAsked(Component):
    """Share of the skills asked that the jobseeker has, is close to, or used in work before."""

    __slots__ = ()
    name = "skills"
    reads = ("skills.asked",)
    nl, en = "gevraagde vaardigheden", "skills asked"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        return _evidence(features, features.skills.asked, _ASKED, jobseeker, vacancy)


class SkillsWelcome(Component):
    """The same for the skills that are welcome."""

    __slots__ = ()
    name = "skills_welcome"
    reads = ("skills.welcome",)
    nl, en = "welkome vaardigheden", "skills welcome"

    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """See `Component.evidence`."""
        return _evidence(features, features.skills.welcome, _WELCOME, jobseeker, vacancy)


def _evidence(
    features: Features,
    asked: NDArray[np.int32],
    curve: Curve,
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
) -> NDArray[np.float32]:
    total = np.zeros(np.broadcast(jobseeker, vacancy).shape, np.float32)
    number = np.zeros(vacancy.shape, np.float32)
    for place in range(asked.shape[1]):
        skill = asked[vacancy, place]
        there = skill >= 0
        total += pick(features.skills.covered, jobseeker, skill) * there
        number += there
    share = total / np.where(number > 0, number, np.nan)
    found = along(curve, share)
    # Who lists no skills has not said to lack any: work before may speak for, silence not against.
    stated = features.skills.stated[jobseeker]
    return np.where(stated | (found > 0), found, np.float32(np.nan))
