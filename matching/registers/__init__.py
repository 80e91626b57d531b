"""Dated reference tables of the Dutch labour market, shipped with the package.

Every look-up takes a key and, where the answer changes over time, a date. A key that a table does not have
raises `RegisterError` and names the nearest; a date that it does not cover raises `NotCoveredError` and says
what it covers. Tables are read on first use. `sources` tells where each comes from.
"""

from matching.registers._code_lists import Code, code, code_list, code_lists
from matching.registers._esco_build import build_esco
from matching.registers._esco_edition import ESCO_VARIABLE, EscoEdition, esco_edition
from matching.registers._everyday import EverydayTitle, everyday_titles
from matching.registers._instruments import Instrument, instruments
from matching.registers._job_agreement import JobAgreementTarget, job_agreement_targets
from matching.registers._labour_market import (
    LabourMarketFigure,
    OccupationClass,
    RegionalIndicator,
    SocialAssistanceArea,
    TightnessClass,
    bijstand_by_area,
    labour_market_series,
    occupation_classes,
    regional_indicators,
    tightness_class,
    tightness_classes,
)
from matching.registers._minimum_wage import MinimumWage, minimum_wage_cents, minimum_wage_row
from matching.registers._municipalities import (
    EDITIONS,
    Municipality,
    municipalities,
    municipality,
    region_of_municipality,
)
from matching.registers._occupations import (
    IscoGroup,
    Occupation,
    isco_group,
    isco_groups,
    occupation,
    occupations,
)
from matching.registers._postcodes import (
    Population,
    Postcode,
    Postcodes,
    municipality_centre,
    municipality_population,
    postcode,
    postcodes,
)
from matching.registers._pso import PsoNorm, pso_norms
from matching.registers._redivisions import Redivision, redivisions
from matching.registers._regions import Region, region, regions
from matching.registers._relations import (
    BroaderSkills,
    SkillLinks,
    occupation_skills,
    skill_broader,
    skill_skill,
)
from matching.registers._skills import Skill, SkillGroup, skill, skill_groups, skills
from matching.registers._social_return import (
    SocialReturnRow,
    SocialReturnTable,
    social_return_table,
    social_return_tables,
)
from matching.registers._social_return_policy import (
    SocialReturnPolicy,
    social_return_policies,
    social_return_policy,
)
from matching.registers._sources import Source, sources

__all__ = [
    "EDITIONS",
    "ESCO_VARIABLE",
    "BroaderSkills",
    "Code",
    "EscoEdition",
    "EverydayTitle",
    "Instrument",
    "IscoGroup",
    "JobAgreementTarget",
    "LabourMarketFigure",
    "MinimumWage",
    "Municipality",
    "Occupation",
    "OccupationClass",
    "Population",
    "Postcode",
    "Postcodes",
    "PsoNorm",
    "Redivision",
    "Region",
    "RegionalIndicator",
    "Skill",
    "SkillGroup",
    "SkillLinks",
    "SocialAssistanceArea",
    "SocialReturnPolicy",
    "SocialReturnRow",
    "SocialReturnTable",
    "Source",
    "TightnessClass",
    "bijstand_by_area",
    "build_esco",
    "code",
    "code_list",
    "code_lists",
    "esco_edition",
    "everyday_titles",
    "instruments",
    "isco_group",
    "isco_groups",
    "job_agreement_targets",
    "labour_market_series",
    "minimum_wage_cents",
    "minimum_wage_row",
    "municipalities",
    "municipality",
    "municipality_centre",
    "municipality_population",
    "occupation",
    "occupation_classes",
    "occupation_skills",
    "occupations",
    "postcode",
    "postcodes",
    "pso_norms",
    "redivisions",
    "region",
    "region_of_municipality",
    "regional_indicators",
    "regions",
    "skill",
    "skill_broader",
    "skill_groups",
    "skill_skill",
    "skills",
    "social_return_policies",
    "social_return_policy",
    "social_return_table",
    "social_return_tables",
    "sources",
    "tightness_class",
    "tightness_classes",
]
