"""The numbers of a market that components compare; made once for a market."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matching.features._held import QualificationTable, SectorTable
from matching.features._skill_table import SkillTable
from matching.features._titles import TitleTable
from matching.features._travel import Distances, TravelSettings

if TYPE_CHECKING:
    from matching.market import OpenMarket


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureSettings:
    """Settings of the features.

    Parameters
    ----------
    travel
        How kilometres become minutes.
    max_bytes
        Most memory that one table between people and vacancies may take.
    """

    travel: TravelSettings = field(default_factory=TravelSettings)
    max_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Features:
    """What `compare` needs of a market.

    Parameters
    ----------
    market
        The open part of the market: protected facts and functional limits cannot be reached from here.
    settings
        Settings.
    titles, skills, qualifications, sectors, distances
        Tables, each described by its class.
    """

    market: OpenMarket
    settings: FeatureSettings
    titles: TitleTable
    skills: SkillTable
    qualifications: QualificationTable
    sectors: SectorTable
    distances: Distances


def build(market: OpenMarket, *, settings: FeatureSettings | None = None) -> Features:
    """Make the features of a market.

    Parameters
    ----------
    market
        The open part, ``Market.open``.
    settings
        Left out, the defaults of `FeatureSettings`.

    Raises
    ------
    SizeError
        When a table would be larger than ``settings.max_bytes``; raised before it is made.

    Notes
    -----
    Every distinct title and skill is looked at once. About 3 seconds for 2,000 x 800, after the first use in
    a process has loaded the labels of the register in another second.

    Examples
    --------
    >>> from matching.market import load_region
    >>> features = build(load_region("drenthe", jobseekers=20, vacancies=8).open)
    >>> features.titles.offered.shape
    (8,)
    """
    settings = settings or FeatureSettings()
    people, offers = market.jobseekers, market.vacancies
    titles = TitleTable.build(people, offers, market.on, settings.max_bytes)
    return Features(
        market=market,
        settings=settings,
        titles=titles,
        skills=SkillTable.build(people, offers, titles, settings.max_bytes),
        qualifications=QualificationTable.build(people, offers, settings.max_bytes),
        sectors=SectorTable.build(people, offers),
        distances=Distances.between(people.places, offers.places),
    )
