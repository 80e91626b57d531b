"""Plan: proposals, certificate, row states; verify, the independent judge."""

from matching.plan._basis import Basis, Draft, find_pair
from matching.plan._change_words import CHANGE_REASONS
from matching.plan._changes import Change, ChangeKind, Changes
from matching.plan._decisions import usable_decisions
from matching.plan._earlier import EarlierPlacement, EarlierPlan, EarlierPromise
from matching.plan._frame import to_frame
from matching.plan._journey import travel_minutes
from matching.plan._keys import candidate_keys
from matching.plan._leftover import Leftovers, read_leftovers
from matching.plan._manifest import SCHEMA_VERSION, Manifest, digest, versions
from matching.plan._plan import Plan
from matching.plan._problem import placement_problem, shortlist_problem
from matching.plan._proposals import Decision, Proposal, RowState, Unmatched
from matching.plan._read import placements_of, read_proposals, read_rows
from matching.plan._second_job import second_job_problem
from matching.plan._selection import SelectionRate, selection_rates, wilson
from matching.plan._settings import MAX_PROPOSALS, Settings, check_kinds
from matching.plan._solves import REFERENCE_SHARE, Solves, check_method, no_reference
from matching.plan._spare_claims import without_spare_claims
from matching.plan._suppress import SMALLEST_CELL
from matching.plan._verification import Check, Verification
from matching.plan._why import Explanation, WhyNot
from matching.plan._words import REASONS

__all__ = [
    "CHANGE_REASONS",
    "MAX_PROPOSALS",
    "REASONS",
    "REFERENCE_SHARE",
    "SCHEMA_VERSION",
    "SMALLEST_CELL",
    "Basis",
    "Change",
    "ChangeKind",
    "Changes",
    "Check",
    "Decision",
    "Draft",
    "EarlierPlacement",
    "EarlierPlan",
    "EarlierPromise",
    "Explanation",
    "Leftovers",
    "Manifest",
    "Plan",
    "Proposal",
    "RowState",
    "SelectionRate",
    "Settings",
    "Solves",
    "Unmatched",
    "Verification",
    "WhyNot",
    "candidate_keys",
    "check_kinds",
    "check_method",
    "digest",
    "find_pair",
    "no_reference",
    "placement_problem",
    "placements_of",
    "read_leftovers",
    "read_proposals",
    "read_rows",
    "second_job_problem",
    "selection_rates",
    "shortlist_problem",
    "to_frame",
    "travel_minutes",
    "usable_decisions",
    "versions",
    "wilson",
    "without_spare_claims",
]
