"""The list of components, in the order in which they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.features._education import Education
from matching.features._experience import Experience
from matching.features._hours import Hours
from matching.features._languages import Languages
from matching.features._occupation import Occupation
from matching.features._qualifications import Qualifications
from matching.features._skills import SkillsAsked, SkillsWelcome
from matching.features._terms import ContractWish, SectorWish, ShiftWish, WageWish
from matching.features._travel_time import TravelTime

if TYPE_CHECKING:
    from matching.features._component import Component

COMPONENTS: tuple[Component, ...] = (
    Occupation(),
    Experience(),
    SkillsAsked(),
    SkillsWelcome(),
    Education(),
    Qualifications(),
    Languages(),
    TravelTime(),
    Hours(),
    SectorWish(),
    WageWish(),
    ContractWish(),
    ShiftWish(),
)
"""All components of a comparison."""
