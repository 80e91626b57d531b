"""Market to numbers: how a jobseeker and a vacancy compare in occupation, skills, travel and so on."""

from matching.features._adjacent import AdjacentOccupation, adjacent_occupations
from matching.features._compare import Evidence, compare
from matching.features._component import Component
from matching.features._components import COMPONENTS
from matching.features._features import Features, FeatureSettings, build
from matching.features._findings import feature_issues
from matching.features._held import is_same_certificate
from matching.features._journeys import journey_minutes
from matching.features._ranker import LabelRanker, Ranking
from matching.features._skill_match import SkillMatch, skill_matches
from matching.features._travel import Distances, TravelSettings, distance_metres
from matching.features._travel_time import travel_minutes

__all__ = [
    "COMPONENTS",
    "AdjacentOccupation",
    "Component",
    "Distances",
    "Evidence",
    "FeatureSettings",
    "Features",
    "LabelRanker",
    "Ranking",
    "SkillMatch",
    "TravelSettings",
    "adjacent_occupations",
    "build",
    "compare",
    "distance_metres",
    "feature_issues",
    "is_same_certificate",
    "journey_minutes",
    "skill_matches",
    "travel_minutes",
]
