"""Invented data: tiny named instances, the seeded generator of a region, and its messy exports."""

from matching.datasets._generate import SAMPLE_DATE, generate_region
from matching.datasets._sample import Sample
from matching.datasets._titles import TitleNoise, perturb_title

__all__ = ["SAMPLE_DATE", "Sample", "TitleNoise", "generate_region", "perturb_title"]
