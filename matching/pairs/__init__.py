"""Which pairs may be considered: hard rules with reason codes and the values compared."""

from matching.pairs._pairs import Pairs, find_pairs, refusals
from matching.pairs._rule import EligibilityRule, Refusal
from matching.pairs._rules import DEFAULT_RULES, rule

__all__ = [
    "DEFAULT_RULES",
    "EligibilityRule",
    "Pairs",
    "Refusal",
    "find_pairs",
    "refusals",
    "rule",
]
