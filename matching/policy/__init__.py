"""The Dutch rules as pure functions of records, registers and a date; exact, and to be read by a lawyer."""

from matching.policy._blocks import (
    WorkTerms,
    block_for,
    bonuses_for,
    by_worth,
    doubt_of_duration,
    fit_period,
    work_fits,
)
from matching.policy._groups import (
    age_on,
    agreement_period,
    counts_for_job_agreement,
    doubt_period,
    group_period,
    in_group,
    spells,
    stated_period,
)
from matching.policy._jobs import JOB_HOURS, agreement_jobs
from matching.policy._months import add_months, counted_months, months_between
from matching.policy._obligation import obligation_cents
from matching.policy._periods import Period, holds
from matching.policy._placement import PlannedPlacement, planned_placement, planned_start
from matching.policy._recount import (
    UNKNOWN_REGION,
    Correction,
    CountedJob,
    EmployerMerger,
    Recount,
    RegionCount,
    counts_on,
    recount,
)
from matching.policy._regions import (
    Attribution,
    Heir,
    RegionFound,
    crosses_border,
    heirs,
    region_on,
)
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
    "UNKNOWN_REGION",
    "Attribution",
    "Basis",
    "Correction",
    "CountedJob",
    "EmployerMerger",
    "Heir",
    "NoValue",
    "Period",
    "PlacementValue",
    "PlannedPlacement",
    "PolicySettings",
    "Recount",
    "RegionCount",
    "RegionFound",
    "UnitFormula",
    "ValueLine",
    "WorkTerms",
    "add_months",
    "age_on",
    "agreement_jobs",
    "agreement_period",
    "block_for",
    "bonuses_for",
    "by_worth",
    "counted_months",
    "counts_for_job_agreement",
    "counts_on",
    "crosses_border",
    "doubt_of_duration",
    "doubt_period",
    "fit_period",
    "full_time_hours",
    "group_period",
    "heirs",
    "holds",
    "in_group",
    "legal_travel_minutes_one_way",
    "months_between",
    "obligation_cents",
    "placement_value",
    "planned_placement",
    "planned_start",
    "recount",
    "region_on",
    "spells",
    "stated_period",
    "unit_formula",
    "work_fits",
]
