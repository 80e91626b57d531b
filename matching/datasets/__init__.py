"""Invented data: tiny named instances, the seeded generator of a region, and its messy exports.

``python -m matching.datasets`` writes the shipped folder anew, to the same bytes.
"""

from matching.datasets._exports import write_exports
from matching.datasets._faults import Fault
from matching.datasets._generate import SAMPLE_DATE, generate_region
from matching.datasets._sample import Sample
from matching.datasets._shipped import load_sample, sample_folder, write_sample
from matching.datasets._tiny import TinyName, tiny
from matching.datasets._titles import TitleNoise, perturb_title

__all__ = [
    "SAMPLE_DATE",
    "Fault",
    "Sample",
    "TinyName",
    "TitleNoise",
    "generate_region",
    "load_sample",
    "perturb_title",
    "sample_folder",
    "tiny",
    "write_exports",
    "write_sample",
]
