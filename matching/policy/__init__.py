"""The Dutch rules as pure functions of records, registers and a date; exact, and to be read by a lawyer."""

from matching.policy._groups import (
    Period,
    age_on,
    agreement_period,
    counts_for_job_agreement,
    doubt_period,
    group_period,
    holds,
    in_group,
    stated_period,
)
from matching.policy._jobs import JOB_HOURS, agreement_jobs
from matching.policy._placement import PlannedPlacement, planned_placement
from matching.policy._settings import DEFAULTS, Basis, PolicySettings

__all__ = [
    "DEFAULTS",
    "JOB_HOURS",
    "Basis",
    "Period",
    "PlannedPlacement",
    "PolicySettings",
    "age_on",
    "agreement_jobs",
    "agreement_period",
    "counts_for_job_agreement",
    "doubt_period",
    "group_period",
    "holds",
    "in_group",
    "planned_placement",
    "stated_period",
]
