"""How good a pair is for both sides: a readable points card whose points add up to the score."""

from matching.scoring._card import ScoreCard, Weight, load_card
from matching.scoring._scores import Contribution, Scores, score_pairs
from matching.scoring._screen import Screen

__all__ = ["Contribution", "ScoreCard", "Scores", "Screen", "Weight", "load_card", "score_pairs"]
