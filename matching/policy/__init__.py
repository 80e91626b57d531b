"""The Dutch rules as pure functions of records, registers and a date; exact, and to be read by a lawyer."""

from matching.policy._blocks import WorkTerms, block_for, bonuses_for, waits_for_duration
from matching.policy._groups import (
    Period,
    age_on,
    agreement_period,
    counts_for_job_agreement,
    doubt_period,
    group_period,
    holds,
    in_group,
    is_at_least,
    member_since,
    stated_period,
)
from matching.policy._jobs import JOB_HOURS, agreement_jobs
from matching.policy._months import add_months, counted_months, months_between
from matching.policy._obligation import obligation_cents
from matching.policy._placement import PlannedPlacement, planned_placement
from matching.policy._settings import DEFAULTS, Basis, PolicySettings
from matching.policy._travel import legal_travel_minutes_one_way
from matching.policy._value import (
    UNIT_FORMULAS,
    NoValue,
    PlacementValue,
    UnitFormula,
    ValueLine,
    full_time_hours,
    placement_value,
    unit_formula,
)

__all__ = [
    "DEFAULTS",
    "JOB_HOURS",
    "UNIT_FORMULAS",
    "Basis",
    "NoValue",
    "Period",
    "PlacementValue",
    "PlannedPlacement",
    "PolicySettings",
    "UnitFormula",
    "ValueLine",
    "WorkTerms",
    "add_months",
    "age_on",
    "agreement_jobs",
    "agreement_period",
    "block_for",
    "bonuses_for",
    "counted_months",
    "counts_for_job_agreement",
    "doubt_period",
    "full_time_hours",
    "group_period",
    "holds",
    "in_group",
    "is_at_least",
    "legal_travel_minutes_one_way",
    "member_since",
    "months_between",
    "obligation_cents",
    "placement_value",
    "planned_placement",
    "stated_period",
    "unit_formula",
    "waits_for_duration",
]
