"""Which pairs may be considered: hard rules with reason codes and the values compared."""

from matching.pairs._block import Block
from matching.pairs._candidates import PairScore, find_candidates
from matching.pairs._classes import distinct
from matching.pairs._pairs import Pairs, Removal, find_pairs, refusals
from matching.pairs._rest import list_best_of_rest
from matching.pairs._rule import EligibilityRule, Refusal
from matching.pairs._rules import DEFAULT_RULES, rule

__all__ = [
    "DEFAULT_RULES",
    "Block",
    "EligibilityRule",
    "PairScore",
    "Pairs",
    "Refusal",
    "Removal",
    "distinct",
    "find_candidates",
    "find_pairs",
    "list_best_of_rest",
    "refusals",
    "rule",
]
