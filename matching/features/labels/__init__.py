"""Texts to numbers that know what words mean: the encoder of titles and skills, trained from ESCO."""

from matching.features.labels._encoder import Encoder, encoder
from matching.features.labels._parts import text_parts
from matching.features.labels._words import Compounds, stem

__all__ = ["Compounds", "Encoder", "encoder", "stem", "text_parts"]
