"""What arrives: people, vacancies, employers, contracts, placements and claims. Unknown is never no."""

from matching.records._base import FactValue, OccupationRef, Record
from matching.records._jobseeker import (
    Jobseeker,
    LanguageSkills,
    ProtectedFacts,
    TargetGroupFact,
    WorkExperience,
)
from matching.records._parties import Contract, Employer
from matching.records._placement import Claim, Placement
from matching.records._vacancy import CertificateDemand, LicenceDemand, Vacancy
from matching.records._vocabulary import (
    Benefit,
    ContractKind,
    EducationLevel,
    EducationStatus,
    EmployerSector,
    FunctionalItem,
    LanguageLevel,
    LanguageMode,
    Licence,
    PlacementStatus,
    Shift,
    Support,
    TargetGroup,
    TravelMode,
    Weekday,
)

__all__ = [
    "Benefit",
    "CertificateDemand",
    "Claim",
    "Contract",
    "ContractKind",
    "EducationLevel",
    "EducationStatus",
    "Employer",
    "EmployerSector",
    "FactValue",
    "FunctionalItem",
    "Jobseeker",
    "LanguageLevel",
    "LanguageMode",
    "LanguageSkills",
    "Licence",
    "LicenceDemand",
    "OccupationRef",
    "Placement",
    "PlacementStatus",
    "ProtectedFacts",
    "Record",
    "Shift",
    "Support",
    "TargetGroup",
    "TargetGroupFact",
    "TravelMode",
    "Vacancy",
    "Weekday",
    "WorkExperience",
]
