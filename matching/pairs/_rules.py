"""The list of rules that are on by default, in the order in which they are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.exceptions import RuleError
from matching.pairs._age import Age
from matching.pairs._certificates import Certificates
from matching.pairs._closing_date import ClosingDate
from matching.pairs._consent import Consent
from matching.pairs._contract_kind import ContractKinds
from matching.pairs._dates import Dates
from matching.pairs._days_and_shifts import Days, Shifts
from matching.pairs._driving_licence import DrivingLicence
from matching.pairs._employer_avoided import EmployerAvoided
from matching.pairs._functional_limits import FunctionalLimits
from matching.pairs._hours import Hours
from matching.pairs._integration_days import IntegrationDays
from matching.pairs._language import Language
from matching.pairs._legal_travel import LegalTravel
from matching.pairs._minimum_wage import MinimumWage
from matching.pairs._placed import Placed
from matching.pairs._reserved import Reserved
from matching.pairs._sheltered import Sheltered
from matching.pairs._suitable_level import SuitableLevel
from matching.pairs._suitable_wage import SuitableWage
from matching.pairs._travel import TravelDistance, TravelTime
from matching.pairs._wage import WageFloor

if TYPE_CHECKING:
    from matching.pairs._rule import EligibilityRule

DEFAULT_RULES: tuple[EligibilityRule, ...] = (
    Consent(),
    ClosingDate(),
    Placed(),
    EmployerAvoided(),
    Reserved(),
    Sheltered(),
    Age(),
    ContractKinds(),
    Dates(),
    Hours(),
    Days(),
    IntegrationDays(),
    Shifts(),
    TravelTime(),
    TravelDistance(),
    LegalTravel(),
    WageFloor(),
    MinimumWage(),
    SuitableWage(),
    SuitableLevel(),
    DrivingLicence(),
    Certificates(),
    Language(),
    FunctionalLimits(),
)
"""Rules that are on unless told otherwise; consent is the first filter."""


def rule(code: str) -> EligibilityRule:
    """Rule of the default list by its code.

    Raises
    ------
    RuleError
        When there is none.

    Examples
    --------
    >>> rule("hours").en_name
    'hours'
    """
    for one in DEFAULT_RULES:
        if one.code == code:
            return one
    codes = ", ".join(one.code for one in DEFAULT_RULES)
    raise RuleError(f"no eligibility rule {code!r}; the rules are {codes}.")
