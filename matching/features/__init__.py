"""Market to numbers: how a jobseeker and a vacancy compare in occupation, skills, travel and so on."""

from matching.features._travel import Distances, TravelSettings, distance_metres

__all__ = ["Distances", "TravelSettings", "distance_metres"]
