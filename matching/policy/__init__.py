"""The Dutch rules as pure functions of records, registers and a date; `_worked_numbers` shows each in use."""

from matching.policy._agreement_count import (
    AgreementCount,
    AgreementPlacement,
    NotCounted,
    count_agreement_jobs,
)
from matching.policy._agreement_progress import (
    Forecast,
    Progress,
    forecast,
    progress,
)
from matching.policy._blocks import (
    WorkTerms,
    any_level,
    blocks_for,
    bonuses_for,
    by_worth,
    doubt_of_duration,
    fit_period,
    grounds_of_line,
    work_fits,
)
from matching.policy._contract_terms import contract_terms
from matching.policy._contributions import (
    Contribution,
    contribution_cents,
    pso_discount_cents,
)
from matching.policy._groups import (
    age_on,
    agreement_period,
    counts_for_job_agreement,
    doubt_period,
    grounds_of,
    group_period,
    in_group,
    known_in,
    spells,
    stated_groups,
    stated_period,
)
from matching.policy._instruments import InstrumentResult, instruments_for
from matching.policy._jobs import agreement_jobs
from matching.policy._ledger import book
from matching.policy._ledger_bookings import bookings_of
from matching.policy._ledger_guard import (
    Booking,
)
from matching.policy._ledger_lines import claim_kind
from matching.policy._ledger_records import (
    AccountState,
    ClaimKind,
    ContractAccount,
    ContractTerms,
    Ledger,
    LedgerLine,
    LineKind,
)
from matching.policy._months import add_months, counted_months, months_between
from matching.policy._needed import adapted_pairs, needed_instruments, person_instruments
from matching.policy._obligation import obligation_cents
from matching.policy._periods import Period, holds
from matching.policy._placement import PlannedPlacement, planned_placement, planned_start, working_hours
from matching.policy._pso import PsoStep, pso_norm
from matching.policy._quota_levy import (
    QUOTA_IN_FORCE,
    QuotaLevy,
    agreement_bonus_cents,
    quota_levy,
)
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
    Heir,
    RegionFound,
    crosses_border,
    heirs,
    region_on,
)
from matching.policy._settings import DEFAULTS, Attribution, Basis, PolicySettings
from matching.policy._suitable_work import (
    in_first_ww_months,
    is_suitable_level,
    is_suitable_wage,
    level_class,
)
from matching.policy._targets import (
    TargetLine,
    national_targets,
    regional_targets,
)
from matching.policy._travel import legal_travel_minutes_one_way
from matching.policy._value import (
    UNIT_FORMULAS,
    NoValue,
    PlacementValue,
    UnitFormula,
    ValueLine,
    full_time_hours,
    months_left,
    placement_value,
    unit_formula,
)
from matching.policy._value_tables import (
    TableDifference,
    choose_table,
    diff_tables,
    read_value_table,
    show_table,
)
from matching.policy._wage_credit import (
    WAGE_CREDITS,
    CreditCategory,
    WageCredit,
    wage_credit,
)
from matching.policy._wage_subsidy import (
    WageSubsidy,
    wage_subsidy,
    wage_subsidy_of,
)

__all__ = [
    "DEFAULTS",
    "QUOTA_IN_FORCE",
    "UNIT_FORMULAS",
    "UNKNOWN_REGION",
    "WAGE_CREDITS",
    "AccountState",
    "AgreementCount",
    "AgreementPlacement",
    "Attribution",
    "Basis",
    "Booking",
    "ClaimKind",
    "ContractAccount",
    "ContractTerms",
    "Contribution",
    "Correction",
    "CountedJob",
    "CreditCategory",
    "EmployerMerger",
    "Forecast",
    "Heir",
    "InstrumentResult",
    "Ledger",
    "LedgerLine",
    "LineKind",
    "NoValue",
    "NotCounted",
    "Period",
    "PlacementValue",
    "PlannedPlacement",
    "PolicySettings",
    "Progress",
    "PsoStep",
    "QuotaLevy",
    "Recount",
    "RegionCount",
    "RegionFound",
    "TableDifference",
    "TargetLine",
    "UnitFormula",
    "ValueLine",
    "WageCredit",
    "WageSubsidy",
    "WorkTerms",
    "adapted_pairs",
    "add_months",
    "age_on",
    "agreement_bonus_cents",
    "agreement_jobs",
    "agreement_period",
    "any_level",
    "blocks_for",
    "bonuses_for",
    "book",
    "bookings_of",
    "by_worth",
    "choose_table",
    "claim_kind",
    "contract_terms",
    "contribution_cents",
    "count_agreement_jobs",
    "counted_months",
    "counts_for_job_agreement",
    "counts_on",
    "crosses_border",
    "diff_tables",
    "doubt_of_duration",
    "doubt_period",
    "fit_period",
    "forecast",
    "full_time_hours",
    "grounds_of",
    "grounds_of_line",
    "group_period",
    "heirs",
    "holds",
    "in_first_ww_months",
    "in_group",
    "instruments_for",
    "is_suitable_level",
    "is_suitable_wage",
    "known_in",
    "legal_travel_minutes_one_way",
    "level_class",
    "months_between",
    "months_left",
    "national_targets",
    "needed_instruments",
    "obligation_cents",
    "person_instruments",
    "placement_value",
    "planned_placement",
    "planned_start",
    "progress",
    "pso_discount_cents",
    "pso_norm",
    "quota_levy",
    "read_value_table",
    "recount",
    "region_on",
    "regional_targets",
    "show_table",
    "spells",
    "stated_groups",
    "stated_period",
    "unit_formula",
    "wage_credit",
    "wage_subsidy",
    "wage_subsidy_of",
    "work_fits",
    "working_hours",
]
